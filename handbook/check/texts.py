"""What readers read, school by school: a state of the project says it of itself, so that two states can be compared."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from handbook import looks, project
from handbook.ground.paths import EXAMPLES
from handbook.ground.problems import ProblemsError
from handbook.machine.environment import RUNNING_INSIDE
from handbook.rendering import rendered
from handbook.rendering.filling import filler, source
from handbook.school import load as school_load
from handbook.school.examples import SHOWN


@dataclass(frozen=True)
class Texts:
    """What readers read.

    Attributes:
        pages: The HTML of each page's text, for the made-up school that is shown.
        urls: The address of each page below the site.
        schools: For each made-up school a digest of each page's text: it changes when the text does.
    """

    pages: dict[str, str]
    urls: dict[str, str]
    schools: dict[str, dict[str, str]]


def here() -> Texts:
    """Return what readers read in this state of the project.

    Raises:
        ProblemsError: It cannot be rendered.
    """
    mine = project.load(SHOWN)
    site = rendered.site_of(mine)
    schools = {}
    for path in sorted(EXAMPLES.glob("*.yml")):
        school = school_load.load(path)
        fill, had = filler(replace(mine, school=school)), rendered.engine_of(mine).pages(looks.of(replace(mine, school=school)))
        schools[path.stem] = {page: hashlib.sha256(fill(page, *source(page, mine.sources)).encode()).hexdigest()[:12] for page in had}
    return Texts(
        {name: f"<article>{page.content}</article>" for name, page in site.pages.items()},
        {name: page.url for name, page in site.pages.items()},
        schools,
    )


def of(folder: Path) -> Texts | None:
    """Return what readers read in another state of the project, which its own program says; None if that cannot."""
    done = subprocess.run(
        [sys.executable, "-c", "from handbook.check import texts; texts.tell()"],
        cwd=folder,
        env={**os.environ, RUNNING_INSIDE: "1", "PYTHONUTF8": "1", "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    try:
        return Texts(**json.loads(done.stdout)) if done.returncode == 0 else None
    except (ValueError, TypeError):
        return None


def tell() -> None:
    """Print what readers read in this state of the project, for a program."""
    try:
        print(json.dumps(asdict(here()), ensure_ascii=False))
    except ProblemsError:
        sys.exit(1)
