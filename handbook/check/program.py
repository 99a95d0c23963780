"""Slips in files of the program that a change touches, as ruff finds and mends them. Types and floors take longer: the tests look at those."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from handbook.ground.paths import ROOT, shown
from handbook.ground.problems import Problem


def _ruff() -> str | None:
    return shutil.which("ruff", path=str(Path(sys.executable).parent))


def _changed(files: list[str]) -> list[str]:
    return [one for one in files if one.endswith(".py") and (ROOT / one).is_file()]


def faults(files: list[str]) -> list[Problem]:
    """Return what ruff finds in those of some files, given as paths below the project's folder, that are of the program."""
    ruff, changed = _ruff(), _changed(files)
    if not ruff or not changed:
        return []
    found: list[Problem] = []
    for action in (["check"], ["format", "--check"]):
        done = subprocess.run([ruff, *action, "--output-format", "json", *changed], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
        found += [_problem(one) for one in json.loads(done.stdout or "[]")]
    return found


def _problem(one: dict[str, Any]) -> Problem:
    fault = "the form of the program is another." if one["code"] == "unformatted" else f"{one['message']} ({one['code']})."
    remedy = "Let it be mended:  python3 scripts/handbook.py check --fix" if one["fix"] else "Mend the line."
    return Problem(shown(Path(one["filename"])), one["location"]["row"], "", fault, remedy)


def mend(files: list[str]) -> list[Path]:
    """Let ruff mend the files of the program among some files, and return those that were written."""
    ruff, changed = _ruff(), _changed(files)
    if not ruff or not changed:
        return []
    before = {one: (ROOT / one).read_bytes() for one in changed}
    for action in (["check", "--fix"], ["format"]):
        subprocess.run([ruff, *action, "--quiet", *changed], cwd=ROOT, capture_output=True)
    return [ROOT / one for one, content in before.items() if (ROOT / one).read_bytes() != content]
