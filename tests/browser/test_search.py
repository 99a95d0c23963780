"""Search in the real browser: what people type finds the right page, nothing is fetched too early, and nothing typed runs."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.hosting import headers_of, host
from tests.browser.searching import open_search, place, queries, results, results_of_all
from tests.conftest import Sites

ENOUGH = 0.95


@pytest.fixture(scope="module")
def address(sites: Sites) -> Iterator[str]:
    """The example school's site under its security headers."""
    server, found = host(sites["example"], headers_of(sites["example"]))
    yield found
    server.shutdown()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The home page on a computer's screen."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    made = context.new_page()
    made.goto(address)
    yield made
    context.close()


def test_the_list_is_long_and_mixed_and_names_real_pages(sites: Sites) -> None:
    asked = queries()
    assert len({query.ask for query in asked}) == len(asked) >= 60
    assert {query.who for query in asked} == {"staff", "parent", "leader", "pupil"}
    assert {query.kind for query in asked} == {"plain", "question", "slang", "old name", "misspelling"}
    gone = {(query.ask, path) for query in asked for path in query.pages if not (sites["example"] / path / "index.html").is_file()}
    assert gone == set()


def test_what_people_type_finds_the_right_page(page: Page, address: str) -> None:
    open_search(page)
    asked = queries()
    missed = {}
    for query, answer in zip(asked, results_of_all(page, address, [query.ask for query in asked]), strict=True):
        found = [result[0] for result in answer]
        if (place(query, found) or 99) > 3:
            missed[query.ask] = found[:3]
    print(f"{len(asked)} queries, {len(missed)} missed")
    assert 1 - len(missed) / len(asked) >= ENOUGH, missed


# One of each kind, typed as a reader types.
TYPED = ("whatsap", "my daughter sent a nude", "twitter", "insta", "screen time")


def test_typing_finds_what_is_found_in_one_call(page: Page, address: str) -> None:
    assert {query.kind for query in queries() if query.ask in TYPED} == {"plain", "question", "slang", "old name", "misspelling"}
    open_search(page)
    at_once = results_of_all(page, address, TYPED)
    assert all(at_once)
    for typed, found in zip(TYPED, at_once, strict=True):
        assert results(page, address, typed) == [result[0] for result in found]


def test_a_wrong_page_is_noticed(page: Page, address: str) -> None:
    # The measure itself must be able to fail.
    open_search(page)
    found = results(page, address, "tiktok")
    assert found[0] == "platforms/tiktok/"
    assert "platforms/xbox/" not in found[:3]


def test_nothing_found_offers_the_ways_in(page: Page, address: str) -> None:
    open_search(page)
    assert results(page, address, "qqxyzzy") == []
    expect(page.locator(".search__ways a").first).to_be_visible()
    assert page.locator(".search__ways a").count() >= 8
    page.locator(".search__ways a", has_text="Something has happened").click()
    page.wait_for_url("**/help-now/")


def test_typed_code_is_text(page: Page, address: str) -> None:
    alarms: list[str] = []
    page.on("dialog", lambda dialog: alarms.append(dialog.message))
    # The tests' browser starts no service worker, and says so.
    page.on("console", lambda message: alarms.append(message.text) if "blocked by Playwright" not in message.text else None)
    open_search(page)
    for typed in (
        "<img src=x onerror=alert(1)> phone",
        "<script>alert(1)</script>",
        '"><svg onload=alert(1)>',
        "__proto__ constructor",
        "{{ 7*7 }}",
        "((([",
    ):
        results(page, address, typed)
    assert page.locator(".search__output img, .search__output script").count() == 0
    assert alarms == []


def test_search_by_keyboard(page: Page) -> None:
    page.keyboard.press("Control+k")
    expect(page.locator(".search__input")).to_be_focused()
    page.keyboard.type("sextortion")
    expect(page.locator(".search__item").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".search__link").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(page.locator(".search__item").first).not_to_be_visible()
    page.focus(".search__input")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sextortion/**")


def test_what_was_searched_is_neither_sent_nor_kept(page: Page, address: str) -> None:
    open_search(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    results(page, address, "sextortion")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sextortion/**")
    page.wait_for_load_state("load")
    expect(page.locator("mark.found").first).to_be_visible()
    assert not any("?" in url for url in asked)
    assert page.evaluate("() => sessionStorage.length + localStorage.length") == 0


def test_words_are_marked_on_a_page_that_comes_late(page: Page, address: str) -> None:
    open_search(page)
    results(page, address, "sextortion")
    page.route("**/sextortion/", lambda route: (time.sleep(0.5), route.continue_()))
    page.keyboard.press("Enter")
    page.wait_for_url("**/sextortion/**")
    expect(page.locator("mark.found").first).to_be_visible()


def test_enter_is_remembered_until_search_is_ready(page: Page) -> None:
    page.route("**/search_index.json", lambda route: (time.sleep(0.5), route.continue_()))
    page.focus(".search__input")
    page.keyboard.type("sextortion")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sextortion/**")


def test_escape_gives_the_focus_back_to_the_button(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(address)
    page.focus(".search-button")
    page.keyboard.press("Enter")
    expect(page.locator(".search__input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".search__input")).not_to_be_visible()
    expect(page.locator(".search-button")).to_be_focused()
    context.close()


def test_search_on_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(address)
    page.locator(".search-button").click()
    expect(page.locator(".search__input")).to_be_focused()
    page.keyboard.type("snapchat")
    page.locator('.search__list[data-shown="snapchat"]').wait_for()
    page.locator('.search__link--page[href$="/platforms/snapchat/"]').click()
    page.wait_for_url("**/snapchat/**")
    context.close()


def test_colours_are_remembered_only_once_chosen(page: Page) -> None:
    assert page.evaluate("() => localStorage.length") == 0
    page.locator(".colours").click()
    assert page.evaluate("() => ({...localStorage})") == {"colours": "dark"}
    page.reload()
    assert page.get_attribute("body", "data-md-color-scheme") == "slate"
