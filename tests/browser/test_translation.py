"""A browser's translation wraps every text in elements of its own, now and as it comes: nothing that moves breaks, and names and numbers stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Addresses

# What Chrome's own translation does to a page. Capitals stand for the other language, so that nothing can live on the old words.
TRANSLATE = """() => {
  const closed = "script, style, textarea, [translate=no], .translated";
  const one = text => {
    if (!text.data.trim() || !text.parentElement || text.parentElement.closest(closed)) return;
    const outer = document.createElement("font"), inner = document.createElement("font");
    outer.className = "translated";
    outer.style.verticalAlign = inner.style.verticalAlign = "inherit";
    inner.textContent = text.data.toUpperCase();
    outer.append(inner);
    text.replaceWith(outer);
  };
  const all = root => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    found.forEach(one);
  };
  document.documentElement.lang = "pl";
  all(document.body);
  new MutationObserver(list => list.forEach(change => change.addedNodes.forEach(node => node.nodeType === 3 ? one(node) : all(node)))).observe(
    document.body, {childList: true, subtree: true});
  return document.querySelectorAll(".translated").length;
}"""


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page that fails a test when its script does."""
    context = browser.new_context(viewport={"width": request.param, "height": 844}, bypass_csp=True)
    context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(status=200, body="<title>Weather</title>", content_type="text/html"))
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def translate(page: Page, address: str) -> None:
    """Open a page and translate it, as the browser does for who asks for it."""
    page.goto(address)
    assert page.evaluate(TRANSLATE) > 100


def test_searching_and_searching_again(page: Page, addresses: Addresses) -> None:
    translate(page, f"{addresses['example']}help-now/sextortion/")
    page.locator(".search-button:visible, .search__input:visible").first.click()
    box = page.locator(".search__input")
    for words in ("nudes", "filtering"):
        box.fill(words)
        expect(page.locator(".search__status")).to_contain_text(re.compile(r"\d+ PAGES? (?:FOUND|SHOWN)"))
        expect(page.locator(".search__item .translated").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sextortion" not in url)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("mark.found").first).to_be_attached()


def test_words_menu_colours_folds_and_the_way_out(page: Page, addresses: Addresses) -> None:
    translate(page, f"{addresses['example']}help-now/sextortion/")
    word = page.locator("a.term").first
    word.locator(".translated").first.click()
    meaning = page.locator(str(word.get_attribute("href")))
    expect(meaning).to_be_visible()
    expect(meaning.locator(".translated").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    before = page.locator("body").get_attribute("data-md-color-scheme")
    page.locator(".colours").click()
    expect(page.locator("body")).not_to_have_attribute("data-md-color-scheme", str(before))
    if page.locator(".menu-button").is_visible():
        page.locator(".menu-button .translated").click()
        expect(page.locator("#menu")).to_be_visible()
        page.locator(".site-nav__close").click()
        expect(page.locator("#menu")).to_be_hidden()
    said = page.locator(".help-line").get_by_role("status")
    page.keyboard.press("Shift")
    expect(said).to_have_text("SHIFT, PRESS 2 MORE TIMES TO EXIT.")
    page.keyboard.press("Shift")
    expect(said).to_have_text("SHIFT, PRESS 1 MORE TIME TO EXIT.")
    page.locator("a.leave .translated").first.click()
    page.wait_for_url("https://www.bbc.co.uk/weather")


def test_the_guided_way_in(page: Page, addresses: Addresses) -> None:
    translate(page, f"{addresses['example']}help-now/")
    first = page.locator(".triage__question--first")
    first.locator("a[href*='#ask-'] .translated").first.click()
    expect(first).to_be_hidden()
    page.locator(".triage__question:target li a .translated").first.click()
    page.wait_for_url(re.compile("help-now/[a-z-]+/"))
    page.go_back()
    expect(page.locator(".triage__question:target")).to_be_visible()


# Where a name, a number, an address or a label stands, and what it must still be.
STAYS = {
    "help-now/sextortion/": ["Amina Example", "01632 960002", "999", "0800 1111", "Example Primary", "office@example.org"],
    "contacts/": ["Amina Example", "01632 960000", "01632 960100"],
    "parents/": ["www.example.org"],
    "policy/roles/": ["4.1", "Amina Example"],
    "platforms/tiktok/": ["Report", "Submit", "Share", "Report account", "Amina Example"],
    "about/accessibility/": ["office@example.org", "01632 960000"],
}
# No school's name: prose has it in a sentence.
NEVER_TRANSLATED = ("AMINA EXAMPLE", "OFFICE@EXAMPLE.ORG")


@pytest.mark.parametrize("path", STAYS)
def test_names_numbers_and_labels_stay(path: str, page: Page, addresses: Addresses) -> None:
    translate(page, addresses["example"] + path)
    kept = page.locator("[translate=no]")
    words = set(kept.evaluate_all("all => all.map(one => one.textContent.trim())"))
    missing = [word for word in STAYS[path] if word not in words]
    assert missing == [], sorted(words)[:60]
    body = page.locator("body").inner_text()
    assert not [name for name in NEVER_TRANSLATED if name in body]
    # Every number to ring, every address to write to, every clause.
    loose = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"tel:\"], a[href^=\"mailto:\"], a.clause')].filter(one => one.querySelector('.translated')).map(one => one.outerHTML)"
    )
    assert [one for one in loose if "help-line__call" not in one] == []


def test_the_page_says_its_language(page: Page, addresses: Addresses) -> None:
    for path in ("", "help-now/", "404.html"):
        page.goto(addresses["example"] + path)
        assert page.locator("html").get_attribute("lang") == "en-GB"
