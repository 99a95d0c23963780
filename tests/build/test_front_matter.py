"""The first lines of every page are right, and each slip in them is told with file, line and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from handbook.ground.paths import DOCS
from handbook.ground.problems import ProblemsError
from handbook.pages.front_matter import faults, front_matter, split
from tests.conftest import Project
from tests.telling import nothing

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "front_matter.yml").read_text(encoding="utf-8"))
SOUND: str = TABLE["sound"]
ROWS: list[dict[str, Any]] = TABLE["rows"]


def test_every_page_of_the_handbook_is_right() -> None:
    nothing(faults())
    pages = [front_matter(path) for path in DOCS.rglob("*.md")]
    assert len(pages) > 200
    assert sum(page.stages is not None for page in pages) >= 5


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["case"])
def test_slip(row: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if "text" not in row:
        assert row["find"] in SOUND
    page = tmp_path / "page.md"
    page.write_text(row["text"] if "text" in row else SOUND.replace(row["find"], row["put"], 1), encoding="utf-8", newline="")
    if "takes" in row:
        read = front_matter(page).model_dump()
        assert {key: read[key] for key in row["takes"]} == row["takes"]
        return
    with pytest.raises(ProblemsError) as error:
        front_matter(page)
    assert [(one.file, one.line) for one in error.value.problems] == [("page.md", row["line"])]
    for words in row["says"]:
        assert words in str(error.value)


def test_a_page_is_divided_where_its_first_lines_end() -> None:
    top, body = split(SOUND)
    assert top.startswith("\ndescription: >-\n")
    assert top.endswith("\nhide: [toc]")
    assert body == "# Planted\n\nWords.\n\n---\n\nMore words.\n"


def test_all_pages_are_told_at_once_and_by_the_commands(small: Project) -> None:
    small.change("docs/glossary.md", "audience: [", "audiance: [")
    small.change("docs/index.md", "---\n", "----\n")
    done = small.run("build")
    assert done.returncode == 1
    assert "glossary.md, line" in done.stderr
    assert 'Did you mean "audience"?' in done.stderr
    assert "index.md, line 1: the first line is not exactly ---." in done.stderr
    assert "2 problems to mend." in done.stderr
    assert "Traceback" not in done.stderr
