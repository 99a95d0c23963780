"""Which pages and clauses ask for a fact, a choice, a detail or a macro: found by rendering, not by reading the source.

A choice is asked for where a page's text changes with it. A detail is asked for where its text arrives. A fact is asked for where a macro
looks it up. A macro is asked for where a page calls it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, get_args

from pydantic import BaseModel

from handbook.facts.load import KINDS, Facts
from handbook.ground.problems import Problem, ProblemsError, did_you_mean
from handbook.project import Project
from handbook.rendering import asked, filling
from handbook.rendering.filling import filler, source
from handbook.school.model import Choices, School
from macros import FUNCTIONS

_CLAUSE = re.compile(r"\{ #(?P<id>[a-z0-9-]+) \.clause\b")


# How the note above a choice begins, in a school's file.
_NOTE = "  # It changes clauses "


@dataclass(frozen=True, order=True)
class Use:
    """A page that asks for something, and the clauses of it that do."""

    page: str
    clauses: tuple[str, ...] = ()


def uses(name: str, mine: Project) -> list[Use]:
    """Return the pages, in the order of the menu, that ask for something.

    Args:
        name: A choice (``choices.scope``), a detail (``people.dsl.phone``), a macro (``helpline``) or a fact's id (``childline``).
        mine: A school, the facts and the policy.

    Raises:
        ProblemsError: Nothing has that name.
    """
    group, _, key = name.partition(".")
    if group == "choices" and key in Choices.model_fields:
        return list(_uses_of_choice(key, _Pages(mine, mine.sources.pages)))
    if name in _details(mine.school.school):
        return list(_uses_of_detail(name, mine))
    if name in {one.__name__ for one in FUNCTIONS}:
        return list(_uses_of_macro(name, mine))
    if any(name in getattr(mine.facts, kind) for kind in KINDS):
        return list(_uses_of_fact(name, mine))
    known = [
        *(f"choices.{one}" for one in Choices.model_fields),
        *_details(mine.school.school),
        *(one.__name__ for one in FUNCTIONS),
        *(one for kind in KINDS for one in getattr(mine.facts, kind)),
    ]
    raise ProblemsError([Problem(name, 0, "", "no choice, detail, macro or fact has this name.", did_you_mean(name, known))])


def clauses_changed_by(mine: Project) -> dict[str, list[str]]:
    """Return, for each choice, the numbers of the clauses whose words change with it."""
    numbers = {clause.id: clause.number for clause in mine.policy.clauses.values()}
    pages = _Pages(mine, [section.page for section in mine.policy.sections])
    return {key: [numbers[name] for use in _uses_of_choice(key, pages) for name in use.clauses] for key in Choices.model_fields}


def noted(text: str, changed: dict[str, list[str]]) -> str:
    """Return the text of a school's file in which the note above each choice says which clauses it changes."""
    lines = [line for line in text.split("\n") if not line.startswith(_NOTE)]
    found: list[str] = []
    for line in lines:
        key = line.strip().partition(":")[0]
        if line.startswith("  ") and not line.startswith("   ") and changed.get(key):
            found.append(f"{_NOTE}{', '.join(changed[key])} of the policy.")
        found.append(line)
    return "\n".join(found)


def _uses_of_choice(key: str, pages: _Pages) -> Iterator[Use]:
    school = pages.mine.school.school
    options = get_args(Choices.model_fields[key].annotation)
    texts = [pages.filled_for(school.model_copy(update={"choices": school.choices.model_copy(update={key: option})})) for option in options]
    for page in texts[0]:
        if len({one[page] for one in texts}) > 1:
            parts = [_by_clause(one[page]) for one in texts]
            yield Use(page, tuple(name for name in parts[0] if len({one.get(name) for one in parts}) > 1 and name))


class _Pages:
    """Pages as they are filled in for a school, with what each reads of it: another school has those in common that see no difference."""

    def __init__(self, mine: Project, pages: Iterable[str]) -> None:
        self.mine = mine
        self.texts: dict[str, str] = {}
        self.reads: dict[str, dict[asked.Path, asked.Token]] = {}
        reads = asked.Reads()
        fill = filling.watching_filler(mine, filling.for_school(mine), "", reads)
        for page in pages:
            reads.seen.clear()
            self.texts[page] = fill(page, *source(page, mine.sources))
            self.reads[page] = dict(reads.seen)

    def filled_for(self, school: School) -> dict[str, str]:
        """Return the pages as they are filled in for another school."""
        other = replace(self.mine, school=replace(self.mine.school, school=school))
        variables = {**filling.for_school(other), "handbook": other}
        fill = filler(other)
        same = {page for page, reads in self.reads.items() if all(asked.at(variables, path) == token for path, token in reads.items())}
        return {page: text if page in same else fill(page, *source(page, other.sources)) for page, text in self.texts.items()}


def _uses_of_detail(name: str, mine: Project) -> Iterator[Use]:
    marked = replace(mine, school=replace(mine.school, school=_with_mark(mine.school.school, name.split("."))))
    before, after = _texts(mine), _texts(marked)
    for page, text in after.items():
        if text != before[page]:
            old = _by_clause(before[page])
            yield Use(page, tuple(clause for clause, words in _by_clause(text).items() if clause and words != old.get(clause)))


def _uses_of_macro(name: str, mine: Project) -> Iterator[Use]:
    call = re.compile(rf"\{{[{{%][^}}]*\b{name}\(")
    for page in mine.sources.pages:
        text = mine.sources.text(page)
        places = [text.count("\n", 0, found.start()) + 1 for found in call.finditer(text)]
        if places:
            clauses = [clause for clause in mine.policy.clauses.values() if clause.page == page]
            yield Use(page, tuple(dict.fromkeys(_clause_at(line, clauses) for line in places if _clause_at(line, clauses))))


def _clause_at(line: int, clauses: list[Any]) -> str:
    above = [clause for clause in clauses if clause.line <= line]
    return above[-1].id if above else ""


def _uses_of_fact(name: str, mine: Project) -> Iterator[Use]:
    looked_up: set[str] = set()
    noting = replace(mine, facts=_noting(mine.facts, looked_up))
    fill = filler(noting)
    for page in mine.sources.pages:
        looked_up.clear()
        fill(page, *source(page, mine.sources))
        if name in looked_up:
            yield Use(page)


def _noting(facts: Facts, looked_up: set[str]) -> Facts:
    """Return facts that note which records are looked up by name."""

    class Noting(dict[str, Any]):
        def __getitem__(self, key: str) -> Any:
            looked_up.add(key)
            return super().__getitem__(key)

        def get(self, key: str, default: Any = None) -> Any:
            looked_up.add(key)
            return super().get(key, default)

    kinds: dict[str, Any] = {kind: Noting(getattr(facts, kind)) for kind in KINDS}
    return replace(facts, **kinds)


def _texts(mine: Project) -> dict[str, str]:
    fill = filler(mine)
    return {page: fill(page, *source(page, mine.sources)) for page in mine.sources.pages}


def _by_clause(text: str) -> dict[str, str]:
    """Return a page's text by clause; what stands before the first, under no name."""
    found: dict[str, str] = {"": ""}
    here = ""
    for paragraph in text.split("\n\n"):
        clause = _CLAUSE.search(paragraph)
        if clause:
            here = clause["id"]
        elif paragraph.startswith("#"):
            here = ""
        found[here] = found.get(here, "") + paragraph + "\n\n"
    return found


def _details(part: BaseModel, above: str = "") -> Iterator[str]:
    for key in type(part).model_fields:
        value = getattr(part, key)
        if isinstance(value, Choices):
            continue
        if isinstance(value, BaseModel):
            yield from _details(value, f"{above}{key}.")
        elif not isinstance(value, list):
            yield f"{above}{key}"


def _with_mark(part: Any, path: list[str]) -> Any:
    """Return a school in which one detail has another value."""
    key, *rest = path
    value = getattr(part, key)
    return part.model_copy(update={key: _with_mark(value, rest) if rest else f"{value or ''} changed"})
