"""Nothing is declared on one bad day: what is remembered between runs, and when it counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from handbook.ground.problems import ProblemsError
from handbook.links.states import State, States, read_states, write_states
from handbook.links.verdicts import Verdict


def day(number: int) -> date:
    return date(2026, 11, number)


def after(*runs: tuple[int, Verdict]) -> State | None:
    """Return the state of an address after runs on some days of a month."""
    states = States()
    last: State | None = None
    for number, verdict in runs:
        last = states.note("x", verdict, day(number))
    return last


DEAD, OK, MOVED, TIMED_OUT = Verdict.DEAD, Verdict.OK, Verdict.MOVED, Verdict.UNREACHABLE


@pytest.mark.parametrize(
    ("runs", "counts"),
    [
        ([(1, DEAD)], False),
        ([(1, DEAD), (1, DEAD), (1, DEAD), (1, DEAD)], False),
        ([(1, DEAD), (9, DEAD)], False),
        ([(1, DEAD), (2, DEAD), (3, DEAD)], False),
        ([(1, DEAD), (2, DEAD), (4, DEAD)], True),
        ([(1, DEAD), (8, TIMED_OUT), (15, DEAD)], True),
        ([(1, DEAD), (8, OK), (15, DEAD), (22, DEAD)], False),
        ([(1, MOVED)], True),
        ([(1, MOVED), (8, MOVED), (15, DEAD)], False),
    ],
)
def test_when_a_failure_counts(runs: list[tuple[int, Verdict]], counts: bool) -> None:
    state = after(*runs)
    assert state is not None and state.counts is counts


@pytest.mark.parametrize("before", [None, DEAD, MOVED], ids=lambda one: one.value if one else "well")
def test_who_was_not_asked_stays_as_it_was(before: Verdict | None) -> None:
    first = [(1, before)] if before else []
    assert after(*first, (8, Verdict.NOT_ASKED)) == after(*first)


# Which verdicts a person is told at the first sight, and which may be one bad day.
COUNTS_AT_ONCE = {
    Verdict.MOVED: True,
    Verdict.PARKED: True,
    Verdict.WITHDRAWN: True,
    Verdict.BLOCKED: True,
    Verdict.DEAD: False,
    Verdict.SOFT_404: False,
    Verdict.INSECURE: False,
    Verdict.UNREACHABLE: False,
}


def test_every_fault_is_in_the_table() -> None:
    assert set(COUNTS_AT_ONCE) == set(Verdict) - {Verdict.OK, Verdict.NOT_ASKED}


@pytest.mark.parametrize("verdict", COUNTS_AT_ONCE, ids=lambda one: one.value)
def test_each_verdict(verdict: Verdict) -> None:
    state = after((1, verdict))
    assert state is not None
    assert state.new
    assert state.counts is COUNTS_AT_ONCE[verdict]


def test_recovery_is_forgotten() -> None:
    assert after((1, DEAD), (8, DEAD), (15, OK)) is None


def test_retired_name_that_wakes_up() -> None:
    states = States()
    assert not states.note_retired("x", False, day(1))
    assert not states.note_retired("x", False, day(8))
    assert states.note_retired("x", True, day(15))
    assert states.note_retired("x", True, day(22)), "it is told until somebody has looked"
    assert not states.note_retired("never-silent", True, day(22))


def test_file_is_small_sorted_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "states.json"
    states = States(day(1))
    for name in ("b", "a", "c"):
        states.note(name, DEAD, day(1))
    states.note("c", OK, day(2))
    states.note_retired("old", False, day(1))
    write_states(path, states)
    assert path.read_text(encoding="utf-8") == (
        '{\n  "last_run": "2026-11-01",\n  "failing": {\n'
        '    "a": {"verdict": "dead", "since": "2026-11-01", "last": "2026-11-01", "runs": 1},\n'
        '    "b": {"verdict": "dead", "since": "2026-11-01", "last": "2026-11-01", "runs": 1}\n'
        '  },\n  "silent": {\n    "old": "2026-11-01"\n  }\n}\n'
    )
    assert read_states(path) == states


def test_no_file_and_an_empty_one(tmp_path: Path) -> None:
    assert read_states(tmp_path / "none.json") == States()
    (tmp_path / "empty.json").write_text("{}", encoding="utf-8")
    assert read_states(tmp_path / "empty.json") == States()


def test_a_file_that_tells_of_no_verdict_we_know_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"failing": {"a": {"verdict": "tired"}}}', encoding="utf-8")
    with pytest.raises(ProblemsError, match="bad.json"):
        read_states(tmp_path / "bad.json")
