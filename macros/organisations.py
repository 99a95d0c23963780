"""Macros that show organisations and helplines: by name, by need, A to Z."""

from __future__ import annotations

from jinja2 import pass_context
from jinja2.runtime import Context

from handbook.facts.records import Organisation, PhoneLine
from handbook.ground.escaping import plain
from macros.law import badge, search_words, told
from macros.pages import facts_of, find, require, to_link, to_page
from macros.reviews import doubts, folded, small_print
from macros.school import mail, tel

STATUS = {"closed": "Closed", "renamed": "New name", "merged": "Joined another"}
AUDIENCES = {"children": "children", "parents": "parents", "staff": "staff", "leaders": "school leaders"}


def phone_link(line: PhoneLine) -> str:
    """Return a helpline's number as ``tel`` gives it."""
    return tel(line.number)


@pass_context
def org(context: Context, name: str, text: str = "") -> str:
    """Return a link to our entry for an organisation: ``{{ org("childline") }}``."""
    record: Organisation = find(facts_of(context).organisations, name, "organisation")
    page = "contacts/a-to-z.md" if record.status == "open" else "contacts/closed.md"
    return to_page(context, page, record.id, plain(text or record.name))


@pass_context
def helpline(context: Context, name: str) -> str:
    """Return an open organisation with its first number to tap: ``{{ helpline("childline") }}``."""
    record: Organisation = find(facts_of(context).organisations, name, "organisation")
    require(record.status == "open", f'"{name}" is {record.status}: use its successor.')
    require(record.phones, f'"{name}" has no phone number: use org("{name}") instead.')
    return f"{org(context, name)}, {phone_link(record.phones[0])}"


@pass_context
def needs_list(context: Context) -> str:
    """Return the needs, each a link to the organisations that meet it."""
    needs = facts_of(context).needs.values()
    items = "\n".join(f"- {to_page(context, 'contacts/by-need.md', one.id, plain(one.title))}: {plain(one.intro)}" for one in needs)
    return f'<div class="needs" markdown>\n\n{items}\n\n</div>'


@pass_context
def organisations_by_need(context: Context) -> str:
    """Return, need by need, the open organisations with number, hours, cost and what happens."""
    facts = facts_of(context)
    parts = []
    for need in facts.needs.values():
        mine = [one for one in facts.organisations.values() if one.status == "open" and need.id in one.needs]
        require(mine, f'No open organisation meets the need "{need.id}": add one, or take the need away.')
        mine.sort(key=lambda one: (not one.emergency, one.needs.index(need.id)))
        entries = "\n".join(_card(context, one) for one in mine)
        parts.append(f'## {plain(need.title)} {{ #{need.id} }}\n\n{plain(need.intro)}\n\n<div class="cards" markdown>\n\n{entries}\n</div>')
    return "\n\n".join(parts)


def _card(context: Context, one: Organisation) -> str:
    lines = [f"**{org(context, one.id)}**"]
    lines += [_phone(line) for line in one.phones]
    if one.text:
        lines.append(f"Text: {plain(one.text)}")
    if one.email:
        lines.append(f"Email: {mail(one.email)}")
    lines += _links(context, one)
    if one.what_happens:
        lines.append(plain(one.what_happens))
    body = "\n\n".join(lines)
    return f'<div class="card" markdown>\n\n{body}\n\n</div>\n'


def _phone(line: PhoneLine) -> str:
    label = f"{plain(line.label)}: " if line.label else ""
    notes = [plain(note) for note in (line.cost, line.hours) if note]
    if line.hours and not line.hours_confirmed:
        notes.append("hours not confirmed")
    return f"{label}{phone_link(line)}" + (f" ({'; '.join(notes)})" if notes else "")


def _links(context: Context, one: Organisation) -> list[str]:
    found = []
    if one.report_link:
        found.append(f"Report: {to_link(context, one.report_link)}")
    if one.link and one.link != one.report_link:
        found.append(to_link(context, one.link))
    return found


@pass_context
def organisations_a_to_z(context: Context) -> str:
    """Return every open organisation by name."""
    return _entries(context, closed=False)


@pass_context
def organisations_closed(context: Context) -> str:
    """Return every organisation that has closed, joined another or changed its name, with where to turn now."""
    return _entries(context, closed=True)


def _entries(context: Context, closed: bool) -> str:
    chosen = [one for one in facts_of(context).organisations.values() if (one.status != "open") == closed]
    return "\n\n".join(_entry(context, one) for one in sorted(chosen, key=lambda one: one.name.lower()))


def _entry(context: Context, one: Organisation) -> str:
    parts = [f"## {plain(one.name)} {{ #{one.id} }}"]
    if one.status != "open":
        parts.append(badge(one.status, STATUS[one.status]))
    if one.former_names:
        parts.append(f"Formerly: {plain('; '.join(one.former_names)).rstrip('.')}.")
    for_whom = f" For {', '.join(AUDIENCES[who] for who in one.audiences)}." if one.audiences and one.status == "open" else ""
    parts.append(plain(one.status_note) + for_whom)
    if one.successor:
        parts.append(f"Turn to {org(context, one.successor)} now.")
    ways = [_phone(line) for line in one.phones]
    if one.text:
        ways.append(f"Text: {plain(one.text)}")
    if one.email:
        ways.append(f"Email: {mail(one.email)}")
    ways += _links(context, one)
    parts.append("\n".join(f"- {way}" for way in ways))
    parts.append(doubts(one))
    # Folded, so that names and numbers stand close together.
    summary = "What happens when you get in touch" if one.what_happens and one.status == "open" else "About this entry"
    told_before = told(one.you_may_have_been_told)
    parts.append(folded(summary, plain(one.what_happens or ""), told_before, search_words(one), small_print(context, one)))
    return "\n\n".join(part for part in parts if part)


FUNCTIONS = (org, helpline, needs_list, organisations_by_need, organisations_a_to_z, organisations_closed)
