"""What can hardly be right in a school's file is shown in a preview, told with its line, and refused by a release."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from handbook.ground.problems import Problem
from handbook.school.load import load
from handbook.school.release import as_list, open_points
from tests.conftest import Project

HERE = Path(__file__).parent
FILLED = (HERE / "filled.yml").read_text(encoding="utf-8")
ROWS: list[dict[str, Any]] = yaml.safe_load((HERE / "doubts.yml").read_text(encoding="utf-8"))
ON = date(2026, 11, 30)


def with_value(place: str, typed: str) -> tuple[str, int]:
    """Return the filled file with another value at a place, and its line; the key must be there."""
    lines = FILLED.split("\n")
    at, item = -1, None
    for key in place.split("."):
        if key.isdigit():
            item = int(key)
            starts = [number for number in range(at + 1, len(lines)) if lines[number].lstrip().startswith("- ")]
            at = starts[item]
            if lines[at].lstrip().startswith("- " + place.split(".")[-1] + ":"):
                break
            continue
        at = next(number for number in range(at + 1, len(lines)) if lines[number].lstrip().removeprefix("- ").startswith(f"{key}:"))
    head = lines[at].split("- ", 1)[0] + "- " if place.endswith(".0") else lines[at].split(":", 1)[0] + ": "
    lines[at] = head + typed
    return "\n".join(lines), at + 1


def points_of(text: str, folder: Path, on: date = ON) -> list[Problem]:
    """Return the open points of a school's file."""
    file = folder / "school.yml"
    file.write_text(text, encoding="utf-8")
    return open_points(load(file), on)


def test_a_filled_file_has_no_open_point(tmp_path: Path) -> None:
    assert points_of(FILLED, tmp_path) == []
    assert sum("says" in row for row in ROWS) >= 50
    assert sum("says" not in row for row in ROWS) >= 12


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['place']} {row['typed']}")
def test_doubt(row: dict[str, Any], tmp_path: Path) -> None:
    text, line = with_value(row["place"], str(row["typed"]))
    assert text != FILLED or row["place"] == "identity.trust"
    points = points_of(text, tmp_path)
    if "says" not in row:
        assert points == []
        return
    assert [point.line for point in points] == [line]
    for words in row["says"]:
        assert words in str(points[0])
        assert words in as_list(points) or "[" in words


@pytest.mark.parametrize("kind", ["academy", "free-school"])
def test_an_academy_is_asked_for_its_trust(kind: str, tmp_path: Path) -> None:
    text = FILLED.replace("type: community", f"type: {kind}")
    points = points_of(text, tmp_path)
    assert [(point.place, point.line) for point in points] == [("identity.trust", 9)]
    assert "Every academy and free school has one" in as_list(points)
    assert points_of(text.replace("trust:", "trust: Oak Trust"), tmp_path) == []


def test_a_key_that_is_not_in_the_file_comes_last_and_without_a_line(tmp_path: Path) -> None:
    text = FILLED.replace("  police_force: Oakshire Police\n", "").replace("email: dsl@oakfield.sch.uk", "email:")
    points = points_of(text, tmp_path)
    assert [(point.place, point.line) for point in points] == [
        ("people.dsl.email", text.count("\n", 0, text.index("phone: 0300 123 1113")) + 2),
        ("local.police_force", 0),
    ]
    assert "  not in the file yet, local.police_force: The local police force.\n      Still blank. For example Example Police." in as_list(points)


@pytest.mark.whole
def test_a_preview_shows_what_a_release_refuses(small: Project) -> None:
    text, line = with_value("people.dsl.name", "TBC")
    (small.root / "school.yml").write_text(text, encoding="utf-8")
    done = small.run("school", "check", HANDBOOK_TODAY="2026-11-30")
    assert done.returncode == 0
    assert f'line {line}, people.dsl.name: "TBC" only keeps a place free.' in done.stdout
    release = small.run("build", "--release", HANDBOOK_TODAY="2026-11-30")
    assert release.returncode == 1
    assert f'line {line}, people.dsl.name: "TBC" only keeps a place free.' in release.stderr
    assert "go to each of these lines" in release.stderr
    assert small.run("build").returncode == 0
