"""A whole site built for an address: titles, descriptions, cards, the list of pages, and the page for hosts."""

from __future__ import annotations

import html
import json
import re
import struct
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from handbook.finish import security
from tests.conftest import ROOT, Project, Sites
from tests.telling import nothing

HOME = "https://www.example.org/safe/"


@pytest.fixture(scope="module")
def addressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example school's site, built for a place on the web."""
    out = tmp_path_factory.mktemp("addressed") / "site"
    done = Project(ROOT).run("build", "--school", "schools/example-primary.yml", "--out", str(out), "--site-url", HOME.rstrip("/"))
    assert done.returncode == 0, done.stderr
    return out


def of(page: Path, pattern: str) -> str:
    """Return what a pattern finds in a page, as a reader sees it; it must be there once."""
    # In its head only: drawings in the text have titles too.
    found = re.findall(pattern, page.read_text(encoding="utf-8").split("</head>", 1)[0], re.S)
    assert len(found) == 1, f"{page}: {len(found)} times {pattern}"
    return " ".join(html.unescape(found[0]).split())


@pytest.mark.mend("Give one of the pages in docs/ another title (its first line with #) or another description (at its top).")
@pytest.mark.parametrize("school", ["example", *(pytest.param(other, marks=pytest.mark.whole) for other in ("trust-secondary", "village-primary"))])
def test_each_page_has_its_own_title_and_description(school: str, sites: Sites) -> None:
    pages = [page for page in sites[school].rglob("*.html") if page.name != "404.html"]
    for pattern in (r"<title>(.*?)</title>", r'<meta name="description" content="([^"]*)"'):
        words = Counter(of(page, pattern) for page in pages)
        assert len(pages) > 200
        nothing(f'{count} pages have the same: "{text}"' for text, count in words.items() if count > 1)
        assert min(map(len, words)) > 10


@pytest.mark.whole
def test_each_page_has_its_card(addressed: Path) -> None:
    cards = Counter()
    for page in addressed.rglob("index.html"):
        path = page.relative_to(addressed).as_posix().removesuffix("index.html")
        assert of(page, r'<meta property="og:url" content="([^"]*)"') == HOME + path
        card = of(page, r'<meta property="og:image" content="([^"]*)"').removeprefix(HOME)
        content = (addressed / card).read_bytes()
        assert struct.unpack(">II", content[16:24]) == (1200, 630)
        assert len(content) < 60_000
        cards[card] += 1
    assert len(cards) > 200 and set(cards.values()) == {1}


@pytest.mark.whole
def test_search_engines_are_told_every_page(addressed: Path) -> None:
    pages = list(addressed.rglob("index.html"))
    assert len(pages) > 200
    tree = ElementTree.parse(addressed / "sitemap.xml")  # noqa: S314 (our own file)
    told = {one.text for one in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert told == {HOME + page.relative_to(addressed).as_posix().removesuffix("index.html") for page in pages}
    assert f"Sitemap: {HOME}sitemap.xml" in (addressed / "robots.txt").read_text(encoding="utf-8")


@pytest.mark.whole
def test_structured_data_tells_where_a_page_stands(addressed: Path) -> None:
    data = json.loads(
        re.findall(r'<script type="application/ld\+json">(.*?)</script>', (addressed / "policy/devices/index.html").read_text(encoding="utf-8"))[0]
    )
    assert [one["item"] for one in data["itemListElement"]] == [HOME, f"{HOME}policy/", f"{HOME}policy/devices/"]
    assert all(one["name"] for one in data["itemListElement"])


def test_without_an_address_nothing_is_promised(sites: Sites) -> None:
    site = sites["example"]
    assert not (site / "sitemap.xml").exists()
    assert not (site / "assets" / "cards").exists()
    assert "og:image" not in (site / "index.html").read_text(encoding="utf-8")


def test_page_for_hosts_says_what_the_build_does(sites: Sites) -> None:
    site = sites["example"]
    text = html.unescape(re.sub(r"<[^>]*>", "", (site / "about" / "publishing" / "index.html").read_text(encoding="utf-8")))
    assert text.count(security.policy()) == 3
    assert (site / "_headers").read_text(encoding="utf-8").strip() in text


def of_its_own(text: str) -> list[str]:
    """Return handlers, styles and addresses that act in a page's HTML."""
    return re.findall(r"<[^>]*\son[a-z]+=|<[^>]*\sstyle=|javascript:", text)


def test_no_page_holds_handlers_or_styles(sites: Sites) -> None:
    pages = list(sites["example"].rglob("*.html"))
    assert len(pages) > 200
    assert [page for page in pages if of_its_own(page.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("planted", ['<p onclick="x()">', '<p style="color:red">', '<a href="javascript:x()">'])
def test_a_planted_handler_or_style_is_found(planted: str) -> None:
    assert of_its_own(f"<p>Text</p>{planted}</p>")


SEARCH = {"alike.js", "answer.js", "box.js", "index.js", "list.js", "meaning.js", "ranking.js", "words.js"}


def test_nothing_left_over_from_the_theme(sites: Sites) -> None:
    files = [path.relative_to(sites["example"]).as_posix() for path in sites["example"].rglob("*") if path.is_file()]
    assert [one for one in files if one.endswith(".map") or "/lunr/" in one or "/workers/" in one] == []
    assert len(files) > 250
    assert len([one for one in files if one.endswith(".css")]) == 1
    assert {Path(one).name for one in files if one.endswith(".js")} == {*SEARCH, "handbook.js", "without-signal.js"}
    for page in sites["example"].rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.findall(r'data-md-component="announce|__config|class="md-(?:toggle|overlay|dialog)', text), page
