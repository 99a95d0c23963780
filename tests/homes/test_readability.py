"""Reading age: parents' and pupils' pages are for readers of 9 to 11, staff and leaders' pages a little above.

Measured as the Flesch-Kincaid grade, a school year of the United States: add five or six for the age. ``-s`` shows the worst five.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.check.prose import blocks
from handbook.check.reading_age import EXCEPTIONS, MEASURED, PARENTS_AND_PUPILS, STAFF_AND_LEADERS, grade, too_hard
from tests.reading import pages_of
from tests.telling import nothing


def named(site: Path, folders: tuple[str, ...]) -> dict[str, Path]:
    """Return the pages of some folders by their address in the site."""
    return {page.parent.relative_to(site).as_posix(): page for folder in folders for page in pages_of(site, folder)}


def text_of(page: Path, exceptions: dict[str, str] = MEASURED) -> list[str]:
    """Return the running text of a finished page."""
    return blocks(page.read_text(encoding="utf-8"), exceptions)


@pytest.mark.parametrize("folders", [PARENTS_AND_PUPILS, STAFF_AND_LEADERS], ids=["parents-and-pupils", "staff-and-leaders"])
@pytest.mark.parametrize("school", ["example", pytest.param("trust-secondary", marks=pytest.mark.whole)])
def test_reading_age(school: str, folders: tuple[str, ...], sites: dict[str, Path]) -> None:
    pages = {name: text_of(page) for name, page in named(sites[school], folders).items()}
    assert all(len(" ".join(text).split()) > 60 for text in pages.values()), "a page has next to no text to measure"
    worst = sorted(((grade(" ".join(text)), name) for name, text in pages.items()), reverse=True)
    print(f"\n{school}: {len(pages)} pages; the worst five:", *(f"  {score:4.1f}  {name}" for score, name in worst[:5]), sep="\n")
    nothing(
        (fault for name, text in pages.items() for fault in too_hard(name, text)),
        "Shorten the sentences, one thought each, and use words that a child knows.",
    )


@pytest.mark.mend("Take the line out of EXCEPTIONS in handbook/check/reading_age.py.")
def test_every_exception_is_used_and_explained(sites: dict[str, Path]) -> None:
    pages = list(named(sites["example"], PARENTS_AND_PUPILS).values())
    for pattern, short, reason in EXCEPTIONS:
        assert reason
        assert any(text_of(page, {}) != text_of(page, {pattern: short}) for page in pages), f"{pattern} stands on no page: take it out"


HARD = (
    "Notwithstanding the aforementioned provisions, parents are respectfully requested to familiarise themselves comprehensively with "
    "all applicable safeguarding documentation prior to facilitating any unsupervised participation in interactive online environments."
)


def test_a_planted_hard_paragraph_is_seen(sites: dict[str, Path], tmp_path: Path) -> None:
    page = sites["example"] / "parents" / "gaming" / "index.html"
    assert too_hard("parents/gaming", text_of(page)) == []
    planted = tmp_path / "index.html"
    planted.write_text(page.read_text(encoding="utf-8").replace('<h2 id="what-to-do"', f'<p>{HARD}</p><h2 id="what-to-do"', 1), encoding="utf-8")
    assert any("Notwithstanding" in fault for fault in too_hard("parents/gaming", text_of(planted)))


def test_lists_of_links_names_and_scraps_do_not_flatter(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    items = '<li><a href="../gaming/">Play</a></li>' * 30 + '<li><strong>At school:</strong> Kit Ray, <a href="tel:101">101</a>.</li>' * 30
    page.write_text(f"<article><h1>Go</h1><p>{HARD}</p><ul>{items}</ul></article>", encoding="utf-8")
    assert text_of(page, {}) == [HARD]
    page.write_text("<article><ul><li>cats</li><li>dogs and birds</li><li>fish in the sea</li><li>bees</li></ul></article>", encoding="utf-8")
    assert text_of(page, {}) == ["cats, dogs and birds, fish in the sea.", "bees."]
