"""Somebody types an old address into the search of the finished site and is told what to use instead."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.searching import answers_of_all, open_search
from tests.conftest import Addresses

# As an old policy writes it, and the record that must be among the first results.
TYPED = {
    "www.thinkuknow.co.uk": "thinkuknow",
    "http://www.thinkuknow.co.uk/parents": "thinkuknow-parents",
    "virtualglobaltaskforce.com": "virtual-global-taskforce",
    "www.bbc.co.uk/chatguide": "bbc-chatguide",
    "www.nch.org.uk": "nch",
}


def test_old_addresses_are_found(browser: Browser, addresses: Addresses) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(addresses["example"])
    open_search(page)
    answers = answers_of_all(page, addresses["example"], list(TYPED))
    page.close()
    for (typed, record), answer in zip(TYPED.items(), answers, strict=True):
        assert f"about/link-health/#retired-{record}" in [link for item in answer.items for link in item], typed
