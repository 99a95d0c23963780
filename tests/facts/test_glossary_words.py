"""Glossary words: the first use on a page offers its meaning, in the right places only, wraps like any word, and works without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown import markdown
from playwright.sync_api import Browser, Locator, Page, expect

from handbook.facts.load import load
from handbook.pages.marks import CLOSED_TO_TERMS
from tests.conftest import Addresses
from tests.reading import pages_of

# The extensions of mkdocs.yml that make elements around text.
EXTENSIONS = [
    "admonition",
    "attr_list",
    "def_list",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.superfences",
    "handbook.pages.marks",
]
PAGE = "parents/grooming-signs/"


def marked(text: str) -> list[str]:
    """Return the words that are marked in a page's Markdown, in their order."""
    return re.findall(r'<a class="term"[^>]*>([^<]+)</a>', markdown(text, extensions=EXTENSIONS))


def listed(text: str) -> list[str]:
    """Return the terms whose meanings stand at the end of a page's Markdown."""
    return re.findall(r'<div class="word" id="word-([^"]+)"', markdown(text, extensions=EXTENSIONS))


def test_a_word_becomes_a_link_to_its_meaning_and_the_meaning_leads_back() -> None:
    made = markdown("A message may be phishing.", extensions=EXTENSIONS)
    assert '<p>A message may be <a class="term" href="#word-phishing" id="term-phishing">phishing</a>.</p>' in made
    assert '<div class="word" id="word-phishing" popover="auto"><p><strong>phishing</strong>: ' in made
    assert load().glossary["phishing"].meaning in made
    assert '<a class="word__back" href="#term-phishing">Back to the word</a></p>' in made


def test_only_the_first_use_is_marked() -> None:
    assert marked("About phishing and phishing.\n\nMore phishing.\n\n- phishing\n- Phishing") == ["phishing"]


def test_another_form_of_the_same_word_is_the_same_word() -> None:
    assert marked("A chatbot, two chatbots, an AI chatbot.") == ["chatbot"]


def test_different_words_are_each_marked_once() -> None:
    text = "First malware, then phishing.\n\nThen malware, phishing and ransomware."
    assert marked(text) == ["malware", "phishing", "ransomware"]


def test_the_longest_form_wins() -> None:
    assert marked("A Trojan horse.") == ["Trojan horse"]
    assert marked("A freedom of information request.") == ["freedom of information request"]
    assert marked("It has end-to-end encryption.") == ["end-to-end encryption"]
    assert marked("Encryption, or end-to-end encryption.") == ["Encryption", "end-to-end encryption"]
    assert marked("An AI companion is a chatbot.") == ["AI companion", "chatbot"]


def test_a_part_of_a_longer_word_is_not_marked() -> None:
    assert marked("An antiphishing rule, a phishing-like trick, phishings and a non-phishing mail.") == []


def test_only_the_listed_forms_are_marked() -> None:
    assert marked("MONITORING, dsl and Vpn are written otherwise.") == []


@pytest.mark.parametrize(
    "text",
    [
        "[About phishing](page.md)",
        "[About **phishing**](page.md)",
        "# About phishing",
        "### About phishing",
        "Type `phishing` here.",
        "```\nphishing\n```",
        "    phishing as code",
        '??? note "About phishing"\n\n    Nothing.',
        "| About phishing |\n| --- |\n| Nothing |",
        '<a href="mailto:report@phishing.example">report@phishing.example</a>',
        '<a href="page.html">About **phishing** and phishing</a>',
        'Press <button type="button">phishing</button> here.',
        "<label>phishing</label>",
        '<div class="sheet no-terms" markdown>\n\nAbout phishing.\n\n</div>',
        "![phishing](picture.png)",
        "Text\n{ title=phishing }",
        "<!-- phishing -->",
    ],
    ids=lambda text: text.replace("\n", " ").strip(),
)
def test_closed_places_stay_as_they_are_and_do_not_use_up_the_word(text: str) -> None:
    assert marked(text) == []
    assert listed(text) == []
    assert marked(f"{text}\n\nNow phishing in a paragraph.") == ["phishing"]


@pytest.mark.parametrize(
    "text",
    [
        "*phishing*",
        "- An item: **phishing**",
        "> phishing",
        "| A |\n| --- |\n| phishing |",
        '!!! note "Title"\n\n    phishing',
        '??? note "Title"\n\n    phishing',
        "Point\n:   phishing",
    ],
    ids=lambda text: text.replace("\n", " ").strip(),
)
def test_open_places_are_marked(text: str) -> None:
    assert marked(text) == ["phishing"]


def test_the_text_around_a_word_stays_complete_and_in_order() -> None:
    made = markdown("One phishing two **malware** three phishing four *and ransomware five* six.", extensions=EXTENSIONS).split("<aside")[0]
    assert re.sub(r"<[^>]+>", "", made).strip() == "One phishing two malware three phishing four and ransomware five six."


def test_meanings_stand_once_each_in_order_of_the_alphabet() -> None:
    assert listed("A VPN, phishing, malware, a DSL, phishing again.") == ["dsl", "malware", "phishing", "vpn"]


def test_a_page_without_words_gets_no_list() -> None:
    made = markdown("# A page\n\nNothing hard stands here.", extensions=EXTENSIONS)
    assert "aside" not in made
    assert "<a" not in made


def test_a_page_does_not_remember_the_page_before() -> None:
    # The engine makes a converter for each page; a build must not depend on their order.
    assert marked("phishing") == marked("phishing") == ["phishing"]


def test_the_glossary_itself_is_not_marked() -> None:
    assert marked('About phishing.\n\n<div class="glossary" markdown>\n\n### malware\n\nSomething like phishing.\n\n</div>') == []


class _Controls(HTMLParser):
    """Collects a page's ids, its marked words and the elements that each stands in."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.words: list[tuple[str, list[tuple[str, str]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and "term" in given.get("class", "").split():
            self.words.append((given["href"].removeprefix("#"), list(self.open)))
        if tag not in ("br", "img", "input", "meta", "link", "hr", "wbr", "source", "path", "circle", "rect"):
            self.open.append((tag, given.get("class", "")))

    def handle_endtag(self, tag: str) -> None:
        while any(tag == name for name, _ in self.open) and self.open.pop()[0] != tag:
            pass


def controls(page: Path) -> _Controls:
    """Read a built page."""
    parser = _Controls()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser


def test_every_marked_word_of_the_site_has_its_meaning_on_the_page(sites: Mapping[str, Path]) -> None:
    known = {f"word-{name}" for name in load().glossary}
    total = 0
    for path in pages_of(sites["example"]):
        page = controls(path)
        targets = [target for target, _ in page.words]
        assert len(set(targets)) == len(targets), f"{path}: a word is marked twice"
        meanings = [one for one in page.ids if one.startswith("word-")]
        assert sorted(meanings) == sorted(targets), path
        assert set(targets) <= known, path
        total += len(targets)
    assert total > 300


def test_no_marked_word_of_the_site_stands_in_a_closed_place(sites: Mapping[str, Path]) -> None:
    for path in pages_of(sites["example"]):
        for target, around in controls(path).words:
            assert not {tag for tag, _ in around} & CLOSED_TO_TERMS, (path, target)
            assert not any("no-terms" in classes.split() for _, classes in around), (path, target)


def test_the_built_glossary_has_no_marked_words(sites: Mapping[str, Path]) -> None:
    page = controls(sites["example"] / "glossary" / "index.html")
    assert page.words == []
    assert [one for one in page.ids if one.startswith("word-")] == []


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def opened(request: pytest.FixtureRequest, browser: Browser, addresses: Addresses) -> Iterator[Page]:
    """A page with marked words in the real browser."""
    context = browser.new_context(java_script_enabled=request.param)
    page = context.new_page()
    page.goto(addresses["example"] + PAGE)
    yield page
    context.close()


with_javascript = pytest.mark.parametrize("opened", [True], indirect=True, ids=["with JavaScript"])
without_javascript = pytest.mark.parametrize("opened", [False], indirect=True, ids=["without JavaScript"])


def word_and_meaning(page: Page, number: int = 0) -> tuple[Locator, Locator]:
    """Return a marked word of a page and its meaning."""
    word = page.locator("a.term").nth(number)
    return word, page.locator(str(word.get_attribute("href")))


def test_a_click_opens_the_meaning(opened: Page) -> None:
    word, meaning = word_and_meaning(opened)
    expect(meaning).to_be_hidden()
    word.click()
    expect(meaning).to_be_visible()
    expect(meaning).to_be_in_viewport(ratio=1)


def test_enter_opens_it(opened: Page) -> None:
    word, meaning = word_and_meaning(opened)
    word.focus()
    opened.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    expect(meaning).to_be_in_viewport(ratio=1)


@with_javascript
def test_a_click_elsewhere_or_on_the_word_closes_it(opened: Page) -> None:
    word, meaning = word_and_meaning(opened)
    for closer in (opened.locator("h1"), word):
        word.click()
        expect(meaning).to_be_visible()
        expect(word).to_have_attribute("aria-expanded", "true")
        closer.click()
        expect(meaning).to_be_hidden()
        expect(word).to_have_attribute("aria-expanded", "false")
    assert opened.url.endswith(PAGE), "the address changed"


@with_javascript
def test_escape_closes_it_and_the_reader_stays_at_the_word(opened: Page) -> None:
    word, meaning = word_and_meaning(opened)
    expect(opened.get_by_role("button", name=word.inner_text(), exact=True)).to_have_count(1)
    word.focus()
    opened.keyboard.press("Enter")
    opened.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(word).to_be_focused()
    opened.keyboard.press("Space")
    expect(meaning).to_be_visible()
    opened.keyboard.press("Enter")
    expect(meaning).to_be_hidden()


@without_javascript
def test_the_way_back_closes_it_and_leads_to_the_word(opened: Page) -> None:
    word, meaning = word_and_meaning(opened)
    word.click()
    meaning.get_by_role("link", name="Back to the word").click()
    expect(meaning).to_be_hidden()
    expect(word).to_be_in_viewport()
    opened.go_back()
    expect(meaning).to_be_visible()


def test_the_tab_key_reaches_every_word(opened: Page) -> None:
    words = opened.locator("a.term")
    assert words.count() > 1
    reached: set[str] = set()
    for _ in range(400):
        opened.keyboard.press("Tab")
        here = opened.locator("a.term:focus")
        if here.count():
            reached.add(here.get_attribute("href") or "")
        if len(reached) == words.count():
            break
    assert len(reached) == words.count()


def test_only_one_meaning_is_open_at_a_time(opened: Page) -> None:
    for number in (0, 1):
        opened.locator("a.term").nth(number).focus()
        opened.keyboard.press("Enter")
    expect(opened.locator(".word:visible")).to_have_count(1)
    expect(word_and_meaning(opened, 1)[1]).to_be_visible()


# A mark that is parted from its word stands on another line than the word's nearest letter.
WRAPPING = """() => {
  const bottom = (node, at) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect().bottom;
  };
  const found = {words: 0, wrapped: 0, marks: 0, faults: []};
  for (const word of document.querySelectorAll("article a.term")) {
    if (!word.checkVisibility()) continue;
    const text = word.firstChild, before = word.previousSibling, after = word.nextSibling;
    found.words += 1;
    found.wrapped += word.getClientRects().length > 1;
    if (getComputedStyle(word).display !== "inline") found.faults.push(`${text.data}: no part of its line`);
    const look = (node, at, letter, mark) => {
      if (node?.nodeType !== 3 || !mark.test(node.data.at(at))) return;
      found.marks += 1;
      if (Math.abs(bottom(node, at < 0 ? node.length - 1 : at) - bottom(text, letter)) > 4) found.faults.push(`${text.data}: parted from ${node.data.at(at)}`);
    };
    look(before, -1, 0, /[(\\["'\u201c\u2018]/);
    look(after, 0, text.length - 1, /[,.;:!?)\\]"'\u201d\u2019]/);
  }
  return found;
}"""


@pytest.mark.whole
def test_a_word_wraps_like_any_other_and_keeps_the_marks_beside_it(browser: Browser, addresses: Addresses, sites: Mapping[str, Path]) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    names = [one.parent.relative_to(sites["example"]).as_posix() for one in pages_of(sites["example"]) if "help-now" in one.parts]
    seen = {"words": 0, "wrapped": 0, "marks": 0}
    for name in names:
        page.goto(f"{addresses['example']}{name}/")
        for width in (320, 360, 390, 430, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            found = page.evaluate(WRAPPING)
            assert found.pop("faults") == [], (name, width)
            seen = {key: seen[key] + found[key] for key in seen}
    print(f"{seen} on {len(names)} pages at six widths")
    assert seen["words"] > 700
    assert seen["wrapped"] > 150
    assert seen["marks"] > 150
    page.set_viewport_size({"width": 320, "height": 800})
    page.add_style_tag(content="a.term { display: inline-block !important; padding-right: 12ch }")
    assert page.evaluate(WRAPPING)["faults"], "a planted block was not found"
    context.close()


def test_on_paper_all_meanings_stand_at_the_end(opened: Page) -> None:
    opened.emulate_media(media="print")
    meanings = opened.locator(".word")
    assert meanings.count() > 1
    expect(opened.locator(".words__title")).to_be_visible()
    for meaning in meanings.all():
        expect(meaning).to_be_visible()
