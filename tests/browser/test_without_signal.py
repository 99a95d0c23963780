"""Without a signal: after one visit pages of help open from copies that say their day; with a signal a copy is never shown; a month later it is gone."""

from __future__ import annotations

import functools
import re
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as BrowserError

from handbook.finish.without_signal import KEEPER, kept_pages
from tests.browser.hosting import Host, QuietServer, headers_of
from tests.conftest import Sites
from tests.reading import pages_of

pytestmark = pytest.mark.whole

# The site stands in a folder below the top of its host.
BELOW = "trust/oak/"
PAGE = "help-now/sextortion/"
MOST_KEPT_BYTES = 900_000
KEPT = """async below => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push([name, request.url.split(below)[1]]);
  }
  return found;
}"""
# Set back the day of every copy.
AGE = """async days => {
  let aged = 0;
  for (const name of await caches.keys()) {
    const copies = await caches.open(name);
    for (const request of await copies.keys()) {
      const copy = await copies.match(request), headers = new Headers(copy.headers);
      headers.set("x-kept-on", Date.now() - days * 24 * 3600 * 1000);
      await copies.put(request, new Response(await copy.blob(), {headers}));
      aged += 1;
    }
  }
  return aged;
}"""


def spoken(day: date) -> str:
    """Return a day as people say it."""
    return f"{day.day} {day:%B %Y}"


@dataclass
class Web:
    """A host that can be stopped, slowed and started again at the same address, and remembers what it was asked for."""

    folder: Path
    headers: dict[str, str]
    port: int = 0
    delay: float = 0
    status: int = 200
    running: bool = False
    asked: list[str] = field(default_factory=list)
    sent: int = 0

    def start(self) -> None:
        """Answer from now on."""
        web = self

        class Handler(Host):
            extra = web.headers

            def do_GET(self) -> None:  # noqa: N802 (the base class names it so)
                """Answer late, with a fault, not at all, or as hosts do."""
                if not web.running:
                    # A connection that was open before.
                    self.close_connection = True
                    return
                web.asked.append(self.path.removeprefix(f"/{BELOW}"))
                time.sleep(web.delay)
                if web.status != 200:
                    self.send_error(web.status)
                else:
                    super().do_GET()

            def send_header(self, keyword: str, value: str) -> None:
                """Count what is sent."""
                web.sent += int(value) if keyword == "Content-Length" else 0
                super().send_header(keyword, value)

        self.server = QuietServer(("127.0.0.1", self.port), functools.partial(Handler, directory=str(self.folder)))
        self.port = self.server.server_port
        self.running = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        """Answer no more."""
        self.running = False
        self.server.shutdown()
        self.server.server_close()

    @property
    def address(self) -> str:
        """Where the site stands."""
        return f"http://127.0.0.1:{self.port}/{BELOW}"


@pytest.fixture
def web(sites: Sites, tmp_path: Path) -> Iterator[Web]:
    """A copy of the example school's site on a host, below a folder."""
    shutil.copytree(sites["example"], tmp_path / BELOW)
    made = Web(tmp_path, headers_of(sites["example"]))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone that has never seen the site, and may keep copies."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="allow")
    page = context.new_page()
    yield page
    context.close()


def wait_until(page: Page, question: str, *given: object) -> None:
    """Wait until the page answers a question with yes."""
    deadline = time.monotonic() + 60
    while not page.evaluate(question, list(given)):
        assert time.monotonic() < deadline, f"never came true: {question}"
        page.wait_for_timeout(100)


def wait_for_copies(page: Page, count: int, version: str) -> None:
    """Wait until so many copies are kept, and none but those of one version."""
    wait_until(
        page,
        """async ([count, version]) => {
          const names = await caches.keys();
          return names.length === 1 && names[0].endsWith(` ${version}`) && (await (await caches.open(names[0])).keys()).length >= count;
        }""",
        count,
        version,
    )


def expect_nothing(page: Page, address: str) -> None:
    """Make sure that a page does not open."""
    with pytest.raises(BrowserError):
        page.goto(address)
    page.wait_for_url("chrome-error://chromewebdata/")


def told(site: Path) -> tuple[str, list[str]]:
    """Return the version and the list that the build wrote into the keeper."""
    text = (site / KEEPER).read_text(encoding="utf-8")
    return re.findall(r'VERSION = "([^"]+)"', text)[0], re.findall(r'"([^"]*)"', re.findall(r"KEPT = \[(.*?)\];", text)[0])


def visit(page: Page, web: Web) -> int:
    """Visit one page and wait until everything is kept; return how many copies there are."""
    version, kept = told(web.folder / BELOW)
    page.goto(web.address + PAGE)
    wait_for_copies(page, len(kept), version)
    return len(kept)


def test_after_one_visit_every_page_of_help_opens_without_a_signal(web: Web, phone: Page) -> None:
    count = visit(phone, web)
    web.stop()
    _, kept = told(web.folder / BELOW)
    pages = [path for path in kept if not path.startswith("assets/")]
    notice = phone.locator(".kept-copy")
    for path in pages:
        phone.goto(web.address + path)
        assert notice.inner_text() == f"You are offline. This copy is of {spoken(date.today())}.", path
        assert phone.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky", f"{path} is not dressed"
        assert phone.evaluate("[...document.images].filter(one => one.loading !== 'lazy' && !one.naturalWidth).length") == 0, path
    print(f"{len(pages)} pages opened from {count} copies")
    assert len(pages) > 85
    # The script works as well, and links lead on.
    phone.goto(f"{web.address}help-now/")
    phone.locator(".quick").get_by_role("link", name="Blackmail with a nude picture").click()
    expect(notice).to_be_visible()
    phone.locator("a.term").first.click()
    expect(phone.locator(".word:popover-open")).to_be_visible()
    # What is not kept is not pretended to be there.
    expect_nothing(phone, f"{web.address}policy/about/")
    web.start()


def test_nothing_is_fetched_before_the_page_has_been_shown_and_little_after(web: Web, phone: Page) -> None:
    at_load: list[int] = []
    phone.on("load", lambda page: at_load.append(len(web.asked)))
    count = visit(phone, web)
    _, kept = told(web.folder / BELOW)
    assert at_load[0] <= 4 < count, web.asked[:6]
    others = {path.split("?")[0] for path in web.asked} - set(kept) - {KEEPER}
    assert others == set()
    print(f"{count} files, {web.sent / 1000:.0f} kB compressed")
    assert web.sent < MOST_KEPT_BYTES
    # A second page the same day fetches nothing but itself.
    web.asked.clear()
    phone.goto(f"{web.address}help-now/threats/")
    phone.wait_for_timeout(4000)
    assert len([path for path in web.asked if path.endswith("/") or not path]) == 1, web.asked


def test_with_a_signal_the_new_page_is_shown_and_kept(web: Web, phone: Page) -> None:
    visit(phone, web)
    file = web.folder / BELOW / PAGE / "index.html"
    file.write_text(file.read_text(encoding="utf-8").replace("Do now", "Do this at once"), encoding="utf-8")
    phone.goto(web.address + PAGE)
    expect(phone.get_by_role("heading", name="Do this at once")).to_be_visible()
    assert phone.locator(".kept-copy").count() == 0
    phone.wait_for_timeout(200)
    web.stop()
    phone.goto(web.address + PAGE)
    expect(phone.get_by_role("heading", name="Do this at once")).to_be_visible()
    expect(phone.locator(".kept-copy")).to_be_visible()
    web.start()
    phone.goto(web.address + PAGE)
    assert phone.locator(".kept-copy").count() == 0, "a copy was shown although there is a signal"


def test_a_page_that_is_gone_is_kept_no_longer(web: Web, phone: Page) -> None:
    visit(phone, web)
    shutil.rmtree(web.folder / BELOW / PAGE)
    shutil.copy(web.folder / BELOW / "404.html", web.folder / "404.html")
    phone.goto(web.address + PAGE)
    expect(phone.get_by_role("heading", name="We cannot find that page")).to_be_visible()
    phone.wait_for_timeout(200)
    web.stop()
    expect_nothing(phone, web.address + PAGE)
    web.start()


def test_the_copy_comes_for_a_host_with_a_fault_and_after_a_few_seconds_on_a_dead_slow_net(web: Web, phone: Page) -> None:
    visit(phone, web)
    web.status = 503
    phone.goto(web.address + PAGE)
    expect(phone.locator(".kept-copy")).to_have_text(f"The website has a fault. This copy is of {spoken(date.today())}.")
    web.status = 200
    web.delay = 20
    began = time.monotonic()
    phone.goto(web.address + PAGE)
    expect(phone.locator(".kept-copy")).to_have_text(f"The network is very slow. This copy is of {spoken(date.today())}.")
    assert phone.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    took = time.monotonic() - began
    print(f"{took:.1f} s")
    assert 3 < took < 7
    web.delay = 0


def test_after_a_month_nothing_is_left(web: Web, phone: Page) -> None:
    count = visit(phone, web)
    web.stop()
    assert phone.evaluate(AGE, 30) >= count
    phone.goto(web.address + PAGE)
    expect(phone.locator(".kept-copy")).to_contain_text(f"This copy is of {spoken(date.today() - timedelta(days=30))}.")
    assert phone.evaluate(AGE, 32) >= count
    expect_nothing(phone, web.address + PAGE)
    web.start()
    # The next page with a signal fetches everything anew.
    web.asked.clear()
    phone.goto(f"{web.address}help-now/")
    wait_until(
        phone,
        """async () => {
          const copies = await caches.open((await caches.keys())[0]);
          for (const request of await copies.keys()) {
            const copy = await copies.match(request);
            if (!copy || Date.now() - copy.headers.get("x-kept-on") > 24 * 3600 * 1000) return false;
          }
          return (await copies.keys()).length > 80;
        }""",
    )


def test_a_new_version_takes_the_place_of_the_old(web: Web, phone: Page) -> None:
    count = visit(phone, web)
    old = phone.evaluate("caches.keys()")
    keeper = web.folder / BELOW / KEEPER
    text = keeper.read_text(encoding="utf-8")
    keeper.write_text(re.sub(r'VERSION = "[^"]+"', 'VERSION = "new"', text).replace('"help-now/threats/", ', ""), encoding="utf-8")
    phone.goto(f"{web.address}help-now/")
    wait_for_copies(phone, count - 1, "new")
    left = phone.evaluate(KEPT, BELOW)
    assert {name for name, _ in left}.isdisjoint(old)
    assert "help-now/threats/" not in {path for _, path in left}
    assert len(left) >= count - 1


def test_two_handbooks_on_one_host_leave_each_others_copies_alone(web: Web, phone: Page) -> None:
    visit(phone, web)
    kept = phone.evaluate(KEPT, BELOW)
    shutil.copytree(web.folder / BELOW, web.folder / "trust/elm")
    phone.goto(web.address.replace("oak", "elm") + PAGE)
    wait_until(phone, "async () => (await caches.keys()).length === 2")
    phone.wait_for_timeout(1500)
    assert len([one for one in phone.evaluate(KEPT, BELOW) if one[1] is not None]) == len(kept)


SAVING = {
    "saves data": "Object.defineProperty(navigator, 'connection', {value: {saveData: true, effectiveType: '4g'}})",
    "has a poor connection": "Object.defineProperty(navigator, 'connection', {value: {saveData: false, effectiveType: '2g'}})",
}


@pytest.mark.parametrize("who", SAVING)
def test_nothing_is_kept_for_who_saves_data(who: str, web: Web, phone: Page) -> None:
    phone.add_init_script(SAVING[who])
    phone.goto(web.address + PAGE)
    phone.wait_for_timeout(4000)
    assert KEEPER not in web.asked
    assert phone.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_what_is_kept_and_what_is_not(sites: Sites) -> None:
    site = sites["example"]
    version, kept = told(site)
    assert re.fullmatch(r"[0-9a-f]{12}", version)
    paths = {one.parent.relative_to(site).as_posix().removeprefix(".") + "/" for one in pages_of(site)}
    pages = {path for path in kept if not path.startswith("assets/")}
    assert pages - {""} <= paths
    assert {path for path in paths if path.startswith("help-now/")} - pages == {"help-now/chart/"}
    assert {path.split("/")[0] for path in pages} == {"", "help-now", "pupils", "contacts", "platforms"}
    assert {"", "contacts/", "contacts/a-to-z/", "platforms/tiktok/", "pupils/tell-an-adult/", "help-now/parents/sextortion/"} <= pages
    files = [path for path in kept if path.startswith("assets/")]
    assert any(re.fullmatch(r"assets/stylesheets/site\.\w+\.css", path) for path in files) and "assets/javascripts/handbook.js" in files
    assert all((site / path).is_file() for path in files)
    assert not any("search" in path for path in files)
    # The most urgent first, so that it is there when the connection breaks off.
    assert kept_pages(sorted(paths))[0].startswith("help-now/")


def test_hosts_are_told_to_ask_for_the_keeper_again(sites: Sites) -> None:
    headers = (sites["example"] / "_headers").read_text(encoding="utf-8")
    assert f"\n/{KEEPER}\n  Cache-Control: no-cache\n" in headers
    assert "worker-src 'self'" in headers
