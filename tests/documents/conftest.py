"""The documents of three example schools, made once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from handbook import project
from handbook.documents import making, pages
from handbook.documents.catalogue import Document
from handbook.documents.imprint import Imprint, imprint_of
from handbook.documents.reading import Page
from handbook.school.load import SCHOOL_VARIABLE
from tests.conftest import Sites

# Different ages, kinds and choices.
SCHOOLS = ("example", "trust-secondary", "village-primary")


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

    def __init__(self, sites: Sites, folder: Path) -> None:
        self.sites, self.folder = sites, folder
        self._of = lru_cache(maxsize=None)(self._make)

    def __getitem__(self, name: str) -> Documents:
        return self._of(name)

    def __iter__(self) -> Iterator[str]:
        return iter(SCHOOLS)

    def __len__(self) -> int:
        return len(SCHOOLS)

    def _make(self, name: str) -> Documents:
        articles = pages.pages_in(self.sites[name])
        imprint = imprint_for(self.sites.files[name])
        read = making.read_pages(articles)
        made = making.make(making.tasks(read, imprint))
        folder = self.folder / name
        folder.mkdir()
        for one in made:
            assert not one.fault, one.fault
            (folder / one.file).write_bytes(one.content)
        return Documents(folder, imprint, articles, read, tuple(made))


def imprint_for(file: str) -> Imprint:
    """Return the imprint of the school of a file."""
    before = os.environ.get(SCHOOL_VARIABLE)
    os.environ[SCHOOL_VARIABLE] = file
    try:
        return imprint_of(project.load())
    finally:
        if before is None:
            del os.environ[SCHOOL_VARIABLE]
        else:
            os.environ[SCHOOL_VARIABLE] = before


@pytest.fixture(scope="session")
def schools(sites: Sites, tmp_path_factory: pytest.TempPathFactory) -> Schools:
    """The documents of the example schools, by name."""
    return Schools(sites, tmp_path_factory.mktemp("documents"))
