"""One form of a page for every school that gives the same answers: rendered once with placeholders, then stamped with each school's details.

A detail (a name, a number, an address) only fills a gap, so a school can be split in two: its *reference*, a made-up school in which each
detail is a placeholder, and the details themselves. Two schools with the same reference have the same pages but for the details. Equal
details get equal placeholders, because pages show a person who holds two posts once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from handbook import looks
from handbook.engine import Looks
from handbook.ground.escaping import Typed
from handbook.ground.phones import tel_address
from handbook.pages.marks import Words, words_of
from handbook.project import Project
from handbook.school import people
from handbook.school.model import Choices, School
from handbook.school.view import spoken_date

# Details that pages do more with than show: they are the same in every school of a form.
_ANSWERS = {"head_title", "role", "owner", "approved_by", "title", "version", "review_cycle", "training_cycle", "logo", "colour"}

# How a detail of any sort may arrive in a page.
_TEXT: tuple[Callable[[str], str], ...] = (
    lambda text: str(Typed(text)),
    html.escape,
    lambda text: html.escape(text, quote=False),
    lambda text: text,
)
_WAYS: dict[str, tuple[Callable[[str], str], ...]] = {
    "text": _TEXT,
    "phone": (*_TEXT, tel_address),
    "web": (*_TEXT, lambda text: str(Typed(text.split("://", 1)[-1].rstrip("/"))), lambda text: text.split("://", 1)[-1].rstrip("/")),
    "date": (lambda text: spoken_date(date.fromisoformat(text)), lambda text: text),
}


@dataclass(frozen=True)
class Detail:
    """A detail: its sort, its placeholder in the reference, its value in the school."""

    sort: str
    placeholder: str
    value: str


@dataclass(frozen=True)
class Split:
    """A school, split into what decides its pages and what only fills gaps in them.

    Attributes:
        reference: The school with placeholders instead of details.
        details: The details, by placeholder.
    """

    reference: School
    details: Mapping[str, Detail]

    @property
    def form(self) -> str:
        """What all schools with the same pages, but for the details, have in common."""
        return self.reference.model_dump_json()


def split(school: School, wording_of: date, words: Words) -> Split:
    """Split a school.

    Args:
        school: The school.
        wording_of: The day of the wording's present edition: pages say whether governors approved before or after it.
        words: The glossary's words. A detail that holds one is explained where it stands, so it is no mere gap.
    """
    details: dict[tuple[str, str], Detail] = {}

    def placeholder(sort: str, value: str, same: str) -> str:
        if sort == "text" and words.pattern.search(str(Typed(value))):
            return value
        if (sort, same) not in details:
            details[sort, same] = Detail(sort, _placeholder(sort, len(details) + 1), value)
        return details[sort, same].placeholder

    def walked(part: BaseModel) -> Any:
        changes: dict[str, Any] = {}
        for key, field in type(part).model_fields.items():
            value = getattr(part, key)
            if isinstance(value, Choices) or value is None or key in _ANSWERS:
                continue
            if isinstance(value, BaseModel):
                changes[key] = walked(value)
            elif isinstance(value, list):
                changes[key] = [
                    walked(one) if isinstance(one, BaseModel) else placeholder("text", one, one) if _is_text(one) else one for one in value
                ]
            elif isinstance(value, date):
                changes[key] = _reference_date(value, wording_of, details)
            elif isinstance(value, str) and value != field.default and (sort := _sort(field)):
                changes[key] = placeholder(sort, value, people.key(value) if sort == "text" else value)
        return part.model_copy(update=changes)

    return Split(walked(school), {one.placeholder: one for one in details.values()})


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not re.fullmatch(r"eyfs|ks[1-5]", value)


def _sort(field: FieldInfo) -> str:
    """Return how a detail arrives in pages; nothing where it is an answer and no detail."""
    checks = repr(field.annotation)
    if "Literal" in checks:
        return ""
    return next((sort for check, sort in (("phone_number", "phone"), ("web_address", "web")) if check in checks), "text")


def _placeholder(sort: str, number: int) -> str:
    """Return a text that stands nowhere else. Its marks show how each place encodes what it is given."""
    if sort == "phone":
        return f"01632 960{number:03}"
    return f"https://zq{number}z.example.org/a&b" if sort == "web" else f"Zq{number}z'&z"


def _reference_date(value: date, wording_of: date, details: dict[tuple[str, str], Detail]) -> date:
    """Return a date of the reference: on the same side of the wording's edition, and like no other."""
    number = len(details) + 1
    chosen = (date(2090, 1, 1) if value >= wording_of else date(2001, 1, 1)) + timedelta(days=number)
    details.setdefault(("date", value.isoformat()), Detail("date", chosen.isoformat(), value.isoformat()))
    return date.fromisoformat(details["date", value.isoformat()].placeholder)


class Form:
    """A page rendered for a reference, cut at its placeholders."""

    def __init__(self, rendered: str, details: Mapping[str, Detail]) -> None:
        """Cut a page."""
        ways: dict[str, tuple[str, int]] = {}
        for one in details.values():
            for number, way in enumerate(_WAYS[one.sort]):
                ways.setdefault(way(one.placeholder), (one.placeholder, number))
        pattern = "|".join(re.escape(text) for text in sorted(ways, key=len, reverse=True))
        self.parts = re.split(f"({pattern})", rendered) if ways else [rendered]
        self.gaps = [ways[text] for text in self.parts[1::2]]

    def stamped(self, details: Mapping[str, Detail]) -> str:
        """Return the page with a school's details in its gaps."""
        filled = list(self.parts)
        filled[1::2] = [_WAYS[details[placeholder].sort][way](details[placeholder].value) for placeholder, way in self.gaps]
        return "".join(filled)


def reference_of(mine: Project) -> tuple[Project, Split]:
    """Return a project with the reference in its school's place, and the split."""
    found = split(mine.school.school, mine.facts.editions[0].published, words_of(mine.facts))
    return replace(mine, school=replace(mine.school, school=found.reference)), found


def looks_of(mine: Project, reference: Project) -> Looks:
    """Return a reference's looks; whether a school is made up, and how much is missing, is told of the school itself."""
    own, found = looks.of(mine), looks.of(reference)
    told = {key: own.extra["school"][key] for key in ("is_example", "incomplete", "logo", "colour", "long_name", "long_short_name")}
    return replace(found, extra={**found.extra, "school": {**found.extra["school"], **told}})
