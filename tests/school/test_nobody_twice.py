"""However a school shares out its posts, no page tells anyone to ask a person and, failing that, the same person."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import lru_cache

import pytest

from handbook.pages import navigation
from handbook.rendering.filling import renderer
from handbook.school import view
from handbook.school.model import School
from tests.school.test_people import school_of
from tests.telling import nothing

AMINA = {"name": "Amina Example", "phone": "01632 960002"}
ROBIN, CHRIS, PAT = {"name": "Robin Example"}, {"name": "Chris Sample"}, {"name": "Pat Model"}
BOUGHT = {"data_protection": {"name": "Example Data Service"}, "it_support": {"name": "Example IT Services"}}
SCHOOLS = {
    "the head is the DSL, without deputies": school_of(head=AMINA, chair=CHRIS, dsl=AMINA, safeguarding_governor=PAT, **BOUGHT),
    "the DSL holds everything": school_of(
        head=ROBIN,
        chair=CHRIS,
        dsl=AMINA,
        safeguarding_governor=PAT,
        online_safety_lead=AMINA,
        filtering_lead=AMINA,
        anti_bullying_lead=AMINA,
        computing_lead=AMINA,
        social_media_lead=AMINA,
        data_protection=AMINA,
        it_support={"name": "Example IT Services"},
    ),
    "the head owns the school": school_of(head=ROBIN, chair=ROBIN, dsl=AMINA, safeguarding_governor=PAT, **BOUGHT),
    "all posts are different": school_of(
        head=ROBIN,
        chair=CHRIS,
        dsl=AMINA,
        safeguarding_governor=PAT,
        deputy_dsls=[{"name": "Jo Sample"}],
        **BOUGHT,
        **{
            post: {"name": f"{first} Other"}
            for post, first in {
                "online_safety_lead": "Leila",
                "filtering_lead": "Tom",
                "filtering_governor": "Ann",
                "anti_bullying_lead": "Kate",
                "computing_lead": "Sam",
                "social_media_lead": "Bea",
            }.items()
        },
    ),
}
# Between two mentions of a person, one of these makes the second an alternative to the first.
ALTERNATIVE = re.compile(r"\b(or|and|if|unless|otherwise|else|away|free|too|as well)\b", re.IGNORECASE)
# Words after which somebody other than the DSL, or than the head, is to be told.
INSTEAD_OF = {
    "dsl": r"DSL (?:is not free|is away|does not answer|cannot be reached)",
    "head": r"[Aa](?:bout|gainst) the head(?:teacher| of our school)?\b",
}


@lru_cache(maxsize=50_000)
def plain(line: str) -> str:
    """Return a line as it is read: without tags and character references."""
    in_line = re.sub(r"</?(?:bdi|span)\b[^>]*>", "", line)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", in_line)).split())


def names_of(school: School) -> tuple[list[str], list[str]]:
    """Return the names of a school's people, and of bodies around it."""
    shown = view.for_pages(school)
    people = [one for held in shown["people"].__dict__.values() for one in (held if isinstance(held, list) else [held] if held else [])]
    bodies = [shown["school"].employer, shown["local"].authority, shown["local"].legal_adviser.name, shown["school"].governing_body]
    return sorted({plain(one.name) for one in people}), sorted({plain(str(one)) for one in bodies})


def faults(text: str, school: School) -> list[str]:
    """Return the lines of a rendered page that offer a person or body twice, and the cards that stand twice."""
    people, bodies = names_of(school)
    found = []
    for line in map(plain, text.splitlines()):
        twice = [name for name in people if line.count(name) > 1 and _twice(name, line)]
        twice += [
            name for name in bodies if name in line and re.search(rf"\b{re.escape(name)}[,;]?(?: or| and|) (?:\| )?{re.escape(name)}(?!['’\w])", line)
        ]
        for post, words in INSTEAD_OF.items():
            holder = plain(school.people.__dict__[post].name)
            if holder not in line:
                continue
            # What is said instead ends with the sentence; in a table, with the row.
            end = r".*" if line.startswith("|") else r"[^.]*"
            twice += [holder for after in re.findall(f"{words}({end})", line) if holder in after]
        found += [f"{name}: {line}" for name in twice]
    cards = re.findall(r'class="card__name">(?:<bdi[^>]*>)?([^<]+)<', text)
    return found + [f"two cards: {name}" for name in set(cards) if cards.count(name) > 1]


def _twice(name: str, line: str) -> bool:
    """Say whether a person is offered twice as alternatives. "If it is about Robin Example" offers nobody."""
    between = re.split(rf"\b{re.escape(name)}\b", line)[1:-1]
    return any(ALTERNATIVE.search(words) and not words.endswith("about ") for words in between)


@lru_cache
def pages() -> list[str]:
    """Return every page of the handbook."""
    return [page for page in navigation.pages() if page.endswith(".md")]


@pytest.mark.mend(
    'In the page in docs/ let a macro name the people:  {{ if_about("head") }} , {{ if_away("dsl") }} , {{ in_turn(…) }}  '
    "leave out who has been named."
)
@pytest.mark.parametrize("name", SCHOOLS)
def test_nobody_is_offered_twice(name: str) -> None:
    school = SCHOOLS[name]
    render: Callable[[str], str] = renderer(school)
    people, _ = names_of(school)
    wrong, named = [], 0
    for page in pages():
        text = render(page)
        named += sum(any(one in line for one in people) for line in map(plain, text.splitlines()))
        wrong += [f"docs/{page}: {fault}" for fault in faults(text, school)]
    nothing(wrong)
    assert len(pages()) > 200
    assert named > 250


PLANTED = [
    ("Tell Amina Example or Amina Example.", 1),
    ("| Bad pictures | Amina Example (DSL), 01632 960002; if they are not free, Amina Example |", 1),
    ("Tell Amina Example. If a child may be at risk, tell Amina Example at once.", 1),
    ("Amina Example and Amina Example run it.", 1),
    ("| The DSL is not free | Tell a senior leader | Amina Example |", 1),
    ("| A worry about the headteacher | Amina Example |", 1),
    ("Advice: Exampleshire Council or Exampleshire Council.", 1),
    (
        '<ul><li class="card"><strong class="card__name">Pat Model</strong></li><li class="card"><strong class="card__name">Pat Model</strong></li></ul>',
        1,
    ),
    ("Tell Amina Example. If it is about Amina Example, tell Chris Sample.", 0),
    ("Amina Example helps us. Amina Example listens.", 0),
    ("About an adult: Amina Example. About the headteacher: Chris Sample.", 0),
    ("Tell Amina Example or Chris Sample, then Exampleshire Council or another council.", 0),
]


@pytest.mark.parametrize(("text", "number"), PLANTED)
def test_planted_lines_are_found(text: str, number: int) -> None:
    school = SCHOOLS["the head is the DSL, without deputies"]
    assert len(faults(text, school)) == number, faults(text, school)
