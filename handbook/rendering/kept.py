"""Rendered pages, kept from one build to the next: a page is rendered again only when something that it may read has changed.

A page may read its own text; everything else (facts, templates, the program, the school, other pages' titles, the day) is one key for all
pages. Which of it a page really reads is not asked: a sentence is mended far more often than a template.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from handbook.engine import Rendered, Text
from handbook.ground.paths import DATA, MKDOCS_CONFIG, OVERRIDES, REQUIREMENTS, ROOT
from handbook.pages.front_matter import front_matter
from handbook.policy.outline import title_of
from handbook.project import Project

FOLDER = ROOT / ".cache" / "pages"
TEXTS = ROOT / ".cache" / "texts"
# How many schools are remembered; and where texts of many schools are, how many states of the project, with how many texts each.
_MOST, _MOST_STATES, _MOST_TEXTS = 6, 2, 5000
_READ_BY_ALL = (ROOT / "handbook", ROOT / "macros", OVERRIDES, DATA, MKDOCS_CONFIG, REQUIREMENTS)


class Kept:
    """The pages kept for a school and a state of the project."""

    def __init__(self, mine: Project, site_url: str, today: date) -> None:
        self.texts = mine.sources.every_text()
        self.folder = FOLDER / _state(mine, self.texts, site_url, today, mine.school, mine.local)

    def page(self, page: str) -> tuple[Rendered, list[dict[str, Any]]] | None:
        """Return a page and its entries of the search index, if they are kept and its text has not changed."""
        digest, *held = _read(self._file(page)) or ("",)
        return (held[0], held[1]) if digest == self._digest(page) else None

    def keep(self, pages: Iterable[tuple[Rendered, list[dict[str, Any]]]]) -> None:
        """Keep pages for the next build. Where nothing may be written, nothing is kept."""
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            for page, entries in pages:
                _write(self._file(page.page), (self._digest(page.page), page, entries))
            self.folder.touch()

    def clear_away(self) -> None:
        """Forget the schools and states of the project that nobody has asked for in a long time."""
        _clear_away(FOLDER, _MOST)

    def _file(self, page: str) -> Path:
        return self.folder / f"{page.replace('/', '--')}.pickle"

    def _digest(self, page: str) -> str:
        return hashlib.sha256(self.texts[page].encode()).hexdigest()


class KeptTexts:
    """The texts of pages as they were rendered once, whatever school they were first filled in for.

    Processes that build side by side find each other's.
    """

    def __init__(self, mine: Project, site_url: str) -> None:
        self.texts = mine.sources.every_text()
        self.folder = TEXTS / _state(mine, self.texts, site_url)
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            self.folder.touch()
        _clear_away(TEXTS, _MOST_STATES)
        _clear_away(self.folder, _MOST_TEXTS)

    def text(self, page: str, filled: str, make: Callable[[], Text]) -> Text:
        """Return a page's text, rendered now if it is not kept.

        Args:
            page: Its path below docs/.
            filled: Its Markdown, with every macro filled in.
            make: Renders it.
        """
        file = self.folder / f"{hashlib.sha256(repr((page, self.texts[page], filled)).encode()).hexdigest()[:32]}.pickle"
        found: Text | None = _read(file)
        if found is None:
            found = make()
            with suppress(OSError):
                _write(file, found)
        return found


def _read(file: Path) -> Any:
    """Return what was kept in a file; None if that cannot be told, as after a change of the program."""
    with suppress(OSError, ValueError, EOFError, AttributeError, ImportError, IndexError, pickle.UnpicklingError):
        return pickle.loads(file.read_bytes())
    return None


def _write(file: Path, held: object) -> None:
    """Keep something in a file: whoever reads it meanwhile finds the old or the new, never a part."""
    draft = file.with_suffix(f".{os.getpid()}")
    draft.write_bytes(pickle.dumps(held, pickle.HIGHEST_PROTOCOL))
    draft.replace(file)


def _state(mine: Project, texts: Mapping[str, str], site_url: str, *read: object) -> str:
    """Return a name for all that any page may read beside its own text, and what else is ``read``."""
    around = [(page, title_of(text), front_matter(mine.sources.path(page)).description) for page, text in texts.items()]
    files = sorted(mine.sources.own)
    key = hashlib.sha256(repr((sys.version_info[:2], site_url, mine.policy, mine.sources.menu, files, around, *read)).encode())
    for path in _files(_READ_BY_ALL):
        key.update(path.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return key.hexdigest()[:24]


def _clear_away(folder: Path, most: int) -> None:
    """Forget all but the newest of what is in a folder."""
    with suppress(OSError):
        for old in sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)[most:]:
            if old.is_dir():
                shutil.rmtree(old, ignore_errors=True)
            else:
                old.unlink()


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_file():
            yield place
        else:
            yield from (path for path in sorted(place.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
