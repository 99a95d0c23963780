"""Whether the reviews that a change brings mean something: a text changed with its review, a date renewed by somebody who looked.

What a program mends, such as a spelling, says nothing new: it needs no review, here and when ``check --fix`` has mended it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from handbook.check import sources
from handbook.facts.fingerprints import fingerprint, fitting, stamp
from handbook.facts.load import KINDS, Facts
from handbook.facts.load import load as load_facts
from handbook.facts.records import Fact
from handbook.ground.paths import DATA
from handbook.ground.problems import Problem, ProblemsError

_REVIEW = "python3 scripts/handbook.py facts review"


def before(folder: Path) -> Facts | None:
    """Return the facts of a data folder as it was; None if today's program cannot read them. Kinds that it did not have are written there, empty."""
    for place, _ in KINDS.values():
        if place.endswith(".yml") and not (folder / place).exists():
            (folder / place).write_text("[]\n", encoding="utf-8")
    try:
        sources.mend_records(folder)
        return load_facts(folder)
    except (ProblemsError, OSError):
        return None


def mend() -> list[Path]:
    """Mend what a program can in all files, and return those that were written. Records that fitted their reviews fit them afterwards."""
    before = _fitting()
    written = sources.mend()
    if before and any(DATA in path.parents for path in written):
        stamp(load_facts(), before - _fitting())
    return written


def _fitting() -> set[str]:
    try:
        return fitting(load_facts())
    except ProblemsError:
        # What stops it is told by the check that follows.
        return set()


def faults(old: Facts, new: Facts) -> list[Problem]:
    """Return every record whose words changed without a new review, and every review that was renewed without a look at anything."""
    return sorted(_faults(old, new))


def _faults(old: Facts, new: Facts) -> Iterator[Problem]:
    earlier: dict[tuple[str, str], Fact] = {(kind, record.id): record for kind, record in old.dated()}
    for kind, record in new.dated():
        was = earlier.get((kind, record.id))
        if was is None:
            continue
        spot = new.spots[kind, record.id]
        same_words = fingerprint(spot.content) == fingerprint(old.spots[kind, record.id].content)
        if record.review.on < was.review.on:
            yield spot.problem(
                record.id, "review.on", f"the review goes back from {was.review.on} to {record.review.on}.", "Write the day of the last look."
            )
        elif not same_words and record.review.on == was.review.on and record.review.against == was.review.against:
            yield spot.problem(
                record.id,
                "review",
                f"its words changed, and its review is still that of {was.review.on}.",
                f"Look it up at its source, then run:  {_REVIEW} {record.id}",
            )
        elif same_words and record.review.on != was.review.on and record.review.against == was.review.against:
            yield spot.problem(
                record.id,
                "review.on",
                "the day of the review is new, and nothing says that anything was looked at.",
                f'Write under against which version or date of the source you saw, or take the new day back. It still says "{was.review.against}".',
            )
