"""Leaving a page of help quickly: by the link, or by three presses of Shift and of nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.conftest import Addresses

WEATHER = "https://www.bbc.co.uk/weather"
PAGE = "help-now/sextortion/"


DESK: ViewportSize = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """A page with a clock of its own, that no waiting costs time. The everyday page is on another website: it is answered for here."""
    context = browser.new_context(viewport=DESK)
    context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(status=200, body="<title>Weather</title>", content_type="text/html"))
    page = context.new_page()
    page.clock.install()
    yield page
    context.close()


@pytest.fixture
def page(window: Page) -> Page:
    """The page as wide as a computer's screen, and empty."""
    window.goto("about:blank")
    window.set_viewport_size(DESK)
    return window


def press(*keys: str, wait: int = 200) -> Callable[[Page], None]:
    """Return what presses keys one after another, waiting so many milliseconds after each."""

    def do(page: Page) -> None:
        for key in keys:
            page.keyboard.press(key)
            page.clock.run_for(wait)

    return do


def hold(key: str) -> Callable[[Page], None]:
    """Return what holds a key down: the keyboard repeats it until it is let go."""

    def do(page: Page) -> None:
        for _ in range(12):
            page.keyboard.down(key)
            page.clock.run_for(50)
        page.keyboard.up(key)

    return do


def compose(key: str) -> Callable[[Page], None]:
    """Return what presses a key three times while an input method puts a word together."""

    def do(page: Page) -> None:
        for kind in ("keydown", "keyup") * 3:
            page.evaluate("([kind, key]) => document.dispatchEvent(new KeyboardEvent(kind, {key, isComposing: true, bubbles: true}))", [kind, key])

    return do


def search(*typed: str) -> Callable[[Page], None]:
    """Return what puts the cursor into the search box and types."""

    def do(page: Page) -> None:
        page.locator(".search__input").click()
        for letters in typed:
            page.keyboard.type(letters)

    return do


def three_times(*steps: Callable[[Page], None]) -> Callable[[Page], None]:
    """Return what does the steps three times."""

    def do(page: Page) -> None:
        for _ in range(3):
            for step in steps:
                step(page)

    return do


def menu(page: Page) -> None:
    """Open the menu, which a narrow window folds away."""
    page.set_viewport_size({"width": 600, "height": 800})
    page.locator(".menu-button").click()
    expect(page.locator("#menu")).to_be_visible()


def words(page: Page) -> None:
    """Open three words' meanings one after another, and close each by Escape."""
    for number in range(3):
        page.locator("a.term").nth(number).click()
        page.clock.run_for(1000)
        page.keyboard.press("Escape")


def shift_and_click(page: Page) -> None:
    """Click with Shift held down, as who marks text does."""
    page.locator("h1").click(modifiers=["Shift"])


STAYS: dict[str, tuple[Callable[[Page], None], ...]] = {
    "search closed by Escape three times": (three_times(search(), press("Escape", wait=900)),),
    "menu closed by Escape three times": (three_times(menu, press("Escape", wait=900)),),
    "three words closed by Escape": (words,),
    "something typed, then Escape three times": (search("nudes"), press("Escape", "Escape", "Escape", wait=500)),
    "Escape held down": (hold("Escape"),),
    "Escape three times slowly": (press("Escape", "Escape", "Escape", wait=1800),),
    "Escape three times fast": (press("Escape", "Escape", "Escape", wait=50),),
    "Escape in an input method": (compose("Escape"),),
    "search opened by its key, then Escape three times": (press("Control+k", "Escape", "Escape", "Escape"),),
    "Shift twice": (press("Shift", "Shift"),),
    "Shift held down": (hold("Shift"),),
    "Shift in an input method": (compose("Shift"),),
    "Shift three times, too slowly": (press("Shift", "Shift", "Shift", wait=5100),),
    "capital letters in the search box": (search(), press("Shift+A", "Shift+B", "Shift+C")),
    "Shift and a letter": (press("Shift+A", "Shift+B", "Shift+C"),),
    "backwards by Tab": (press("Shift+Tab", "Shift+Tab", "Shift+Tab"),),
    "marking with Shift and an arrow": (press("Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"),),
    "Control and Shift": (press("Control+Shift", "Control+Shift", "Control+Shift"),),
    "Shift and a click": (three_times(shift_and_click),),
    "a letter between": (press("Shift", "Shift", "a", "Shift", "Shift"),),
    "a click between": (press("Shift", "Shift"), lambda page: page.locator("h1").click(), press("Shift", "Shift")),
}
LEAVES: dict[str, tuple[Callable[[Page], None], ...]] = {
    "the link": (lambda page: page.get_by_role("link", name="Leave this page quickly").click(),),
    "Shift three times": (press("Shift", "Shift", "Shift"),),
    "Shift three times fast": (press("Shift", "Shift", "Shift", wait=0),),
    "Shift three times slowly": (press("Shift", "Shift", "Shift", wait=4500),),
    "Shift three times in the search box": (search("nudes"), press("Shift", "Shift", "Shift")),
    "Shift three times with the menu open": (menu, press("Shift", "Shift", "Shift")),
    "Shift three times after an Escape": (search(), press("Escape", "Shift", "Shift", "Shift")),
    "Shift three times after a letter": (press("Shift", "a", "Shift", "Shift", "Shift"),),
}


@pytest.mark.parametrize("what", STAYS)
def test_nobody_is_sent_away(what: str, page: Page, addresses: Addresses) -> None:
    page.goto(addresses["example"] + PAGE)
    for step in STAYS[what]:
        step(page)
    page.clock.run_for(3000)
    assert page.evaluate("[document.body.hidden, location.pathname]") == [False, f"/{PAGE}"]


@pytest.mark.parametrize("what", LEAVES)
def test_leaving_and_going_back_shows_the_page_before(what: str, page: Page, addresses: Addresses) -> None:
    start = f"{addresses['example']}help-now/"
    page.goto(start)
    page.goto(addresses["example"] + PAGE)
    for step in LEAVES[what]:
        step(page)
    page.wait_for_url(WEATHER)
    page.go_back()
    assert page.url == start, "going back returned to the page that was left"


def test_presses_are_counted_aloud(page: Page, addresses: Addresses) -> None:
    page.goto(addresses["example"] + PAGE)
    said = page.locator(".help-line").get_by_role("status")
    expect(said).to_have_text("")
    for words in ("Shift, press 2 more times to exit.", "Shift, press 1 more time to exit."):
        page.keyboard.press("Shift")
        expect(said).to_have_text(words)
    page.clock.run_for(5100)
    expect(said).to_have_text("Leaving by the Shift key has expired.")
    page.clock.run_for(5100)
    expect(said).to_have_text("")


def test_without_javascript_and_only_where_it_belongs(addresses: Addresses, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    link = page.get_by_role("link", name="Leave this page quickly")
    for path in ("help-now/", PAGE, "help-now/parents/sextortion/", "pupils/tell-an-adult/"):
        page.goto(addresses["example"] + path)
        assert link.get_attribute("href") == WEATHER, path
        assert "press the Shift key three times" in link.inner_text(), path
    for path in ("", "policy/about/", "parents/gaming/", "404.html"):
        page.goto(addresses["example"] + path)
        assert link.count() == 0, path
    context.close()
