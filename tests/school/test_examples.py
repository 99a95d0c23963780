"""No made-up school is released, none of its details reaches a real school's readers, and each command says whose handbook it makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.ground.paths import EXAMPLES, ROOT
from handbook.school import examples
from handbook.school.load import load
from handbook.school.model import School
from tests.conftest import Project

BANNER = "This is a made-up school. Its names and numbers are not real."

# A place in a school's file, what stands there, and whether it is a made-up school's.
VALUES = [
    ("people.dsl.phone", "01632 960002", True),
    ("people.dsl.phone", "01632960999", True),
    ("people.dsl.phone", "01632 960002 ext 12", True),
    ("people.dsl.phone", "+44 1632 960002", True),
    ("people.dsl.phone", "01633 400002", False),
    ("people.dsl.phone", "0113 496 0002", False),
    ("identity.email", "office@example.org", True),
    ("identity.email", "office@mail.example.com", True),
    ("identity.email", "office@oak-example.org", False),
    ("identity.email", "example.org@oak.sch.uk", False),
    ("identity.website", "https://www.example.org/safe", True),
    ("identity.website", "https://EXAMPLE.net", True),
    ("identity.website", "https://oak.example", True),
    ("identity.website", "https://www.example.org.uk", False),
    ("identity.website", "https://www.oak.sch.uk/example.html", False),
    ("identity.name", "Example Primary School", True),
    ("identity.name", "St Example's Church of England Primary School", True),
    ("identity.name", "Oak Primary School", False),
    ("identity.address", "1 Sample Lane", False),
    ("local.authority", "Exampleshire Council", True),
    ("people.head.name", "Robin Example", True),
    ("people.chair.name", "Chris Sample", True),
    ("people.chair.name", "Dr Ada Sample", False),
    ("people.chair.name", "Grace Model", True),
    ("technology.reporting_tool", "the page Examples of worries", False),
    ("policy.title", "An exemplary policy", False),
]


@pytest.mark.parametrize(("place", "value", "invented"), VALUES)
def test_what_is_a_made_up_schools(place: str, value: str, invented: bool) -> None:
    content: object = value
    for key in reversed(place.split(".")):
        content = {key: content}
    found = [".".join(map(str, where)) for where, _ in examples.made_up(School.model_validate(content))]
    assert found == ([place] if invented else [])


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yml")), ids=lambda path: path.stem)
def test_shipped_schools_are_known_for_made_up(path: Path) -> None:
    loaded = load(path)
    assert loaded.is_example
    made_up = {".".join(map(str, place)) for place, _ in examples.made_up(loaded.school)}
    assert len(made_up) > 40
    people = loaded.school.people
    assert {f"people.{post}.name" for post in ("head", "chair", "dsl", "safeguarding_governor") if getattr(people, post).name} <= made_up


def test_no_school_file_is_shipped() -> None:
    # An update would write over the school's own; and a school may well keep its own with Git.
    assert examples.SHOWN.is_file()
    assert "school.yml" not in (ROOT / ".gitignore").read_text(encoding="utf-8")


def test_without_a_file_a_made_up_school_is_shown_and_said_on_every_page(small: Project) -> None:
    (small.root / "school.yml").unlink()
    done = small.run("build")
    assert done.returncode == 0, done.stderr
    assert "Example Primary School, from schools/example-primary.yml" in done.stdout
    assert "This is a made-up school." in done.stdout
    pages = sorted((small.root / "site").rglob("*.html"))
    assert len(pages) >= 12
    assert [page for page in pages if page.read_text(encoding="utf-8").count(BANNER) != 1] == []


# What the school typed over its own file, and the words with which a release is refused; the last word is never said.
REFUSED = {
    "the file left as it was": ("", "", ["made-up school, Example Primary School", "school new"], "is not ready"),
    "a number forgotten": (
        "phone: 0300 123 1113",
        "phone: 01632 960002",
        ["is not ready", 'people.dsl.phone: "01632 960002" belongs to a made-up school.'],
        "people.dsl.name",
    ),
    "an address forgotten": ("email: office@oakfield.sch.uk", "email: office@example.org", ['identity.email: "office@example.org" belongs'], "01632"),
    "a person forgotten": ("name: Robin Ash", "name: Robin Example", ['people.head.name: "Robin Example" belongs'], "is of a made-up school"),
    "the name forgotten": (
        "name: Oakfield School",
        "name: Example Primary School",
        ["is of a made-up school, Example Primary School"],
        "is not ready",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_release_refuses_what_is_made_up(name: str, small: Project) -> None:
    real, invented, words, never = REFUSED[name]
    if real:
        small.make_real()
        small.change("school.yml", real, invented)
    done = small.run("build", "--release", HANDBOOK_TODAY="2026-11-30")
    assert done.returncode == 1
    for word in words:
        assert word in done.stderr
    assert never not in done.stderr
    assert not (small.root / "site").exists()


@pytest.mark.whole
def test_the_words_of_the_readme_lead_from_a_new_file_to_its_own_handbook(small: Project) -> None:
    (small.root / "school.yml").unlink()
    check = small.run("school", "check")
    assert check.returncode == 1
    assert "school.yml: there is no such school file." in check.stderr
    answers = "Oak School\nprimary\ncommunity\n0113 496 0001\noffice@oak.sch.uk\nAda Oak\nBen Oak\n0113 496 0002\nOakshire\nOakshire Police\n"
    new = small.run("school", "new", typed=answers)
    assert new.returncode == 0, new.stderr
    for said in ("serve\n", "school check\n", "build --release\n"):
        assert f"python3 scripts/handbook.py {said}" in new.stdout
    again = small.run("school", "new")
    assert again.returncode == 1
    assert "school.yml exists already and is left as it is. Open it" in again.stderr
    check = small.run("school", "check")
    assert check.returncode == 0
    assert check.stdout.startswith("school.yml (Oak School): sound; ")
    build = small.run("build")
    assert "Oak School, from school.yml." in build.stdout
    release = small.run("build", "--release", HANDBOOK_TODAY="2026-11-30")
    assert release.returncode == 1
    assert "school.yml is not ready.\nOpen the file in a text editor" in release.stderr
    assert "made-up" not in release.stderr


def test_check_says_what_is_left_of_a_made_up_school(small: Project) -> None:
    small.make_real()
    small.change("school.yml", "phone: 0300 123 1113", "phone: 01632 960002")
    done = small.run("school", "check", "school.yml", "schools/village-primary.yml")
    assert done.returncode == 0
    line = (small.root / "school.yml").read_text(encoding="utf-8").split("01632 960002")[0].count("\n") + 1
    # Below it stands which clauses the choices change.
    assert done.stdout.splitlines()[:4] == [
        "school.yml (Oakfield School): sound; 1 detail still to be completed before a release.",
        "Open the file in a text editor, go to each of these lines, and write after its colon and a space:",
        f'  line {line}, people.dsl.phone: "01632 960002" belongs to a made-up school.',
        "      Write your own instead, or leave the line blank.",
    ]
    assert (
        "schools/village-primary.yml (Little Exampling Village Primary School): sound. This is a made-up school, which cannot be released."
        in done.stdout
    )


@pytest.mark.parametrize("place", ["below-a-file/school.yml", "."])
def test_new_says_before_its_questions_that_a_file_cannot_be_written(place: str, small: Project) -> None:
    (small.root / "below-a-file").write_text("x", encoding="utf-8")
    done = small.run("school", "new", "--file", place, typed="Oak School\n")
    assert done.returncode == 1
    assert "full name" not in done.stdout
    assert "Traceback" not in done.stderr
    assert place.split("/")[0] in done.stderr or "exists already" in done.stderr
