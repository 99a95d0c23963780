"""Procedures have the shape that somebody in a hurry learns once, and never tell anybody to handle an illegal image."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.ground.paths import DOCS
from tests.reading import pages_of, sentences, text_of

STAFF = [path for path in sorted((DOCS / "help-now").glob("*.md")) if path.stem not in ("index", "evidence", "finding-the-address", "chart")]
PARENTS = [path for path in sorted((DOCS / "help-now" / "parents").glob("*.md")) if path.stem != "index"]
STAFF_HEADINGS = [
    "Do now",
    "Do not",
    "Tell",
    "Keep",
    "Report and remove",
    "Support",
    "Afterwards",
    "The law in a line",
    "What a parent should know",
    "Our rules",
]
FIRST_THREE = STAFF_HEADINGS[:3]


def headings(path: Path) -> list[str]:
    """Return a page's second-level headings."""
    return re.findall(r"^## (.+?)(?: \{.*)?$", path.read_text(encoding="utf-8"), re.MULTILINE)


def part(path: Path, heading: str) -> str:
    """Return the text below a heading."""
    text = path.read_text(encoding="utf-8")
    return text.split(f"## {heading}", 1)[1].split("\n## ", 1)[0]


def first_step(path: Path, heading: str) -> str:
    """Return the first step below the page's first heading, which must be the one named."""
    assert headings(path)[0] == heading
    return re.search(r"^1\. (.+)$", part(path, heading), re.MULTILINE)[1]


@pytest.mark.parametrize("path", [path for path in STAFF if path.stem != "without-meaning-to"], ids=lambda path: path.stem)
def test_staff_procedure_has_its_shape(path: Path) -> None:
    found = headings(path)
    known = [heading for heading in found if heading in STAFF_HEADINGS]
    assert known[:3] == FIRST_THREE
    assert known == sorted(known, key=STAFF_HEADINGS.index)
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", part(path, "Do now"), re.MULTILINE)]
    assert 3 <= max(numbers) <= 9, "a list of steps is too short, or too long to follow in a hurry"
    assert first_step(path, "Do now").startswith("{{ in_danger(")


@pytest.mark.parametrize("path", PARENTS, ids=lambda path: path.stem)
def test_parents_page_has_its_shape(path: Path) -> None:
    found = headings(path)
    assert found[0] == "Do this now"
    assert "Who can help" in found and "What to say to your child" in found
    steps = re.findall(r"^\d+\. ", part(path, "Do this now"), re.MULTILINE)
    assert 3 <= len(steps) <= 8
    assert first_step(path, "Do this now").startswith("{{ in_danger(")


# Images that nobody may handle, and what nobody may do with them.
IMAGE = re.compile(
    r"\b(?:nudes?|semi-nudes?|naked|undressed|child sexual abuse"
    r"|(?:sexual|intimate|indecent|illegal|abuse) (?:images?|pictures?|photos?|videos?|material|content))\b",
    re.IGNORECASE,
)
HANDLE = re.compile(
    r"\b(?:look(?:ing)? (?:at|again)|view(?:ing|ed)?|copy(?:ing)?|copied|print(?:s|ed|ing)?|forward(?:s|ed|ing)?|sav(?:e|es|ed|ing)"
    r"|screen-?shots?|download(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
PROHIBITION = re.compile(
    r"\b(?:never|not|no|nobody|none|neither|nor|cannot|without|crimes?|offences?|illegal to|against the law|leave)\b|n't\b", re.IGNORECASE
)


def permissions(text: str) -> list[str]:
    """Return the sentences that name such an image with such a verb and are no prohibition."""
    return [one for one in sentences(text) if IMAGE.search(one) and HANDLE.search(one) and not PROHIBITION.search(one)]


@pytest.mark.parametrize("school", ["example", "trust-secondary"])
def test_no_sentence_lets_anybody_handle_an_illegal_image(school: str, sites: dict[str, Path]) -> None:
    pages = pages_of(sites[school])
    looked_at = sum(1 for page in pages for one in sentences(text_of(page)) if IMAGE.search(one) and HANDLE.search(one))
    print(f"{looked_at} sentences on {len(pages)} pages name such an image with such a verb")
    assert looked_at > 100
    for page in pages:
        assert permissions(text_of(page)) == [], page


def test_the_check_sees_a_planted_sentence() -> None:
    assert permissions("First, screenshot the nude and print it.")
    assert permissions("You should save the sexual image as evidence.")
    assert not permissions("Never screenshot a nude.")
    assert not permissions("Do not look at, copy or forward sexual images of a child.")
