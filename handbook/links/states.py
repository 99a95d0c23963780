"""What is remembered between runs: which addresses fail since when, and which retired ones are silent.

An address that fails is a suspect first. Only when it has failed on three runs, the first and the last at least three days apart, does
it count. The file holds nothing about addresses that are well, and nothing of a school: it stays small and belongs in git.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from handbook.ground.paths import DATA
from handbook.ground.problems import Problem, ProblemsError
from handbook.links.verdicts import Verdict

STATES = DATA / "link-states.json"
# Verdicts of an address at which no reader finds the page; of the others they do, or find a better one.
STRANDS = frozenset({Verdict.DEAD, Verdict.SOFT_404, Verdict.PARKED, Verdict.INSECURE, Verdict.UNREACHABLE})
RUNS_TO_COUNT = 3
DAYS_TO_COUNT = 3


@dataclass(frozen=True)
class State:
    """An address that fails.

    Attributes:
        verdict: The last verdict.
        since: Day of the first failure.
        last: Day of the last one.
        runs: How many runs in a row it failed.
    """

    verdict: str
    since: date
    last: date
    runs: int

    @property
    def counts(self) -> bool:
        """Whether it has failed often and long enough to be declared; what may not pass counts at once."""
        if not Verdict(self.verdict).may_pass:
            return True
        return self.runs >= RUNS_TO_COUNT and (self.last - self.since).days >= DAYS_TO_COUNT

    @property
    def new(self) -> bool:
        """Whether it was well, or failed in another way, the run before."""
        return self.runs == 1


@dataclass
class States:
    """Everything remembered.

    Attributes:
        last_run: Day of the last complete run; None if there was none.
        failing: Failing addresses by the id of their record, or by address where there is none.
        silent: Retired addresses that did not answer, by id, and since when.
    """

    last_run: date | None = None
    failing: dict[str, State] = field(default_factory=dict)
    silent: dict[str, date] = field(default_factory=dict)

    @property
    def stranding(self) -> frozenset[str]:
        """The names under which no reader finds a page now, and has not for long enough to count."""
        return frozenset(name for name, state in self.failing.items() if state.counts and Verdict(state.verdict) in STRANDS)

    def note(self, name: str, verdict: Verdict, on: date) -> State | None:
        """Take in a verdict of today and return the state that follows; None if the address is well.

        A second failure on one day is another run, but not another day. Of an address that was not asked nothing was learnt.
        """
        if verdict is Verdict.NOT_ASKED:
            return self.failing.get(name)
        if verdict is Verdict.OK:
            self.failing.pop(name, None)
            return None
        before = self.failing.get(name)
        if before is not None and _sort(Verdict(before.verdict)) == _sort(verdict):
            now = State(verdict.value, before.since, on, before.runs + 1)
        else:
            now = State(verdict.value, on, on, 1)
        self.failing[name] = now
        return now

    def note_retired(self, name: str, answers: bool, on: date) -> bool:
        """Take in whether a retired address answered; return whether it did although it was silent before."""
        was_silent = name in self.silent
        if answers:
            # It stays remembered as silent: it is told about until somebody has looked and changed its record.
            return was_silent
        self.silent.setdefault(name, on)
        return False

    def forget_all_but(self, names: set[str]) -> None:
        """Drop what belongs to records that are no longer there."""
        self.failing = {name: state for name, state in self.failing.items() if name in names}
        self.silent = {name: day for name, day in self.silent.items() if name in names}


def _sort(verdict: Verdict) -> Verdict | None:
    """Return what two failures must have in common to be one story: a dead address that times out next week is still failing."""
    return None if verdict.may_pass else verdict


def read_states(path: Path) -> States:
    """Read the file of states; a missing one holds nothing.

    Raises:
        ProblemsError: The file is damaged.
    """
    if not path.exists():
        return States()
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
        return States(
            date.fromisoformat(content["last_run"]) if content.get("last_run") else None,
            {
                name: State(Verdict(one["verdict"]).value, date.fromisoformat(one["since"]), date.fromisoformat(one["last"]), int(one["runs"]))
                for name, one in content.get("failing", {}).items()
            },
            {name: date.fromisoformat(day) for name, day in content.get("silent", {}).items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ProblemsError(
            [
                Problem(
                    str(path),
                    0,
                    "",
                    f"what is remembered of earlier link checks cannot be read ({error}).",
                    "Take it from git again, or write  {}  into it to begin anew.",
                )
            ]
        ) from None


def write_states(path: Path, states: States) -> None:
    """Write the file of states: sorted, one record a line, the same bytes for the same content."""

    def block(rows: dict[str, str]) -> str:
        lines = ",\n".join(f"    {json.dumps(name, ensure_ascii=False)}: {rows[name]}" for name in sorted(rows))
        return f"{{\n{lines}\n  }}" if lines else "{}"

    failing = {
        name: json.dumps({"verdict": one.verdict, "since": str(one.since), "last": str(one.last), "runs": one.runs})
        for name, one in states.failing.items()
    }
    silent = {name: json.dumps(str(day)) for name, day in states.silent.items()}
    last = json.dumps(str(states.last_run) if states.last_run else None)
    path.write_text(f'{{\n  "last_run": {last},\n  "failing": {block(failing)},\n  "silent": {block(silent)}\n}}\n', encoding="utf-8", newline="\n")
