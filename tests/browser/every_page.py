"""Every page in a real browser, under the headers that the build wrote. Each page is opened once; while it is open, all questions are asked.

First, on a phone's screen, what it fetches, weighs, stores, says and shifts; then whatever axe-core finds, at both widths, in both themes and in three
school colours; at last, whether it scrolls sideways when it is enlarged. Three files share the pages, so that several processes share the work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.accessibility.axe import PHONE, Report, addresses_below, look_at_page
from tests.browser.hosting import headers_of, host
from tests.conftest import Sites

MOST_BYTES = 120_000
MOST_REQUESTS = 12
# What Lighthouse and Core Web Vitals call no shift: below a tenth; we ask for a twentieth of that.
MOST_SHIFT = 0.005

WATCH = """
  window.__shift = 0; window.__broken = [];
  new PerformanceObserver(list => { for (const one of list.getEntries()) window.__shift += one.value; }).observe({type: 'layout-shift', buffered: true});
  document.addEventListener('securitypolicyviolation', event => window.__broken.push(event.violatedDirective + ' ' + event.blockedURI));
"""
ASK = "() => ({shift: window.__shift, broken: window.__broken, stored: localStorage.length + sessionStorage.length, cookie: document.cookie})"


# The pages of two thirds; the last third has all others, so that no page can fall between them.
HELP = ("help-now/", "staff/", "leaders/")
FAMILIES = ("parents/", "pupils/", "platforms/")


@dataclass
class Visit:
    """What a page did when it was first viewed."""

    requests: list[str] = field(default_factory=list)
    weight: float = 0
    complaints: list[str] = field(default_factory=list)
    shift: float = 0
    stored: int = 0
    cookies: list[str] = field(default_factory=list)


def is_of_the_page(message: ConsoleMessage) -> bool:
    """Say whether an error or a warning comes from the page, and not from the tests' own tool, which keeps service workers away."""
    return message.type in ("error", "warning") and "blocked by Playwright" not in message.text


def visit_all(browser: Browser, address: str, paths: list[str], then: Callable[[Page, str], None] | None = None) -> dict[str, Visit]:
    """View each page as if for the first time and return what it did.

    Args:
        browser: The browser.
        address: The site's address.
        paths: The pages, as addresses below the site.
        then: What to do with each page once it has been viewed.
    """
    visits = {}
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    context.add_init_script(WATCH)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    now = Visit()
    session.on("Network.requestWillBeSent", lambda event: now.requests.append(event["request"]["url"]))

    def finished(event: dict[str, float]) -> None:
        now.weight += event["encodedDataLength"]

    session.on("Network.loadingFinished", finished)
    page.on("console", lambda message: now.complaints.append(f"{message.type}: {message.text}") if is_of_the_page(message) else None)
    page.on("pageerror", lambda error: now.complaints.append(str(error)))
    for path in paths:
        page.set_viewport_size(PHONE)
        now = visits[path] = Visit()
        page.goto(address + path, wait_until="load")
        page.wait_for_timeout(60)
        said = page.evaluate(ASK)
        now.shift, now.stored = said["shift"], said["stored"]
        now.complaints += said["broken"]
        now.cookies = [cookie["name"] for cookie in context.cookies()] + ([said["cookie"]] if said["cookie"] else [])
        if then:
            # What comes now is no longer the page's own doing.
            now = Visit()
            then(page, path)
    context.close()
    return visits


@dataclass
class Walk:
    """What a walk through a part of the site has seen."""

    address: str
    names: list[str]
    visits: dict[str, Visit]
    report: Report


def _look(page: Page, name: str, report: Report) -> None:
    look_at_page(page, name, report)
    report.squeeze(page, name)


@pytest.mark.mend(
    "Look at the page in docs/ that is named. Too wide: shorter words in its table, or fewer columns. Too heavy: a smaller picture. "
    "What axe names stands in the page's HTML or Markdown, or in overrides/ if every page has it."
)
class EveryPage:
    """The questions asked of every page. Each third of the site is a class of its own, in a file of its own."""

    part: Callable[[str], bool]
    at_least: int

    @pytest.fixture(scope="class")
    @classmethod
    def walk(cls, sites: Sites, browser: Browser) -> Iterator[Walk]:
        """Every page of this third of the example school's site, viewed and examined once."""
        site = sites["example"]
        server, address = host(site, headers_of(site))
        names = [name for name in addresses_below(site) if cls.part(name)]
        report = Report()
        visits = visit_all(browser, address, names, lambda page, name: _look(page, name, report))
        yield Walk(address, names, visits, report)
        server.shutdown()

    def test_every_page_was_viewed(self, walk: Walk) -> None:
        assert len(walk.visits) == len(walk.names) > self.at_least
        assert all(visit.weight > 10_000 and len(visit.requests) > 2 for visit in walk.visits.values())

    def test_no_request_leaves_the_host(self, walk: Walk) -> None:
        away = {path: url for path, visit in walk.visits.items() for url in visit.requests if not url.startswith((walk.address, "data:"))}
        assert away == {}

    def test_nothing_is_stored(self, walk: Walk) -> None:
        assert {path: visit for path, visit in walk.visits.items() if visit.cookies or visit.stored} == {}

    def test_nothing_is_said_in_the_console_under_the_strict_policy(self, walk: Walk) -> None:
        assert {path: visit.complaints for path, visit in walk.visits.items() if visit.complaints} == {}

    def test_first_view_is_light(self, walk: Walk) -> None:
        own = {path: [url for url in visit.requests if not url.startswith("data:")] for path, visit in walk.visits.items()}
        print(
            f"heaviest first view: {max(visit.weight for visit in walk.visits.values()) / 1000:.0f} kB, most requests: {max(map(len, own.values()))}"
        )
        assert {path: round(visit.weight) for path, visit in walk.visits.items() if visit.weight > MOST_BYTES} == {}
        assert {path: urls for path, urls in own.items() if len(urls) > MOST_REQUESTS} == {}

    def test_search_is_not_fetched_before_somebody_searches(self, walk: Walk) -> None:
        fetched = {path for path, visit in walk.visits.items() for url in visit.requests if "search" in urlsplit(url).path.removeprefix("/" + path)}
        assert fetched == set()

    def test_nothing_shifts(self, walk: Walk) -> None:
        assert {path: visit.shift for path, visit in walk.visits.items() if visit.shift > MOST_SHIFT} == {}

    def test_axe_finds_nothing_and_nothing_scrolls_sideways(self, walk: Walk) -> None:
        # All rules at two widths, and three colours in two themes at each.
        walk.report.check(pages=len(walk.names), states=14 * len(walk.names))
