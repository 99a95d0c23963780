"""What readers ask of their device is honoured: no movement, their own colours, wide spacing, paper, no script, no styles; and things to tap are big enough."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility.axe import NARROW, PHONE, SIDEWAYS, still_context
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
# What the screen needs and paper does not.
FURNITURE = (".md-header", ".site-nav", ".toc", ".pages", ".headerlink")
CALLOUTS = ("danger", "duty", "advice", "law", "announced", "changed")
# One callout of each kind, as the engine writes them.
ALL_KINDS = "".join(f'<div class="admonition {kind}"><p class="admonition-title">Title</p><p>Text</p></div>' for kind in CALLOUTS)
MARKS = """() => [...document.querySelectorAll('#kinds .admonition')].map(one => {
  const title = one.querySelector(".admonition-title");
  const style = getComputedStyle(one);
  return {
    mark: getComputedStyle(title, "::before").content,
    word: getComputedStyle(title, "::after").content,
    border: ["Top", "Right", "Bottom", "Left"].map(side => style[`border${side}Width`] + style[`border${side}Style`]).join(" "),
  };
})"""


def plant_callouts(page: Page) -> list[dict[str, str]]:
    """Put one callout of each kind into the page and return how they are told apart."""
    page.evaluate("html => document.querySelector('article').insertAdjacentHTML('beforeend', `<div id=kinds>${html}</div>`)", ALL_KINDS)
    return page.evaluate(MARKS)


def scripts_ran(page: Page) -> bool:
    """Say whether a script of the page has run: the first of them marks the page with a class."""
    return bool(page.evaluate("document.documentElement.classList.contains('js')"))


@pytest.mark.whole
@pytest.mark.parametrize("forced", ["none", "active"], ids=["the school's colours", "the reader's own colours"])
def test_callouts_are_told_apart_without_colour(forced: str, browser: Browser, addresses: Addresses) -> None:
    context = still_context(browser, forced_colors=forced)
    page = context.new_page()
    page.goto(addresses["example"] + "about/privacy/")
    found = plant_callouts(page)
    context.close()
    assert len(found) == len(CALLOUTS)
    assert len({(one["mark"], one["word"]) for one in found}) == len(CALLOUTS), found
    assert len({one["border"] for one in found}) == len(CALLOUTS), found
    assert not [one for one in found if re.fullmatch(r"(0px\w+ ?)+", one["border"])]


def test_nothing_moves_for_those_who_ask_for_it(browser: Browser, addresses: Addresses) -> None:
    moving = """() => [...document.querySelectorAll("*")].flatMap(one => ["", "::before", "::after"].map(part => {
      const style = getComputedStyle(one, part || null);
      const long = text => text.split(",").some(time => parseFloat(time) > 0.001);
      return long(style.transitionDuration) || long(style.animationDuration) || style.scrollBehavior === "smooth" ? one.outerHTML.slice(0, 80) : "";
    })).filter(Boolean)"""
    context = still_context(browser)
    page = context.new_page()
    for name in ("", "help-now/sextortion/", "policy/roles/"):
        page.goto(addresses["example"] + name)
        assert page.evaluate(moving) == [], name
    page.add_style_tag(content="h1 { transition: color 1s !important }")
    assert len(page.evaluate(moving)) == 1, "a planted movement was not found"
    context.close()


def test_focus_and_edges_stay_in_the_readers_own_colours(browser: Browser, addresses: Addresses) -> None:
    context = still_context(browser, forced_colors="active")
    page = context.new_page()
    page.goto(addresses["example"])
    for _ in range(4):
        page.keyboard.press("Tab")
        outline = page.evaluate("(s => [s.outlineStyle, parseFloat(s.outlineWidth)])(getComputedStyle(document.activeElement))")
        assert outline[0] == "solid", outline
        assert outline[1] >= 2, outline
        if page.evaluate("document.activeElement.matches('.school-home')"):
            break
    edges = page.evaluate("[...document.querySelectorAll('.door, .card')].map(one => getComputedStyle(one).borderTopStyle)")
    assert len(edges) > 4 and set(edges) == {"solid"}
    context.close()


@pytest.mark.whole
def test_wide_spacing_of_letters_words_and_lines_pushes_nothing_out(browser: Browser, addresses: Addresses) -> None:
    # The distances of WCAG 1.4.12.
    spaced = (
        "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
    )
    cut = """() => [...document.querySelectorAll("header *, main *, footer *")].filter(one => {
      const style = getComputedStyle(one);
      if (one.closest(".sr-only, .search, #menu, [hidden], .toc__open") || !one.checkVisibility()) return false;
      const hides = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
      return hides && one.clientHeight > 1 && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
    }).map(one => one.outerHTML.slice(0, 80))"""
    context = still_context(browser, NARROW)
    page = context.new_page()
    for name in SAMPLE:
        page.goto(addresses["example"] + name)
        page.add_style_tag(content=spaced)
        assert page.evaluate(SIDEWAYS) == "", name
        assert page.evaluate(cut) == [], name
    page.evaluate("document.querySelector('article p').style = 'height: 5px; overflow: hidden'")
    assert len(page.evaluate(cut)) == 1, "a planted cut text was not found"
    context.close()


def test_things_to_tap_are_big_enough_for_a_thumb(browser: Browser, addresses: Addresses) -> None:
    # Twice what WCAG asks, for what is tapped most: 44 pixels.
    wanted = {
        "": {".menu-button": 44, ".header-button": 44, ".help-line__call": 44, ".school-home": 44, "a.door": 44},
        "help-now/": {".triage__question--first li a": 44, "a.leave": 44},
        "parents/gaming/": {".toc__folded summary": 44, ".pages__link": 44},
    }
    context = still_context(browser)
    page = context.new_page()
    for name, kinds in wanted.items():
        page.goto(addresses["example"] + name)
        for selector, least in kinds.items():
            heights = page.evaluate(
                "one => [...document.querySelectorAll(one)].filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect().height)", selector
            )
            assert heights, selector
            assert min(heights) >= least - 0.5, (selector, heights)
    context.close()


@pytest.mark.whole
def test_paper_is_white_with_dark_words_and_without_the_screens_furniture(browser: Browser, addresses: Addresses) -> None:
    inky = """() => [...document.querySelectorAll("body, main, article, article *, footer *")].filter(one => one.checkVisibility()).filter(one => {
      const [red, green, blue, alpha = 1] = getComputedStyle(one).backgroundColor.match(/[\\d.]+/g).map(Number);
      return alpha > 0 && Math.min(red, green, blue) < 240 && !one.closest("svg, mark, .kbd");
    }).map(one => one.outerHTML.slice(0, 80))"""
    pale = """() => [...document.querySelectorAll("article :is(p, li, td, th, h1, h2, strong, a)")].filter(one => one.checkVisibility() && !one.closest("svg")).filter(
      one => getComputedStyle(one).color.match(/\\d+/g).slice(0, 3).every(part => part > 150)
    ).map(one => one.outerHTML.slice(0, 80))"""
    context = still_context(browser, color_scheme="dark")
    page = context.new_page()
    there: set[str] = set()
    for name in SAMPLE:
        page.goto(addresses["example"] + name)
        page.emulate_media(media="print")
        assert page.evaluate(inky) == [], name
        assert page.evaluate(pale) == [], name
        for furniture in FURNITURE:
            assert not page.locator(furniture).locator("visible=true").count(), (name, furniture)
        page.emulate_media(media="screen")
        there |= {furniture for furniture in FURNITURE if page.locator(furniture).count()}
    assert there == set(FURNITURE), "what no page has cannot be missing on paper"
    page.emulate_media(media="print")
    page.evaluate("document.querySelector('article p').style = 'background: #333; color: #ccc'")
    assert len(page.evaluate(inky)) == 1 and len(page.evaluate(pale)) == 1, "planted ink was not found"
    context.close()


@pytest.mark.parametrize("name", ["contacts/fridge-sheet/", "contacts/staff-room-sheet/"])
def test_a_sheet_for_the_wall_is_one_page(name: str, browser: Browser, addresses: Addresses) -> None:
    context = still_context(browser)
    page = context.new_page()
    page.goto(addresses["example"] + name)
    sheet = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    context.close()


@pytest.mark.whole
def test_without_javascript_every_word_can_be_reached(browser: Browser, addresses: Addresses) -> None:
    # Hidden may be only what something on the page opens: a question of the tree, the meaning of a word, a folded part.
    hidden = """() => {
      const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
      const found = [];
      while (walker.nextNode()) {
        const holder = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || holder.checkVisibility() || holder.closest("svg, script, style")) continue;
        const opener = holder.closest(".triage__question, [popover], details:not([open])");
        const opened = opener && (opener.matches("details") || document.querySelector(`[href$="#${opener.id}"], [popovertarget="${opener.id}"]`));
        if (!opened && !holder.closest(".words__title")) found.push(walker.currentNode.data.trim().slice(0, 60));
      }
      return found;
    }"""
    # No script of the page runs, neither a file's nor one in the page. The test's own questions still can be asked.
    context = still_context(browser, java_script_enabled=False)
    page = context.new_page()
    words = 0
    for name in SAMPLE:
        page.goto(addresses["example"] + name)
        assert not scripts_ran(page), name
        assert page.evaluate(hidden) == [], name
        words += len(page.locator("article").inner_text().split())
        # The menu opens, and leads to every section.
        page.get_by_role("button", name="Menu", exact=True).click()
        assert page.locator("#menu").get_by_role("link", name="Glossary").is_visible()
        page.keyboard.press("Escape")
    print(f"{len(SAMPLE)} pages read without JavaScript, {words} words")
    assert words > 10_000
    page.goto(addresses["example"] + "about/privacy/")
    page.evaluate("document.querySelector('article p').style.display = 'none'")
    assert len(page.evaluate(hidden)) > 0, "a planted hidden text was not found"
    context.close()


def test_it_is_seen_whether_scripts_ran(browser: Browser, addresses: Addresses) -> None:
    context = still_context(browser)
    page = context.new_page()
    page.goto(addresses["example"])
    assert scripts_ran(page)
    context.close()


def test_without_styles_the_page_reads_in_a_sensible_order(browser: Browser, addresses: Addresses) -> None:
    context = still_context(browser, java_script_enabled=False)
    context.route("**/*.css", lambda route: route.abort())
    page = context.new_page()
    for name in ("", "help-now/sextortion/", "policy/roles/"):
        page.goto(addresses["example"] + name)
        text = page.locator("body").inner_text()
        heading = page.locator("h1").inner_text().split("\n")[0].rstrip("¶ ")
        parts = ["Skip to content", "Example Primary School", "Call 999", "Something has happened", f"\n{heading}", "About this handbook"]
        places = [text.rfind(part) if part == "About this handbook" else text.find(part) for part in parts]
        assert -1 not in places, (name, parts, places)
        assert places == sorted(places), (name, parts, places)
    context.close()


def test_what_is_seen_on_a_phone_stands_in_the_order_in_which_it_is_read(browser: Browser, addresses: Addresses) -> None:
    context = still_context(browser, PHONE)
    page = context.new_page()
    for name in SAMPLE:
        page.goto(addresses["example"] + name)
        tops = page.evaluate(
            "[...document.querySelectorAll('header, .path, h1, article > *, footer')].filter(one => one.checkVisibility())"
            ".filter(one => getComputedStyle(one).position !== 'absolute').map(one => one.getBoundingClientRect().top)"
        )
        assert len(tops) >= 5, name
        assert tops == sorted(tops), name
    context.close()
