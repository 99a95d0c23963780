"""Whatever the school's colour, the width, the theme and whatever is open: axe-core finds nothing; and it does find what is planted."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility.axe import COLOURS, DESK, OWN_LOOKS, PHONE, RULES_OF_COLOUR, Report, look_at_page, still_context
from tests.conftest import Addresses

# Where a school's colour and logo show most; the pages for ages are other ones in other schools.
BRANDED = ("", "help-now/", "policy/roles/", "parents/gaming/")


def schools_by_colour(addresses: Addresses) -> dict[str, str]:
    """Return the example schools' names by their colour, as their own pages carry it."""
    found = {}
    for name in addresses.sites:
        text = (addresses.sites[name] / "index.html").read_text(encoding="utf-8")
        found[text.split('name="theme-color" content="', 1)[1].split('"', 1)[0]] = name
    return found


@pytest.mark.whole
def test_other_schools_own_pages_at_every_width_and_theme(browser: Browser, addresses: Addresses) -> None:
    # Every page of the first school is looked at in these colours by test_pages_of_…; here the colours come as a school brings them.
    schools = schools_by_colour(addresses)
    assert set(COLOURS) <= set(schools)
    context = still_context(browser)
    page = context.new_page()
    report = Report()
    for colour in COLOURS[1:]:
        for name in BRANDED:
            page.goto(addresses[schools[colour]] + name)
            look_at_page(page, f"{name or 'home'} {colour}", report, OWN_LOOKS)
    context.close()
    # By all rules at two widths, and by those of colour in two themes at each.
    report.check(pages=len(BRANDED), states=2 * 6 * len(BRANDED))


def open_menu(page: Page) -> None:
    """Open the menu, which on a phone lies over the page."""
    page.get_by_role("button", name="Menu", exact=True).click()
    page.locator("#menu:popover-open").wait_for()


def open_search(page: Page) -> None:
    """Open the search and let it find something."""
    page.locator(".search-button:visible, .search__input:visible").first.click()
    page.keyboard.type("phone")
    page.locator(".search__item").first.wait_for()


def open_word(page: Page) -> None:
    """Open the meaning of a word."""
    page.locator("a.term").first.click()
    page.locator(".word:popover-open").wait_for()


def open_contents(page: Page) -> None:
    """Unfold the headings of the page, which on a phone are folded up."""
    page.locator(".toc__folded summary").click()


def open_everything_folded(page: Page) -> None:
    """Unfold whatever is folded on the page."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def second_question(page: Page) -> None:
    """Answer the first question of the guided tree."""
    page.locator(".triage__question:visible li a").nth(2).click()
    page.locator(".triage__question:target").wait_for()


def a_clause_pointed_at(page: Page) -> None:
    """Follow a link to a clause, which marks it."""
    page.locator("a.clause").first.click()


def focus_on_a_door(page: Page) -> None:
    """Put the focus on a door."""
    page.keyboard.press("Tab")
    page.locator("a.door").first.focus()


STATES = (
    ("parents/gaming/", PHONE, open_menu),
    ("parents/gaming/", PHONE, open_contents),
    ("policy/roles/", PHONE, open_search),
    ("policy/roles/", DESK, open_search),
    ("help-now/sextortion/", PHONE, open_word),
    ("help-now/sextortion/", DESK, open_word),
    ("help-now/", PHONE, second_question),
    ("policy/roles/", PHONE, a_clause_pointed_at),
    ("", PHONE, focus_on_a_door),
    ("parents/gaming/", DESK, open_everything_folded),
    ("law/intimate-images-and-deepfakes/", PHONE, open_everything_folded),
)


@pytest.mark.whole
def test_menus_search_words_and_folded_parts_when_open(browser: Browser, addresses: Addresses) -> None:
    report = Report()
    for name, viewport, act in STATES:
        context = still_context(browser, viewport)
        page = context.new_page()
        page.goto(addresses["example"] + name)
        act(page)
        what = f"{name or 'home'} {viewport['width']} {act.__name__}"
        report.look(page, what, without=RULES_OF_COLOUR)
        report.look_at_colours(page, what)
        context.close()
    # By all rules, and by those of colour in three colours and two themes.
    report.check(pages=6, states=7 * len(STATES))


@pytest.mark.whole
@pytest.mark.parametrize(("wish", "scheme"), [("light", "default"), ("dark", "slate")])
def test_the_theme_that_is_looked_at_is_the_one_that_a_reader_gets(
    wish: Literal["light", "dark"], scheme: str, browser: Browser, addresses: Addresses
) -> None:
    page = browser.new_page(color_scheme=wish)
    page.goto(addresses["example"])
    assert page.evaluate("document.body.getAttribute('data-md-color-scheme')") == scheme
    page.close()


FAULTS = {
    "image-alt": "<img src='x.png'>",
    "color-contrast": "<p style='color: #999; background: #fff'>Pale words on white</p>",
    "link-name": "<a href='#x'></a>",
    "label": "<input type='text'>",
    "button-name": "<button type='button'></button>",
    "heading-order": "<h2>Two</h2><h5>Five</h5>",
    "target-size": "<a href='#a' style='font: 8px/8px Arial; display: block'>a</a><a href='#b' style='font: 8px/8px Arial; display: block'>b</a>",
    "list": "<ul><p>Not an item</p></ul>",
    "aria-valid-attr-value": "<p aria-labelledby='' aria-hidden='perhaps'>Text</p>",
    "region": "<p>Outside every landmark</p>",
}


@pytest.mark.parametrize("rule", FAULTS)
def test_a_planted_fault_is_found(rule: str, browser: Browser, addresses: Addresses) -> None:
    context = still_context(browser)
    page = context.new_page()
    page.goto(addresses["example"] + "about/privacy/")
    place = "body" if rule == "region" else "article"
    page.evaluate("([place, html]) => document.querySelector(place).insertAdjacentHTML('beforeend', html)", [place, FAULTS[rule]])
    report = Report()
    report.look(page, "about/privacy/")
    context.close()
    with pytest.raises(AssertionError, match=rule):
        report.check(pages=1, states=1)


# Words of one page that can be read in every look but one.
PALE = {
    "slate": "body[data-md-color-scheme='slate'] #planted { color: #333 !important }",
    "#f2c200": "#planted { background: var(--school-brand); color: #fff !important }",
}


@pytest.mark.parametrize("look", PALE)
def test_a_fault_in_one_theme_or_colour_alone_is_found(look: str, browser: Browser, addresses: Addresses) -> None:
    context = still_context(browser)
    page = context.new_page()
    page.goto(addresses["example"] + "about/privacy/")
    report = Report()
    report.look_at_colours(page, "about/privacy/ 390")
    assert not report.faults
    judged = set(report.pairings)
    page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<p id=planted>Words</p>')")
    page.add_style_tag(content=PALE[look])
    report.look_at_colours(page, "about/privacy/ 390")
    context.close()
    assert report.faults
    assert all("color-contrast" in fault and "#planted" in fault for fault in report.faults), report.faults
    assert all(look in fault.split(":")[0] for fault in report.faults), report.faults
    # What was judged before is not judged again.
    assert judged < report.pairings


def test_a_page_that_scrolls_sideways_is_found(browser: Browser, addresses: Addresses) -> None:
    context = still_context(browser)
    page = context.new_page()
    page.goto(addresses["example"] + "about/privacy/")
    report = Report()
    report.squeeze(page, "about/privacy/")
    assert report.faults == []
    page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<p style=\"width: 700px\">Wide</p>')")
    report.squeeze(page, "about/privacy/")
    context.close()
    assert len(report.faults) == 2
    assert "Wide" in report.faults[0]


def test_a_gate_that_looks_at_too_little_fails(browser: Browser, addresses: Addresses) -> None:
    context = still_context(browser)
    page = context.new_page()
    page.goto(addresses["example"] + "about/privacy/")
    report = Report()
    report.look(page, "about/privacy/")
    context.close()
    with pytest.raises(AssertionError):
        report.check(pages=2, states=1)
    report.rules.clear()
    with pytest.raises(AssertionError):
        report.check(pages=1, states=1)
