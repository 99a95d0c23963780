"""`fleet build --layout shared`: what all schools have in common stands once, and every page finds it: on a host, below a folder, without a signal, as a file."""

from __future__ import annotations

import posixpath
import shutil
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from handbook.finish import security
from handbook.finish.common import Common, point
from handbook.finish.pages import FinishedPage
from handbook.finish.without_signal import place_of_common
from handbook.fleet import place as places
from tests.browser.hosting import Host, host
from tests.browser.test_without_signal import wait_until
from tests.conftest import Project, copy_small
from tests.fleet.making import marked_school, write_fleet
from tests.fleet.test_build import beside, build


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the project with a dozen pages."""
    return copy_small(tmp_path_factory.mktemp("layout") / "project")


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two schools: one is stamped, the other rendered by itself, because its newsletter's name looks like markup."""
    schools = {"1": marked_school("A"), "2": marked_school("B")}
    schools["2"]["policy"]["newsletter"] = "the data- letter"
    return write_fleet(tmp_path_factory.mktemp("fleet") / "fleet", schools)


@pytest.fixture(scope="module")
def out(project: Project, fleet: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their sites."""
    folder = tmp_path_factory.mktemp("out") / "sites"
    done = build(project, fleet, folder, "--layout", "shared", "--processes", "1")
    assert done.returncode == 0, done.stderr
    assert "more files of 0.1 MB are for all." in done.stdout and "1 could not be stamped" in done.stdout, done.stdout
    return folder


def addresses(page: Path) -> list[str]:
    """Return the addresses of this host that a page names."""
    document = html.fromstring(page.read_bytes())
    named = [str(one) for one in document.xpath("//@href | //@src | //@data-keeper")]
    named += [one for text in document.xpath("//@data-scripts") for one in str(text).split()]
    return [one for one in named if not urlsplit(one).scheme and not one.startswith("#")]


@pytest.mark.whole
def test_every_address_leads_somewhere_and_nothing_stands_twice(out: Path) -> None:
    common = {path.relative_to(out / "shared").parts[1:] for path in (out / "shared").rglob("*") if path.is_file()}
    assert len(common) > 15 and len(list((out / "shared").iterdir())) == 1
    looked = 0
    for urn in ("1", "2"):
        assert not {path.relative_to(out / urn).parts for path in (out / urn).rglob("*")} & common
        assert not (out / urn / security.HEADERS).exists()
        for page in (out / urn).rglob("*.html"):
            stands = "/wrong/address/" if page.name == "404.html" else f"/{page.parent.relative_to(out).as_posix()}/"
            for address in addresses(page):
                there = posixpath.normpath(urlsplit(urljoin(stands, address)).path).lstrip("/")
                # The small site has not all the pages that every site's frame links to.
                mine = there == urn or there.startswith(f"{urn}/")
                files = "." in posixpath.basename(there)
                assert (mine or there.startswith("shared/")) and ((out / there).is_file() if files else mine), f"{page}: {address}"
                looked += 1
    assert looked > 500
    assert "/shared/*" in (out / security.HEADERS).read_text(encoding="utf-8")


@pytest.mark.whole
def test_stamped_and_rendered_by_themselves_are_the_same(project: Project, fleet: Path, out: Path, tmp_path: Path) -> None:
    found = beside(project, fleet, out, tmp_path)
    assert found["different"] == [] and isinstance(found["compared"], int) and found["compared"] > 30


COPIES = """async ([part, count]) => {
  const found = [];
  for (const name of await caches.keys()) found.push(...await (await caches.open(name)).keys());
  return found.filter(one => one.url.includes(part)).length >= count;
}"""


def visited(page: Page, address: str) -> list[str]:
    """Open a page; return what the browser complains of."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky", f"{address} is not dressed"
    return said


@pytest.mark.whole
@pytest.mark.parametrize("urn", ["1", "2"])
def test_a_browser_finds_everything_below_a_folder(urn: str, out: Path, tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(out, tmp_path / "handbooks")
    policy = security.headers()
    server, top = host(tmp_path, policy)
    context = browser.new_context(service_workers="allow")
    page = context.new_page()
    try:
        said = visited(page, f"{top}handbooks/{urn}/help-now/")
        page.locator(".search__input").click()
        page.locator(".search__input").fill("policy")
        first = page.locator(".search__list a").first
        expect(first).to_be_visible()
        assert str(first.evaluate("one => one.href")).startswith(f"{top}handbooks/{urn}/")
        # Its copies for when there is no signal: the common files among them.
        wait_until(page, COPIES, "/shared/", 2)
        wait_until(page, COPIES, "/help-now/", 1)
        assert said == []
    finally:
        server.shutdown()
        server.server_close()
    # A connection that was open before.
    monkeypatch.setattr(Host, "do_GET", lambda handler: setattr(handler, "close_connection", True))
    said = visited(page, f"{top}handbooks/{urn}/help-now/")
    assert "You are offline." in page.locator(".kept-copy").inner_text()
    context.close()
    # As a file: dressed as well, and told that this copy is for a website.
    context = browser.new_context()
    visited(context.new_page(), (out / urn / "index.html").as_uri())
    context.close()


@pytest.mark.whole
def test_another_edition_stands_beside_until_no_site_asks_for_it(project: Project, fleet: Path, out: Path, tmp_path: Path) -> None:
    sites = tmp_path / "sites"
    shutil.copytree(out, sites)
    old = place_of_common(sites / "2")
    # A site that cannot be renewed now asks for an older edition of what is common.
    shutil.copytree(sites / "shared" / old.split("/")[2], sites / "shared" / "0a0a0a")
    keeper = sites / "2" / "without-signal.js"
    keeper.write_text(keeper.read_text(encoding="utf-8").replace(old, "../shared/0a0a0a/"), encoding="utf-8")
    (sites / "shared" / "0b0b0b").mkdir()
    places.end(sites)
    assert sorted(one.name for one in (sites / "shared").iterdir()) == sorted(["0a0a0a", old.split("/")[2]])
    # Back to sites that are whole in their folders: nothing is left over.
    keeper.write_text(keeper.read_text(encoding="utf-8").replace("../shared/0a0a0a/", old), encoding="utf-8")
    assert build(project, fleet, sites, "--processes", "1").returncode == 0
    assert sorted(one.name for one in sites.iterdir() if not one.name.startswith(".")) == ["1", "2"]
    assert (sites / "1" / "assets" / "javascripts" / "handbook.js").is_file()


COMMON = Common("../shared/1/", {"assets/a.js": "", "assets/b.svg": ""}, "/7/")
# A page, what stands in it, and what stands there after.
POINTED = {
    "the home page": ("", '<script src="assets/a.js">', '<script src="../shared/1/assets/a.js">'),
    "a page below": ("x/y/", '<img src="../../assets/b.svg?1">', '<img src="../../../shared/1/assets/b.svg?1">'),
    "several": ("x/", '<p data-scripts="../assets/a.js ../assets/c.js">', '<p data-scripts="../../shared/1/assets/a.js ../assets/c.js">'),
    "its own": ("x/", '<img src="../assets/own.svg">', '<img src="../assets/own.svg">'),
    "another website's": ("x/", '<a href="https://example.org/assets/a.js">', '<a href="https://example.org/assets/a.js">'),
    "words": ("x/", "<p>../assets/a.js</p>", "<p>../assets/a.js</p>"),
    "where no page is": ("404.html", '<a href="/x/"><img src="/assets/b.svg">', '<a href="/7/x/"><img src="/7/../shared/1/assets/b.svg">'),
}


@pytest.mark.parametrize("case", POINTED)
def test_pages_point_to_what_is_common(case: str) -> None:
    path, before, after = POINTED[case]
    page = FinishedPage(Path(), path, before)
    point(page, COMMON)
    assert page.text == after
