"""Macros for the page Link health: the register of addresses, its age and state, and the retired ones with what to use instead."""

from __future__ import annotations

from html import escape

from jinja2 import pass_context
from jinja2.runtime import Context

from handbook.facts.records import Link, RetiredLink
from handbook.ground.addresses import host_of, key
from handbook.ground.escaping import plain
from handbook.links.exceptions import load_exceptions
from handbook.links.states import STATES, States, read_states
from handbook.links.verdicts import Verdict
from handbook.links.words import VERDICTS
from handbook.school.view import spoken_date
from macros.law import badge
from macros.pages import external, facts_of, table

# The retired verdicts in the words of readers.
WHAT_BECAME = {
    "moved": "Moved",
    "dead": "Page gone",
    "site-closed": "Site closed",
    "domain-lost": "Name lost",
    "unknown": "Not known",
}


@pass_context
def link_state(context: Context) -> str:
    """Return how many addresses there are, how many somebody has opened, when they were last checked, and which fail."""
    facts = facts_of(context)
    states = read_states(STATES)
    links = list(facts.links.values())
    opened = [link.checked for link in links if link.checked]
    rows = [
        ["Addresses in use", str(len(links))],
        ["Opened by a person", f"{len(opened)}, the longest ago on {spoken_date(min(opened))}" if opened else "None yet"],
        ["Last complete check by the program", spoken_date(states.last_run) if states.last_run else "Not yet"],
        ["Failing now", str(sum(state.counts for state in states.failing.values()))],
        ["Suspect: failing, but not yet long enough to count", str(sum(not state.counts for state in states.failing.values()))],
        ["Retired addresses", str(len(facts.retired_links))],
        ["Of those, dangerous", str(sum(one.dangerous for one in facts.retired_links.values()))],
    ]
    parts = [table(["What", "How many or when"], rows)]
    failing = [
        [_name(facts.links[name]), VERDICTS[Verdict(state.verdict)].name, spoken_date(state.since), str(state.runs)]
        for name, state in sorted(states.failing.items())
        if name in facts.links
    ]
    if failing:
        parts.append(table(["Address", "State", "Since", "Checks in a row"], failing))
    exceptions = load_exceptions(facts)
    if exceptions:
        parts.append("These addresses fail and are tolerated for a while:")
        parts.append(
            table(
                ["Address", "State", "Why", "Agreed by", "Until"],
                [
                    [_name(facts.links[one.link]), VERDICTS[one.verdict].name, plain(one.reason), plain(one.agreed_by), spoken_date(one.until)]
                    for one in exceptions.values()
                ],
            )
        )
    return "\n\n".join(parts)


@pass_context
def link_register(context: Context) -> str:
    """Return every address in use, grouped by publisher, each with its state."""
    facts = facts_of(context)
    states = read_states(STATES)
    by_publisher: dict[str, list[Link]] = {}
    for link in facts.links.values():
        by_publisher.setdefault(link.publisher, []).append(link)
    parts = []
    for publisher in sorted(by_publisher, key=str.casefold):
        links = sorted(by_publisher[publisher], key=lambda one: one.title.casefold())
        rows = [[external(link.url, link.title), f"<code>{escape(host_of(link.url))}</code>", _state(link, states), plain(link.id)] for link in links]
        parts.append(f'??? note "{_quoted(publisher)} ({len(links)})"\n' + _indented(table(["Page", "Site", "State", "Id"], rows)))
    return "\n\n".join(parts)


@pass_context
def retired_register(context: Context) -> str:
    """Return every retired address under a heading of its own, so that a search for the old address finds it."""
    facts = facts_of(context)
    parts = []
    for record in sorted(facts.retired_links.values(), key=lambda one: key(one.url) if one.url else f"\uffff{one.id}"):
        # What readers type is the address without http:// or www., so that is the heading, and the rest stands below.
        title = f"`{key(record.url)}`" if record.url else f"Address not shown: {plain(record.id.replace('-', ' '))}"
        danger = f"{badge('closed', 'Do not open')} " if record.dangerous else ""
        lines = [f"### {title} {{ #retired-{record.id} }}", f"{danger}<strong>{WHAT_BECAME[record.verdict]}.</strong> {plain(record.what_happened)}"]
        if record.replacement:
            new = facts.links[record.replacement]
            lines.append(f"Use instead: {external(new.url, new.title)}.")
        else:
            lines.append("There is nothing to use in its place.")
        written = _spellings(record)
        if written:
            lines.append(f"<small>Also written: {', '.join(f'<code>{escape(one)}</code>' for one in written)}.</small>")
        if record.archive and not record.dangerous:
            lines.append(f"<small>{external(record.archive, 'An archived copy')}, for those who need the old text.</small>")
        elif record.archive:
            lines.append(f"<small>Archived copy, for those who need the old text: {external(record.archive, 'Internet Archive')}.</small>")
        parts.append("\n\n".join(lines))
    return "\n\n".join(parts)


def _spellings(record: RetiredLink) -> list[str]:
    title = key(record.url) if record.url else ""
    found = dict.fromkeys(one.replace("\\", "") for one in [record.url or "", *record.as_written] if one)
    return [one for one in found if one != title]


def _state(link: Link, states: States) -> str:
    failing = states.failing.get(link.id)
    if failing:
        name = VERDICTS[Verdict(failing.verdict)].name
        return f"<strong>{name}</strong> since {spoken_date(failing.since)}" if failing.counts else f"Suspect since {spoken_date(failing.since)}"
    if link.checked:
        return f"Opened {spoken_date(link.checked)}"
    return f"OK on {spoken_date(states.last_run)}" if states.last_run else "Not checked yet"


def _name(link: Link) -> str:
    return external(link.url, link.title)


def _quoted(text: str) -> str:
    return plain(text).replace('"', "&#34;")


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.splitlines())


FUNCTIONS = (link_state, link_register, retired_register)
