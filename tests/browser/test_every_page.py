"""Every page in a real browser, on a phone's screen, under the headers that the build wrote: what it fetches, weighs, stores, says and shifts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

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


@dataclass
class Visit:
    """What a page did when it was first viewed."""

    requests: list[str] = field(default_factory=list)
    weight: float = 0
    complaints: list[str] = field(default_factory=list)
    shift: float = 0
    stored: int = 0
    cookies: list[str] = field(default_factory=list)


def visit_all(browser: Browser, address: str, paths: list[str]) -> dict[str, Visit]:
    """View each page as if for the first time and return what it did."""
    visits = {}
    context = browser.new_context(viewport={"width": 390, "height": 800})
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
    page.on("console", lambda message: now.complaints.append(f"{message.type}: {message.text}") if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: now.complaints.append(str(error)))
    for path in paths:
        now = visits[path] = Visit()
        page.goto(address + path, wait_until="load")
        page.wait_for_timeout(60)
        said = page.evaluate(ASK)
        now.shift, now.stored = said["shift"], said["stored"]
        now.complaints += said["broken"]
        now.cookies = [cookie["name"] for cookie in context.cookies()] + ([said["cookie"]] if said["cookie"] else [])
    context.close()
    return visits


@pytest.fixture(scope="module")
def visits(sites: Sites, browser: Browser) -> Iterator[tuple[str, dict[str, Visit]]]:
    """Every page of the example school's site, viewed once."""
    site = sites["example"]
    server, address = host(site, headers_of(site))
    paths = [path.relative_to(site).as_posix().removesuffix("index.html") for path in sorted(site.rglob("*.html"))]
    yield address, visit_all(browser, address, paths)
    server.shutdown()


def test_every_page_was_viewed(visits: tuple[str, dict[str, Visit]]) -> None:
    _, seen = visits
    assert len(seen) > 200
    assert all(visit.weight > 10_000 and len(visit.requests) > 3 for visit in seen.values())


def test_no_request_leaves_the_host(visits: tuple[str, dict[str, Visit]]) -> None:
    address, seen = visits
    away = {path: url for path, visit in seen.items() for url in visit.requests if not url.startswith((address, "data:"))}
    assert away == {}


def test_nothing_is_stored(visits: tuple[str, dict[str, Visit]]) -> None:
    _, seen = visits
    assert {path: visit for path, visit in seen.items() if visit.cookies or visit.stored} == {}


def test_nothing_is_said_in_the_console_under_the_strict_policy(visits: tuple[str, dict[str, Visit]]) -> None:
    _, seen = visits
    assert {path: visit.complaints for path, visit in seen.items() if visit.complaints} == {}


def test_first_view_is_light(visits: tuple[str, dict[str, Visit]]) -> None:
    _, seen = visits
    own = {path: [url for url in visit.requests if not url.startswith("data:")] for path, visit in seen.items()}
    assert {path: round(visit.weight) for path, visit in seen.items() if visit.weight > MOST_BYTES} == {}
    assert {path: urls for path, urls in own.items() if len(urls) > MOST_REQUESTS} == {}


def test_search_is_not_fetched_before_somebody_searches(visits: tuple[str, dict[str, Visit]]) -> None:
    _, seen = visits
    assert {path for path, visit in seen.items() for url in visit.requests if urlsplit(url).path.endswith(("search.js", "search_index.json"))} == set()


def test_nothing_shifts(visits: tuple[str, dict[str, Visit]]) -> None:
    _, seen = visits
    assert {path: visit.shift for path, visit in seen.items() if visit.shift > MOST_SHIFT} == {}


FAULTS = {
    "script from elsewhere": '<script src="https://tracker.example/x.js"></script>',
    "picture from elsewhere": '<img src="https://tracker.example/x.png" alt="">',
    "script in the page": "<script>document.title='bad'</script>",
    "handler in the page": '<img src="x" onerror="document.title=1" alt="">',
    "style in the page": '<p style="color:red">x</p>',
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_stopped_and_seen(name: str, sites: Sites, browser: Browser, tmp_path: Path) -> None:
    # Otherwise the tests above might pass because they cannot see.
    text = (sites["example"] / "index.html").read_text(encoding="utf-8")
    (tmp_path / "index.html").write_text(text.replace("<h1", f"{FAULTS[name]}<h1", 1), encoding="utf-8")
    (tmp_path / "404.html").write_text(text, encoding="utf-8")
    server, address = host(tmp_path, headers_of(sites["example"]))
    seen = visit_all(browser, address, [""])[""]
    server.shutdown()
    assert any("-src" in one for one in seen.complaints)


def test_what_stores_shifts_and_weighs_is_seen(sites: Sites, browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        "<!doctype html><script>document.cookie='a=1';localStorage.a=1;addEventListener('load',()=>setTimeout(()=>"
        "document.body.prepend(document.createElement('hr'),Object.assign(document.createElement('div'),{style:'height:300px'})),50))</script>"
        f"<body><p>text</p><h1>text</h1><!-- {''.join(map(str, range(60_000)))} -->",
        encoding="utf-8",
    )
    server, address = host(tmp_path, {})
    seen = visit_all(browser, address, [""])[""]
    server.shutdown()
    assert seen.cookies and seen.stored
    assert seen.shift > MOST_SHIFT
    assert seen.weight > MOST_BYTES
