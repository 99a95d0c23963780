"""Macros that show how sure and how fresh facts are."""

from __future__ import annotations

from jinja2 import pass_context
from jinja2.runtime import Context

from handbook.facts.freshness import all_due, due_date
from handbook.facts.records import Fact
from handbook.ground.clock import today
from handbook.ground.escaping import plain
from handbook.school.view import spoken_date
from macros.pages import facts_of, table, to_link


def review_note(context: Context, fact: Fact) -> str:
    """Return what is unconfirmed of a fact, and its small print."""
    return "\n\n".join(part for part in (doubts(fact), small_print(context, fact)) if part)


def doubts(fact: Fact) -> str:
    """Return what nobody could confirm of a fact; nothing if there is no doubt."""
    if not fact.unconfirmed:
        return ""
    sentences = " ".join(plain(sentence) for sentence in fact.unconfirmed)
    return f'<p class="unconfirmed" markdown="span"><strong>Not confirmed:</strong> {sentences}</p>'


def folded(summary: str, *parts: str) -> str:
    """Return what few readers want, folded up below a line that says what it is. Long lists stay short, and quick on a slow phone."""
    body = "\n\n".join(part for part in parts if part)
    return f'<details class="source" markdown>\n<summary>{summary}</summary>\n\n{body}\n\n</details>'


def small_print(context: Context, fact: Fact) -> str:
    """Return when a fact was reviewed, against what, when it will be next, and its sources."""
    due = due_date(fact)
    overdue = " This review is overdue." if due < today() else ""
    named = [to_link(context, source.link) for source in fact.sources if source.link]
    sources = f" Sources: {'; '.join(named)}." if named else ""
    return (
        f'<small class="review" data-search-exclude>Reviewed {spoken_date(fact.review.on)} by the {plain(fact.review.by)}, against '
        f"{plain(fact.review.against.rstrip('.'))}. Next look by {spoken_date(due)}.{overdue}{sources}</small>"
    )


@pass_context
def freshness(context: Context) -> str:
    """Return how many facts of each kind are up to date, due soon or overdue, and the ones that need a look."""
    due = all_due(facts_of(context))
    kinds = sorted({one.kind for one in due})
    rows = []
    for kind in kinds:
        of_kind = [one for one in due if one.kind == kind]
        overdue = sum(one.overdue for one in of_kind)
        soon = sum(0 <= one.days_left <= 60 for one in of_kind)
        oldest = min(one.reviewed for one in of_kind)
        rows.append([kind.capitalize(), str(len(of_kind)), str(len(of_kind) - overdue - soon), str(soon), str(overdue), spoken_date(oldest)])
    parts = [table(["Kind", "Facts", "Up to date", "Due within 60 days", "Overdue", "Oldest review"], rows)]
    late = [one for one in due if one.overdue]
    if late:
        parts.append("## Overdue now { #overdue }\n")
        parts.append(
            table(
                ["Fact", "Kind", "Last reviewed", "Was due"],
                [[plain(one.record), one.kind, spoken_date(one.reviewed), spoken_date(one.due)] for one in late],
            )
        )
    else:
        parts.append(f"Nothing was overdue on {spoken_date(today())}, when this page was made.")
    return "\n\n".join(parts)


@pass_context
def to_check_list(context: Context) -> str:
    """Return the points nobody could confirm, the most harmful first, ticked off once somebody has."""
    items = []
    for point in sorted(facts_of(context).to_check.values(), key=lambda one: one.order):
        done = point.confirmed
        state = f"Confirmed on {spoken_date(done.on)} by the {plain(done.by)}, against {plain(done.against)}." if done else "Not confirmed yet."
        box = "☑" if done else "☐"
        items.append(
            f'<li id="{point.id}"><span aria-hidden="true">{box}</span> {plain(point.check)} '
            f"<em>Where: {plain(point.where)}</em> <strong>{state}</strong></li>"
        )
    return '<ol class="to-check">\n' + "\n".join(items) + "\n</ol>"


FUNCTIONS = (freshness, to_check_list)
