"""Visit many addresses at once, tell how far it is, and keep what was seen when stopped."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from handbook.ground.addresses import host_of
from handbook.links.connect import Connector
from handbook.links.hosts import USUAL, Pace
from handbook.links.page import printable
from handbook.links.verdicts import Answer, Failure, Judgement, Observation, Verdict, judge
from handbook.links.visit import Visitor

# Told about each address as it is done: how many are, of how many, and which.
Progress = Callable[[int, int, str], None]

# With this many public hosts and no answer from any, it is our own connection that is broken.
_HOSTS_TO_TELL = 5
_NO_NETWORK = frozenset({Failure.NO_NAME, Failure.NAME_SERVER, Failure.UNROUTED, Failure.NOT_FROM_HERE, Failure.TIME_OUT, Failure.REFUSED})


class NoNetworkError(Exception):
    """This computer reaches nothing at all, so nothing was learnt about any address."""


@dataclass
class Visited:
    """What a run brought.

    Attributes:
        judgements: By address.
        complete: Whether every address was visited.
        sentences: The sentences of each page that is well, by address.
    """

    judgements: dict[str, Judgement]
    complete: bool
    sentences: dict[str, tuple[str, ...]] = field(default_factory=dict)


def visit_all(
    urls: Iterable[str],
    allowed: frozenset[str] = frozenset(),
    pace: Pace = USUAL,
    progress: Progress | None = None,
    connector: Connector | None = None,
) -> Visited:
    """Visit addresses and judge each. Ctrl-C ends it early, with what was seen so far.

    Args:
        urls: The addresses; one that stands twice is visited once, and those that differ after ``#`` only, too: that is never sent.
        allowed: Private hosts that may be visited.
        pace: How fast and how patiently.
        progress: Called after each address.
        connector: Opens connections, if not one that trusts what this computer trusts.

    Raises:
        NoNetworkError: Many hosts were asked and not one could be reached.
    """
    wanted = list(dict.fromkeys(urls))
    pages: dict[str, list[str]] = {}
    for url in wanted:
        pages.setdefault(url.partition("#")[0], []).append(url)
    judgements: dict[str, Judgement] = {}
    failures: dict[str, Failure | None] = {}
    sentences: dict[str, tuple[str, ...]] = {}
    connector = connector or Connector(allowed)
    visitor = Visitor(connector, pace)

    async def one(page: str) -> None:
        try:
            seen = await visitor.visit(page)
            found = {url: judge(seen, url.partition("#")[2]) for url in pages[page]}
        except Exception as error:  # noqa: BLE001 (whatever one site does, the others still get their verdicts)
            seen = Observation(page, (), Answer(page, failure=Failure.SURPRISE, detail=printable(f"{type(error).__name__}: {error}", 120)))
            found = dict.fromkeys(pages[page], judge(seen))
        judgements.update(found)
        if seen.answer.page is not None and seen.answer.page.whole:
            sentences.update({url: seen.answer.page.sentences for url, judgement in found.items() if judgement.verdict is Verdict.OK})
        if host_of(page) and host_of(page) not in connector.allowed:
            failures[host_of(page)] = seen.answer.failure
        if progress:
            progress(len(judgements), len(wanted), page)

    async def everything() -> bool:
        tasks = [asyncio.create_task(one(page)) for page in pages]
        try:
            await asyncio.gather(*tasks)
        except asyncio.CancelledError:
            for task in tasks:
                task.cancel()
            return False
        return True

    try:
        complete = _run(everything())
    except KeyboardInterrupt:
        complete = False
    finally:
        visitor.close()
    if complete and len(failures) >= _HOSTS_TO_TELL and all(failure in _NO_NETWORK for failure in failures.values()):
        raise NoNetworkError(
            f"None of {len(failures)} hosts could be reached: this computer has no way to the internet just now.\n"
            "Nothing was learnt and nothing was written. Check the connection and run it again."
        )
    return Visited({url: judgements[url] for url in wanted if url in judgements}, complete, sentences)


def _run(work: Coroutine[Any, Any, bool]) -> bool:
    """Run a coroutine to its end, also for a caller that has an event loop of its own (browser tests have one)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()


class ConsoleProgress:
    """Shows how far it is: one line that changes on a terminal, a line every few seconds in a log."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._last = 0.0

    def __call__(self, done: int, of: int, url: str) -> None:
        """Tell that another address is done."""
        now = time.monotonic()
        live = sys.stderr.isatty()
        if done < of and now - self._last < (0.1 if live else 5.0):
            return
        self._last = now
        text = f"{self.what}: {done} of {of}"
        if live:
            print(f"\r\033[K{text}  {host_of(url)[:40]}", end="\n" if done == of else "", file=sys.stderr, flush=True)
        else:
            print(text, file=sys.stderr, flush=True)
