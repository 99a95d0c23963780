"""One process at a time, on every system: a lock that the system itself takes away from a process that has ended, however it ended."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    _BUSY: tuple[type[OSError], ...] = (PermissionError,)

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    # Which of the two it is depends on the system.
    _BUSY = (BlockingIOError, PermissionError)

    def _lock(file: IO[bytes]) -> None:
        # A lock of this process alone: one that its helpers inherit would outlive it with them.
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def alone(path: Path, while_waiting: Callable[[], None]) -> Iterator[bool]:
    """Hold the lock of a file, which is made for it and taken away after; wait for whoever else holds it.

    Args:
        path: The file.
        while_waiting: Called once if there is somebody to wait for.

    Yields:
        Whether the lock is held: a few network drives have no locks.

    Raises:
        OSError: The file cannot be made.
    """
    told = False
    while True:
        file = path.open("ab")
        try:
            _lock(file)
        except _BUSY:
            file.close()
            if not told:
                while_waiting()
                told = True
            time.sleep(0.2)
            continue
        except OSError:
            held = False
            break
        # On Windows nobody can take away a file that is open here.
        held = os.name == "nt" or _is(file, path)
        if held:
            break
        # Whoever held it before took the file away: the next try makes a new one.
        file.close()
    try:
        yield held
    finally:
        if os.name != "nt":
            path.unlink(missing_ok=True)
        file.close()
        # An open file cannot be taken away on Windows; whoever waits for it takes it away after.
        with suppress(OSError):
            if sys.platform == "win32":
                path.unlink()


def _is(file: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
