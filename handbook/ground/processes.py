"""Processes that help another one."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time


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
