"""One form of a page for every school that gives the same answers: rendered once with placeholders, then stamped with each school's details.

A detail (a name, a number, an address) only fills a gap, so a school can be split in two: its *reference*, a made-up school in which each
detail is a placeholder, and the details themselves. Two schools with the same reference have the same pages but for the details. Equal
details get equal placeholders, because pages show a person who holds two posts once.
"""

from __future__ import annotations

import html
import json
import re
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, get_args, get_origin

from markdown.extensions.toc import slugify
from pydantic import BaseModel

from handbook import looks
from handbook.engine import Looks
from handbook.ground.escaping import Typed
from handbook.ground.phones import tel_address
from handbook.ground.yaml_files import Place
from handbook.pages.marks import LONGEST_WORD, Words, words_of
from handbook.project import Project
from handbook.school import people, view
from handbook.school.model import Choices, School
from handbook.school.view import spoken_date

# Details that pages do more with than show: they are the same in every school of a form.
_ANSWERS = {"role", "owner", "approved_by", "title", "version", "review_cycle", "training_cycle", "logo", "colour"}

# A head's title that is a detail: any other, such as one that names two posts, may be more to a page.
_MERE_TITLE = re.compile(r"(?!.* and )[A-Za-z -]*(?:head|principal)[A-Za-z -]*", re.I)

# How a detail of any sort may arrive in a page.
_TEXT: tuple[Callable[[str], str], ...] = (
    lambda text: str(Typed(text)),
    html.escape,
    lambda text: html.escape(text, quote=False),
    # As an XML library writes an attribute.
    lambda text: html.escape(text, quote=False).replace('"', "&quot;"),
    lambda text: text,
    # Data inside a page that no browser runs.
    lambda text: _in_json(text).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"),
)


def _any_title(ways: tuple[Callable[[str], str], ...]) -> tuple[Callable[[str], str], ...]:
    """Return the ways of a title: as typed, within a sentence, where one begins, and in the address of a heading."""
    forms = (str, view.title_in_a_sentence, lambda text: view.with_capital(view.title_in_a_sentence(text)))
    return (*(_then(form, way) for way in ways for form in forms), lambda text: slugify(view.title_in_a_sentence(text), "-"))


def _then(first: Callable[[str], str], second: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: second(first(text))


_WAYS: dict[str, tuple[Callable[[str], str], ...]] = {
    "text": _TEXT,
    "title": _any_title(_TEXT),
    "phone": (*_TEXT, tel_address),
    "web": (*_TEXT, lambda text: str(Typed(text.split("://", 1)[-1].rstrip("/"))), lambda text: text.split("://", 1)[-1].rstrip("/")),
    "date": (lambda text: spoken_date(date.fromisoformat(text)), lambda text: text),
}
# How it may arrive in the entries of the search index: escaped for a page, or as typed.
_TEXT_INDEXED: tuple[Callable[[str], str], ...] = (lambda text: html.escape(text, quote=False), str)
_INDEXED: dict[str, tuple[Callable[[str], str], ...]] = {
    "text": _TEXT_INDEXED,
    "title": _any_title(_TEXT_INDEXED),
    "phone": (lambda text: text,),
    "web": (
        *_TEXT_INDEXED,
        lambda text: html.escape(text.split("://", 1)[-1].rstrip("/"), quote=False),
        lambda text: text.split("://", 1)[-1].rstrip("/"),
    ),
    "date": _WAYS["date"],
}
WAYS = {"page": _WAYS, "index": _INDEXED}


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


# A detail by its sort and number.
Key = tuple[str, int]


@dataclass(frozen=True, eq=False)
class Gap:
    """A gap for a detail. There is one for each detail and way, so that it is found at once: thousands are filled for every school.

    Attributes:
        sort: The detail's sort.
        number: The detail's number.
        way: How it is written there.
    """

    sort: str
    number: int
    way: int


@cache
def gap_for(sort: str, number: int, way: int) -> Gap:
    """Return the one gap for a detail and a way."""
    return Gap(sort, number, way)


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
        details: The details, by sort and number.
        odd: A detail that pages could do more with than show it, so that this school is rendered by itself; empty if there is none.
    """

    reference: School
    details: Mapping[Key, Detail]
    odd: str = ""

    @property
    def form(self) -> str:
        """What all schools with the same pages, but for the details, have in common."""
        return self.reference.model_dump_json()


def split(school: School, wording_of: date, words: Words) -> Split:
    """Split a school.

    Args:
        school: The school.
        wording_of: The day of the wording's present edition: pages say whether governors approved before or after it.
        words: The glossary's words. A detail that holds one, or part of one, may be explained where it stands, so it is no mere gap.
    """
    numbers = _numbers()
    details: dict[tuple[str, str], tuple[int, Detail]] = {}
    odd: list[str] = []
    answers: set[str] = set()

    def placeholder(sort: str, value: str, same: str, place: Place) -> str:
        if sort in ("text", "title") and (words.pattern.search(str(Typed(value))) or words.touches(value)):
            answers.add(same)
            return value
        if (sort, same) not in details:
            # Numbered by its place, whatever else a school says: so schools that differ elsewhere have the same pages here.
            number = numbers.get(place) or len(numbers) + len(details) + 1
            if number > _MOST_NUMBERS or any(number == other and key[0] == sort for key, (other, _) in details.items()):
                odd.append(value)
            length = _length(sort, value)
            if length is None:
                odd.append(value)
            details[sort, same] = number, Detail(sort, _placeholder(sort, number, bool(length)), value)
        number, found = details[sort, same]
        if found.value != value or _ODD.search(value):
            odd.append(value)
        return found.placeholder

    def walked(part: BaseModel, above: Place) -> Any:
        changes: dict[str, Any] = {}
        for key, field in type(part).model_fields.items():
            value, here = getattr(part, key), (*above, key)
            if isinstance(value, Choices) or value is None or key in _ANSWERS:
                continue
            if key == "head_title":
                changes[key] = placeholder("title", value, value, here) if _is_mere_title(value, school) else value
            elif isinstance(value, BaseModel):
                changes[key] = walked(value, here)
            elif isinstance(value, list):
                changes[key] = [
                    walked(one, (*here, number))
                    if isinstance(one, BaseModel)
                    else placeholder("text", one, one, (*here, number))
                    if _is_text(one)
                    else one
                    for number, one in enumerate(value)
                ]
            elif isinstance(value, date):
                number = numbers[here]
                chosen = (_AFTER if value >= wording_of else _BEFORE) + timedelta(days=number)
                first, found = details.setdefault(("date", value.isoformat()), (number, Detail("date", chosen.isoformat(), value.isoformat())))
                changes[key] = date.fromisoformat(found.placeholder)
            elif isinstance(value, str) and value != field.default and (sort := _sort(type(part), key)):
                changes[key] = placeholder(sort, value, people.key(value) if sort == "text" else value, here)
        return part.model_copy(update=changes)

    reference = walked(school, ())
    odd += [value for value in answers if ("text", value) in details]
    return Split(reference, {(one.sort, number): one for number, one in details.values()}, odd[0] if odd else "")


# Where placeholders of days begin, before and after any edition of the wording.
_BEFORE, _AFTER = date(2001, 1, 1), date(2090, 1, 1)
# How many numbers placeholders have.
_MOST_NUMBERS = 999
# How many items of a list have numbers of their own.
_MOST_ITEMS = 12
# What a step after the rendering could take for its own: marks of the index, what looks like markup's attributes, other placeholders.
_ODD = re.compile(r"data-|In short|=\"|Zq\d|zq[a-z\d]+z|wzxhzdk|[\x00-\x1f]", re.I)


@lru_cache(maxsize=1)
def _numbers() -> dict[Place, int]:
    """Return a number for each place at which a school's file may hold a detail."""
    found: dict[Place, int] = {}

    def walk(model: Any, above: Place) -> None:
        for key, field in model.model_fields.items():
            inner = next(
                (one for one in (field.annotation, *get_args(field.annotation)) if isinstance(one, type) and issubclass(one, BaseModel)), None
            )
            listed = get_origin(field.annotation) is list
            for place in [(*above, key, number) for number in range(_MOST_ITEMS)] if listed else [(*above, key)]:
                if inner is not None:
                    walk(inner, place)
                else:
                    found[place] = len(found) + 1

    walk(School, ())
    return found


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not re.fullmatch(r"eyfs|ks[1-5]", value)


def _is_mere_title(title: str, school: School) -> bool:
    """Say whether pages only show the head's title: not where a person's job holds it, because nobody is told twice what they are."""
    people_ = school.people
    posts = (getattr(people_, post) for post in type(people_).model_fields)
    roles = [getattr(one, "role", None) or "" for post in posts for one in (post if isinstance(post, list) else [post])]
    return bool(_MERE_TITLE.fullmatch(title)) and not any(view.title_in_a_sentence(title).casefold() in role.casefold() for role in roles)


@cache
def _sort(model: type[BaseModel], key: str) -> str:
    """Return how a detail arrives in pages; nothing where it is an answer and no detail."""
    checks = repr(model.model_fields[key].annotation)
    if "Literal" in checks:
        return ""
    return next((sort for check, sort in (("phone_number", "phone"), ("web_address", "web")) if check in checks), "text")


def _placeholder(sort: str, number: int, long: bool = False) -> str:
    """Return a text that stands nowhere else. Its marks show how each place encodes what it is given."""
    if sort == "phone":
        # Of Ofcom's numbers for drama those of London: pages show none of them, so a number of this kind is a placeholder.
        return f"020 7946 0{number:03}"
    if sort == "title":
        # The article goes, and the first letter is small or not, by where a page shows it.
        return f"THE zqt{number}z'&\"z" + (_LONG if long else "")
    return (f"https://zq{number}z.example.org/a&b" if sort == "web" else f"Zq{number}z'&\"z") + (_LONG if long else "")


# Pages let a cell break whose words are longer than any English one: a long word's placeholder is long too.
_LONG = "z" * (LONGEST_WORD + 1)


def _length(sort: str, value: str) -> bool | None:
    """Say whether a detail holds a word that is longer than any English one; None where marks beside it could make it one."""
    # Marks stand encoded in a page's text and are not counted there; a scheme is, where it is shown.
    longest = max(len(re.sub(f"[{re.escape(string.punctuation)}]", "", word)) for word in value.split("://")[-1].split())
    if longest > LONGEST_WORD:
        return True
    return False if longest < LONGEST_WORD - (8 if sort == "web" else 3) else None


@lru_cache(maxsize=2)
def _patterns(where: str) -> tuple[tuple[re.Pattern[str], tuple[tuple[str, int], ...]], ...]:
    """Return what finds placeholders: patterns, and for each of its ends the sort and way of writing that it is of.

    Each pattern begins with letters that it must find: so a search passes over nearly everything at once. All ways that begin alike share one.
    """
    found: dict[tuple[str, str], dict[str, tuple[str, int]]] = {}
    for sort, ways in WAYS[where].items():
        for way, write in enumerate(ways):
            if sort == "date":
                # The year stands at the end of one and at the beginning of the other; what stands before it is looked at after.
                head, number, end = "20", "(01|02|03|90|91|92)", r"(?!\d)" + ("(?!-)" if way == 0 else r"-\d\d-\d\d(?!\d)")
            else:
                head, end = map(re.escape, write(_placeholder(sort, 777)).split("777"))
                number = r"(\d{3})" if sort == "phone" else r"(\d+)"
                end += "" if sort == "phone" else f"(?:{_LONG})?"
            found.setdefault((head, number), {}).setdefault(end, (sort, way))
    return tuple((re.compile(f"{head}{number}(?:({')|('.join(ends)}))"), tuple(ends.values())) for (head, number), ends in found.items())


# Something of this is in every placeholder, whichever way it is written.
_ANY = re.compile(r"[Zz]q|7946|20(?:0[123]|9[012])")
_SPOKEN = re.compile(r"(?<!\d)\d{1,2} [A-Z][a-z]{2,8} $")


def _placeholders(text: str, where: str) -> list[tuple[int, int, Gap]]:
    """Return where each placeholder begins and ends, and which gap it is; none is within another."""
    if not _ANY.search(text):
        return []
    days = _day_numbers()
    found: list[tuple[int, int, Gap]] = []
    for pattern, ends in _patterns(where):
        for match in pattern.finditer(text):
            start, end = match.span()
            sort, way = ends[(match.lastindex or 0) - 2]
            if sort != "date":
                found.append((start, end, gap_for(sort, int(match.group(1)), way)))
                continue
            if way == 0:
                before = _SPOKEN.search(text, max(0, start - 13), start)
                start = before.start() if before else start
            if number := days.get(text[start:end]):
                found.append((start, end, gap_for(sort, number, way)))
    found.sort(key=lambda one: (one[0], -one[1]))
    kept: list[tuple[int, int, Gap]] = []
    for one in found:
        if not kept or one[0] >= kept[-1][1]:
            kept.append(one)
    return kept


@lru_cache(maxsize=1)
def _day_numbers() -> dict[str, int]:
    """Return the number of each placeholder of a day, as spoken and as written."""
    found = {}
    for number in range(1, _MOST_NUMBERS):
        for base in (_BEFORE, _AFTER):
            day = base + timedelta(days=number)
            found[spoken_date(day)] = found[day.isoformat()] = number
    return found


def cut(text: str, where: str = "page") -> tuple[list[str], list[Gap]]:
    """Cut a text at its placeholders: the parts between them, and the gaps, of which there is one less.

    Args:
        text: What was rendered for a reference.
        where: ``page`` for HTML, ``index`` for what the search index says.
    """
    parts: list[str] = []
    gaps: list[Gap] = []
    last = 0
    for start, end, gap in _placeholders(text, where):
        parts.append(text[last:start])
        gaps.append(gap)
        last = end
    parts.append(text[last:])
    return parts, gaps


def written(gap: Gap, details: Mapping[Key, Detail], where: str = "page") -> str:
    """Return what a school's detail is in a gap."""
    return WAYS[where][gap.sort][gap.way](details[gap.sort, gap.number].value)


class Form:
    """A page rendered for a reference, cut at its placeholders."""

    def __init__(self, rendered: str, details: Mapping[Key, Detail]) -> None:
        """Cut a page."""
        self.parts, self.gaps = cut(rendered)

    def stamped(self, details: Mapping[Key, Detail]) -> str:
        """Return the page with a school's details in its gaps."""
        filled = [self.parts[0]]
        for gap, part in zip(self.gaps, self.parts[1:], strict=True):
            filled += [written(gap, details), part]
        return "".join(filled)


def reference_of(mine: Project) -> tuple[Project, Split]:
    """Return a project with the reference in its school's place, and the split."""
    found = split(mine.school.school, mine.facts.editions[0].published, words_of(mine.facts))
    return replace(mine, school=replace(mine.school, school=found.reference)), found


def looks_of(mine: Project, reference: Project) -> Looks:
    """Return a reference's looks; whether a school is made up, and how much is missing, is told of the school itself."""
    own, found = looks.of(mine), looks.of(reference)
    told = {key: own.extra["school"][key] for key in ("is_example", "incomplete", "logo", "colour", "name_class", "short_name_class")}
    return replace(found, extra={**found.extra, "school": {**found.extra["school"], **told}})
