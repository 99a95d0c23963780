"""What pages say of helplines in their own words (free, day and night, from what age) is what the data say, and stays so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.facts.load import load
from handbook.facts.records import Organisation
from handbook.ground.paths import DOCS
from tests.telling import nothing

PAGES = [page for folder in ("parents", "help-now/parents", "pupils", "staff", "leaders") for page in sorted((DOCS / folder).glob("*.md"))]
NAMED = re.compile(r'(?:helpline|org)\("([\w-]+)"')
ALWAYS = re.compile(r"\bday (?:and|or) night\b|\b24 hours\b|\bat any time$")
FREE = re.compile(r"\bfree\b", re.IGNORECASE)
AGE = re.compile(r"\b(?:under[ -]|over |of )(\d\d)|\b(\d\d) (?:and|or) over\b")


def claims(line: str, claim: re.Pattern[str], organisations: dict[str, Organisation]) -> list[tuple[re.Match[str], Organisation]]:
    """Return what a line claims, each with the helpline it speaks of: the last one named before it, or else the next."""
    names = list(NAMED.finditer(line))
    return [
        (one, organisations[([name for name in names if name.start() < one.start()] or names[:1])[-1].group(1)])
        for one in claim.finditer(line)
        if names
    ]


def faults(line: str, organisations: dict[str, Organisation]) -> list[str]:
    """Return what a line says of a helpline and the data do not."""
    found = []
    for _, one in claims(line, ALWAYS, organisations):
        if not any(phone.hours_confirmed and "24 hours" in (phone.hours or "") for phone in one.phones):
            found.append(f"{one.name} is not known to be open day and night")
    for _, one in claims(line, FREE, organisations):
        if not any(phone.cost == "free" for phone in one.phones):
            found.append(f"{one.name} is not known to be free")
    for match, one in claims(line, AGE, organisations):
        age = match.group(1) or match.group(2)
        if not re.search(rf"\b{age}\b", one.status_note):
            found.append(f"{one.name}: the data do not give the age {age}")
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_page_says_of_helplines_what_the_data_say(page: Path) -> None:
    organisations = load().organisations
    name = page.relative_to(DOCS).as_posix()
    lines = enumerate(page.read_text(encoding="utf-8").splitlines(), 1)
    found = [
        f"docs/{name}, line {number}: {fault}. Say it otherwise, or look it up." for number, line in lines for fault in faults(line, organisations)
    ]
    nothing(found)


@pytest.mark.parametrize(
    "line",
    [
        '- **For you:** {{ helpline("family-lives") }}. Free, day and night.',
        '- Ring {{ helpline("act-early") }}, day or night.',
        '- {{ helpline("childline") }} listens. {{ org("report-remove") }} is for anyone under 21.',
        '| The app did nothing | {{ org("report-harmful-content") }} helps people of 12 and over |',
    ],
)
def test_a_planted_claim_is_seen(line: str) -> None:
    assert faults(line, load().organisations)


@pytest.mark.mend(
    "Let docs/parents/screen-time.md say what the record screen-use-under-5-2026 in data/guidance.yml says, and put the new words here."
)
def test_screen_time_says_what_the_advice_says() -> None:
    asks = " ".join(load().guidance["screen-use-under-5-2026"].asks)
    page = (DOCS / "parents" / "screen-time.md").read_text(encoding="utf-8")
    for said, source in {"under-twos": "Under 2", "From two to five": "From 2 to 5", "about an hour a day": "about an hour a day"}.items():
        assert said in page
        assert source in asks
