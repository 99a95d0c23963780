"""Everything that five older policies asked for is met by the handbook that replaces them, or left out for a reason.

The policies, on e-safety and social networking, were taken apart into 641 provisions. A row of ``met-1.yml`` or
``met-2.yml`` says in our own words what one of them asks, and which sentences of which pages meet it. Whoever deletes
such a sentence is told what is lost; whoever only rewords it puts the new words into the row. A row is looked up in
the example school's handbook; a sentence for another phase or another choice names a school of ``schools/`` that has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
import yaml

from handbook.ground.paths import DOCS, ROOT
from tests.conftest import Sites
from tests.reading import text_of
from tests.telling import nothing

FILES = [Path(__file__).with_name(name) for name in ("met-1.yml", "met-2.yml")]
HOW_MANY = 641
# Long enough to be found nowhere by chance, short enough to survive a comma.
WORDS_OF_A_PHRASE = range(4, 13)
WORDS_OF_ASKS = range(2, 13)

# The text of a finished page in one line, by school and by its path below docs/; None where the school has no such page.
Reader = Callable[[str, str], str | None]


@dataclass(frozen=True)
class Provision:
    """What an older policy asked for, and where it is met or why it is left out."""

    id: str
    asks: str = ""
    pages: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    dropped: str = ""
    school: str = "example"


def provisions() -> list[Provision]:
    """Return the rows of both files, in their order."""
    rows = [row for file in FILES for row in yaml.safe_load(file.read_text(encoding="utf-8"))]
    return [Provision(**{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}) for row in rows]


def in_one_line(text: str) -> str:
    """Return a text with single spaces, so that no phrase hangs on a line's end."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def read(sites: Sites) -> Reader:
    """Read a page of a school's finished handbook, each only once."""

    @cache
    def one(school: str, page: str) -> str | None:
        file = sites[school] / re.sub(r"(^|/)index$", "", page.removesuffix(".md")) / "index.html"
        return in_one_line(text_of(file)) if file.is_file() else None

    return one


def losses(rows: list[Provision], read: Reader) -> list[str]:
    """Return what the pages no longer say, each with the provision and the page."""
    found = []
    for row in rows:
        texts = {page: read(row.school, page) for page in row.pages}
        for phrase in row.words:
            if not any(phrase in (text or "") for text in texts.values()):
                found.append(f'{row.id}: {" and ".join(row.pages)} no longer says "{phrase}". An older policy asked: {row.asks}')
        for page, text in texts.items():
            if text is None:
                found.append(f"{row.id}: the handbook of the school {row.school} has no page {page}. Name the page that says: {row.asks}")
            elif not any(phrase in text for phrase in row.words):
                found.append(f"{row.id}: {page} holds none of the row's words. Add words from it, or leave the page out.")
    return found


def test_each_provision_has_one_row() -> None:
    assert [row.id for row in provisions()] == [f"P{number:03}" for number in range(1, HOW_MANY + 1)]


def test_each_row_is_whole() -> None:
    rows = provisions()
    wrong = []
    for row in rows:
        if len(row.asks.split()) not in WORDS_OF_ASKS:
            wrong.append(f"{row.id}: say what it asks in at most {WORDS_OF_ASKS[-1]} words")
        if bool(row.dropped) == bool(row.pages) or bool(row.pages) != bool(row.words):
            wrong.append(f"{row.id}: it needs either pages and words, or a reason why it is dropped")
        wrong += [
            f'{row.id}: use {WORDS_OF_A_PHRASE[0]} to {WORDS_OF_A_PHRASE[-1]} words, with single spaces: "{phrase}"'
            for phrase in row.words
            if len(phrase.split()) not in WORDS_OF_A_PHRASE or phrase != in_one_line(phrase)
        ]
        named = [*row.pages, *re.findall(r"[\w/-]+\.md", row.dropped)]
        wrong += [f"{row.id}: docs/ has no page {page}" for page in named if not (DOCS / page).is_file()]
        if row.school != "example" and not (ROOT / "schools" / f"{row.school}.yml").is_file():
            wrong.append(f"{row.id}: schools/ has no school {row.school}")
    nothing(wrong, "The rows stand in tests/provisions/met-1.yml and met-2.yml.")
    # Nearly everything is met; a reason is the exception.
    assert len([row for row in rows if row.dropped]) < HOW_MANY / 20


REWORDED = pytest.mark.mend(
    "If the sentence was only reworded, put its new words into the row of tests/provisions/met-1.yml or met-2.yml. If it was "
    "taken out, put it back, or say in the row why it is dropped."
)


@REWORDED
def test_the_pages_say_what_the_provisions_ask(read: Reader) -> None:
    rows = [row for row in provisions() if row.school == "example"]
    lost = losses(rows, read)
    nothing(lost)
    met = [row for row in rows if row.words]
    pages, phrases = {page for row in met for page in row.pages}, sum(len(row.words) for row in met)
    print(f"{len(met)} provisions met by {phrases} phrases of {len(pages)} pages, {len(rows) - len(met)} left out for a reason")
    assert len(met) >= 600
    assert phrases >= 800
    assert len(pages) >= 45


@REWORDED
@pytest.mark.whole
def test_the_pages_of_other_schools_say_the_rest(read: Reader) -> None:
    rows = [row for row in provisions() if row.school != "example"]
    nothing(losses(rows, read))
    assert len(rows) == 4


@pytest.mark.parametrize("place", [0, 320, -1])
def test_a_deleted_sentence_is_told_with_its_provision_and_page(read: Reader, place: int) -> None:
    row = [row for row in provisions() if row.words][place]
    phrase = row.words[0]
    assert losses([row], read) == []
    told = losses([row], lambda school, page: (read(school, page) or "").replace(phrase, ""))
    assert told[0].startswith(f"{row.id}: ") and row.pages[0] in told[0] and phrase in told[0]


def test_a_page_that_is_gone_or_says_nothing_is_told(read: Reader) -> None:
    row = next(row for row in provisions() if row.words)
    told = losses([replace(row, pages=(*row.pages, "policy/no-such-page.md", "glossary.md"))], read)
    assert [one.startswith(f"{row.id}: ") for one in told] == [True, True]
    assert "no page policy/no-such-page.md" in told[0] and "glossary.md holds none" in told[1]
