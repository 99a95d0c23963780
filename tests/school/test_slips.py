"""What people type by mistake is taken as they meant it, or told on the right line, once, and in words that everybody knows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from handbook.ground.paths import DATA, EXAMPLES, MKDOCS_CONFIG, ROOT
from handbook.ground.problems import ProblemsError
from handbook.ground.yaml_faults import problems_of
from handbook.school.load import load

HERE = Path(__file__).parent
FILLED = (HERE / "filled.yml").read_text(encoding="utf-8")
SOUND = (HERE / "sound.yml").read_text(encoding="utf-8")
SLIPS: list[dict[str, Any]] = yaml.safe_load((HERE / "slips.yml").read_text(encoding="utf-8"))
WHOLE: list[dict[str, Any]] = yaml.safe_load((HERE / "whole_files.yml").read_text(encoding="utf-8"))

# Words of parsers and programmers, which no author of a file should have to read.
JARGON = re.compile(
    r"(?i)\b(?:yaml|pars\w+|tokens?|scalars?|mappings?|nodes?|strings?|dict|literal|alias\w*|anchors?|block end|sequence|pydantic|input should)\b"
)


def changed(text: str, change: dict[str, Any]) -> tuple[str, int]:
    """Return a text with a change made in it, and the line of the change."""
    assert text.count(change["find"]) >= 1, f"there is no {change['find']!r} to change"
    return text.replace(change["find"], change["put"], 1), text.count("\n", 0, text.index(change["find"])) + 1


def read_back(file: Path, place: str) -> object:
    """Return a value of a school's file by its place."""
    value: Any = load(file).school
    for key in place.split("."):
        value = getattr(value, key)
    return value


def test_there_are_many_rows_each_with_a_name_of_its_own() -> None:
    names = [row["case"] for row in SLIPS + WHOLE]
    assert len(set(names)) == len(names) >= 180
    assert sum("takes" in row for row in SLIPS) >= 50


def test_what_the_rows_change_is_sound(tmp_path: Path) -> None:
    file = tmp_path / "school.yml"
    file.write_text(FILLED, encoding="utf-8")
    assert load(file).missing == ()


@pytest.mark.parametrize("loader", ["quick", "slow"])
@pytest.mark.parametrize("row", SLIPS, ids=lambda row: row["case"])
def test_slip(row: dict[str, Any], loader: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if loader == "slow":
        # As in a Python that was built without libyaml.
        monkeypatch.setattr("handbook.ground.yaml_files._Loader", yaml.BaseLoader)
    text, line = (row["text"], 0) if "text" in row else changed(FILLED, row)
    if "before" in row:
        text, _ = changed(text, row["before"])
    file = tmp_path / "school.yml"
    file.write_text(text, encoding="utf-8", newline="")
    if "takes" in row:
        for place, value in row["takes"].items():
            assert read_back(file, place) == value
        return
    with pytest.raises(ProblemsError) as error:
        load(file)
    problems = error.value.problems
    assert [problem.line for problem in problems] == [line + row.get("below", 0)]
    said = str(problems[0])
    for words in row["says"]:
        assert words in said
    assert not JARGON.search(f"{problems[0].fault} {problems[0].remedy}")


@pytest.mark.parametrize("row", WHOLE, ids=lambda row: row["case"])
def test_whole_file(row: dict[str, Any], tmp_path: Path) -> None:
    text = SOUND.replace("phase: primary", "phase: primry") if row.get("slip") else SOUND
    raw = bytes.fromhex(row["bytes"]) if "bytes" in row else text.replace("\n", row.get("ends", "\n")).encode(row.get("as", "utf-8"))
    file = tmp_path / "school.yml"
    file.write_bytes(bytes.fromhex(row.get("begins", "")) + raw)
    if row.get("takes"):
        assert load(file).school.people.dsl.phone == "01632 960002"
        return
    with pytest.raises(ProblemsError) as error:
        load(file)
    assert len(error.value.problems) == 1
    for words in row["says"]:
        assert words in str(error.value)
    assert not JARGON.search(str(error.value))


def test_every_message_of_a_known_slip_names_its_remedy() -> None:
    # A row that only repeats the fault would not show that anybody is told what to do.
    assert all(row.get("takes") or row.get("says") for row in SLIPS + WHOLE)


def test_a_row_planted_wrongly_would_be_noticed() -> None:
    with pytest.raises(AssertionError):
        changed(FILLED, {"find": "nowhere", "put": ""})
    assert JARGON.search("this is not valid YAML (did not find expected key)")
    assert changed("a\nb\n", {"find": "b", "put": "c"}) == ("a\nc\n", 2)


def test_in_files_that_are_right_no_line_is_blamed() -> None:
    # Otherwise a slip further down would be told as one of theirs.
    files = [MKDOCS_CONFIG, *DATA.rglob("*.yml"), *EXAMPLES.glob("*.yml"), *(ROOT / ".github" / "workflows").glob("*.yml")]
    assert len(files) > 80
    nowhere = 999_999
    assert [one for file in files for one in problems_of(file.read_text(encoding="utf-8"), file.name, nowhere) if one.line != nowhere] == []
