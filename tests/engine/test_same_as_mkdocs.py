"""MkDocs' own command builds the same pages from the same source, byte for byte: the engine adds nothing that only we could do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from handbook import looks, project
from handbook.engine.config_file import written
from handbook.ground.paths import EXAMPLES, ROOT
from handbook.rendering import rendered
from tests.local.conftest import WORDS, write

pytestmark = pytest.mark.whole

SCHOOLS = sorted(EXAMPLES.glob("*.yml"))[:3]


@pytest.mark.parametrize("school", [*SCHOOLS[:-1], None], ids=lambda path: path.stem if path else "words-of-its-own")
def test_every_page_is_the_same(school: Path | None, tmp_path: Path) -> None:
    # The last school has also written pages and clauses itself.
    local = tmp_path / "local"
    if school is None:
        write(local, WORDS)
        school = SCHOOLS[-1]
    mine = project.load(school, local=local)
    config = written(tmp_path, school, looks.of(mine), mine.sources, local)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr[-2000:]
    site = rendered.site_of(mine)
    theirs = {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("index.html")}
    assert theirs == {f"{page.url}index.html" for page in site.pages.values()}
    different = [page.page for page in site.pages.values() if (tmp_path / "site" / f"{page.url}index.html").read_text(encoding="utf-8") != page.html]
    print(f"{len(theirs)} pages compared")
    assert different == []
    assert len(theirs) > 200


def test_two_schools_in_one_process_never_meet() -> None:
    first, second = project.load(SCHOOLS[0]), project.load(SCHOOLS[1])
    alone = rendered.site_of(second).pages
    one, other = rendered.site_of(first), rendered.site_of(second)
    names = (str(first.school.school.people.dsl.name), str(second.school.school.people.dsl.name))
    assert names[0] != names[1]
    assert {page: made.html for page, made in other.pages.items()} == {page: made.html for page, made in alone.items()}
    assert not any(names[1] in made.html for made in one.pages.values())
    assert sum(names[0] in made.html for made in one.pages.values()) > 200
