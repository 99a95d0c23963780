"""Whether a page that says what to do can be found by somebody in need (an answer leads to it, the list of all situations names it), and rests
on a record of what is decided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from handbook.facts.load import Facts
from handbook.facts.triage import START, paths
from handbook.ground.paths import DOCS, shown
from handbook.ground.problems import Problem, did_you_mean
from handbook.policy.outline import title_of

# Pages of help that are no situation: the way in, and what is common to all.
APART = frozenset({"help-now/index.md", "help-now/evidence.md", "help-now/finding-the-address.md", "help-now/chart.md", "help-now/parents/index.md"})
FEWEST_ANSWERS, MOST_ANSWERS = 5, 9


def procedures(docs: Path = DOCS) -> list[str]:
    """Return every page that tells what to do when something has happened."""
    return [page for path in sorted((docs / "help-now").rglob("*.md")) if (page := path.relative_to(docs).as_posix()) not in APART]


def faults(facts: Facts, docs: Path = DOCS) -> Iterator[Problem]:
    """Yield pages that nobody is led to, that the list leaves out or that no record decides, and questions with too few answers or too many."""
    if START not in facts.triage:
        return
    reached = {page.partition("#")[0] for _, page in paths(facts.triage)}
    decided = {told.partition("#")[0] for one in facts.situations.values() for pages in one.told_on.values() for told in pages}
    listed = {page: _links(docs / page) for page in ("help-now/index.md", "help-now/parents/index.md")}
    for page in procedures(docs):
        path = docs / page
        if page not in reached:
            yield Problem(
                shown(path), 0, "", "no answer of “Something has happened” leads to this page.", f"Give one in data/triage.yml the line  page: {page}"
            )
        if page not in decided:
            remedy = f"Name {page} under told_on in a record of data/situations/, its own or one that decides the same."
            yield Problem(shown(path), 0, "", "no record says what is decided in this situation.", remedy)
        index = "help-now/parents/index.md" if page.startswith("help-now/parents/") else "help-now/index.md"
        if path.name not in listed[index] and page.removeprefix("help-now/") not in listed["help-now/index.md"]:
            line = f"- [{title_of(path.read_text(encoding='utf-8'))}]({path.name})"
            yield Problem(shown(path), 0, "", f"docs/{index} does not list this page.", f"Add there, under its heading, the line  {line}")
    for question in facts.triage.values():
        if not FEWEST_ANSWERS <= len(question.answers) <= MOST_ANSWERS:
            yield facts.spots["triage", question.id].problem(
                question.id,
                "answers",
                f"it has {len(question.answers)} answers.",
                f"Give it {FEWEST_ANSWERS} to {MOST_ANSWERS}: somebody in need reads no more. Put some behind another question.",
            )


def lost_pages(facts: Facts, docs: Path = DOCS) -> Iterator[Problem]:
    """Yield answers and situations that lead to a page that is not there."""
    pages = [path.relative_to(docs).as_posix() for path in sorted(docs.rglob("*.md"))]
    named = [
        *(("triage", one.id, f"answers[{at}].page", answer.page) for one in facts.triage.values() for at, answer in enumerate(one.answers, 1)),
        *(
            ("situations", one.id, f"told_on.{reader}[{at}]", page)
            for one in facts.situations.values()
            for reader, told in one.told_on.items()
            for at, page in enumerate(told, 1)
        ),
    ]
    for kind, name, part, page in named:
        bare = (page or "").partition("#")[0]
        if bare and bare not in pages:
            near = did_you_mean(bare, pages, "Name a page by its path below docs/.")
            yield facts.spots[kind, name].problem(name, part, f'there is no page "{bare}".', near)


def _links(page: Path) -> set[str]:
    return set(re.findall(r"\]\(([\w/-]+\.md)(?:#[\w-]+)?\)", page.read_text(encoding="utf-8"))) if page.is_file() else set()
