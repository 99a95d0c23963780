"""Headings are read without the signs beside them, numbers for texts are not rung, and what is folded is open on paper."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from handbook.ground.phones import TEXT_ONLY
from tests.accessibility.axe import still_context
from tests.conftest import Addresses, Sites
from tests.reading import pages_of

# Whether the words in a folded part are shown.
SHOWN = """() => [...document.querySelectorAll("article details")].map(one =>
  [...one.children].slice(1).every(part => part.checkVisibility({contentVisibilityAuto: true}) && part.getClientRects().length > 0))"""


def test_no_sign_is_read_or_reached_by_the_keyboard(sites: Sites) -> None:
    signs, wrong = 0, []
    for page in pages_of(sites["example"]):
        for sign in re.findall(r'<a\b[^>]*class="headerlink"[^>]*>', page.read_text(encoding="utf-8")):
            signs += 1
            if 'aria-hidden="true"' not in sign or 'tabindex="-1"' not in sign:
                wrong.append((page, sign))
    print(f"{signs} signs beside headings")
    assert signs > 1500
    assert wrong == []


def test_a_heading_is_read_without_its_sign(browser: Browser, addresses: Addresses) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{addresses['example']}help-now/sextortion/")
    expect(page.get_by_role("heading", name="Do now", exact=True)).to_have_count(1)
    expect(page.get_by_role("link", name="¶")).to_have_count(0)
    context.close()


def test_a_number_for_texts_is_no_link(sites: Sites) -> None:
    texts = [page.read_text(encoding="utf-8") for page in pages_of(sites["example"])]
    assert sum(">7726<" in text for text in texts) >= 4
    assert sum("tel:999" in text for text in texts) == len(texts)
    assert not [number for number in TEXT_ONLY for text in texts if f'"tel:{number}' in text]


def test_what_is_folded_is_open_on_paper_without_script(browser: Browser, addresses: Addresses) -> None:
    context = still_context(browser)
    context.route(re.compile(r"\.js$"), lambda route: route.abort())
    page = context.new_page()
    folds = 0
    for name in ("contacts/a-to-z/", "law/images-of-children/"):
        page.goto(addresses["example"] + name)
        on_screen = page.evaluate(SHOWN)
        assert on_screen and not any(on_screen), f"{name}: the test sees no difference"
        page.emulate_media(media="print")
        # The change of medium is drawn with the next frame.
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        on_paper = page.evaluate(SHOWN)
        assert all(on_paper), name
        folds += len(on_paper)
        page.emulate_media(media="screen")
    print(f"{folds} folds")
    assert folds > 60
    context.close()
