"""Reading age: parents' and pupils' pages are for readers of 9 to 11, staff and leaders' pages a little above.

Measured as the Flesch-Kincaid grade, a school year of the United States: add five or six for the age.
"""

from __future__ import annotations

from collections.abc import Iterator

from handbook.check.prose import NAME, blocks
from handbook.ground.paths import DOCS, shown
from handbook.ground.problems import Problem
from handbook.rendering.rendered import RenderedSite

PARENTS_AND_PUPILS = ("parents", "help-now/parents", "pupils")
STAFF_AND_LEADERS = ("staff", "leaders")
GRADE = dict.fromkeys(PARENTS_AND_PUPILS, 5.5) | dict.fromkeys(STAFF_AND_LEADERS, 8.5)
# Pages for the youngest readers of all.
EASIER = {"pupils/ks1": 2.5, "pupils/ks2": 4.5}
# One hard paragraph is lost in the average of an easy page; so each of some length is measured by itself too.
PARAGRAPH = dict.fromkeys(PARENTS_AND_PUPILS, 7.5)
WORDS_OF_A_PARAGRAPH = 20
# What an age of reading has more than its grade.
_AGE_ABOVE_GRADE = 5

# Terms that cannot be avoided, the short word that is measured in their place, and why.
EXCEPTIONS = [
    (r"[Dd]esignated safeguarding lead(?: \(DSL\))?", "lead", "the role's name in national guidance; a tap on it explains it"),
    (r"special educational needs (?:or|and) disabilities \(SEND\)", "needs", "the official name, on every letter that families get about it"),
    (rf" \([^()]+\), {NAME}", f", {NAME}", "a person's role, in the words that the school typed"),
]
MEASURED = {pattern: short for pattern, short, _ in EXCEPTIONS}


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text."""
    import textstat

    return float(textstat.flesch_kincaid_grade(text))


def age(html: str) -> float:
    """Return the age at which a page can be read."""
    return grade(" ".join(blocks(html, MEASURED))) + _AGE_ABOVE_GRADE


def folder_of(name: str) -> str | None:
    """Return the part of the handbook whose limit holds for a page: ``help-now/parents/scams`` → ``help-now/parents``; None if none does."""
    return max((one for one in GRADE if name == one or name.startswith(f"{one}/")), key=len, default=None)


def too_hard(name: str, text: list[str]) -> list[str]:
    """Return what is too hard to read on a page: the whole of it, or single paragraphs."""
    return [f"{name}: grade {measured:.1f}, above {limit}{f': {one}' if one else ''}" for measured, limit, one in _too_hard(name, text)]


def _too_hard(name: str, text: list[str]) -> Iterator[tuple[float, float, str]]:
    folder = folder_of(name)
    if folder is None:
        return
    whole, limit = grade(" ".join(text)), EASIER.get(name, GRADE[folder])
    if whole > limit:
        yield whole, limit, ""
    for one in text:
        if folder in PARAGRAPH and len(one.split()) >= WORDS_OF_A_PARAGRAPH and (measured := grade(one)) > PARAGRAPH[folder]:
            yield measured, PARAGRAPH[folder], one


def faults(site: RenderedSite) -> list[Problem]:
    """Return what is too hard to read on the pages of a school, each with its line if its words stand in the page."""
    found = []
    for page in site.pages.values():
        name = page.page.removesuffix(".md").removesuffix("/index")
        for measured, limit, words in _too_hard(name, blocks(page.html, MEASURED)) if folder_of(name) else ():
            path = DOCS / page.page
            what = f'"{words[:90]}…"' if words else "the whole page"
            fault = (
                f"{what} reads as for the age of {measured + _AGE_ABOVE_GRADE:.0f} or more; its readers need {limit + _AGE_ABOVE_GRADE:.0f} at most."
            )
            line = _line_of(words, path.read_text(encoding="utf-8")) if words else 0
            found.append(Problem(shown(path), line, "", fault, "Say it in shorter sentences and shorter words."))
    return found


def _line_of(words: str, text: str) -> int:
    """Return the line on which a paragraph's first words stand; 0 if macros wrote them."""
    begin = " ".join(words.split()[:3])
    return next((number for number, line in enumerate(text.split("\n"), 1) if begin in line), 0)
