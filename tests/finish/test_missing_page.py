"""The page for what is not there is dressed, and leads home, wherever the site stands: also below a folder that its build knew nothing of."""

from __future__ import annotations

import functools
import shutil
import threading
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.hosting import Host, QuietServer, headers_of, host
from tests.conftest import Sites


@pytest.mark.parametrize("below", ["", pytest.param("oak/", marks=pytest.mark.whole), "trust/oak/"])
@pytest.mark.parametrize("missing", ["nope/", "nope/deep/er/", "help-now/nope.html"])
def test_the_missing_page_is_dressed_and_leads_on(below: str, missing: str, sites: Sites, tmp_path: Path, browser: Browser) -> None:
    shutil.copytree(sites["example"], tmp_path / below, dirs_exist_ok=True)
    if below:
        # As hosts do that give each site a folder.
        shutil.copy(sites["example"] / "404.html", tmp_path / "404.html")
    server, address = host(tmp_path, headers_of(sites["example"]))
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address + below + missing)
    expect(page.locator("h1")).to_have_text("We cannot find that page")
    expect(page.locator(".md-header")).to_have_css("position", "sticky")
    page.get_by_role("button", name="Dark colours").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    for words, there in {"Our policy": "policy/", "Something has happened: what to do now": "help-now/"}.items():
        page.get_by_role("link", name=words).click()
        page.wait_for_url(address + below + there)
        expect(page.locator("h1")).to_be_visible()
        page.go_back()
        expect(page.locator("h1")).to_have_text("We cannot find that page")
        expect(page.locator(".md-header")).to_have_css("position", "sticky")
    context.close()
    server.shutdown()


class Slow(Host):
    """A host whose page for what is not there stops in the middle, as over a weak signal: the style is there before the links are."""

    def do_GET(self) -> None:  # noqa: N802 (the base class names it so)
        """Send what is there at once, and the missing page in two halves."""
        if Path(self.translate_path(self.path)).exists():
            super().do_GET()
            return
        whole = (Path(self.directory) / "404.html").read_bytes()
        middle = whole.index(b"<article")
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()
        for half in (whole[:middle], whole[middle:]):
            self.wfile.write(half)
            self.wfile.flush()
            time.sleep(0.7)
        self.close_connection = True


def test_links_that_arrive_late_lead_home_too(sites: Sites, tmp_path: Path, browser: Browser) -> None:
    shutil.copytree(sites["example"], tmp_path / "oak")
    shutil.copy(sites["example"] / "404.html", tmp_path / "404.html")
    server = QuietServer(("127.0.0.1", 0), functools.partial(Slow, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/oak/nope/")
    expect(page.locator(".md-header")).to_have_css("position", "sticky")
    links = page.locator("article a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(links) >= 4
    assert all(link.startswith("/oak/") for link in links), links
    context.close()
    server.shutdown()
