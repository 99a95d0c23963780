"""Make many documents: several at once, only those that changed, and the others even if one fails."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from handbook.ground.paths import ROOT
from handbook.ground.processes import end_with_parent
from handbook.outputs.documents import pdf, reading, word, word_pages
from handbook.outputs.documents.blocks import Picture, every
from handbook.outputs.documents.catalogue import PDF, WORD, Document, documents
from handbook.outputs.documents.composing import Composed, compose
from handbook.outputs.documents.imprint import Imprint
from handbook.outputs.documents.pictures import file_of
from handbook.outputs.documents.reading import Page
from handbook.outputs.documents.setting import DocumentError

KEPT = ROOT / ".cache" / "documents"
# What nobody has asked for in so many days goes.
_KEPT_DAYS = 30
# Fewer files than this are made before a second process has begun.
_WORTH_A_PROCESS = 4


@dataclass(frozen=True)
class Task:
    """One file to make."""

    composed: Composed
    format: str
    imprint: Imprint
    letterhead: Path | None

    @property
    def file(self) -> str:
        """Its name."""
        return f"{self.composed.document.id}.{self.format}"


@dataclass(frozen=True)
class Made:
    """A file that was made, or why not.

    Attributes:
        file: Its name.
        document: The document it is.
        content: The file, if all went well.
        fault: Why it was not made.
    """

    file: str
    document: Document
    content: bytes = b""
    fault: str = ""


def read_pages(articles: Mapping[str, str]) -> dict[str, Page]:
    """Return finished pages as plain blocks."""
    return {page: reading.read(page, article) for page, article in articles.items()}


def tasks(pages: Mapping[str, Page], imprint: Imprint, wanted: Iterable[Document] | None = None, letterhead: Path | None = None) -> list[Task]:
    """Return the files of documents, by default of all that can be made from some pages."""
    found = []
    for document in documents(list(pages)) if wanted is None else wanted:
        found += files_of(compose(document, pages, imprint.site), imprint, letterhead)
    return found


def files_of(composed: Composed, imprint: Imprint, letterhead: Path | None = None) -> list[Task]:
    """Return the files of one document."""
    # The policy says when it was approved, not when it was printed: it stays the same from day to day.
    mine = replace(imprint, made_on="") if composed.document.kind in ("policy", "short") else imprint
    return [Task(composed, format_, mine, letterhead if format_ == WORD else None) for format_ in composed.document.formats]


def make(wanted: Collection[Task], said: Callable[[int, int, str], None] = lambda done, total, file: None) -> list[Made]:
    """Make files, in the order of the tasks.

    Args:
        wanted: What to make.
        said: Told after each file how many are done, of how many, and its name.
    """
    made: dict[str, Made] = {}
    kept = {task.file: _kept(task) for task in wanted}
    left = []
    for task in wanted:
        if kept[task.file].is_file():
            made[task.file] = Made(task.file, task.composed.document, kept[task.file].read_bytes())
            os.utime(kept[task.file])
        else:
            left.append(task)
    # The longest first, so that nobody waits for it at the end.
    left.sort(key=lambda task: -len(task.composed.blocks))
    for one in _make(left):
        made[one.file] = one
        if not one.fault:
            _keep(one, kept[one.file])
        said(len(made), len(wanted), one.file)
    _clear_away()
    return [made[task.file] for task in wanted]


def _make(left: list[Task]) -> Iterable[Made]:
    workers = min(os.cpu_count() or 1, len(left))
    if len(left) < _WORTH_A_PROCESS or workers < 2:
        yield from map(_one, left)
        return
    # Begun afresh, not forked: Typst works in threads, and the copy of a process that has used it waits for threads that it does not have.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=end_with_parent) as pool:
        running: list[Future[Made]] = [pool.submit(_one, task) for task in left]
        for future in as_completed(running):
            yield future.result()


def _one(task: Task) -> Made:
    """Make one file."""
    document = task.composed.document
    try:
        if task.format == PDF:
            content = pdf.write(task.composed, task.imprint)
        else:
            numbers = word_pages.page_numbers(task.composed, task.imprint) if document.kind == "policy" else {}
            content = word.write(task.composed, task.imprint, task.letterhead, numbers)
    except DocumentError as error:
        return Made(task.file, document, fault=f"{task.composed.place_of(error.letters)}: {error}")
    return Made(task.file, document, content)


def _keep(made: Made, kept: Path) -> None:
    """Keep a file for the next time; another process may keep the same."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_name(f"{kept.name}-{os.getpid()}")
    draft.write_bytes(made.content)
    draft.replace(kept)


def _kept(task: Task) -> Path:
    """Return where a file is kept: under a name made from all that it depends on."""
    digest = hashlib.sha256(repr((task.composed, task.format, task.imprint)).encode())
    files = {file_of(block, task.imprint) for block in every(task.composed.blocks) if isinstance(block, Picture)} | {
        task.imprint.logo,
        task.letterhead,
    }
    for file in sorted(filter(None, files)):
        digest.update(file.read_bytes())
    digest.update(_program())
    return KEPT / f"{digest.hexdigest()}.{task.format}"


@lru_cache(maxsize=1)
def _program() -> bytes:
    """Return a digest of the program, templates and fonts that make documents."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.is_file() and path.suffix in (".py", ".typ", ".ttf"):
            digest.update(path.read_bytes())
    for package in ("typst", "python-docx"):
        digest.update(version(package).encode())
    return digest.digest()


def _clear_away() -> None:
    """Take away what nobody has asked for in a long time."""
    if KEPT.is_dir():
        long_ago = time.time() - _KEPT_DAYS * 86_400
        for path in KEPT.iterdir():
            if path.stat().st_mtime < long_ago:
                path.unlink(missing_ok=True)
