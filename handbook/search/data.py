"""What is known of searches: little words, spellings, who asks how, and questions with the pages that answer them. ``data/search/``."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from handbook.ground.notebook import Notebook
from handbook.ground.paths import DATA, DOCS, shown
from handbook.ground.problems import did_you_mean
from handbook.ground.text_files import read_text
from handbook.ground.validation import Model, Strict, checked, fault
from handbook.ground.values import Line
from handbook.ground.yaml_files import read
from handbook.pages.navigation import address_of
from handbook.search import packing
from handbook.search.readable import stem, words_of
from handbook.search.rows import in_usual_form

FOLDER = DATA / "search"
# Files of this folder that a content editor writes; each is one of the models below.
WORDS, QUESTIONS, DANGER = FOLDER / "words.yml", FOLDER / "questions.yml", FOLDER / "danger.yml"

Who = Literal["staff", "parent", "leader", "pupil"]
# The kinds of readers whose pages search can show first; leaders read what staff read.
READERS = ("pupils", "parents", "staff")
_READER: dict[Who, str] = {"pupil": "pupils", "parent": "parents", "staff": "staff", "leader": "staff"}


def _split(value: Any) -> Any:
    return value.split() if isinstance(value, str) else value


def _words(words: list[str]) -> list[str]:
    for word in words:
        if not re.fullmatch(r"[a-z0-9]+", word):
            raise fault(f'"{word}" is not a word as people type it.', "Write small letters without commas, words apart by spaces.")
        if words.count(word) > 1:
            raise fault(f'"{word}" stands twice.', "Keep one of the two.")
    return words


def _phrase(phrase: str) -> str:
    if not re.fullmatch(r"(?:[a-z0-9]+|N)(?: (?:[a-z0-9]+|N|[*]))*", phrase):
        remedy = "Write small letters, N for a number and * for any words, without apostrophes, dots and hyphens."
        raise fault(f'"{phrase}" is not how search reads words.', remedy)
    return phrase


def _page(address: str) -> str:
    pages = _addresses(DOCS)
    if address not in pages:
        raise fault(f'There is no page "{address}".', f"Write a page's address below the site. {did_you_mean(address, pages)}")
    return address


@lru_cache(maxsize=1)
def _addresses(docs: Path) -> frozenset[str]:
    return frozenset(address_of(page.relative_to(docs).as_posix()) for page in docs.rglob("*.md"))


Words = Annotated[list[str], BeforeValidator(_split), AfterValidator(_words)]
Phrase = Annotated[str, AfterValidator(_phrase)]
Phrases = list[Phrase]
Pages = Annotated[list[Annotated[str, AfterValidator(_page)]], Field(min_length=1)]


class Pinned(Strict):
    """A page that a wording asks for.

    Attributes:
        page: Its address below the site.
        says: The wordings; * is any words.
    """

    page: Annotated[str, AfterValidator(_page)]
    says: Phrases


class SearchWords(Strict):
    """Words of searches.

    Attributes:
        left_out: Words that say nothing about what is sought.
        spelt: For how the handbook writes a thing, how readers do; N is a number.
        pinned: Pages that a wording asks for, whatever they say.
    """

    left_out: Words
    spelt: dict[Phrase, Phrases]
    pinned: list[Pinned]


class Asked(Strict):
    """What somebody types, and the pages that answer it.

    Attributes:
        who: Who asks.
        ask: What is typed.
        pages: Addresses below the site of the pages of which any will do.
    """

    who: Who
    ask: Line
    pages: Pages


class Question(Asked):
    """A question.

    Attributes:
        kind: In which words it is asked.
    """

    kind: Literal["plain", "question", "slang", "old name", "misspelling"]


class Danger(Asked):
    """A question of somebody in danger, or of somebody who knows of one; one of its pages must stand first or second.

    Attributes:
        of: The danger.
    """

    of: Line


class Questions(Strict):
    """``questions.yml``."""

    questions: list[Question]


class Dangers(Strict):
    """``danger.yml``.

    Attributes:
        pages: Pages about danger: where one of them is among the best results, search says above them to ring 999 and whom to tell.
        questions: What is typed.
    """

    pages: Pages
    questions: list[Danger]


@dataclass(frozen=True)
class SearchData:
    """All that is known of searches."""

    words: SearchWords
    questions: tuple[Question, ...]
    danger: Dangers
    _told: dict[tuple[str, ...], str] = field(default_factory=dict, init=False, compare=False, repr=False)

    def asked(self) -> list[tuple[str, list[str], float]]:
        """Return all questions: what is typed, the pages that answer it, and how much it counts; danger counts most."""
        return [
            *((one.ask, one.pages, 1.0) for one in self.questions),
            *((one.ask, one.pages, 3.0) for one in self.danger.questions),
        ]

    def askers(self) -> list[tuple[str, str]]:
        """Return what is typed, and the kind of reader who types it: who they are as a page's ``audience`` names them."""
        all_asked: tuple[Asked, ...] = (*self.questions, *self.danger.questions)
        return [(one.ask, _READER[one.who]) for one in all_asked]

    def told(self, pages: Collection[str]) -> str:
        """Return what the search in the browser is told, as JSON; for the same pages it is made once."""
        key = tuple(pages)
        if key not in self._told:
            self._told[key] = json.dumps(self.for_browser(key), ensure_ascii=False, separators=(",", ":"))
        return self._told[key]

    def for_browser(self, pages: Collection[str]) -> dict[str, Any]:
        """Return what the search in the browser is told, for a site of these pages."""
        place = {address: number for number, address in enumerate(pages)}
        asked = [([place[page] for page in those if page in place], words, danger) for those, words, danger in self._counting]
        # Alike rows stand together, and each kind of thing by itself: both make what a browser fetches smaller.
        asked = sorted(one for one in asked if one[0])
        often = Counter(word for _, words, _ in asked for word in words)
        signs = {word: packing.sign(number) for number, (word, _) in enumerate(often.most_common())}
        return {
            "words": self.words.model_dump(exclude={"pinned"}),
            "pinned": [[place[one.page], one.says] for one in self.words.pinned if one.page in place],
            "asked": {
                "pieces": [f" {word}" for word in signs],
                "pages": ["".join(map(packing.sign, those)) for those, _, _ in asked],
                "text": ["".join(signs[word] for word in words) for _, words, _ in asked],
                "danger": [number for number, (_, _, danger) in enumerate(asked) if danger],
            },
            "danger": [place[page] for page in self.danger.pages if page in place],
        }

    @cached_property
    def _counting(self) -> list[tuple[list[str], list[str], bool]]:
        """Of all questions the pages that answer, the words that tell what is sought (of a word's forms the one asked most), and whether of danger.

        What one question alone says leads nobody else to it, and is left out unless somebody is in danger. All words count where fewer than
        two say anything: alone one may mean much.
        """
        every = [(pages, words_of(ask), count > 1) for ask, pages, count in self.asked()]
        often = Counter(word for _, words, _ in every for word in words)
        asked = Counter(stem(word) for _, words, _ in every for word in set(words))
        # The commonest last; among as common ones the shortest.
        usual = {stem(word): word for word in sorted(often, key=lambda word: (often[word], -len(word), word))}
        idle = frozenset(self.words.left_out)
        out = []
        for pages, words, danger in every:
            telling = [word for word in words if word not in idle and (asked[stem(word)] > 1 or danger)]
            out.append((pages, [usual[stem(word)] for word in (telling if len(telling) > 1 else words)], danger))
        return out


def load() -> SearchData:
    """Return what is known of searches, checked. Loading again without a change costs nothing.

    Raises:
        ProblemsError: With every fault found in the first file that has any.
    """
    return SearchData(loaded(WORDS, SearchWords), tuple(loaded(QUESTIONS, Questions).questions), loaded(DANGER, Dangers))


def loaded(file: Path, model: type[Model]) -> Model:
    """Return what one file holds, checked.

    Raises:
        ProblemsError: With every fault found.
    """
    found: Model = _loaded(file, model, file.stat().st_mtime_ns if file.is_file() else 0)
    return found


@lru_cache(maxsize=8)
def _loaded(file: Path, model: type[Any], stamp: int) -> Any:
    if DATA not in file.parents:
        return _checked(file, model)
    # Which pages there are decides what is right, too.
    read_from = f"{model.__name__}\n{shown(file)}\n{sorted(_addresses(DOCS))}\n{read_text(file)}"
    found = _READ.result(read_from, lambda: _checked(file, model))
    _READ.keep()
    return found


_READ: Notebook[Any] = Notebook("searches")


def _checked(file: Path, model: type[Any]) -> Any:
    if (rows := in_usual_form(read_text(file))) is not None:
        with suppress(ValidationError):
            return model.model_validate(rows)
    # What is wrong is told with its line by whoever reads all that YAML may be.
    source = read(file)
    return checked(model, source.content, source)
