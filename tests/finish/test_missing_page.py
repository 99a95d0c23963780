"""The page for what is not there is dressed, and leads home, wherever the site stands: also below a folder that its build knew nothing of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.hosting import headers_of, host
from tests.conftest import Sites


@pytest.mark.parametrize("below", ["", "oak/", "trust/oak/"])
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
