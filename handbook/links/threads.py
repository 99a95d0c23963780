"""Threads that do blocking work for an event loop, and do not hold up its end.

Python's own pool waits at exit for every request still under way; these threads are daemons, so that Ctrl-C ends at once.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

Result = TypeVar("Result")


class Threads:
    """A fixed number of working threads."""

    def __init__(self, count: int) -> None:
        self._work: queue.SimpleQueue[tuple[asyncio.AbstractEventLoop, asyncio.Future[Any], Callable[[], Any]] | None] = queue.SimpleQueue()
        self._count = count
        for number in range(count):
            threading.Thread(target=self._run, name=f"links-{number}", daemon=True).start()

    async def do(self, work: Callable[[], Result]) -> Result:
        """Return what ``work`` returns, done by one of the threads."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[Result] = loop.create_future()
        self._work.put((loop, done, work))
        return await done

    def close(self) -> None:
        """Let each thread end after what it is doing."""
        for _ in range(self._count):
            self._work.put(None)

    def _run(self) -> None:
        while (item := self._work.get()) is not None:
            loop, done, work = item
            try:
                result, error = work(), None
            except Exception as caught:  # noqa: BLE001 (handed on to whoever waits for the result)
                result, error = None, caught
            try:
                loop.call_soon_threadsafe(_settle, done, result, error)
            except RuntimeError:
                return  # The loop has ended; nobody waits any more.


def _settle(done: asyncio.Future[Any], result: Any, error: Exception | None) -> None:
    if done.done():
        return
    if error is not None:
        done.set_exception(error)
    else:
        done.set_result(result)
