"""Every way of breaking a fact gets its own message: file, line, record, field, fault and remedy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from handbook.facts.load import load
from handbook.ground.paths import DATA
from handbook.ground.problems import ProblemsError
from tests.conftest import Project

TABLE = yaml.safe_load((Path(__file__).parent / "breakages.yml").read_text(encoding="utf-8"))
SOUND: dict[str, str] = TABLE["sound"]
CASES: list[dict[str, Any]] = TABLE["cases"]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real data folder."""
    return shutil.copytree(DATA, tmp_path_factory.mktemp("broken") / "data")


@pytest.fixture
def data(copied: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The copy, below the folder we stand in, so that messages name files as a maintainer sees them; mended after each test."""
    monkeypatch.chdir(copied.parent)
    sound = {path: path.read_bytes() for path in copied.rglob("*.yml")}
    yield copied
    for path in set(sound) | set(copied.rglob("*.yml")):
        if path not in sound:
            path.unlink()
        elif not path.exists() or path.read_bytes() != sound[path]:
            path.write_bytes(sound[path])


def broken(case: dict[str, Any], real: str) -> tuple[str, int]:
    """Return the file of a case with its fault in it, and where the changed part begins."""
    if "text" in case:
        return case["text"], 0
    sound = SOUND[case["of"]] if "of" in case else real
    assert case["find"] in sound, f"there is no {case['find']!r} to change"
    changed = sound.replace(case["find"], case["put"], 1)
    return (real + changed, len(real)) if "of" in case else (changed, 0)


def message(case: dict[str, Any], text: str, start: int) -> str:
    """Return the whole message that a case must get."""
    where = f"data/{case['file']}"
    if not case.get("gone"):
        found = text.index(case.get("at", "id: planted"), start)
        where += f", line {text.count(chr(10), 0, found) + 1}"
    if "place" in case:
        records = sum(line.startswith("- ") for line in text.splitlines())
        where += ", " + case["place"].replace("{record}", f"record {records}")
    return f"{where}: {case['fault']}\n    {case['remedy']}"


def test_each_case_has_a_name_of_its_own() -> None:
    assert len({case["case"] for case in CASES}) == len(CASES) > 0


def test_the_sound_records_are_sound(data: Path) -> None:
    # Otherwise a case could pass for a fault that it did not plant.
    for kind, file in {case["of"]: case["file"] for case in CASES if "of" in case}.items():
        path = data / file
        path.write_text(path.read_text(encoding="utf-8") + SOUND[kind], encoding="utf-8")
    facts = load(data)
    for kind in ("links", "guidance", "requirements", "legislation", "announced", "glossary", "organisations", "platforms", "to_check"):
        assert "planted" in getattr(facts, kind), kind
    assert "planted-retired" in facts.retired_links
    assert facts.policy_versions[-1].version == "planted"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_message(case: dict[str, Any], data: Path) -> None:
    path = data / case["file"]
    text, start = broken(case, path.read_text(encoding="utf-8")) if not case.get("gone") else ("", 0)
    path.unlink() if case.get("gone") else path.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsError) as error:
        load(data)
    said = [str(problem) for problem in error.value.problems]
    # One slip, one message.
    assert said == [message(case, text, start)]


def test_several_faults_are_told_at_once(data: Path) -> None:
    for file, kind, old, new in (
        ("glossary/technology.yml", "term", "era: current", "era: old"),
        ("organisations/support.yml", "organisation", "0800 1111", "12"),
        ("guidance.yml", "guidance", "on: 2026-11-20", "on: soon"),
    ):
        path = data / file
        path.write_text(path.read_text(encoding="utf-8") + SOUND[kind].replace(old, new), encoding="utf-8")
    with pytest.raises(ProblemsError) as error:
        load(data)
    assert [problem.place for problem in error.value.problems] == ["planted, era", "planted, review.on", "planted, phones[1].number"]


def test_a_broken_fact_stops_the_build_and_the_commands_that_read_facts(small: Project) -> None:
    small.append("data/organisations/support.yml", SOUND["organisation"].replace("0800 1111", "0800 111"))
    for command in (["build"], ["facts"]):
        done = small.run(*command)
        assert done.returncode == 1
        assert "planted, phones[1].number" in done.stderr
        assert "1 problem to mend." in done.stderr
        assert "Traceback" not in done.stderr
    assert not (small.root / "site").exists()
