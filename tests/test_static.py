"""What looks at the program without running it: form, slips, types, who imports whom, the scripts. Each says how much it looked at."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

from handbook.ground.paths import ROOT

SCRIPTS = "overrides/assets/javascripts"
PROGRAM = sorted(path for part in ("handbook", "macros", "scripts", "tests", "benchmarks") for path in (ROOT / part).rglob("*.py"))

_SUPPRESSED = re.compile(r"#\s*(?:noqa|type: ignore)\b(.*)|//\s*(?:oxlint|eslint)-disable\S*(.*)")


def run(tool: str, *arguments: str, typed: str | None = None, place: Path = ROOT) -> tuple[int, str]:
    """Run a tool that stands beside this Python; return its exit code and what it said."""
    found = shutil.which(tool, path=str(Path(sys.executable).parent))
    assert found, f"{tool} is not installed: set up the environment again"
    done = subprocess.run([found, *arguments], cwd=place, input=typed, capture_output=True, text=True, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


def count(pattern: str, said: str) -> int:
    """Return how many files a tool says it looked at."""
    found = re.search(pattern, said)
    assert found, f"it did not say how much it looked at:\n{said}"
    return int(found.group(1))


def test_form() -> None:
    code, said = run("ruff", "format", "--check", ".")
    assert code == 0, f"{said}\nTo mend it: ruff format"
    assert count(r"(\d+) files already formatted", said) > 200


def test_slips() -> None:
    code, said = run("ruff", "check", "--output-format", "concise", ".")
    assert code == 0, said
    _, looked_at = run("ruff", "check", "--show-files", ".")
    assert len(looked_at.splitlines()) > 200


def test_types() -> None:
    code, said = run("mypy")
    assert code == 0, said
    assert count(r"no issues found in (\d+) source files", said) > 110


def test_no_folder_of_tests_is_passed_over(pytestconfig: pytest.Config) -> None:
    passed_over = pytestconfig.getini("norecursedirs")
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert len(folders) > 20
    assert [folder for folder in folders if any(fnmatch(part, one) for part in folder.relative_to(ROOT).parts for one in passed_over)] == []


def test_floors() -> None:
    code, said = run("lint-imports", "--no-logo", "--cache-dir", ".cache/imports")
    assert code == 0, said
    assert count(r"Analyzed (\d+) files", said) > 150
    assert count(r"Contracts: (\d+) kept, 0 broken", said) == 4


def test_scripts() -> None:
    code, said = run("oxlint", SCRIPTS)
    assert code == 0, said
    assert count(r"on (\d+) files", said) == len(list((ROOT / SCRIPTS).rglob("*.js"))) >= 4


@pytest.mark.parametrize(
    ("arguments", "fault", "told"),
    [
        (("ruff", "format", "--diff", "--stdin-filename", "handbook/planted.py", "-"), "x = {'a':1}\n", '+x = {"a": 1}'),
        (("ruff", "check", "--stdin-filename", "handbook/planted.py", "-"), '"""A file."""\n\nimport os\n', "F401"),
        (("ruff", "check", "--stdin-filename", "handbook/planted.py", "-"), '"""A file."""\n\n\ndef shown() -> None:\n    pass\n', "D103"),
        (("ruff", "check", "--stdin-filename", "handbook/planted.py", "-"), '"""A file."""\n\nx = 1  # noqa: F401 (old)\n', "RUF100"),
    ],
)
def test_a_planted_fault_is_told(arguments: tuple[str, ...], fault: str, told: str) -> None:
    code, said = run(*arguments, typed=fault)
    assert code == 1, said
    assert told in said


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("def shown(name: str) -> int:\n    return name\n", "Incompatible return value"),
        ("def shown(name):\n    return name\n", "missing a type annotation"),
        ("from handbook.ground.paths import shown\n\nshown(1)\n", 'expected "Path"'),
    ],
)
def test_a_planted_fault_of_types_is_told(tmp_path: Path, fault: str, told: str) -> None:
    (tmp_path / "planted.py").write_text(fault, encoding="utf-8")
    code, said = run("mypy", str(tmp_path / "planted.py"))
    assert code == 1, said
    assert told in said


# What may not be imported: the file, what is planted in it, and what is told.
UPWARDS = (
    ("handbook/ground/problems.py", "from handbook.facts import load\n", "handbook.ground.problems -> handbook.facts.load"),
    (
        "handbook/school/model.py",
        "def later() -> None:\n    from handbook.outputs import site\n",
        "handbook.school.model -> handbook.outputs.site",
    ),
    ("handbook/facts/records.py", "from handbook.links import visit\n", "handbook.facts.records -> handbook.links.visit"),
    ("macros/law.py", "from mkdocs.config import load_config\n", "macros.law -> mkdocs"),
    ("handbook/search/fitting.py", "import numpy\n", "handbook.search.fitting -> numpy"),
)


def test_imports_that_run_up_are_told(tmp_path: Path) -> None:
    for part in ("handbook", "macros"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=lambda _, names: [one for one in names if "." in one and not one.endswith(".py")])
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for file, planted, _ in UPWARDS:
        with (tmp_path / file).open("a", encoding="utf-8") as stream:
            stream.write(planted)
    code, said = run("lint-imports", "--no-logo", "--no-cache", place=tmp_path)
    assert code == 1, said
    shown = re.sub(r"\s+", " ", said)
    assert [told for _, _, told in UPWARDS if told not in shown] == [], said


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ('var unused = 1;\n(function () {\n  "use strict";\n  var never = 2;\n})();\n', "no-unused-vars"),
        ('(function () {\n  "use strict";\n  if (window.name = "a") {\n    window.close();\n  }\n})();\n', "no-cond-assign"),
        ('(function () {\n  "use strict";\n  window.close(;\n})();\n', "Unexpected token"),
    ],
)
def test_a_fault_in_a_script_is_told(tmp_path: Path, fault: str, told: str) -> None:
    (tmp_path / "planted.js").write_text(fault, encoding="utf-8")
    code, said = run("oxlint", "--config", str(ROOT / ".oxlintrc.json"), str(tmp_path))
    assert code == 1, said
    assert told in said


def unexplained(text: str) -> list[str]:
    """Return the lines that silence a check without saying why."""
    found = []
    for line in text.splitlines():
        match = _SUPPRESSED.search(line)
        if match and not re.search(r"\w{2,} \w{2,}", re.sub(r"\[[^]]*\]|\b(?:noqa|type: ignore)\b|[A-Z]+\d+", "", match.group(0).partition("#")[2])):
            found.append(line.strip())
    return found


def test_whoever_silences_a_check_says_why() -> None:
    silenced = {path: path.read_text(encoding="utf-8") for path in PROGRAM if path != Path(__file__).resolve()}
    assert sum(len(_SUPPRESSED.findall(text)) for text in silenced.values()) > 20
    assert {path: lines for path, text in silenced.items() if (lines := unexplained(text))} == {}


@pytest.mark.parametrize(
    ("line", "fine"),
    [
        ("import os  # noqa", False),
        ("import os  # noqa: F401", False),
        ("x = y  # type: ignore[assignment]", False),
        ("x = y  # type: ignore[assignment]  # noqa: S314", False),
        ("import os  # noqa: F401 (the page asks for it)", True),
        ("x = y  # type: ignore[assignment]  # both are text streams", True),
        ("class A(b._C):  # type: ignore[misc]  # noqa: SLF001 (its documented base class)", True),
    ],
)
def test_reasons_are_seen(line: str, fine: bool) -> None:
    assert (unexplained(line) == []) is fine
