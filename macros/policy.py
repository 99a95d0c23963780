"""Macros of the policy: sections, clauses, and the pages made from them."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import pass_context
from jinja2.runtime import Context

from handbook.facts.records import Requirement
from handbook.ground.escaping import plain
from handbook.policy.outline import Clause
from handbook.school.model import kind_in_words
from handbook.school.view import PageError
from macros.links import basis
from macros.pages import facts_of, find, page_of, policy_of, project_of, to_page

LEVELS = {"must": "Must", "should": "Should"}


@pass_context
def summary(context: Context) -> str:
    """Return the page's description, from its front matter, as a summary for those in a hurry."""
    text = context["page"].meta.get("description")
    if not text:
        raise PageError("The page has no description: add two short lines under  description: >-  at its top.")
    return f'<p class="summary"><strong class="summary__label">In short</strong> {plain(" ".join(text.split()))}</p>'


@pass_context
def section(context: Context) -> str:
    """Return a policy section's number and summary."""
    here = policy_of(context).section_of(page_of(context))
    if here is None:
        raise PageError("Only a page below policy/ that stands in the navigation is a section.")
    return f'<p class="section-number">Section {here.number} of our policy</p>\n\n{summary(context)}'


@pass_context
def clause(context: Context, name: str, *rests_on: str) -> str:
    """Begin a clause: its number, linked to itself, and what it rests on."""
    here: Clause = find(policy_of(context).clauses, name, "clause")
    # Ordinary Markdown, so that links are checked; handbook.pages.marks moves the basis behind the clause's text.
    number = f'[{here.number}](#{name}){{ #{name} .clause translate=no title="Link to clause {here.number}" }}'
    if not rests_on:
        return f"{number} "
    return f"{number} *Rests on: {'; '.join(basis(context, one) for one in rests_on)}*{{ .basis }} "


@pass_context
def clause_ref(context: Context, name: str) -> str:
    """Return a link to a clause by its number: ``{{ clause_ref("screen-evidence") }}``."""
    there: Clause = find(policy_of(context).clauses, name, "clause")
    return to_page(context, there.page, name, f"clause {_number(there)}")


def _number(there: Clause) -> str:
    """Return a clause's number, which no translator may write otherwise."""
    return f'<span translate="no">{there.number}</span>'


@pass_context
def rests_on(context: Context, *names: str) -> str:
    """Return the clauses that a sentence rests on, in brackets: ``{{ rests_on("screen-evidence") }}``."""
    return f"({_numbers(context, names)})"


def _numbers(context: Context, names: Sequence[str]) -> str:
    """Return links to clauses, as people say them: clauses 5.3 and 5.6."""
    clauses = policy_of(context).clauses
    links = [to_page(context, one.page, one.id, one.number) for one in (find(clauses, name, "clause") for name in names)]
    return f"clause{'s' * (len(links) > 1)} " + " and ".join(filter(None, [", ".join(links[:-1]), links[-1]]))


@pass_context
def policy_contents(context: Context) -> str:
    """Return the policy's sections with numbers and summaries."""
    items = [
        f'<li markdown="span">{to_page(context, one.page, "", plain(one.title))} <span class="contents__summary">{plain(one.summary)}</span></li>'
        for one in policy_of(context).sections
    ]
    return '<ol class="contents" markdown>\n' + "\n".join(items) + "\n</ol>"


def _requirements(context: Context) -> list[Requirement]:
    """Return what law and guidance ask of a school of this age and kind."""
    identity = project_of(context).school.school.identity
    return [one for one in facts_of(context).requirements.values() if one.applies_to(identity)]


def _who(context: Context, one: Requirement) -> str:
    """Return who has to meet a requirement; the head and the governing body have this school's names for them."""
    return str({"governing body": context["school"].governing_body, "head": context["head"]}.get(one.who, plain(one.who)))


def _clauses(context: Context, one: Requirement) -> str:
    """Return links to the clauses that meet a requirement, by their numbers."""
    clauses = policy_of(context).clauses
    return ", ".join(to_page(context, clauses[name].page, name, _number(clauses[name])) for name in one.met_by)


@pass_context
def compliance_map(context: Context) -> str:
    """Return, document by document, each requirement on this school with the clauses that meet it, and what is unmet."""
    facts, mine = facts_of(context), _requirements(context)
    documents: dict[str, list[str]] = {}
    for one in mine:
        met = _clauses(context, one) or f"**Not met in this policy.** {plain(one.unmet_reason or '')}"
        note = "".join(f" *{plain(sentence)}*" for sentence in one.unconfirmed)
        row = f"| {plain(one.requirement)}{note} | {LEVELS[one.level]} | {_who(context, one)} | {met} |"
        documents.setdefault(one.source, []).append(row)
    parts = [_count(context, mine, len(documents))]
    for name, rows in documents.items():
        record = facts.guidance.get(name) or facts.legislation[name]
        head = "| What it asks | Level | Who | Our clauses |\n| --- | --- | --- | --- |"
        parts.append(f"## {plain(record.title)} {{ #from-{name} }}\n\n{basis(context, name)}\n\n{head}\n" + "\n".join(rows))
    return "\n\n".join(parts)


def _count(context: Context, mine: list[Requirement], documents: int) -> str:
    """Return how many requirements there are, how many are for this kind of school, and how many are met."""
    total, met = len(facts_of(context).requirements), sum(bool(one.met_by) for one in mine)
    kind = kind_in_words(project_of(context).school.school.identity)
    all_or_some = f"All our {total}" if len(mine) == total else f"{len(mine)} of our {total}"
    return f"**{all_or_some} requirements** apply to {kind}. They come from {documents} documents; {met} are met by a clause of this policy." + (
        "" if len(mine) == total else " The others are for other ages or other kinds of school, and are left out."
    )


@pass_context
def must_checklist(context: Context) -> str:
    """Return what law and statutory guidance say that this school must do, as a checklist by who does it."""
    by_who: dict[str, list[str]] = {}
    for one in _requirements(context):
        if one.level == "must":
            ours = f"; our clauses {_clauses(context, one)}" if one.met_by else ""
            by_who.setdefault(_who(context, one), []).append(f"- ☐ {plain(one.requirement)} ({basis(context, one.source)}{ours})")
    return "\n\n".join(f"### {who[:1].upper() + who[1:]}\n\n" + "\n".join(items) for who, items in by_who.items())


FUNCTIONS = (summary, section, clause, clause_ref, rests_on, policy_contents, compliance_map, must_checklist)
