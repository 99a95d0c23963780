"""A fact falls due when its kind's months are over: on the day not yet, the day after in every place that says so."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from handbook.facts.freshness import due_date
from handbook.facts.load import load
from handbook.facts.records import Announced, Fact, Guidance, Legislation, Organisation, Platform, RetiredLink, Review, Term
from handbook.facts.situations import Situation
from handbook.ground.clock import today
from tests.conftest import Project, copy_small
from tests.reading import text_of

# A helpline reviewed on 31 May is due six months later, on 30 November: the month has no 31st.
OLD = """
- id: planted-helpline
  name: Planted helpline
  status: open
  status_note: Open.
  audiences: [children]
  needs: []
  phones:
    - number: 0800 1111
  sources:
    - general: planted by a test
  review:
    on: 2026-05-31
    by: research editor
    against: a test
  confidence: high
"""
LAST_DAY = "2026-11-30"
DAY_AFTER = "2026-12-01"


@pytest.fixture(scope="module")
def aged(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The handbook of a real school, with one helpline that nobody has looked at since May."""
    project = copy_small(tmp_path_factory.mktemp("aged") / "project")
    project.make_real()
    project.append("data/organisations/support.yml", OLD)
    assert project.run("facts", "stamp", "--all").returncode == 0
    return project


INTERVALS: dict[type[Fact], int] = {
    Announced: 3,
    Organisation: 6,
    Platform: 6,
    Guidance: 12,
    Legislation: 12,
    Situation: 12,
    Term: 24,
    RetiredLink: 24,
}


@pytest.mark.parametrize(
    ("kind", "months"),
    INTERVALS.items(),
)
def test_each_kind_has_its_interval(kind: type[Fact], months: int) -> None:
    assert kind.months_between_reviews == months


def test_every_interval_is_that_of_a_kind_in_use() -> None:
    kinds = {type(record) for _, record in load().dated()}
    assert set(INTERVALS) <= kinds
    assert all(0 < kind.months_between_reviews <= 24 for kind in kinds)


@pytest.mark.parametrize(
    ("kind", "reviewed", "due"),
    [
        ("organisations", date(2026, 8, 31), date(2027, 2, 28)),
        ("organisations", date(2027, 8, 31), date(2028, 2, 29)),
        ("organisations", date(2026, 5, 31), date(2026, 11, 30)),
        ("organisations", date(2026, 6, 30), date(2026, 12, 30)),
        ("organisations", date(2026, 7, 15), date(2027, 1, 15)),
        ("announced", date(2026, 9, 30), date(2026, 12, 30)),
        ("announced", date(2026, 11, 30), date(2027, 2, 28)),
        ("guidance", date(2028, 2, 29), date(2029, 2, 28)),
        ("legislation", date(2026, 12, 31), date(2027, 12, 31)),
        ("glossary", date(2028, 2, 29), date(2030, 2, 28)),
        ("retired_links", date(2026, 1, 1), date(2028, 1, 1)),
    ],
)
def test_months_are_counted_by_the_calendar(kind: str, reviewed: date, due: date) -> None:
    record: Fact = next(iter(getattr(load(), kind).values()))
    moved = record.model_copy(update={"review": Review(on=reviewed, by="test", against="test")})
    assert due_date(moved) == due


def test_the_clock_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDBOOK_TODAY", "2031-02-03")
    assert today() == date(2031, 2, 3)
    monkeypatch.delenv("HANDBOOK_TODAY")
    assert today() == date.today()


def table_row(text: str, record: str) -> list[str]:
    """Return the words of a record's row in the table that the command prints; empty if it has none."""
    return next((line.split() for line in text.splitlines() if line.split()[-1:] == [record]), [])


def test_the_command_lists_a_fact_on_its_last_day_as_due_and_not_overdue(aged: Project) -> None:
    done = aged.run("facts", HANDBOOK_TODAY=LAST_DAY)
    assert done.returncode == 0, done.stderr
    assert table_row(done.stdout, "planted-helpline")[:3] == ["2026-11-30", "0", "2026-05-31"]
    assert "facts: 0 overdue," in done.stdout


def test_the_command_lists_it_as_overdue_the_day_after(aged: Project) -> None:
    done = aged.run("facts", HANDBOOK_TODAY=DAY_AFTER)
    assert done.returncode == 1
    assert table_row(done.stdout, "planted-helpline")[:3] == ["2026-11-30", "-1", "2026-05-31"]
    assert "facts: 1 overdue," in done.stdout


@pytest.mark.parametrize(("day", "days_left", "overdue"), [(LAST_DAY, 0, False), (DAY_AFTER, -1, True)])
def test_machines_are_told_the_same(day: str, days_left: int, overdue: bool, aged: Project) -> None:
    done = aged.run("facts", "--json", HANDBOOK_TODAY=day)
    told = json.loads(done.stdout)
    assert told["on"] == day
    assert told["facts"] > 300
    assert done.returncode == int(overdue)
    assert [row for row in told["due"] if row["record"] == "planted-helpline"] == [
        {
            "record": "planted-helpline",
            "kind": "organisations and helplines",
            "reviewed": "2026-05-31",
            "due": "2026-11-30",
            "days_left": days_left,
            "overdue": overdue,
        }
    ]


def test_the_command_looks_only_as_far_ahead_as_it_is_asked_to(aged: Project) -> None:
    near = aged.run("facts", "--within", "9", HANDBOOK_TODAY="2026-11-20")
    far = aged.run("facts", "--within", "10", HANDBOOK_TODAY="2026-11-20")
    assert table_row(near.stdout, "planted-helpline") == []
    assert table_row(far.stdout, "planted-helpline")[1] == "10"


def overdue_in(site: Path) -> str:
    """Return what the page about freshness says after its table of kinds."""
    return text_of(site / "how-fresh" / "index.html").split("Oldest review", 1)[1]


@pytest.mark.whole
def test_a_release_is_made_on_the_last_day_and_its_page_says_that_nothing_is_overdue(aged: Project) -> None:
    done = aged.run("build", "--release", "--out", "on-the-last-day", HANDBOOK_TODAY=LAST_DAY)
    assert done.returncode == 0, done.stderr
    said = overdue_in(aged.root / "on-the-last-day")
    assert "Nothing was overdue on 30 November 2026" in said
    assert "planted-helpline" not in said
    assert "This review is overdue." not in text_of(aged.root / "on-the-last-day" / "contacts" / "a-to-z" / "index.html")


def test_a_release_is_refused_the_day_after(aged: Project) -> None:
    done = aged.run("build", "--release", "--out", "released-too-late", HANDBOOK_TODAY=DAY_AFTER)
    assert done.returncode == 1
    assert "overdue for review" in done.stderr
    assert "organisations and helplines, planted-helpline: was due on 2026-11-30" in done.stderr
    assert not (aged.root / "released-too-late").exists()


def test_a_preview_made_the_day_after_names_the_overdue_fact_to_readers(aged: Project) -> None:
    done = aged.run("build", "--out", "the-day-after", HANDBOOK_TODAY=DAY_AFTER)
    assert done.returncode == 0, done.stderr
    said = overdue_in(aged.root / "the-day-after")
    assert "Overdue now" in said
    assert "planted-helpline\norganisations and helplines\n31 May 2026\n30 November 2026" in said
    a_to_z = text_of(aged.root / "the-day-after" / "contacts" / "a-to-z" / "index.html")
    assert a_to_z.count("This review is overdue.") == 1
    assert "Next look by 30 November 2026. This review is overdue." in a_to_z
