"""Slips in files of the program that a change touches are told with their lines, and mended where ruff can."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.check import program
from handbook.ground.paths import ROOT


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "handbook").mkdir()
    file = tmp_path / "handbook" / "planted.py"
    file.write_text('"""A file."""\n\nimport os\n\nx = {\'a\':1}\n\n\ndef shown() -> None:\n    print(x)\n', encoding="utf-8")
    monkeypatch.setattr(program, "ROOT", tmp_path)
    return file


def test_slips_are_told_and_mended(planted: Path) -> None:
    files = ["docs/index.md", "handbook/planted.py", "handbook/gone.py"]
    found = program.faults(files)
    assert {(one.line, one.fault.rpartition("(")[2].rstrip(").")) for one in found} == {
        (3, "F401"),
        (8, "D103"),
        (5, "the form of the program is another"),
    }
    assert all(one.remedy for one in found)
    assert program.mend(files) == [planted]
    (left,) = program.faults(files)
    assert "D103" in left.fault
    assert "import os" not in planted.read_text(encoding="utf-8")


def test_other_files_are_left_alone() -> None:
    assert program.faults(["docs/index.md"]) == [] == program.mend(["docs/index.md"])
