"""Exchange the program and the texts in a school's folder, all or nothing.

Everything new is made ready in a folder beside them first. Then each entry is renamed away and the new one renamed into its place; whatever
fails on the way, all is renamed back. What was there before stays, in a folder of its own.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

# The room in which new entries are made ready.
ROOM = ".update-being-made"
_JOURNAL = "journal.json"


def prepare(folder: Path) -> Path:
    """Return an empty room for new entries; an exchange that was killed on the way is undone first.

    Raises:
        OSError: The folder cannot be written.
    """
    room = folder / ROOM
    if room.is_dir():
        recover(folder)
        shutil.rmtree(room)
    room.mkdir()
    return room


def recover(folder: Path) -> None:
    """Undo an exchange that was killed on its way."""
    journal = folder / ROOM / _JOURNAL
    if journal.is_file():
        said = json.loads(journal.read_text(encoding="utf-8"))
        _undo(folder, folder / said["kept"], said["there_before"])


def exchange(folder: Path, room: Path, names: Iterable[str], kept: Path) -> None:
    """Put each new entry into its place, and the one that was there into the folder of what was kept.

    Args:
        folder: The school's folder.
        room: Where the new entries are ready.
        names: Their names; one that is not ready is only taken away.
        kept: A folder that is not there yet.

    Raises:
        OSError: It could not be done; all is as it was.
    """
    there_before = {name: (folder / name).exists() for name in names}
    (room / _JOURNAL).write_text(json.dumps({"kept": kept.name, "there_before": there_before}), encoding="utf-8")
    try:
        kept.mkdir()
        for name, was in there_before.items():
            if was:
                (folder / name).rename(kept / name)
            if (room / name).exists():
                (room / name).rename(folder / name)
    except BaseException:
        _undo(folder, kept, there_before)
        shutil.rmtree(room, ignore_errors=True)
        raise
    shutil.rmtree(room, ignore_errors=True)


def _undo(folder: Path, kept: Path, there_before: dict[str, bool]) -> None:
    for name, was in there_before.items():
        if was and not (kept / name).exists():
            # It was never taken away.
            continue
        if (folder / name).exists():
            (folder / name).rename(folder / ROOM / name)
        if was:
            (kept / name).rename(folder / name)
    with suppress(OSError):
        kept.rmdir()
