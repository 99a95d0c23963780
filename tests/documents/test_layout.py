"""How pages break and what stands beside their text: what belongs together is on one page, and changes are seen from the margin."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from handbook import project
from handbook.ground.paths import EXAMPLES
from handbook.outputs.documents import pdf, reading
from handbook.outputs.documents.blocks import Heading, every, text_of
from handbook.outputs.documents.catalogue import PDF, Document
from handbook.outputs.documents.composing import Composed, compose
from handbook.outputs.documents.differences import marked
from handbook.outputs.documents.imprint import Imprint, imprint_of
from tests.documents.conftest import SCHOOLS, Schools
from tests.documents.tools import pages_text

_LINE = "<p>One line of text.</p>"
_TABLE = "<table><thead><tr><th>Post</th><th>Name</th></tr></thead><tbody><tr><td>First</td><td>A</td></tr><tr><td>Last</td><td>B</td></tr></tbody></table>"

# What must not be parted: the page's end, and the first and last words of it.
TOGETHER = {
    "a heading and its text": ("<h2>A heading</h2><p>Its text</p>", "A heading", "Its text"),
    "a line that leads to a list": ("<p>You must:</p><ul><li>do this</li></ul>", "You must:", "do this"),
    "a line in bold before a table": (f"<p><strong>Where to turn</strong></p>{_TABLE}", "Where to turn", "Last"),
    "a heading, its line and its table": (f"<h2>An Act</h2><p>Act 2002</p>{_TABLE}", "An Act", "Last"),
    "a clause and what it rests on": (
        '<p><a class="clause" id="a" href="#a">7.3</a> Text of it.<small class="basis">Rests on: KCSIE</small></p>',
        "7.3",
        "Rests on",
    ),
}


@pytest.fixture(scope="module")
def imprint() -> Imprint:
    """The imprint of an example school."""
    return imprint_of(project.load(EXAMPLES / "example-primary.yml"))


def composed(html: str, kind: str = "form") -> Composed:
    """Return a document of one page."""
    page = reading.read("policy/planted.md", f"<article><h1>Planted</h1>{html}</article>")
    made = compose(Document("planted", "{}", "form", (page.path,), page.path, (PDF,)), {page.path: page})
    return replace(made, document=replace(made.document, kind=kind))


@pytest.mark.parametrize("name", TOGETHER)
def test_what_belongs_together_stays_on_one_page(name: str, imprint: Imprint, tmp_path: Path) -> None:
    html, first, last = TOGETHER[name]
    file, moved = tmp_path / "planted.pdf", 0
    # The end of the page is met sooner or later.
    for lines in range(28, 40):
        file = tmp_path / f"{lines}.pdf"
        file.write_bytes(pdf.write(composed(_LINE * lines + html + _LINE * 30), imprint))
        pages = pages_text(file)
        where = [next(number for number, text in enumerate(pages) if words in text) for words in (first, last)]
        assert where[0] == where[1], f"{name} is parted after {lines} lines"
        moved += where[0] > 0
    assert 0 < moved < 12, "the page's end was never met"


def test_a_page_that_would_hold_a_few_lines_is_saved(imprint: Imprint, tmp_path: Path) -> None:
    on_last_page = {}
    for lines in range(34, 52):
        file = tmp_path / f"{lines}.pdf"
        file.write_bytes(pdf.write(composed(_LINE * lines), imprint))
        pages = pages_text(file)
        on_last_page.setdefault(len(pages), []).append(pages[-1].count("One line"))
    assert on_last_page.keys() == {1, 2}
    # Set without care the second page would begin with one line.
    assert on_last_page[1] == list(range(34, 34 + len(on_last_page[1]))) and min(on_last_page[2]) > 3


@pytest.mark.whole
@pytest.mark.parametrize("name", SCHOOLS)
def test_no_heading_stands_alone_at_the_foot_of_a_page(schools: Schools, name: str) -> None:
    mine, looked_at = schools[name], 0
    for document, file in mine.files("pdf"):
        if document.kind in ("sheet", "card"):
            continue
        headings = {text_of(block.runs).strip() for block in every(compose(document, mine.pages).blocks) if isinstance(block, Heading)}
        for text in pages_text(file):
            lines = text.strip().splitlines()
            looked_at += 1
            assert lines, f"{file.name} has an empty page"
            assert lines[-1].strip() not in headings, f"{file.name}: {lines[-1]}"
    assert looked_at > 300


def test_changes_are_seen_from_the_margin(imprint: Imprint, tmp_path: Path) -> None:
    def clauses(third: str) -> str:
        return "".join(
            f'<p><a class="clause" id="c{number}" href="#c{number}">1.{number}</a> {third if number == 3 else "As it was."}</p>'
            for number in range(1, 6)
        )

    before, after = composed(clauses("Phones are handed in."), "policy"), composed(clauses("Phones are locked away."), "policy")
    file = tmp_path / "marked.pdf"
    file.write_bytes(pdf.write(replace(after, blocks=marked(before.blocks, after.blocks)), imprint))
    with pypdfium2.PdfDocument(file) as opened:
        page = opened[len(opened) - 1]
        text = page.get_textpage()
        place = text.get_text_range().index("locked")
        _, bottom, _, top = text.get_charbox(place)
        picture = page.render(scale=2, grayscale=True).to_pil()
        height = page.get_height()
    # The margin is 22 mm wide; its outer half is empty, a bar stands in the inner.
    wide, high = picture.size
    margin = picture.crop((0, 0, round(60 * 2), round((height - 60) * 2)))
    dark = [row for row in range(margin.height) if any(margin.getpixel((column, row)) < 128 for column in range(margin.width))]
    assert dark, "no bar"
    assert dark[-1] - dark[0] < 2 * 20 and dark[0] <= (height - top) * 2 and dark[-1] >= (height - bottom) * 2 - 2, (dark[0], dark[-1], top, bottom)
