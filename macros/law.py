"""Macros of the law pages: laws by topic, A to Z, guidance, and measures that are not yet law."""

from __future__ import annotations

from jinja2 import pass_context
from jinja2.runtime import Context

from handbook.facts.records import Announced, Fact, Guidance, Legislation, ToldAndNow
from handbook.ground.escaping import plain
from handbook.school.view import spoken_date
from macros.pages import facts_of, find, table, terms, to_link, to_page
from macros.reviews import review_note

LAW_STATUS = {
    "in-force": "In force",
    "amended": "In force, amended",
    "partly-in-force": "Partly in force",
    "enacted-not-started": "Passed, not started",
    "announced": "Announced, not law",
    "repealed": "Repealed: no longer law",
    "withdrawn": "Withdrawn",
}
GUIDANCE_STATUS = {
    "statutory": "Statutory guidance",
    "non-statutory": "Advice (not statutory)",
    "withdrawn": "Withdrawn",
    "superseded": "Replaced",
}
STAGES = {
    "announced": "Announced, not law",
    "enacted-not-started": "Passed, not started",
    "unconfirmed": "Not confirmed",
    "in-force": "In force",
    "dropped": "Dropped",
}


def badge(status: str, words: str) -> str:
    """Return a status as a badge: words first, a shape beside them, colour last."""
    return f'<span class="badge badge--{status}">{words}</span>'


def told(notes: list[ToldAndNow]) -> str:
    """Return "you may have been told" notes."""
    if not notes:
        return ""
    lines = ['!!! told "You may have been told"', ""]
    for note in notes:
        lines += [f"    - **Then:** {plain(note.told)} **Now:** {plain(note.now)}"]
    return "\n".join(lines) + "\n"


def search_words(fact: Fact) -> str:
    """Return other names that people search by, as a line readers can see and the search takes each name from."""
    names = "; ".join(f"<span data-alias>{plain(one)}</span>" for one in fact.aliases)
    return f'<p class="also">Also known or searched as: {names}.</p>' if names else ""


@pass_context
def law_topics(context: Context) -> str:
    """Return the topics of law, each with its two lines."""
    topics = facts_of(context).law_topics.values()
    return "\n".join(f"- **{to_page(context, f'law/{one.id}.md', '', plain(one.title))}.** {plain(one.summary)}" for one in topics)


@pass_context
def laws(context: Context, topic: str) -> str:
    """Return every law of a topic; one whose home is another topic is named with a link there."""
    facts = facts_of(context)
    find(facts.law_topics, topic, "topic of law")
    mine = [one for one in facts.legislation.values() if topic in one.topics]
    order = list(LAW_STATUS)
    own = sorted((one for one in mine if one.topics[0] == topic), key=lambda one: (order.index(one.status) >= 5, mine.index(one)))
    parts = [_law(context, one) for one in own]
    others = [one for one in mine if one.topics[0] != topic]
    if others:
        items = "\n".join(
            f"- {to_page(context, f'law/{one.topics[0]}.md', one.id, plain(one.short_title or one.title))}: {plain(one.says)}" for one in others
        )
        parts.append(f"### Also relevant {{ #also-relevant }}\n\n{items}")
    return "\n\n".join(parts)


def _law(context: Context, law: Legislation) -> str:
    points = terms(
        [
            ("Maximum penalty", plain(law.penalty)),
            ("Who it covers", plain(law.applies_to)),
            ("Where it applies", plain(law.extent)),
            ("Status", plain(law.status_note)),
        ]
    )
    parts = [
        f"### {plain(law.title)} {{ #{law.id} }}",
        badge(law.status, LAW_STATUS[law.status]),
        f"**What it says.** {plain(law.says)}",
        f"**In a school.** {plain(law.in_school)}",
        points,
    ]
    if law.sections:
        rows = "\n".join(f"    - **{plain(one.section)}**: {plain(one.says)}" for one in law.sections)
        parts.append(f'??? law "Section by section"\n\n{rows}')
    parts.append(told(law.you_may_have_been_told))
    if law.replaced_by:
        named = ", ".join(_law_or_guidance(context, name) for name in law.replaced_by)
        parts.append(f"Replaced by: {named}.")
    if law.link:
        parts.append(f"Read the official text: {to_link(context, law.link)}.")
    parts += [search_words(law), review_note(context, law)]
    return "\n\n".join(part for part in parts if part)


def _law_or_guidance(context: Context, name: str) -> str:
    facts = facts_of(context)
    if name in facts.guidance:
        return to_page(context, "law/guidance.md", name, plain(facts.guidance[name].title))
    law = facts.legislation[name]
    return to_page(context, f"law/{law.topics[0]}.md", name, plain(law.short_title or law.title))


@pass_context
def laws_a_to_z(context: Context) -> str:
    """Return every law in order of its title, with status and a link."""
    records = sorted(facts_of(context).legislation.values(), key=lambda one: one.title.lower())
    rows = [[to_page(context, f"law/{one.topics[0]}.md", one.id, plain(one.title)), LAW_STATUS[one.status], plain(one.extent)] for one in records]
    return table(["Law", "Status", "Where it applies"], rows)


@pass_context
def announced(context: Context, name: str) -> str:
    """Return the notice for a measure that is not yet law, or may not be; its rule once it is in force; nothing once dropped."""
    record: Announced = find(facts_of(context).announced, name, "announced measure")
    if record.stage == "dropped":
        return ""
    if record.stage == "in-force":
        body = plain(record.rule)
        return f'!!! law "{plain(record.title)}: in force since {spoken_date(record.stage_on)}"\n\n    {body}\n'
    more = to_page(context, "law/announced.md", record.id, "More about this measure")
    warning = "Not confirmed whether it is law" if record.stage == "unconfirmed" else "Not yet law"
    return (
        f'!!! announced "{warning}: {plain(record.title)}"\n\n'
        f"    {plain(record.notice)} ({STAGES[record.stage]}, {spoken_date(record.stage_on)}; reviewed {spoken_date(record.review.on)}.) {more}.\n"
    )


@pass_context
def announced_list(context: Context) -> str:
    """Return every measure with its stage, what it would mean and what could not be confirmed."""
    parts = []
    for record in facts_of(context).announced.values():
        parts.append(
            f"## {plain(record.title)} {{ #{record.id} }}\n\n{badge(record.stage, STAGES[record.stage])} since {spoken_date(record.stage_on)}\n\n"
            f"{plain(record.rule if record.stage == 'in-force' else record.notice)}\n\n{search_words(record)}\n\n{review_note(context, record)}"
        )
    return "\n\n".join(parts)


@pass_context
def guidance_list(context: Context, *statuses: str) -> str:
    """Return guidance of the given statuses with what it asks: ``{{ guidance_list("statutory") }}``."""
    known = [find(GUIDANCE_STATUS, status, "status of guidance") and status for status in statuses]
    return "\n\n".join(_guidance(context, one) for one in facts_of(context).guidance.values() if one.status in known)


def _guidance(context: Context, one: Guidance) -> str:
    facts = facts_of(context)
    rows = [
        ("From", plain(one.publisher)),
        ("Edition", plain(one.edition)),
        ("For", plain(one.applies_to)),
        ("Replaced", plain("; ".join(one.replaces))),
    ]
    parts = [
        f"### {plain(one.title)} {{ #{one.id} }}",
        badge(one.status, GUIDANCE_STATUS[one.status]),
        plain(one.stage or ""),
        terms(rows),
    ]
    if one.asks:
        heading = "What it said" if one.status in ("withdrawn", "superseded") else "What it asks of a school"
        parts.append(f"**{heading}**\n\n" + "\n".join(f"- {plain(point)}" for point in one.asks))
    if one.replaced_by:
        parts.append(f"Use instead: {to_page(context, 'law/guidance.md', one.replaced_by, plain(facts.guidance[one.replaced_by].title))}.")
    parts.append(told(one.you_may_have_been_told))
    if one.link:
        parts.append(f"Read it: {to_link(context, one.link)}.")
    parts += [search_words(one), review_note(context, one)]
    return "\n\n".join(part for part in parts if part)


FUNCTIONS = (law_topics, laws, laws_a_to_z, announced, announced_list, guidance_list)
