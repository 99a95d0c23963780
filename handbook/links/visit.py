"""Visit addresses: robots.txt first, redirects one by one, another try when a failure may pass, an impossible sibling for comparison.

LinkChecker is not used for this part. It retries nothing and ignores Retry-After, sleeps for one host while it holds the lock for all,
runs no plugin on an answer that is an error, and follows redirects to private addresses; each of these sits in the middle of its own
classes, where a plugin cannot reach. It crawls the built site instead (``crawl``), which it does well.

In one run no address is asked for twice, however many pages, redirects and comparisons lead to it, unless it failed in a way that may
pass or wants a cookie of its own back.
"""

from __future__ import annotations

import asyncio
import email.utils
import re
import secrets
import time
from urllib.parse import urlsplit

from handbook.ground import addresses
from handbook.links import signs
from handbook.links.connect import Connector
from handbook.links.fetch import AGENT, Exchange, Fetcher
from handbook.links.hosts import USUAL, Host, Pace
from handbook.links.page import forwards_to, printable
from handbook.links.robots import Rules, read_rules
from handbook.links.threads import Threads
from handbook.links.verdicts import OF_THE_HOST, PASSING_FAILURES, PASSING_STATUSES, PERMANENT, REDIRECTS, Answer, Failure, Hop, Observation

# Browsers stop at twenty; no honest site needs half of that.
MOST_HOPS = 10


class Visitor:
    """Visits addresses in one run; remembers every answer of it."""

    def __init__(self, connector: Connector, pace: Pace = USUAL) -> None:
        self.pace = pace
        connector.time_out = pace.connect
        self._fetcher = Fetcher(connector, pace.read, pace.body)
        self._threads = Threads(pace.threads)
        self._hosts: dict[str, Host] = {}
        # Sites that want to be left in peace for longer than we wait, and what they said.
        self._in_peace: dict[str, str] = {}
        self._asked: dict[tuple[str, bool], asyncio.Task[tuple[Answer, int]]] = {}
        self._impossible = f"no-such-page-{secrets.token_hex(4)}"

    def close(self) -> None:
        """Let threads and connections go."""
        self._threads.close()
        for host in self._hosts.values():
            host.line.close()

    async def visit(self, url: str) -> Observation:
        """Return what is seen at an address, where its redirects lead, and beside it."""
        try:
            start = addresses.sendable(url)
        except ValueError as error:
            return Observation(url, (), Answer(url, failure=Failure.NO_ADDRESS, detail=str(error)))
        seen = await self._follow(start, patient=True)
        return Observation(url, seen.hops, seen.answer, seen.looped, seen.tries, await self._sibling(start, seen))

    async def _follow(self, start: str, patient: bool) -> Observation:
        hops: list[Hop] = []
        been = {start}
        here, cookies, cookies_used = start, "", False
        while True:
            if not await self._may_visit(here):
                return Observation(start, tuple(hops), Answer(here, failure=Failure.ROBOTS))
            answer, tries = await self._ask(here, patient, cookies if cookies_used else "")
            target, permanent, how = _leads_to(answer)
            if not how:
                return Observation(start, tuple(hops), answer, tries=tries)
            if not target:
                return Observation(start, tuple(hops), Answer(here, failure=Failure.NOT_WEB, detail=printable(_location(answer), 80)))
            hops.append(Hop(here, target, permanent, how))
            cookies = _with_cookies(cookies, answer) if addresses.site_of(target) == addresses.site_of(start) else ""
            if target in been:
                # Some servers set a cookie and send the visitor round once; a browser would come back with it.
                if not cookies or cookies_used:
                    return Observation(start, tuple(hops), answer, looped=True)
                cookies_used = True
            if len(hops) >= MOST_HOPS:
                return Observation(start, tuple(hops), answer, looped=True)
            been.add(target)
            here = target

    async def _sibling(self, start: str, seen: Observation) -> Answer | None:
        """Return what an address beside this one brings that cannot exist; None where asking would tell nothing."""
        answer = seen.answer
        if seen.looped or not 200 <= answer.status < 300 or answer.page is None:
            return None
        # A front page has no sibling, and a page that gave itself away needs none.
        if addresses.is_home(start) or addresses.is_home(answer.url) or signs.not_found(answer.page) or signs.parked(answer.url, answer.page):
            return None
        beside = await self._follow(addresses.sibling(start, self._impossible), patient=False)
        return None if beside.looped else beside.answer

    async def _may_visit(self, url: str) -> bool:
        host = self._host(url)
        if host.rules is None:
            host.rules = asyncio.create_task(self._read_robots(url, host))
        return (await host.rules).allows(url)

    async def _read_robots(self, url: str, host: Host) -> Rules:
        """Return a host's rules. Without a readable robots.txt there are none; a host that cannot be reached is marked as down."""
        parts = urlsplit(url)
        here = f"{parts.scheme}://{parts.netloc}/robots.txt"
        for _ in range(5):
            answer = await self._ask_once(self._host(here), Exchange(here, keep_text=True))
            if answer.failure in OF_THE_HOST - PASSING_FAILURES and self._host(here) is host:
                host.down = answer
            target, _, how = _leads_to(answer)
            if not how or not target:
                break
            here = target
        if answer.status != 200:
            return Rules()
        rules = read_rules(answer.headers.get(":text", ""), AGENT)
        host.slow_down(rules.delay)
        return rules

    async def _ask(self, url: str, patient: bool, cookies: str) -> tuple[Answer, int]:
        if cookies:
            return await self._ask_once(self._host(url), Exchange(url, cookies)), 1
        # An impatient question may use a patient one's answer, not the other way round.
        for kind in (True, patient):
            if (url, kind) in self._asked:
                return await asyncio.shield(self._asked[url, kind])
        task = asyncio.create_task(self._ask_until(url, self.pace.tries if patient else 1))
        self._asked[url, patient] = task
        return await asyncio.shield(task)

    async def _ask_until(self, url: str, most: int) -> tuple[Answer, int]:
        host = self._host(url)
        backoff = self.pace.backoff
        number = 0
        while True:
            if host.down:
                return Answer(url, failure=host.down.failure, detail=host.down.detail), max(number, 1)
            answer = await self._ask_once(host, Exchange(url))
            number += 1
            if answer.failure is Failure.TIME_OUT:
                most = min(most, max(1, self.pace.tries // 2))
            host.answered = host.answered or answer.failure is None
            if not answer.passing or number >= most or addresses.site_of(url) in self._in_peace:
                break
            asked_for = _retry_after(answer)
            await asyncio.sleep(backoff if asked_for is None else asked_for)
            backoff *= 2
        if answer.failure in OF_THE_HOST and not host.answered and most > 1:
            host.down = answer
        return answer, number

    async def _ask_once(self, host: Host, exchange: Exchange) -> Answer:
        site = addresses.site_of(exchange.url)
        async with host.gate:
            if site not in self._in_peace:
                await host.turn()
            # While it waited for its turn, an answer to another may have asked for peace.
            if site in self._in_peace:
                return Answer(exchange.url, failure=Failure.NOT_ASKED, detail=self._in_peace[site])
            watch = asyncio.get_running_loop().call_later(self.pace.whole, exchange.cut)
            try:
                answer = await self._threads.do(lambda: self._fetcher.ask(exchange, host.line))
            finally:
                watch.cancel()
            asked_for = _retry_after(answer)
            if answer.status in PASSING_STATUSES and asked_for is not None and not host.pause(asked_for):
                self._in_peace[site] = f"it asked for {_in_words(asked_for)} (status {answer.status})"
            return answer

    def _host(self, url: str) -> Host:
        parts = urlsplit(url)
        return self._hosts.setdefault(f"{parts.scheme}://{parts.netloc}", Host(self.pace))


def _leads_to(answer: Answer) -> tuple[str, bool, str]:
    """Return where an answer sends its reader, whether for good, and how in words; no words if it does not."""
    location = _location(answer)
    if not location:
        return "", False, ""
    permanent, how = True, "a page that forwards by itself"
    if answer.status in REDIRECTS:
        permanent = answer.status in PERMANENT
        how = f"a {'permanent' if permanent else 'temporary'} redirect (status {answer.status})"
    try:
        target = addresses.joined(answer.url, location)
    except ValueError:
        return "", False, how
    if target == answer.url and answer.status not in REDIRECTS:
        return "", False, ""  # A page that reloads itself stays where it is.
    return target, permanent, how


def _location(answer: Answer) -> str:
    """Return where an answer says it leads, in its own words; empty if it leads nowhere."""
    if answer.status in REDIRECTS:
        return answer.headers.get("location", "")
    if 200 <= answer.status < 300:
        return (answer.page.refresh if answer.page else "") or forwards_to(answer.headers.get("refresh", ""))
    return ""


def _with_cookies(cookies: str, answer: Answer) -> str:
    found = dict(pair.split("=", 1) for pair in cookies.split("; ") if "=" in pair)
    for line in answer.headers.get("set-cookie", "").splitlines():
        name, equals, value = line.partition(";")[0].strip().partition("=")
        if equals and len(found) < 20:
            found[name] = value
    return "; ".join(f"{name}={value}" for name, value in found.items())


def _retry_after(answer: Answer) -> float | None:
    """Return the seconds after which a server wants to be asked again; None if it does not say."""
    value = answer.headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]+", value):
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError, IndexError, OSError):
        return None  # The library stumbles over strange dates in as many ways.


def _in_words(seconds: float) -> str:
    """Return a time as people say it."""
    for length, name in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * length:
            return f"{seconds / length:,.0f} {name}" if seconds < 1000 * 86_400 else "years"
    return f"{seconds:.0f} seconds"
