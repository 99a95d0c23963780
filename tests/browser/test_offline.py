"""An offline build works from a folder, and every page works without JavaScript."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import ROOT, Addresses, Project, Sites


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example school's handbook, built to be opened from a folder whose name is not easy."""
    out = tmp_path_factory.mktemp("stick") / "E-safety (final) é"
    done = Project(ROOT).run("build", "--school", "schools/example-primary.yml", "--offline", "--out", str(out))
    assert done.returncode == 0, done.stderr
    return out


def links(text: str) -> list[str]:
    """Return the addresses of a page's links within its site."""
    found = map(html.unescape, re.findall(r'<a\b[^>]*?\shref="([^"]*)"', text))
    return [one for one in found if not urlsplit(one).scheme and not one.startswith("//")]


def test_nothing_is_kept_from_a_folder(folder: Path) -> None:
    assert list(folder.rglob("without-signal.js")) == []
    pages = list(folder.rglob("*.html"))
    assert len(pages) > 200
    assert not [page for page in pages if "data-keeper" in page.read_text(encoding="utf-8")]


def test_every_link_names_a_file(folder: Path) -> None:
    broken, followed = set(), 0
    for page in folder.rglob("*.html"):
        for one in links(page.read_text(encoding="utf-8")):
            target = unquote(urlsplit(urljoin(page.as_uri(), one)).path)
            followed += 1
            if not Path(target).is_file():
                broken.add((page.relative_to(folder).as_posix(), one))
    assert followed > 5000
    assert broken == set()


def test_a_site_for_a_web_server_says_so_when_it_is_opened_from_a_folder(folder: Path, sites: Sites, addresses: Addresses, browser: Browser) -> None:
    page = browser.new_page()
    seen = {}
    for way, address in {
        "a file": (sites["example"] / "index.html").as_uri(),
        "a file, deep down": (sites["example"] / "policy" / "devices" / "index.html").as_uri(),
        "a web server": addresses["example"],
        "an offline copy": (folder / "index.html").as_uri(),
    }.items():
        page.goto(address)
        seen[way] = page.locator(".opened-as-file").is_visible()
        assert page.locator("h1").is_visible()
    assert seen == {"a file": True, "a file, deep down": True, "a web server": False, "an offline copy": False}
    page.close()
    assert "opened-as-file" not in (folder / "index.html").read_text(encoding="utf-8")


def test_search_and_pages_work_from_the_folder(folder: Path, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((folder / "index.html").as_uri())
    page.locator("article a", has_text="Something has happened").first.click()
    page.wait_for_url("**/help-now/index.html")
    page.focus(".search__input")
    page.keyboard.type("sextortion")
    expect(page.locator(".search__item").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sextortion/index.html*")
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("() => getComputedStyle(document.querySelector('.md-header')).position") != "static"
    assert {urlsplit(url).scheme for url in asked} <= {"file", "data"}
    assert complaints == []
    context.close()


@pytest.fixture
def plain(browser: Browser, addresses: Addresses) -> Iterator[tuple[object, str]]:
    """A phone without JavaScript."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    yield context.new_page(), addresses["example"]
    context.close()


def test_every_page_is_reached_by_links_alone(sites: Sites) -> None:
    site = sites["example"]
    waiting, reached = [""], {""}
    while waiting:
        here = waiting.pop()
        for one in links((site / here / "index.html").read_text(encoding="utf-8")):
            there = urlsplit(urljoin(f"http://site/{here}", one)).path.lstrip("/")
            if there not in reached and (site / there / "index.html").is_file():
                reached.add(there)
                waiting.append(there)
    pages = {path.parent.relative_to(site).as_posix().replace(".", "", 1) for path in site.rglob("index.html")}
    assert {page.rstrip("/") for page in reached} == pages
    assert len(pages) > 200


def test_menu_opens_without_javascript(plain) -> None:
    page, address = plain
    page.goto(address)
    page.locator(".menu-button").click()
    link = page.locator("nav a:visible", has_text="Contacts").first
    expect(link).to_be_visible()
    link.click()
    page.wait_for_url("**/contacts/")


def test_guided_tree_works_without_javascript(plain) -> None:
    page, address = plain
    page.goto(f"{address}help-now/")
    first = page.locator(".triage__question--first")
    expect(first).to_be_visible()
    answer = first.locator("a[href*='#ask-']").first
    wanted = (answer.get_attribute("href") or "").split("#")[1]
    answer.click()
    expect(page.locator(f"#{wanted}")).to_be_in_viewport()
    onward = page.locator(f"#{wanted} li a").first
    expect(onward).to_be_visible()


def test_search_box_hides_without_javascript(plain) -> None:
    page, address = plain
    page.goto(address)
    assert page.locator(".search__input:visible").count() == 0
    assert page.locator(".search-button:visible").count() == 0
