"""Processes that help another one."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext

Result = TypeVar("Result")

# A forked process has everything in memory already. Where processes begin anew, they would only load it all again; and one of one core gains nothing.
WORTH_IT = sys.platform not in ("win32", "darwin") and (os.cpu_count() or 1) > 1


def forking() -> ForkContext:
    """Return what begins processes with everything in memory that is there now.

    All that stays to the end, here and there: nobody looks through it for what is forgotten, which would also make each process copy it.
    """
    gc.freeze()
    return multiprocessing.get_context("fork")


@contextmanager
def beside(work: Callable[[], Result]) -> Iterator[Callable[[], Result]]:
    """Begin some work in a second process; give a function that waits for what comes of it.

    Where that would gain nothing, and where the other process fails, the function does the work itself, and raises what it raises.
    """
    if not WORTH_IT:
        yield work
        return
    context = forking()
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_do, args=(work, theirs), daemon=True)
    process.start()
    theirs.close()

    def result() -> Result:
        try:
            done: Result = ours.recv()
        except (EOFError, OSError):
            done = work()
        return done

    try:
        yield result
    finally:
        process.kill()
        process.join()
        ours.close()


def _do(work: Callable[[], object], told: Connection) -> None:
    end_with_parent()
    # Whatever goes wrong, goes wrong again where somebody is told.
    with suppress(Exception):
        told.send(work())


def end_with_parent() -> None:
    """Let this process end soon after the one that began it, even if that was killed: called at the beginning of every helper."""
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None, "only a helper has a parent to watch"
    # Where a process without a parent gets another one, that tells first; on Windows it does not get one.
    adopted = os.name != "nt"
    while parent.is_alive() and not (adopted and os.getppid() != parent.pid):
        time.sleep(0.2)
    os._exit(1)
