"""A page that gets another title: links that still call it by the old one are told with the new."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.check.titles import faults

LINK = "See [Old title](../parents/page.md#place), and [its own words](../parents/page.md)."
TOLD = [(2, "[New title]")]


@pytest.mark.parametrize(
    ("title", "line", "changed", "told"),
    [
        ("New title", LINK, "docs/parents/page.md", TOLD),
        ("New title", LINK.replace("Old title", "old title"), "docs/parents/page.md", TOLD),
        ("Old title", LINK, "docs/parents/page.md", []),
        ("New title", LINK, "data/announced.yml", []),
        ("New title", LINK.replace("page.md", "other.md"), "docs/parents/page.md", []),
    ],
)
def test_a_link_with_the_old_title(title: str, line: str, changed: str, told: list[tuple[int, str]], tmp_path: Path) -> None:
    for folder, heading in (("before", "Old title"), ("docs", title)):
        (tmp_path / folder / "parents").mkdir(parents=True)
        (tmp_path / folder / "parents" / "page.md").write_text(f"# {heading}\n", encoding="utf-8")
    (tmp_path / "docs" / "staff").mkdir()
    (tmp_path / "docs" / "staff" / "links.md").write_text(f"# Links\n{line}\n", encoding="utf-8")
    found = list(faults(tmp_path / "before", [changed], tmp_path / "docs"))
    assert [(one.line, one.remedy.removeprefix("Write  ")) for one in found] == told
    assert all(one.file.endswith("links.md") for one in found)
