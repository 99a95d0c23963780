"""The documents of three example schools, made once for all test processes."""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from handbook import project
from handbook.ground.paths import EXAMPLES
from handbook.outputs.documents import making, pages
from handbook.outputs.documents.catalogue import Document
from handbook.outputs.documents.imprint import Imprint, imprint_of
from handbook.outputs.documents.reading import Page

# Different ages, kinds and choices. While you work the first stands for all.
SCHOOLS = (
    "example-primary",
    pytest.param("trust-secondary", marks=pytest.mark.whole),
    pytest.param("village-primary", marks=pytest.mark.whole),
)


@dataclass(frozen=True)
class Documents:
    """All documents of a school, as files in a folder."""

    folder: Path
    imprint: Imprint
    articles: Mapping[str, str]
    pages: Mapping[str, Page]
    made: tuple[making.Made, ...]

    def __getitem__(self, file: str) -> Path:
        return self.folder / file

    def files(self, suffix: str) -> list[tuple[Document, Path]]:
        """Return all files of a format, each with its document."""
        return [(one.document, self.folder / one.file) for one in self.made if one.file.endswith(suffix)]


class Schools:
    """The documents of the example schools; each school's are made when first asked for, by the test process that asks first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._of = lru_cache(maxsize=None)(self._shared)

    def __getitem__(self, name: str) -> Documents:
        return self._of(name)

    def _shared(self, name: str) -> Documents:
        done = self.folder / f"{name}.done"
        try:
            (self.folder / f"{name}.started").touch(exist_ok=False)
        except FileExistsError:
            deadline = time.monotonic() + 300
            while not done.exists():
                assert time.monotonic() < deadline, f"another test process never finished the documents of {name}"
                time.sleep(0.2)
        else:
            draft = done.with_suffix(".draft")
            draft.write_bytes(pickle.dumps(self._make(name)))
            draft.replace(done)
        return pickle.loads(done.read_bytes())

    def _make(self, name: str) -> Documents:
        mine = project.load(EXAMPLES / f"{name}.yml")
        articles, imprint = pages.pages_of(mine), imprint_of(mine)
        read = making.read_pages(articles)
        made = making.make(making.tasks(read, imprint))
        folder = self.folder / name
        folder.mkdir()
        for one in made:
            assert not one.fault, one.fault
            (folder / one.file).write_bytes(one.content)
        return Documents(folder, imprint, articles, read, tuple(made))


@pytest.fixture(scope="session")
def schools(tmp_path_factory: pytest.TempPathFactory) -> Schools:
    """The documents of the example schools, by name."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "documents"
    folder.mkdir(exist_ok=True)
    return Schools(folder)
