"""The school's own file: generated, committed, kept in step, explained to editors, and made by answering questions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from handbook.ground.paths import EXAMPLES, ROOT, SCHOOL_SCHEMA
from handbook.ground.validation import checked
from handbook.ground.yaml_files import parse, read
from handbook.machine.environment import RUNNING_INSIDE
from handbook.school.load import load
from handbook.school.model import School
from handbook.school.schema import schema_text
from handbook.school.write import school_file

FILES = sorted(EXAMPLES.glob("*.yml"))


def test_schema_is_in_step_with_the_model() -> None:
    assert SCHOOL_SCHEMA.read_text(encoding="utf-8") == schema_text(), "run  python3 scripts/handbook.py update"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_file_names_its_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / named).resolve() == SCHOOL_SCHEMA


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_example_schools_are_complete_and_fit_the_schema(path: Path) -> None:
    assert load(path).missing == ()
    tool = Path(sys.executable).parent / "check-jsonschema"
    done = subprocess.run([str(tool), "--schemafile", str(SCHOOL_SCHEMA), str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_example_schools_use_numbers_and_addresses_that_are_nobodys(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        value = line.split("#")[0].split(":", 1)[-1].strip()
        where = f"schools/{path.name}, line {number}: {value!r} may be somebody's."
        if value.startswith("0"):
            assert value.startswith("01632 960"), f"{where} Take a number from 01632 960000 to 960999, which are nobody's."
        if "@" in value or value.startswith("http"):
            assert "example.org" in value, f"{where} Take an address at example.org, which is nobody's."


def test_every_key_of_the_model_stands_in_the_file_with_an_explanation() -> None:
    text = (EXAMPLES / "example-primary.yml").read_text(encoding="utf-8")
    schema = json.loads(schema_text())
    for name, part in schema["$defs"].items():
        for key, field in part.get("properties", {}).items():
            if name not in ("SocialAccount", "Document"):
                assert f"{key}:" in text, f"{name}.{key}"
            if name not in ("Documents",):
                assert field.get("description") or "$ref" in field, f"{name}.{key} is not explained"


def test_blank_file_made_from_the_model_is_sound() -> None:
    source = parse(school_file({}, ROOT / "new.yml"), "new.yml")
    school = checked(School, source.content, source)
    assert school == School()


@pytest.mark.whole
def test_new_asks_checks_answers_and_writes(tmp_path: Path) -> None:
    answers = [
        "My School",
        "primry",
        "Primary",
        "academy",
        "My Trust",
        "123",
        "01632 960000",
        "",
        "A: Head",
        "The DSL",
        "01632960002",
        "",
        "My Police",
    ]
    file = tmp_path / "mine.yml"
    done = run_new(file, answers)
    assert done.returncode == 0, done.stderr
    assert "is not a UK phone number" in done.stdout
    school = load(file).school
    assert school.identity.name == "My School"
    assert school.identity.phase == "primary"
    assert school.identity.type == "academy"
    assert school.identity.trust == "My Trust"
    assert school.people.head.name == "A: Head"
    assert school.people.dsl.phone == "01632 960002"
    assert read(file).content["local"]["authority"] is None


def test_new_never_overwrites(tmp_path: Path) -> None:
    file = tmp_path / "mine.yml"
    file.write_text("keep me", encoding="utf-8")
    done = run_new(file, [])
    assert done.returncode == 1
    assert "exists already" in done.stderr
    assert file.read_text(encoding="utf-8") == "keep me"


def test_new_stopped_half_way_writes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "mine.yml"
    done = run_new(file, ["My School"])
    assert done.returncode == 1
    assert not file.exists()


def run_new(file: Path, answers: list[str]) -> subprocess.CompletedProcess[str]:
    """Run ``school new`` with typed answers."""
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "handbook.py"), "school", "new", "--file", str(file)],
        input="".join(f"{answer}\n" for answer in answers),
        env={**os.environ, RUNNING_INSIDE: "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
