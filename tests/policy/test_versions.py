"""The edition of the handbook's wording and the school's own version are told apart wherever one of them is shown."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from handbook.facts.load import load
from handbook.ground.paths import ROOT
from handbook.pages import navigation
from handbook.rendering.filling import filled, renderer
from handbook.school.load import load as load_school
from handbook.school.model import School
from handbook.school.view import spoken_date
from tests.telling import nothing

NEWEST = load().editions[0]
OURS = "7.3"
EDITION = f"edition {NEWEST.version} of the handbook's wording, published on {spoken_date(NEWEST.published)}"
# A number after "version" is the school's and is called ours; the standard for accessible pages counts its versions too.
NOT_OURS = re.compile(
    rf"(?<!our )\b[Vv]ersion (?:{re.escape(OURS)}|{re.escape(NEWEST.version)})|[Oo]ur version {re.escape(NEWEST.version)}|[Ee]dition {re.escape(OURS)}"
)
BOTH = ["policy/what-changed.md", "policy/about.md", "policy/sign-off.md", "policy/review.md", "policy/index.md", "leaders/index.md"]


def school_approved(day: date) -> School:
    """Return the village school with a version of its own that was approved on a day."""
    content = load_school(ROOT / "schools" / "village-primary.yml").school.model_dump(mode="json")
    content["policy"].update(version=OURS, approved_on=day.isoformat(), next_review=(day + timedelta(days=365)).isoformat())
    return School.model_validate(content)


DAY_AFTER = NEWEST.published + timedelta(days=1)


def plain(text: str) -> str:
    """Return a page's text with the encoded point of a version."""
    return text.replace("&#46;", ".")


@pytest.mark.mend("Put both into the page in docs/:  {{ our_version() }}  and  {{ edition() }}")
@pytest.mark.parametrize("page", BOTH)
def test_pages_that_show_one_show_both_in_the_same_words(page: str) -> None:
    text = plain(renderer(school_approved(DAY_AFTER))(page))
    assert EDITION in text
    assert f"our version {OURS}, approved by" in text or f"| Our version | {OURS} |" in text


def test_no_page_mixes_them_up() -> None:
    render = renderer(school_approved(DAY_AFTER))
    pages = {page: plain(render(page)) for page in navigation.pages() if page.endswith(".md")}
    nothing(
        (f'docs/{page}: "{found}"' for page, text in pages.items() for found in NOT_OURS.findall(text)),
        "The school's own version is  {{ our_version() }} , the edition of the wording  {{ edition() }} : let the page ask for the one it means.",
    )
    assert sum(OURS in text for text in pages.values()) >= len(BOTH)
    assert len(pages) > 200


@pytest.mark.parametrize(
    ("text", "mixed"),
    [
        (f"our version {OURS}, approved", False),
        (f"title, version {OURS}", True),
        (f"Version {NEWEST.version}", True),
        (f"our version {NEWEST.version}", True),
        (f"edition {OURS} of the handbook", True),
        (EDITION, False),
        ("WCAG version 2.2", False),
    ],
)
def test_mixed_words_are_found(text: str, mixed: bool) -> None:
    assert bool(NOT_OURS.search(text)) is mixed


@pytest.mark.parametrize(
    ("approved", "due"),
    [(NEWEST.published - timedelta(days=1), True), (NEWEST.published, False), (DAY_AFTER, False)],
)
def test_wording_newer_than_the_approval_is_told(approved: date, due: bool) -> None:
    said = plain(filled(school_approved(approved), "{{ approval_due() }}"))
    assert bool(said) is due
    if due:
        assert EDITION in said
        assert f"our version {OURS}" in said


@pytest.mark.mend("Put the editions in data/policy-versions.yml in the order of their dates, the newest last.")
def test_the_newest_edition_stands_first() -> None:
    published = [one.published for one in load().editions]
    assert published == sorted(published, reverse=True)
    headings = re.findall(r"^## Edition (\S+)", renderer(school_approved(DAY_AFTER))("policy/what-changed.md"), re.MULTILINE)
    assert headings == [one.version for one in load().editions]


def test_of_two_editions_of_one_day_the_later_in_the_file_is_the_newest() -> None:
    facts = load()
    second = facts.policy_versions[1].model_copy(update={"version": "2099.1", "published": NEWEST.published})
    assert replace(facts, policy_versions=[*facts.policy_versions, second]).editions[0].version == "2099.1"
