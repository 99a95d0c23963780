"""Sections that a school has added to the policy: pages of its own, numbered after ours so that ours never move."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.facts.load import Facts
from handbook.ground.paths import DOCS, shown
from handbook.ground.problems import Problem, did_you_mean
from handbook.local.menu import menu_of
from handbook.local.model import PREFIX, Local
from handbook.pages import navigation
from handbook.pages.front_matter import front_matter
from handbook.policy.outline import Outline, Section, is_section, section_in

# Where to look for what a clause can meet.
REQUIREMENTS = "Look for its id in data/requirements.yml."


def sections_of(local: Local, policy: Outline, problems: list[Problem] | None = None) -> tuple[Section, ...]:
    """Return the sections that a school has added, in the order of the menu; what is wrong with their clauses is added to ``problems``."""
    own = set(pages_of(local))
    pages = [page for page in navigation.flat(menu_of(local)) if page in own]
    first_seen = {name: f"docs/{clause.page}, line {clause.line}" for name, clause in policy.clauses.items()}
    first_seen |= {one.id: shown(one.path) for one in local.clauses.values()}
    found: list[Problem] = [] if problems is None else problems
    return tuple(
        section_in(local.files[page].read_text(encoding="utf-8-sig"), local.files[page], page, number, first_seen, found)
        for number, page in enumerate(pages, len(policy.sections) + 1)
    )


def pages_of(local: Local) -> list[str]:
    """Return the pages that a school has added and that are sections of the policy."""
    return [page for page in local.pages if not (DOCS / page).is_file() and is_section(local.files[page].read_text(encoding="utf-8-sig"))]


def meets(local: Local) -> Iterator[tuple[str, list[str]]]:
    """Yield the clauses of such sections that say which requirements they meet, with those."""
    for page in pages_of(local):
        yield from front_matter(local.files[page]).meets.items()


def faults(local: Local, policy: Outline, facts: Facts) -> Iterator[Problem]:
    """Return what is wrong with sections that a school has added to the policy."""
    documents = {**facts.guidance, **facts.legislation, **facts.announced}
    own, last = pages_of(local), policy.sections[-1].page
    for page in own:
        path, top = local.files[page], front_matter(local.files[page])
        name = shown(path)
        if not page.startswith("policy/"):
            yield Problem(
                name, 0, "", "a section of the policy stands below policy/.", f"Move the file to  {shown(local.folder)}/pages/policy/{path.name}"
            )
        elif top.after != last and top.after not in own:
            fault = "a section of your own stands after ours, so that the numbers of ours never move."
            yield Problem(name, 0, "after", fault, f"Write  after: {last}")
    problems: list[Problem] = []
    sections = sections_of(local, policy, problems)
    yield from problems
    for section in sections:
        path = local.files[section.page]
        for clause in section.clauses:
            if not clause.id.startswith(PREFIX):
                fault = f'the id of a clause of your own begins with "{PREFIX}".'
                yield Problem(shown(path), clause.line, clause.id, fault, f'Write  {{{{ clause("{PREFIX}{clause.id}") }}}}')
            for asked in clause.rests_on:
                if asked not in documents:
                    fault = f'"{asked}" is neither guidance nor law we hold.'
                    yield Problem(shown(path), clause.line, clause.id, fault, did_you_mean(asked, documents))
        there = {clause.id for clause in section.clauses}
        for one, meets in front_matter(path).meets.items():
            if one not in there:
                yield Problem(shown(path), 0, f"meets.{one}", "there is no clause of this name on the page.", did_you_mean(one, there))
            for asked in meets:
                if asked not in facts.requirements:
                    yield Problem(
                        shown(path), 0, f"meets.{one}", f'there is no requirement "{asked}".', did_you_mean(asked, facts.requirements, REQUIREMENTS)
                    )
