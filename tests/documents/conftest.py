"""The documents of three example schools, made once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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

# Different ages, kinds and choices.
SCHOOLS = ("example-primary", "trust-secondary", "village-primary")


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


class Schools(Mapping[str, Documents]):
    """The documents of the example schools; each school's are made when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._of = lru_cache(maxsize=None)(self._make)

    def __getitem__(self, name: str) -> Documents:
        return self._of(name)

    def __iter__(self) -> Iterator[str]:
        return iter(SCHOOLS)

    def __len__(self) -> int:
        return len(SCHOOLS)

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
    return Schools(tmp_path_factory.mktemp("documents"))
