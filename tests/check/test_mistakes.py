"""Mistakes of contributors: each is told with file, line and remedy, and what a program can mend, it mends."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from handbook.check import sources
from handbook.check.slips import mended
from handbook.facts.load import load
from handbook.ground.paths import DATA, DOCS
from handbook.ground.problems import ProblemsError
from tests.conftest import Project, copy_small
from tests.telling import nothing

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "mistakes.yml").read_text(encoding="utf-8"))
PAGES, TOPS, RECORDS = TABLE["pages"], TABLE["tops"], TABLE["records"]
HEAD = "---\ndescription: A planted page.\naudience: [staff]\n---\n# Planted\n\n"
ABOVE = HEAD.count("\n")
AT_LEAST = 40


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["case"] for row in rows]


def test_there_are_many_kinds_of_mistake() -> None:
    cases = names([*PAGES, *TOPS, *RECORDS])
    assert len(set(cases)) == len(cases) >= AT_LEAST


SEEN_IN_THE_SOURCE = [row for row in PAGES if row.get("source", True)]


@pytest.mark.parametrize("row", SEEN_IN_THE_SOURCE, ids=names(SEEN_IN_THE_SOURCE))
def test_a_slip_in_a_page_is_seen_and_mended(row: dict[str, Any]) -> None:
    lines = f"{HEAD}{row['text']}\n".split("\n")
    rules = sources.for_pages()
    found = {(slip.line, f"{slip.fault} {slip.remedy}") for rule in rules for slip in rule(lines)}
    told = [words for line, words in found if line == row["line"] + ABOVE]
    assert any(all(one in words for one in row["says"]) for words in told), found
    after = "\n".join(mended(lines, rules)).removeprefix(HEAD)
    if "mended" in row:
        assert after == f"{row['mended']}\n"
        # What is mended has no slip left.
        assert [slip for rule in rules for slip in rule(f"{HEAD}{after}".split("\n"))] == []
    elif row["case"] != "heading without words":
        assert after == f"{row['text']}\n", "a person must mend this"


SOUND = """\
## One thing

Words, and [a page](../glossary.md#x) with **bold ones**.

- one
- two
  on two lines

    More of it.

    1. first
    2. second

!!! danger "Stop"
    - Tell {{ helpline("childline") }} at once.

    | A | B |
    | --- | :-: |
    {% if school.sixth_form %}
    | `a | b` | x \\| y |
    {% endif %}

```
# no heading
{{ no macro }
```

<details class="source" markdown>
<summary>More</summary>

Dial \\*#06# or 999. The report says that one in five children has seen it: {{ link("govuk-kcsie") }}. Zoom to 200% or 400%.

Older policies named Becta and KCSIE 2024. Wait for one or two in the hall, and half of your lunch. { #place .class }

</details>

| ![A child waves.](x.svg){ width=96 } | 2 |
| --- | --- |
| {{ a | b }} | d |
"""


def test_what_is_right_is_left_alone() -> None:
    lines = f"{HEAD}{SOUND}".split("\n")
    rules = sources.for_pages()
    assert [slip for rule in rules for slip in rule(lines)] == []
    assert mended(lines, rules) == lines


def test_the_project_itself_has_none_of_them() -> None:
    found, looked_at = sources.problems()
    nothing(found)
    assert looked_at > len(list(DOCS.rglob("*.md"))) + len(list(DATA.rglob("*.yml"))) > 300


@dataclass
class Told:
    """What ``check`` says of a project with many mistakes, one a line: the place, the fault and the remedy."""

    project: Project
    lines: list[str]


def check(project: Project) -> Told:
    done = project.run("check")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return Told(project, done.stdout.replace("\n    ", "\t").splitlines())


def planted_in(project: Project, folder: str, row: dict[str, Any], text: str) -> None:
    name = f"{folder}/{row['case'].replace(' ', '-')}.md"
    page = project.root / "docs" / name
    page.parent.mkdir(exist_ok=True)
    page.write_text(text, encoding="utf-8", newline="\n")
    project.append("mkdocs.yml", f"  - {name}\n")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """A small handbook with every mistake in a page that leaves the others to be seen."""
    project = copy_small(tmp_path_factory.mktemp("pages") / "project")
    for row in PAGES:
        planted_in(project, "planted", row, f"{HEAD}{row['text']}\n")
    (project.root / "docs" / "planted" / "not-in-the-menu.md").write_text(f"{HEAD}Words.\n", encoding="utf-8")
    yield check(project)


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """A small handbook with every mistake at the top of a page and in a record: these stop what comes after."""
    project = copy_small(tmp_path_factory.mktemp("others") / "project")
    for row in TOPS:
        planted_in(project, "tops", row, row["text"])
    for row in (one for one in RECORDS if "alone" not in one):
        plant_record(project.root / "data", row)
    yield check(project)


def file_of(row: dict[str, Any]) -> Path:
    # Files are read in the order of their names: of two records with one id, the planted one is the second.
    return Path("organisations", f"zz-{row['case'].replace(' ', '-')}.yml")


def plant_record(data: Path, row: dict[str, Any]) -> None:
    assert row["find"] in TABLE["sound"], row["case"]
    record = TABLE["sound"].replace(row["find"], row["put"], 1).replace("planted-helpline", row["case"].replace(" ", "-").lower(), 1)
    (data / file_of(row)).write_text(record, encoding="utf-8", newline="\n")


def assert_told(told: Told, file: Path, line: int, says: list[str]) -> None:
    where = f"{file}, line {line}"
    here = [one for one in told.lines if one.startswith((f"{where}:", f"{where},"))]
    assert any(all(words in one for words in says) for one in here), [one for one in told.lines if str(file) in one]
    assert all("\t" in one for one in here), "there is no remedy"


@pytest.mark.whole
@pytest.mark.parametrize("row", PAGES, ids=names(PAGES))
def test_a_mistake_in_a_page_is_told(row: dict[str, Any], pages: Told) -> None:
    assert_told(pages, Path("docs", "planted", f"{row['case'].replace(' ', '-')}.md"), row["line"] + ABOVE, row["says"])


@pytest.mark.whole
def test_a_page_outside_the_menu_is_told(pages: Told) -> None:
    assert any("not-in-the-menu.md: the page is not in the menu." in one and "under nav in mkdocs.yml" in one for one in pages.lines)


@pytest.mark.whole
@pytest.mark.parametrize("row", TOPS, ids=names(TOPS))
def test_a_mistake_at_the_top_of_a_page_is_told(row: dict[str, Any], others: Told) -> None:
    assert_told(others, Path("docs", "tops", f"{row['case'].replace(' ', '-')}.md"), row["line"], row["says"])


TOGETHER = [row for row in RECORDS if "alone" not in row]
ALONE = [row for row in RECORDS if "alone" in row]


@pytest.mark.whole
@pytest.mark.parametrize("row", TOGETHER, ids=names(TOGETHER))
def test_a_mistake_in_a_record_is_told(row: dict[str, Any], others: Told) -> None:
    assert_told(others, "data" / file_of(row), row["line"], row["says"])


@pytest.mark.parametrize("row", ALONE, ids=names(ALONE))
def test_a_mistake_among_sound_records_is_told(row: dict[str, Any], tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    plant_record(tmp_path / "data", row)
    with pytest.raises(ProblemsError) as stopped:
        load(tmp_path / "data")
    (found,) = stopped.value.problems
    assert (Path(found.file), found.line) == (tmp_path / "data" / file_of(row), row["line"])
    assert all(one in f"{found.fault} {found.remedy}" for one in row["says"])


@pytest.mark.whole
def test_fix_mends_what_a_program_can_and_tells_the_rest(pages: Told) -> None:
    done = pages.project.run("check", "--fix")
    assert done.returncode == 1
    by_program = [row for row in PAGES if "mended" in row]
    assert len(by_program) >= 20
    for row in by_program:
        page = Path("docs", "planted", f"{row['case'].replace(' ', '-')}.md")
        assert f"{page}: mended" in done.stdout
        assert (pages.project.root / page).read_text(encoding="utf-8") == f"{HEAD}{row['mended']}\n"
        assert f"{page}, line" not in done.stdout
