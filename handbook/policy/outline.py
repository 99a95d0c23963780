"""The policy's sections and clauses, numbered in the order of the navigation.

A section is a page under docs/policy/ that calls ``{{ section() }}``. A clause is a paragraph that begins with
``{{ clause("its-id", "what-it-rests-on", …) }}``. Numbers come from the order and are the same in every school; ids never change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from handbook.facts.load import Facts
from handbook.ground.paths import DOCS, shown
from handbook.ground.problems import Problem, ProblemsError, did_you_mean
from handbook.pages import navigation
from handbook.pages.front_matter import front_matter
from handbook.policy.clauses import depth

_CALL = re.compile(r"\{\{-?\s*clause\(")
_CLAUSE = re.compile(r'\{\{-?\s*clause\(\s*"([^"]+)"((?:\s*,\s*"[^"]+")*)\s*\)\s*-?\}\}')
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Clause:
    """One numbered rule. ``number`` is printed ("7.3"); ``rests_on`` are ids of guidance and law."""

    id: str
    number: str
    page: str
    line: int
    rests_on: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """One numbered page of the policy."""

    number: int
    page: str
    title: str
    summary: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Outline:
    """The whole policy in order."""

    sections: tuple[Section, ...]

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """All clauses by id, in order."""
        return {clause.id: clause for section in self.sections for clause in section.clauses}

    def section_of(self, page: str) -> Section | None:
        """Return the section that a page is, if it is one."""
        return next((section for section in self.sections if section.page == page), None)


def title_of(text: str) -> str:
    """Return a page's first heading."""
    match = re.search(r"^# (.+)$", text, re.MULTILINE)
    return match.group(1).strip() if match else ""


def outline(docs: Path = DOCS) -> Outline:
    """Return the policy's outline.

    Raises:
        ProblemsError: A clause has a bad or repeated id, stands inside a condition, or its macro cannot be read.
    """
    paths = [docs / page for page in navigation.pages() if page.startswith("policy/")]
    return _outline(docs, tuple((path, path.stat().st_mtime_ns) for path in paths if path.is_file()))


@lru_cache(maxsize=4)
def _outline(docs: Path, files: tuple[tuple[Path, int], ...]) -> Outline:
    problems: list[Problem] = []
    first_seen: dict[str, str] = {}
    sections: list[Section] = []
    for path, _ in files:
        text = path.read_text(encoding="utf-8")
        if not is_section(text):
            continue
        sections.append(section_in(text, path, path.relative_to(docs).as_posix(), len(sections) + 1, first_seen, problems))
    if problems:
        raise ProblemsError(problems)
    return Outline(tuple(sections))


def is_section(text: str) -> bool:
    """Say whether a page is a section of the policy."""
    return "{{ section() }}" in text


def section_in(text: str, path: Path, page: str, number: int, first_seen: dict[str, str], problems: list[Problem]) -> Section:
    """Return the section of the policy that a page's text is.

    Args:
        text: The text.
        path: Its file.
        page: Its path below docs/.
        number: The section's number.
        first_seen: Where each clause's id stood first; its own are added.
        problems: What is wrong with its clauses is added to these.
    """
    clauses = tuple(_clauses(text, path, page, number, first_seen, problems))
    return Section(number, page, title_of(text), front_matter(path).description, clauses)


def _clauses(text: str, path: Path, page: str, section: int, first_seen: dict[str, str], problems: list[Problem]) -> list[Clause]:
    found: list[Clause] = []
    open_before = False
    for call in _CALL.finditer(text):
        line = text.count("\n", 0, call.start()) + 1

        def wrong(place: str, fault: str, remedy: str, line: int = line) -> None:
            problems.append(Problem(shown(path), line, place, fault, remedy))

        match = _CLAUSE.match(text, call.start())
        if not match:
            wrong("clause", "this clause macro cannot be read.", 'Write {{ clause("its-id", "what-it-rests-on") }} with plain double quotes.')
            continue
        name = match.group(1)
        if not _ID.fullmatch(name):
            wrong(name, "this is not a clause id.", "Use lower-case letters, digits and single hyphens only.")
        if name in first_seen:
            wrong(name, f"this clause id stands twice; first in {first_seen[name]}.", "Give the newer clause another id.")
        first_seen.setdefault(name, f"{shown(path)}, line {line}")
        is_open = depth(text[: call.start()]) > 0
        # What is never closed is told once, at the first clause that it swallows.
        if is_open and not open_before:
            remedy = "Every school has every clause: put the condition inside the clause's text. If it ends above, its {% endif %} is missing."
            wrong(name, "the clause stands inside an {% if %}.", remedy)
        open_before = is_open
        rests_on = tuple(re.findall(r'"([^"]+)"', match.group(2)))
        found.append(Clause(name, f"{section}.{len(found) + 1}", page, line, rests_on))
    return found


def cross_faults(policy: Outline, facts: Facts) -> list[Problem]:
    """Return what is wrong between the policy and the facts: unknown ids on either side, and requirements that no clause meets."""
    clauses = policy.clauses
    documents = {**facts.guidance, **facts.legislation, **facts.announced}
    problems: list[Problem] = []
    for clause in clauses.values():
        for name in clause.rests_on:
            if name not in documents:
                problems.append(
                    Problem(
                        shown(DOCS / clause.page),
                        clause.line,
                        clause.id,
                        f'the clause rests on "{name}", which is neither guidance nor law we hold.',
                        did_you_mean(name, documents),
                    )
                )
    for requirement in facts.requirements.values():
        for at, name in enumerate(requirement.met_by, 1):
            if name not in clauses:
                problems.append(
                    facts.spots["requirements", requirement.id].problem(
                        requirement.id, f"met_by[{at}]", f'there is no clause "{name}".', did_you_mean(name, clauses)
                    )
                )
    for version in facts.policy_versions:
        named = [(f"changes[{at}].clause", one.clause) for at, one in enumerate(version.changes, 1) if one.clause and one.change != "removed"]
        named += [(f"corrected[{at}]", name) for at, name in enumerate(version.corrected, 1)]
        spot = facts.spots["policy_versions", version.version]
        problems += [
            spot.problem(f"version {version.version}", part, f'there is no clause "{name}".', did_you_mean(name, clauses))
            for part, name in named
            if name not in clauses
        ]
    return problems
