"""Macros that link to the outside, to guidance and to law by id: no page holds an address of its own."""

from __future__ import annotations

from jinja2 import pass_context
from jinja2.runtime import Context

from handbook.ground.escaping import plain
from macros.pages import facts_of, find, to_link, to_page


@pass_context
def link(context: Context, name: str, text: str = "") -> str:
    """Return a link to an address of the register: ``{{ link("govuk-kcsie") }}``; its title is the text unless another is given."""
    return to_link(context, name, text)


@pass_context
def guidance(context: Context, name: str, text: str = "") -> str:
    """Return a link to our note on a guidance document: ``{{ guidance("kcsie-2026") }}``."""
    record = find(facts_of(context).guidance, name, "guidance")
    return to_page(context, "law/guidance.md", record.id, plain(text or record.short_title or record.title))


@pass_context
def law(context: Context, name: str, text: str = "") -> str:
    """Return a link to our note on a law: ``{{ law("computer-misuse-act-1990") }}``."""
    record = find(facts_of(context).legislation, name, "law")
    return to_page(context, f"law/{record.topics[0]}.md", record.id, plain(text or record.short_title or record.title))


@pass_context
def basis(context: Context, name: str) -> str:
    """Return a link to guidance, law or an announced measure, whichever has the id."""
    facts = facts_of(context)
    if name in facts.guidance:
        return guidance(context, name)
    if name in facts.announced:
        record = facts.announced[name]
        return to_page(context, "law/announced.md", record.id, plain(record.title))
    return law(context, name)


FUNCTIONS = (link, guidance, law)
