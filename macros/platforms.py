"""Macros of the platform pages: everything about one, the comparison, the closed ones, where to find an address."""

from __future__ import annotations

import re

from jinja2 import pass_context
from jinja2.runtime import Context

from handbook.facts.records import MenuPicture, Platform, Steps
from handbook.ground.escaping import plain
from macros.law import search_words, told
from macros.pages import facts_of, find, table, to_link, to_page
from macros.reviews import review_note

KINDS_OF_CONTENT = {
    "post": "A post or picture",
    "comment": "A comment",
    "profile": "A profile or account",
    "video": "A video",
    "group": "A group or community",
    "message": "A private message",
    "live": "A live video",
    "impersonation": "Somebody pretending to be someone else",
    "underage-account": "An account of a child under the minimum age",
    "account-hacked": "A hacked account",
    "intimate-image": "A nude or sexual picture",
    "game-chat": "Chat or voice in a game",
    "voice-chat": "Voice chat",
    "privacy": "Something private about you or your family",
    "call": "A call",
    "game": "A game or world",
    "page": "A page",
    "search-result": "A search result",
    "image": "A picture",
    "chatbot-answer": "Something a chatbot said",
    "chatbot": "A chatbot or character",
    "server": "A server",
    "story": "A story",
    "ad": "An advert",
}
DEVICES = {"phone": "on a phone", "computer": "on a computer", "both": "on a phone or computer", "console": "on the console"}
LABELS = {
    "confirmed": "",
    "older": "The words on the screen may have changed.",
    "unsure": "We are not sure of the exact words on the screen.",
    "none": "The words on the screen differ between versions.",
}


def _with_labels(text: str) -> str:
    """Return what to do; the words to press in it stay as they stand on the screen, whatever language the page is translated into."""
    return re.sub(r'"([^"]+)"', r'"<span translate="no">\1</span>"', plain(text))


def _numbered(steps: list[str]) -> str:
    return "\n".join(f"{number}. {_with_labels(step)}" for number, step in enumerate(steps, 1))


def _open(context: Context) -> list[Platform]:
    return sorted((one for one in facts_of(context).platforms.values() if one.status == "open"), key=lambda one: one.order)


@pass_context
def platform(context: Context, name: str) -> str:
    """Return everything about an open platform: ``{{ platform("instagram") }}``."""
    one: Platform = find(facts_of(context).platforms, name, "platform")
    age = str(one.minimum_age) if one.minimum_age is not None else "none given"
    parts = [f"**Minimum age: {age}.** {plain(one.minimum_age_note or '')}", plain(one.status_note)]
    parts.append("## Report { #report }")
    if one.picture:
        parts.append(menu_picture(one.picture))
    parts += [_report(steps) for steps in one.report]
    if one.report_without_account:
        parts.append(f"### Without an account {{ #without-account }}\n\n{plain(one.report_without_account)}")
    if one.report_links:
        items = "\n".join(f"- {to_link(context, link)}" for link in one.report_links)
        parts.append(f"### The makers' own help {{ #own-help }}\n\n{items}")
    parts.append(f"## Block {{ #block }}\n\n{_numbered(one.block)}")
    if one.restrict:
        parts.append(f"## Mute or limit somebody {{ #limit }}\n\n{_numbered(one.restrict)}")
    if one.keep or one.find_address:
        rows = [[plain(item.what), _with_labels(item.how)] for item in (*one.keep, *one.find_address)]
        parts.append(
            "## Keep before you report { #keep }\n\nNever keep, copy or screenshot a nude or sexual picture of anyone under 18.\n"
            + table(["What", "How"], rows)
        )
    after = [plain(text) for text in (one.next, one.appeal) if text]
    if after:
        parts.append("## What happens next { #next }\n\n" + "\n\n".join(after))
    if one.rules_in_a_line:
        rules = f" {to_link(context, one.rules_link)}." if one.rules_link else ""
        parts.append(f"## Its rules in a line {{ #rules }}\n\n{plain(one.rules_in_a_line)}{rules}")
    if one.teen_protections or one.parental_controls:
        parts.append("## For children and parents { #parents }")
        parts.append("\n".join(f"- {plain(item)}" for item in one.teen_protections))
        if one.parental_controls:
            controls = one.parental_controls
            named = to_link(context, controls.link, controls.name) if controls.link else f"**{plain(controls.name)}**"
            parts.append(f"Controls for parents: {named}. {plain(controls.note or '')}")
    if one.police:
        parts.append(f"## When the police should ask instead {{ #police }}\n\n{plain(one.police)}")
    parts += [told(one.you_may_have_been_told), search_words(one), review_note(context, one)]
    return "\n\n".join(part for part in parts if part)


def _report(steps: Steps) -> str:
    needs = "You need an account." if steps.account_needed else "You do not need an account."
    note = " ".join(part for part in (needs, LABELS[steps.labels]) if part)
    return (
        f"### {KINDS_OF_CONTENT[steps.what]}, {DEVICES[steps.device]} {{ #report-{steps.what}-{steps.device} }}\n\n"
        f"{_numbered(steps.steps)}\n\n<small>{note}</small>"
    )


@pass_context
def platforms_list(context: Context) -> str:
    """Return a link to every open platform."""
    items = "\n".join(f"- {to_page(context, f'platforms/{one.id}.md', '', plain(one.name))}" for one in _open(context))
    return f'<div class="columns" markdown>\n\n{items}\n\n</div>'


@pass_context
def platforms_table(context: Context) -> str:
    """Return the comparison: minimum age, reporting without an account, controls for parents."""
    rows = []
    for one in _open(context):
        without = any(not steps.account_needed and steps.what not in ("intimate-image", "account-hacked") for steps in one.report)
        rows.append(
            [
                to_page(context, f"platforms/{one.id}.md", "", plain(one.name)),
                str(one.minimum_age) if one.minimum_age is not None else "none given",
                "Yes, some things" if without or one.report_without_account else "No way known to us",
                plain(one.parental_controls.name) if one.parental_controls else "None known to us",
            ]
        )
    return table(["Platform", "Minimum age", "Report without an account", "Controls for parents"], rows)


@pass_context
def closed_platforms(context: Context) -> str:
    """Return what became of platforms that have closed."""
    parts = []
    for one in sorted(facts_of(context).platforms.values(), key=lambda one: one.name.lower()):
        if one.status == "closed":
            bits = [f"## {plain(one.name)} {{ #{one.id} }}", plain(one.status_note), told(one.you_may_have_been_told), search_words(one)]
            parts.append("\n\n".join(bit for bit in (*bits, review_note(context, one)) if bit))
    return "\n\n".join(parts)


@pass_context
def address_table(context: Context) -> str:
    """Return, platform by platform, how to find the exact address of a post, a profile or a message."""
    parts = []
    for one in _open(context):
        if one.find_address:
            rows = [[plain(item.what).capitalize(), plain(item.how)] for item in one.find_address]
            parts.append(f"### {plain(one.name)} {{ #{one.id} }}\n" + table(["What", "How to find it"], rows))
    return "\n\n".join(parts)


_MARKS = {
    "three-dots": '<circle class="ink-fill" cx="{x}" cy="{y}" r="3"/><circle class="ink-fill" cx="{x1}" cy="{y}" r="3"/><circle '
    'class="ink-fill" cx="{x2}" cy="{y}" r="3"/>',
    "arrow": '<path class="ink" d="M{x} {y}h16m-6-6 6 6-6 6"/>',
    "flag": '<path class="ink" d="M{x} {yb}v-18h14l-4 5 4 5h-14"/>',
    "press-and-hold": '<circle class="ink" cx="{x1}" cy="{y}" r="9"/><circle class="ink-fill" cx="{x1}" cy="{y}" r="4"/>',
    "gear": '<circle class="ink" cx="{x1}" cy="{y}" r="8"/><circle class="ink-fill" cx="{x1}" cy="{y}" r="3"/>',
}
_PLACES = {"top-right": (196, 40), "below-post": (36, 134), "beside-name": (128, 40), "on-message": (110, 86)}


def menu_picture(picture: MenuPicture) -> str:
    """Return a small drawing of where the menu sits: ours, of no particular screen."""
    x, y = _PLACES[picture.place]
    mark = _MARKS[picture.menu].format(x=x, y=y, x1=x + 9, x2=x + 18, yb=y + 9)
    return (
        '<figure class="menu-picture"><svg class="picture" viewBox="0 0 260 160" role="img" aria-hidden="true">'
        '<rect class="fill" x="10" y="10" width="240" height="140" rx="8"/><circle class="soft-fill" cx="36" cy="40" r="12"/>'
        '<path class="soft" d="M58 40h56M26 70h206M26 90h206M26 110h150"/>'
        f'<circle class="ring" cx="{x + 9}" cy="{y}" r="20"/>{mark}</svg><figcaption>{_with_labels(picture.caption)}</figcaption></figure>'
    )


FUNCTIONS = (platform, platforms_list, platforms_table, closed_platforms, address_table)
