"""Somebody types an old address into the search of the finished site and is told what to use instead."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import Addresses

# As an old policy writes it, and the record that must be among the first results.
TYPED = {
    "www.thinkuknow.co.uk": "thinkuknow",
    "http://www.thinkuknow.co.uk/parents": "thinkuknow-parents",
    "virtualglobaltaskforce.com": "virtual-global-taskforce",
    "www.bbc.co.uk/chatguide": "bbc-chatguide",
    "www.nch.org.uk": "nch",
}


@pytest.mark.parametrize("typed", TYPED)
def test_old_address_is_found(typed: str, browser: Browser, addresses: Addresses) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(addresses["example"])
    page.locator("[data-md-component=search-query]").click()
    page.locator("[data-md-component=search-query]").press_sequentially(typed)
    expect(page.locator(".md-search-result__meta")).to_contain_text("matching document")
    found = page.locator(f"a.md-search-result__link[href*='link-health/'][href*='#retired-{TYPED[typed]}']").first
    expect(found).to_be_attached()
    page.close()
