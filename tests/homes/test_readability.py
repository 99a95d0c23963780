"""Reading age: parents' and pupils' pages are for readers of 9 to 11, staff and leaders' pages a little above.

Measured as the Flesch-Kincaid grade, a school year of the United States: add five or six for the age. ``-s`` shows the worst five.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import textstat

from tests.homes.prose import NAME, blocks
from tests.reading import pages_of

PARENTS_AND_PUPILS = ("parents", "help-now/parents", "pupils")
STAFF_AND_LEADERS = ("staff", "leaders")
GRADE = dict.fromkeys(PARENTS_AND_PUPILS, 5.5) | dict.fromkeys(STAFF_AND_LEADERS, 8.5)
# Pages for the youngest readers of all.
EASIER = {"pupils/ks1": 2.5, "pupils/ks2": 4.5}
# One hard paragraph is lost in the average of an easy page; so each of some length is measured by itself too.
PARAGRAPH = dict.fromkeys(PARENTS_AND_PUPILS, 7.5)
WORDS_OF_A_PARAGRAPH = 20

# Terms that cannot be avoided, the short word that is measured in their place, and why.
EXCEPTIONS = [
    (r"[Dd]esignated safeguarding lead(?: \(DSL\))?", "lead", "the role's name in national guidance; a tap on it explains it"),
    (r"special educational needs (?:or|and) disabilities \(SEND\)", "needs", "the official name, on every letter that families get about it"),
    (rf" \([^()]+\), {NAME}", f", {NAME}", "a person's role, in the words that the school typed"),
]
MEASURED = {pattern: short for pattern, short, _ in EXCEPTIONS}


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text."""
    return float(textstat.flesch_kincaid_grade(text))


def folder_of(name: str) -> str:
    """Return the part of the handbook that a page belongs to: ``help-now/parents/scams`` → ``help-now/parents``."""
    return max((one for one in GRADE if name == one or name.startswith(f"{one}/")), key=len)


def named(site: Path, folders: tuple[str, ...]) -> dict[str, Path]:
    """Return the pages of some folders by their address in the site."""
    return {page.parent.relative_to(site).as_posix(): page for folder in folders for page in pages_of(site, folder)}


def too_hard(name: str, text: list[str]) -> list[str]:
    """Return what is too hard to read on a page: the whole of it, or single paragraphs."""
    folder = folder_of(name)
    found = []
    whole, limit = grade(" ".join(text)), EASIER.get(name, GRADE[folder])
    if whole > limit:
        found.append(f"{name}: grade {whole:.1f}, above {limit}")
    for one in text:
        if folder in PARAGRAPH and len(one.split()) >= WORDS_OF_A_PARAGRAPH and grade(one) > PARAGRAPH[folder]:
            found.append(f"{name}: grade {grade(one):.1f}, above {PARAGRAPH[folder]}: {one}")
    return found


@pytest.mark.parametrize("folders", [PARENTS_AND_PUPILS, STAFF_AND_LEADERS], ids=["parents-and-pupils", "staff-and-leaders"])
@pytest.mark.parametrize("school", ["example", "trust-secondary"])
def test_reading_age(school: str, folders: tuple[str, ...], sites: dict[str, Path]) -> None:
    pages = {name: blocks(page, MEASURED) for name, page in named(sites[school], folders).items()}
    assert all(len(" ".join(text).split()) > 60 for text in pages.values()), "a page has next to no text to measure"
    worst = sorted(((grade(" ".join(text)), name) for name, text in pages.items()), reverse=True)
    print(f"\n{school}: {len(pages)} pages; the worst five:", *(f"  {score:4.1f}  {name}" for score, name in worst[:5]), sep="\n")
    assert [fault for name, text in pages.items() for fault in too_hard(name, text)] == []


def test_every_exception_is_used_and_explained(sites: dict[str, Path]) -> None:
    pages = list(named(sites["example"], PARENTS_AND_PUPILS).values())
    for pattern, short, reason in EXCEPTIONS:
        assert reason
        assert any(blocks(page) != blocks(page, {pattern: short}) for page in pages), f"{pattern} stands on no page: take it out"


HARD = (
    "Notwithstanding the aforementioned provisions, parents are respectfully requested to familiarise themselves comprehensively with "
    "all applicable safeguarding documentation prior to facilitating any unsupervised participation in interactive online environments."
)


def test_a_planted_hard_paragraph_is_seen(sites: dict[str, Path], tmp_path: Path) -> None:
    page = sites["example"] / "parents" / "gaming" / "index.html"
    assert too_hard("parents/gaming", blocks(page, MEASURED)) == []
    planted = tmp_path / "index.html"
    planted.write_text(page.read_text(encoding="utf-8").replace('<h2 id="what-to-do"', f'<p>{HARD}</p><h2 id="what-to-do"', 1), encoding="utf-8")
    assert any("Notwithstanding" in fault for fault in too_hard("parents/gaming", blocks(planted, MEASURED)))


def test_lists_of_links_names_and_scraps_do_not_flatter(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    items = '<li><a href="../gaming/">Play</a></li>' * 30 + '<li><strong>At school:</strong> Kit Ray, <a href="tel:101">101</a>.</li>' * 30
    page.write_text(f"<article><h1>Go</h1><p>{HARD}</p><ul>{items}</ul></article>", encoding="utf-8")
    assert blocks(page) == [HARD]
    page.write_text("<article><ul><li>cats</li><li>dogs and birds</li><li>fish in the sea</li><li>bees</li></ul></article>", encoding="utf-8")
    assert blocks(page) == ["cats, dogs and birds, fish in the sea.", "bees."]
