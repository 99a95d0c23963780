"""Somebody types an old address into the search of the finished site and is told what to use instead."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.searching import open_search, results
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
    open_search(page)
    results(page, addresses["example"], typed)
    found = page.locator(f"a.search__link[href*='link-health/'][href$='#retired-{TYPED[typed]}']").first
    expect(found).to_be_attached()
    page.close()
