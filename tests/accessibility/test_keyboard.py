"""Whole journeys by keyboard alone: at every stop the focus is seen, lies under nothing and is clearly marked."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from handbook.facts.load import load
from tests.accessibility.axe import DESK, ENLARGED, PHONE, still_context
from tests.accessibility.keys import Keyboard
from tests.conftest import Addresses

ALSO_ENLARGED = pytest.param(ENLARGED, id="enlarged", marks=pytest.mark.whole)
WIDTHS = pytest.mark.parametrize("viewport", [pytest.param(PHONE, id="phone"), pytest.param(DESK, id="desk"), ALSO_ENLARGED])


@pytest.fixture
def page(viewport: ViewportSize, browser: Browser) -> Iterator[Page]:
    """A page at the width asked for."""
    context = still_context(browser, viewport)
    yield context.new_page()
    context.close()


@WIDTHS
def test_from_home_to_what_to_do_and_away(page: Page, addresses: Addresses) -> None:
    questions = load().triage
    first = next(one for one in questions["start"].answers if one.asks)
    second = next(one for one in questions[str(first.asks)].answers if one.page)
    page.goto(addresses["example"])
    keys = Keyboard(page)
    keys.tab_to("Something has happened")
    page.keyboard.press("Enter")
    page.wait_for_url("**/help-now/")
    keys.tab_to(first.text[:60])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#ask-{first.asks}")
    keys.tab_to(second.text[:60])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "#ask-" not in url)
    page.wait_for_load_state()
    leave = page.locator("a.leave")
    away = str(leave.get_attribute("href"))
    page.route(re.compile("^" + re.escape(away)), lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"))
    keys.tab_to("Leave this page quickly")
    page.keyboard.press("Enter")
    page.wait_for_url(away)
    print(f"{keys.stops} stops")
    assert keys.stops > 20


@WIDTHS
def test_the_first_stop_skips_to_the_content(page: Page, addresses: Addresses) -> None:
    for name in ("", "policy/roles/", "help-now/sextortion/", "404.html"):
        page.goto(addresses["example"] + name)
        keys = Keyboard(page)
        assert "Skip to content" in (keys.press("Tab") or ""), name
        page.keyboard.press("Enter")
        page.wait_for_url("**#*")
        keys.press("Tab")
        assert page.evaluate("document.activeElement.closest('article') !== null"), f"{name}: the focus did not go on in the content"


@pytest.mark.whole
@WIDTHS
@pytest.mark.parametrize("name", ["", "help-now/sextortion/", "parents/gaming/", "policy/filtering-and-monitoring/", "404.html"])
def test_every_stop_of_a_page_forwards_and_backwards(name: str, page: Page, addresses: Addresses) -> None:
    page.goto(addresses["example"] + name)
    keys = Keyboard(page)
    there = keys.walk("Tab")
    back = keys.walk("Shift+Tab")
    print(f"{len(there)} stops forwards, {len(back)} backwards")
    assert len(there) > 15
    # The search that the focus opens is behind its box: only who comes forwards passes through it.
    # Its first stop is who asks: one stop for all of its choices.
    ways = ['input ""', *(f'a "{name}"' for name in page.locator(".search__ways a").all_text_contents())]
    after = there.index('input "Search"') + 1 if 'input "Search"' in there else 0
    if after:
        assert there[after : after + len(ways)] == ways
        del there[after : after + len(ways)]
    # A browser with a window goes round once more before it leaves the page.
    assert back[::-1] in (there, there * 2)


@pytest.mark.parametrize("viewport", [pytest.param(PHONE, id="phone"), ALSO_ENLARGED])
@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_menu_opens_leads_on_and_closes(viewport: ViewportSize, script: bool, browser: Browser, addresses: Addresses) -> None:
    context = still_context(browser, viewport, java_script_enabled=script)
    page = context.new_page()
    page.goto(addresses["example"] + "parents/gaming/")
    menu = page.locator("#menu")
    expect(menu).to_be_hidden()
    button = page.get_by_role("button", name="Menu", exact=True)
    for _ in range(10):
        page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    keys = Keyboard(page)
    if script:
        keys.tab_to("Close menu", 2)
        keys.tab_to("Glossary", 40)
    else:
        glossary = menu.get_by_role("link", name="Glossary")
        for _ in range(40):
            page.keyboard.press("Tab")
            if glossary.evaluate("one => one === document.activeElement"):
                break
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/")
    context.close()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_searching(page: Page, addresses: Addresses) -> None:
    page.goto(addresses["example"])
    named = "(document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || '').trim()"
    for _ in range(15):
        page.keyboard.press("Tab")
        if str(page.evaluate(named)).startswith("Search"):
            break
    else:
        raise AssertionError("the search was never reached by Tab")
    if page.evaluate("document.activeElement.tagName") != "INPUT":
        page.keyboard.press("Enter")
    page.keyboard.type("sextortion")
    results = page.locator(".search__link").filter(visible=True)
    expect(results.first).to_be_visible()
    for key in ("ArrowDown", "ArrowDown", "Tab", "Tab", "Tab"):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement.tagName") == "A":
            break
    Keyboard(page).press("Shift")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != addresses["example"])


@WIDTHS
def test_a_words_meaning(page: Page, addresses: Addresses) -> None:
    page.goto(addresses["example"] + "help-now/sextortion/")
    word = page.locator("a.term").first
    meaning = page.locator(str(word.get_attribute("href")))
    keys = Keyboard(page)
    keys.tab_to(word.inner_text())
    page.keyboard.press("Enter")
    expect(meaning).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(word).to_be_focused()


@pytest.mark.parametrize("viewport", [DESK], ids=["desk"])
def test_light_and_dark(page: Page, addresses: Addresses) -> None:
    page.goto(addresses["example"])
    Keyboard(page).tab_to("Dark colours")
    button = page.get_by_role("button", name="Dark colours")
    for key, scheme, pressed in (("Enter", "slate", "true"), ("Space", "default", "false")):
        page.keyboard.press(key)
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
        expect(button).to_have_attribute("aria-pressed", pressed)
        assert "Dark colours" in (Keyboard(page).press("Shift") or "")


@pytest.mark.parametrize("viewport", [DESK], ids=["desk"])
def test_the_part_in_hand_is_marked_beside_the_page(page: Page, addresses: Addresses) -> None:
    page.goto(addresses["example"] + "policy/roles/")
    marked = page.locator(".toc__open a[aria-current]")
    links = page.locator(".toc__open a")
    expect(marked).to_have_count(0)
    page.keyboard.press("End")
    expect(links.last).to_have_attribute("aria-current", "location")
    # A key that comes within the frame that scrolls can be lost, so that a reader presses it again.
    for _ in range(10):
        page.keyboard.press("Home")
        page.wait_for_timeout(100)
        if page.evaluate("scrollY") == 0:
            break
    expect(marked).to_have_count(0)
    # A jump past everything between.
    third = links.nth(2)
    third.focus()
    page.keyboard.press("Enter")
    expect(third).to_have_attribute("aria-current", "location")
    expect(marked).to_have_count(1)


@pytest.mark.parametrize("viewport", [PHONE], ids=["phone"])
def test_the_menu_is_closed_for_who_comes_back(page: Page, addresses: Addresses) -> None:
    page.goto(addresses["example"] + "policy/roles/")
    page.get_by_role("button", name="Menu", exact=True).click()
    page.locator("#menu").get_by_role("link", name="Glossary").click()
    page.wait_for_url("**/glossary/")
    page.go_back()
    expect(page.locator("#menu")).to_be_hidden()


PLANTED = {
    "covered": "aside.help-line { position: fixed; inset: 0; z-index: 99 }",
    "does not look so": ":focus-visible:focus-visible:focus-visible { box-shadow: none !important; background: none !important }",
    "no size": ".school-home { position: absolute; width: 0; height: 0; min-height: 0; padding: 0; overflow: hidden }",
    "outside the window": ".school-home { position: fixed; top: -500px }",
}


@pytest.mark.parametrize("fault", PLANTED)
@pytest.mark.parametrize("viewport", [DESK], ids=["desk"])
def test_a_planted_fault_is_found(fault: str, page: Page, addresses: Addresses) -> None:
    page.goto(addresses["example"] + "about/privacy/")
    page.add_style_tag(content=PLANTED[fault])
    with pytest.raises(AssertionError, match=fault):
        Keyboard(page).walk()
