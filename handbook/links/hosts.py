"""A host as its visitor knows it: how fast it may be asked, what its robots.txt wants, and whether it is there at all."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from handbook.links.fetch import IdleConnections
from handbook.links.robots import Rules
from handbook.links.verdicts import Answer


@dataclass(frozen=True)
class Pace:
    """How fast and how patiently addresses are visited. Times are in seconds.

    Attributes:
        interval: Between two requests to one host; a tenth of a second is LinkChecker's own limit.
        at_once: Requests to one host at the same time.
        threads: Requests at the same time in all.
        tries: How often an address is asked for while it fails in a passing way; half as often if it only lets us wait.
        backoff: Wait before the second try; doubled for each further one.
        longest_wait: Longest wait that a host may ask for with Retry-After, all its waits together; who asks for more is left in peace for
            the rest of the run.
        longest_interval: Longest interval that a host may ask for with Crawl-delay.
        connect: Time for a connection.
        read: Time between two parts of an answer.
        body: Time for one body.
        whole: Time for one request with everything.
    """

    interval: float = 0.1
    at_once: int = 2
    threads: int = 32
    tries: int = 4
    backoff: float = 1.0
    longest_wait: float = 120.0
    longest_interval: float = 5.0
    connect: float = 10.0
    read: float = 12.0
    body: float = 8.0
    whole: float = 25.0


USUAL = Pace()


@dataclass
class Host:
    """One host, by scheme, name and port.

    Attributes:
        pace: How fast it may be asked.
        line: Idle connections to it.
        down: The failure that speaks for the whole host, once known.
        answered: Whether it ever answered in this run.
        rules: A task that reads its robots.txt, started by the first visit.
    """

    pace: Pace
    line: IdleConnections = field(default_factory=IdleConnections)
    down: Answer | None = None
    answered: bool = False
    rules: asyncio.Task[Rules] | None = None
    _paused_until: float = 0.0
    _paused_for: float = 0.0
    _next: float = 0.0
    _interval: float = 0.0
    _gate: asyncio.Semaphore | None = None

    @property
    def gate(self) -> asyncio.Semaphore:
        """Lets only so many requests through at once."""
        if self._gate is None:
            self._gate = asyncio.Semaphore(self.pace.at_once)
        return self._gate

    async def turn(self) -> None:
        """Wait until the host may be asked again."""
        loop = asyncio.get_running_loop()
        while True:
            now = loop.time()
            mine = max(now, self._next)
            self._next = mine + max(self.pace.interval, self._interval)
            if mine > now:
                await asyncio.sleep(mine - now)
            # While we slept the host may have asked everybody to wait longer.
            if self._paused_until <= loop.time():
                return

    def pause(self, seconds: float) -> bool:
        """Ask nothing of the host for a while; return False, and do not wait, if that is more than a host may ask for."""
        now = asyncio.get_running_loop().time()
        # Two answers at the same moment ask for one wait, not for two.
        more = max(0.0, now + seconds - max(now, self._paused_until))
        if max(seconds, self._paused_for + more) > self.pace.longest_wait:
            return False
        self._paused_for += more
        self._paused_until = max(self._paused_until, now + seconds)
        self._next = max(self._next, self._paused_until)
        return True

    def slow_down(self, delay: float) -> None:
        """Keep the interval that the host's robots.txt asks for, within reason."""
        self._interval = min(delay, self.pace.longest_interval)
