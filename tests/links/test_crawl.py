"""The built site: every page is read, broken links and anchors are found with page and line, and external addresses with every use."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.links.crawl import Crawl, CrawlError, InternalFault, Use, crawl

PAGES = {
    "index.html": '<html><body>\n<h1 id="top-of-all">Home</h1>\n<a href="about/">About</a>\n<a href="about/#people">People</a>\n<a href="https://a.example/x">A</a>\n</body></html>',
    "about/index.html": (
        '<html><head>\n<link rel="canonical" href="https://our-site.example/about/">\n<link rel="stylesheet" href="../style.css"></head><body>\n'
        '<h2 id="people">People</h2>\n<a name="old-style"></a>\n<a href="#people">Here</a> <a href="#old-style">Here too</a>\n<a href="../">Home</a>\n'
        '<a href="https://a.example/x">A again</a>\n<a href="https://a.example/x#part">A part</a>\n<a href="mailto:a@b.example">Mail</a> <a href="tel:999">Ring</a>\n'
        '<a href="caf%C3%A9.html#%C3%A9">Accents</a> <a href="#">Up</a> <a href="#:~:text=x">Text</a></body></html>'
    ),
    "about/café.html": '<html><body><p id="é">Yes</p></body></html>',
    "alone.html": '<html><body>\n\n<a href="nowhere.html">Nobody links here, and this leads nowhere</a>\n</body></html>',
    "style.css": "body { color: black }",
}


def site(folder: Path) -> Path:
    """Write the small site."""
    for name, text in PAGES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    """The small site as it is, crawled."""
    return crawl(site(tmp_path_factory.mktemp("site")))


def test_every_page_is_read(crawled: Crawl) -> None:
    assert crawled.pages == 4
    assert crawled.links == 15  # every link but the canonical one
    assert crawled.complete


def test_only_the_planted_fault_is_found(crawled: Crawl) -> None:
    assert len(crawled.faults) == 1
    assert crawled.faults[0].use == Use("alone.html", 3)
    assert crawled.faults[0].target == "nowhere.html"
    assert "there is no such page" in crawled.faults[0].fault


def test_external_addresses_come_with_every_use(crawled: Crawl) -> None:
    assert {url: sorted(uses) for url, uses in crawled.external.items()} == {
        "https://a.example/x": [Use("about/index.html", 8), Use("index.html", 5)],
        "https://a.example/x#part": [Use("about/index.html", 9)],
    }


def test_broken_anchor(tmp_path: Path) -> None:
    folder = site(tmp_path)
    page = folder / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("about/#people", "about/#persons"), encoding="utf-8")
    assert InternalFault(Use("index.html", 4), "about/#persons", 'there is no place "persons" on that page') in crawl(folder).faults


@pytest.mark.parametrize(
    ("target", "fault"),
    [
        ("about/#people:~:text=People", ""),
        ("about/#persons:~:text=People", 'there is no place "persons" on that page'),
        ("about/#:~:text=People", ""),
        ("#TOP", ""),
        ("about/#Top", ""),
        ("#top:~:text=Home", ""),
        ("about/caf%C3%A9.html#é", ""),
        ("about/caf%C3%A9.html#100%25", ""),
        ("about/caf%C3%A9.html#a%20b", ""),
        ("about/#topmost", 'there is no place "topmost" on that page'),
        ("about/#People", 'there is no place "People" on that page'),
    ],
)
def test_places_as_browsers_find_them(target: str, fault: str, tmp_path: Path) -> None:
    folder = site(tmp_path)
    for name, old, new in (("index.html", "about/#people", target), ("about/café.html", "Yes</p>", 'Yes</p><p id="100%">a</p><p id="a%20b">b</p>')):
        page = folder / name
        page.write_text(page.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    found = [one for one in crawl(folder).faults if one.target == target]
    assert found == ([InternalFault(Use("index.html", 4), target, fault)] if fault else [])


def test_missing_picture_and_style(tmp_path: Path) -> None:
    folder = site(tmp_path)
    (folder / "style.css").unlink()
    page = folder / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("<h1", '<img src="no.png" alt=""><h1'), encoding="utf-8")
    assert {one.target for one in crawl(folder).faults} == {"nowhere.html", "../style.css", "no.png"}


def test_no_site(tmp_path: Path) -> None:
    with pytest.raises(CrawlError, match="Build one first"):
        crawl(tmp_path)
    with pytest.raises(CrawlError, match="Build one first"):
        crawl(tmp_path / "nothing")
