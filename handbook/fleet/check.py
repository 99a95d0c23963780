"""Look at all schools of a fleet at once: faults, blanks, what can hardly be right, reviews past or near."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from handbook.fleet.folder import Fleet
from handbook.fleet.words import Words
from handbook.ground.problems import Problem, ProblemsError
from handbook.ground.yaml_files import dotted
from handbook.school.load import LoadedSchool
from handbook.school.release import open_points

# A review that is due within so many days is near.
NEAR = timedelta(days=60)


@dataclass(frozen=True)
class Finding:
    """What there is to say of a school.

    Attributes:
        urn: Its number.
        name: Its name; empty if nobody knows.
        phase: Its kind by age; empty if its file has faults.
        groups: The names of its groups.
        faults: What is wrong in its file or its own words: it cannot be built.
        blanks: Needed details that are still blank: it cannot be released.
        doubts: What can hardly be right: it cannot be released.
        review: The day of the next review; None if nobody knows.
        status: What the register said of it when it was last taken.
    """

    urn: str
    name: str = ""
    phase: str = ""
    groups: tuple[str, ...] = ()
    faults: tuple[Problem, ...] = ()
    blanks: tuple[str, ...] = ()
    doubts: tuple[Problem, ...] = field(default=())
    review: date | None = None
    status: str = ""

    @property
    def word(self) -> str:
        """What stands between the school and a release, in two or three words."""
        if self.faults:
            return f"{len(self.faults)} fault{'s' * (len(self.faults) > 1)}"
        parts = [f"{len(self.blanks)} blank"] if self.blanks else []
        parts += [f"{len(self.doubts)} doubtful"] if self.doubts else []
        return ", ".join(parts) or "complete"

    def review_word(self, on: date) -> str:
        """What there is to say of the next review on a day."""
        if self.review is None:
            return "no date"
        return f"past: {self.review}" if self.review < on else f"near: {self.review}" if self.review <= on + NEAR else str(self.review)


def findings(fleet: Fleet, urns: Iterable[str], on: date) -> Iterator[Finding]:
    """Yield what there is to say of each school on a day."""
    said = fleet.register_said().schools
    words = Words(fleet)
    for urn in urns:
        status = str(said.get(urn, {}).get("status", ""))
        try:
            one = fleet.school(urn)
        except ProblemsError as error:
            name = str(said.get(urn, {}).get("values", {}).get("identity.name", ""))
            yield Finding(urn, name, faults=tuple(error.problems), status=status)
            continue
        school, own = one.loaded.school, words.of_school(urn, one.loaded)
        blanks, doubts = blanks_and_doubts(one.loaded, on)
        name, phase = school.identity.name or "", school.identity.phase
        yield Finding(urn, name, phase, one.groups, own.faults, tuple(blanks), (*doubts, *own.doubts), school.policy.next_review, status)


def of_all(fleet: Fleet) -> list[Problem]:
    """Return what there is to say of what no single school answers for: files of no school, and words that all schools share."""
    shared = Words(fleet).of_all
    return [*fleet.strays, *shared.faults, *shared.doubts]


def blanks_and_doubts(loaded: LoadedSchool, on: date) -> tuple[list[str], list[Problem]]:
    """Return which needed details of a school are blank, and what can hardly be right on a day."""
    blanks = [dotted(place) for place in loaded.missing]
    return blanks, [point for point in open_points(loaded, on) if point.place not in blanks]


def told(point: Problem) -> str:
    """Return in a line what is doubtful and where."""
    return f"{point.place or point.file}: {point.fault}"


COLUMNS = ("URN", "name", "phase", "groups", "state", "faults", "blank", "doubtful", "next review", "register")


def _cells(one: Finding, on: date) -> tuple[str, ...]:
    return (
        one.urn,
        one.name,
        one.phase,
        "; ".join(one.groups),
        one.word,
        " / ".join(str(fault).replace("\n    ", " ") for fault in one.faults),
        "; ".join(one.blanks),
        " / ".join(told(point) for point in one.doubts),
        one.review_word(on),
        one.status,
    )


def as_csv(found: Iterable[Finding], on: date, more: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """Return findings as a table that spreadsheets open: none of its cells is taken for a formula.

    Args:
        found: The findings.
        on: The day.
        more: Further columns by their heads, each with what it says of schools, by number.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = more or {}
    writer.writerow((*COLUMNS, *columns))
    for one in found:
        cells = (*_cells(one, on), *(said.get(one.urn, "") for said in columns.values()))
        writer.writerow([f"'{cell}" if cell[:1] in tuple("=+-@\t") else cell for cell in cells])
    # With the mark by which Excel knows UTF-8.
    return "\ufeff" + out.getvalue()


def as_json(found: Iterable[Finding], on: date, changes: Iterable[Any] = ()) -> str:
    """Return findings, and what the register has changed, for other programs."""
    schools = [
        {
            "urn": one.urn,
            "name": one.name,
            "phase": one.phase,
            "groups": list(one.groups),
            "faults": [vars(fault) for fault in one.faults],
            "blank": list(one.blanks),
            "doubtful": [vars(point) for point in one.doubts],
            "next_review": one.review.isoformat() if one.review else None,
            "register": one.status,
        }
        for one in found
    ]
    return json.dumps({"on": on.isoformat(), "schools": schools, "changes": [vars(one) for one in changes]}, indent=2, ensure_ascii=False) + "\n"


def as_table(found: Iterable[Finding], on: date) -> str:
    """Return findings as a table for a terminal."""
    rows = [("URN", "School", "State", "Next review"), *((one.urn, _short(one.name or "?"), one.word, one.review_word(on)) for one in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def _short(name: str) -> str:
    return name if len(name) <= 44 else f"{name[:43]}…"


def common_blanks(found: Iterable[Finding]) -> list[tuple[str, int]]:
    """Return which details are blank, and in how many schools, the commonest first: what to write once in fleet.yml."""
    counts: dict[str, int] = {}
    for one in found:
        for blank in one.blanks:
            counts[blank] = counts.get(blank, 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
