"""What is known of the last build of each school: by it an unchanged school is left alone, and the officer's page says when one was built."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from handbook.ground.folder import MARKER
from handbook.ground.paths import DATA, DOCS, MKDOCS_CONFIG, OVERRIDES, REQUIREMENTS, ROOT
from handbook.local.load import stamps
from handbook.school.load import LoadedSchool

# Beside the sites; no host publishes a folder whose name begins with a dot unless it is told to.
FOLDER = ".fleet"

_SOURCES = (DOCS, DATA, OVERRIDES, ROOT / "handbook", ROOT / "macros", MKDOCS_CONFIG, REQUIREMENTS)


@dataclass(frozen=True)
class Built:
    """The last build of a school.

    Attributes:
        of: A digest of everything that the site was made from.
        on: The day.
        name: The school's name.
        edition: The edition of the handbook's wording.
        pages: How many pages the site has.
        release: Whether it is a release.
        by_itself: Why it was rendered by itself; empty if it was stamped.
    """

    of: str
    on: str
    name: str
    edition: str
    pages: int
    release: bool
    by_itself: str = ""


def file_of(out: Path, urn: str) -> Path:
    """Return where the last build of a school is noted."""
    return out / FOLDER / f"{urn}.json"


def last(out: Path, urn: str) -> Built | None:
    """Return the last build of a school; None if there is none that still stands."""
    with suppress(OSError, ValueError, TypeError):
        if (out / urn / MARKER).is_file():
            return Built(**json.loads(file_of(out, urn).read_text(encoding="utf-8")))
    return None


@contextmanager
def noting(out: Path, urn: str, built: Built) -> Iterator[None]:
    """Note a build that is put into place meanwhile: written before, so that a full disk leaves the last site and its note as they were."""
    path = file_of(out, urn)
    path.parent.mkdir(exist_ok=True)
    draft = path.with_suffix(".new")
    try:
        draft.write_text(json.dumps(asdict(built), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
        yield
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def project_digest(today: date, options: Iterable[object]) -> str:
    """Return a digest of all that every site is made from but for its school: text, facts, program, options, the day."""
    found = hashlib.sha256(repr((sys.version_info[:2], today, *options)).encode())
    for source in _SOURCES:
        for path in [source] if source.is_file() else sorted(source.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def words_digest(folder: Path) -> str:
    """Return a digest of own words: empty where there are none."""
    files = [path for path, _ in stamps(folder)]
    found = hashlib.sha256()
    for path in files:
        found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest() if files else ""


def school_digest(project: str, loaded: LoadedSchool, words: Path) -> str:
    """Return a digest of all that a school's site is made from.

    Args:
        project: That of all that every site is made from.
        loaded: The school.
        words: The folder of its own words.
    """
    found = hashlib.sha256(f"{project}\0{loaded.school!r}\0{loaded.missing!r}\0{words_digest(words)}".encode())
    for path in (loaded.logo, loaded.letterhead):
        if path:
            found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()
