"""Whatever the school's colour, the width, the theme and whatever is open: axe-core finds nothing; and it does find what is planted."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility.axe import DESK, LOOKS, PHONE, RULES_OF_COLOUR, Report, dress, still_context
from tests.conftest import Addresses

# Between them these hold every template and component.
SAMPLE = {
    "": "home: hero, doors, people",
    "help-now/": "the guided tree",
    "help-now/sextortion/": "a procedure: leave at once, steps, danger, advice, stacked table, people, words",
    "parents/gaming/": "advice for families in a group of the menu",
    "pupils/ks2/": "pictures on cards, the urgent door",
    "policy/": "the policy's contents, a table of two columns",
    "policy/roles/": "clauses and what they rest on",
    "policy/what-changed/": "long tables",
    "policy/sign-off/": "a form to sign",
    "law/intimate-images-and-deepfakes/": "laws: badges, facts, law and told callouts",
    "law/announced/": "what is not law yet",
    "platforms/roblox/": "a platform: menu picture, steps, unconfirmed points",
    "contacts/by-need/": "helplines on cards",
    "forms/incident-record/": "a form to print",
    "forms/letter-all-parents/": "a letter",
    "contacts/fridge-sheet/": "a sheet for the wall",
    "to-check/": "a checklist",
    "about/accessibility/": "the statement",
    "404.html": "no such page",
}
# The examples' colours to look at: a middling blue, a pale yellow, a very dark violet.
COLOURS = {"#1d4f91", "#f2c200", "#1a1024"}


def schools_by_colour(addresses: Addresses) -> dict[str, str]:
    """Return the example schools' names by their colour, as their own pages carry it."""
    found = {}
    for name in addresses.sites:
        text = (addresses.sites[name] / "index.html").read_text(encoding="utf-8")
        found[text.split('name="theme-color" content="', 1)[1].split('"', 1)[0]] = name
    return found


def test_every_component_in_three_school_colours_at_every_width_and_theme(browser: Browser, addresses: Addresses) -> None:
    schools = schools_by_colour(addresses)
    assert COLOURS <= set(schools)
    context = still_context(browser)
    page = context.new_page()
    report = Report()
    for colour in sorted(COLOURS):
        school = schools[colour]
        # Another colour changes the answers of no other rules than those of colour.
        rules = () if school == "example" else RULES_OF_COLOUR
        for name in SAMPLE:
            answer = page.goto(addresses[school] + name)
            if answer is None or not answer.ok:
                # A school has no pages for ages that it does not teach.
                assert name.startswith("pupils/"), name
                continue
            for viewport, scheme in LOOKS:
                dress(page, viewport, scheme)
                report.look(page, f"{name or 'home'} {viewport['width']} {scheme} {colour}", rules)
    context.close()
    report.check(pages=len(SAMPLE), states=12 * len(SAMPLE) - 8)


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
    page.locator("button.term").first.click()
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


def test_menus_search_words_and_folded_parts_when_open(browser: Browser, addresses: Addresses) -> None:
    report = Report()
    for name, viewport, act in STATES:
        for scheme in ("default", "slate"):
            context = still_context(browser, viewport, color_scheme="dark" if scheme == "slate" else "light")
            page = context.new_page()
            page.goto(addresses["example"] + name)
            assert page.evaluate("document.body.getAttribute('data-md-color-scheme')") == scheme
            act(page)
            report.look(page, f"{name or 'home'} {viewport['width']} {scheme} {act.__name__}")
            context.close()
    report.check(pages=6, states=2 * len(STATES))


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


def test_a_fault_of_colour_is_found_by_the_rules_of_colour_alone(browser: Browser, addresses: Addresses) -> None:
    context = still_context(browser)
    page = context.new_page()
    page.goto(addresses["example"] + "about/privacy/")
    page.evaluate("html => document.querySelector('article').insertAdjacentHTML('beforeend', html)", FAULTS["color-contrast"])
    report = Report()
    report.look(page, "about/privacy/", RULES_OF_COLOUR)
    context.close()
    assert len(report.faults) == 1
    assert "color-contrast" in report.faults[0]


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
