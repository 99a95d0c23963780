"""A newer edition as somebody has it: a folder, or a ZIP as it was downloaded."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from handbook.ground.paths import shown

# What every edition has.
_SIGNS = ("scripts/handbook.py", "handbook", "data", "docs", "mkdocs.yml")
# Unpacked; an edition has about a tenth of it.
_MOST_BYTES = 300_000_000


class UpdateError(Exception):
    """The folder was not brought to the newer edition and is as it was; the message says why and what to do."""


def is_edition(folder: Path) -> bool:
    """Say whether a folder holds an edition of the handbook."""
    return all((folder / sign).exists() for sign in _SIGNS)


@contextmanager
def opened(source: Path) -> Iterator[Path]:
    """Give the folder of an edition; what was unpacked for it is gone afterwards.

    Raises:
        UpdateError: There is none.
    """
    if source.is_dir():
        yield _edition_in(source, source)
        return
    if not source.is_file():
        raise UpdateError(f"There is no {shown(source)}. Name the folder of the newer edition, or the ZIP as you downloaded it.")
    with TemporaryDirectory(prefix="handbook-edition-") as room:
        try:
            with zipfile.ZipFile(source) as packed:
                _unpack(packed, Path(room), source)
        except (zipfile.BadZipFile, EOFError) as error:
            raise UpdateError(f"{shown(source)} is no ZIP, or a damaged one. Download it again.") from error
        yield _edition_in(Path(room), source)


def _unpack(packed: zipfile.ZipFile, room: Path, source: Path) -> None:
    entries = packed.infolist()
    if sum(entry.file_size for entry in entries) > _MOST_BYTES:
        raise UpdateError(f"{shown(source)} is far larger than an edition of the handbook. Check that it is the right file.")
    for entry in entries:
        name = PurePosixPath(entry.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in entry.filename:
            raise UpdateError(f'{shown(source)} holds a file that would land elsewhere: "{entry.filename}". Download it again from the project.')
        target = room / name
        if entry.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with packed.open(entry) as stream, target.open("wb") as file:
            shutil.copyfileobj(stream, file)
        # What may be run stays so; ZIPs made on Windows say nothing of it.
        if mode := (entry.external_attr >> 16) & 0o111:
            target.chmod(target.stat().st_mode | mode)


def _edition_in(folder: Path, source: Path) -> Path:
    """Return the folder itself, or the only one in it: a downloaded ZIP holds everything in one."""
    if is_edition(folder):
        return folder
    inner = [one for one in folder.iterdir() if one.is_dir()] if folder.is_dir() else []
    if len(inner) == 1 and is_edition(inner[0]):
        return inner[0]
    raise UpdateError(f"{shown(source)} holds no edition of the handbook. On the project's page take  Code,  then  Download ZIP.")
