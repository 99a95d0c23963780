"""Awkward pages and schools: each comes out right, or is refused with a reason and the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import pdfua
import pytest

from handbook import project
from handbook.ground.paths import EXAMPLES
from handbook.outputs.documents import making, pdf, reading, setting, word
from handbook.outputs.documents.blocks import plain_text
from handbook.outputs.documents.catalogue import PDF, WORD, Document
from handbook.outputs.documents.composing import compose
from handbook.outputs.documents.imprint import Imprint, imprint_of
from tests.documents.test_content import word_text, words
from tests.documents.tools import office, page_count, pages_text, poppler

NAMES = (
    "Łukasz Żółć",
    "Siân Ŵyn Ŷnys",
    "Nguyễn Thị Ước",
    "Ọlá Ṣẹ́gun Ẹ̀kọ́",
    "Ayşe Güneş İpek",
    "Γιώργος Παπαδόπουλος",
    "Сергій Їжак",
    "عائشہ بی بی",
    "Smith & Sons <b>“Q”</b> 'x'",
)
LONG = "The Blessed Saint Bartholomew and All Angels Church of England Voluntary Academy"
_ROW = "<tr><td>Row {0}</td><td>What stands in row {0}, in a few more words than one line can hold so that the row is high</td></tr>"

# What a page holds, and words that every format must show.
PAGES = {
    "a table of one row": ("<table><thead><tr><th>Only a head</th><th>And another</th></tr></thead></table>", "Only a head And another"),
    "an empty header": (
        "<table><thead><tr><th></th><th>Named</th></tr></thead><tbody><tr><td>Left</td><td>Right</td></tr></tbody></table>",
        "Named Left Right",
    ),
    "a table over three pages": (
        f"<table><thead><tr><th>Item</th><th>Meaning</th></tr></thead><tbody>{''.join(map(_ROW.format, range(90)))}</tbody></table>",
        "Row 0 Row 45 Row 89",
    ),
    "names of every language": (
        f"<p>{'; '.join(name.replace('&', '&amp;').replace('<', '&lt;') for name in NAMES)}</p>",
        "Łukasz Nguyễn Ṣẹ Сергій Smith",
    ),
    "a footnote with a link": (
        '<p>A claim<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>.</p><div class="footnote"><hr><ol><li id="fn:1">'
        '<p>Its source: <a href="https://www.example.org/source?a=1&amp;b=2">a report</a>.</p></li></ol></div>',
        "A claim Its source a report",
    ),
    "lists within lists": ("<ol><li>One<ul><li>Below one</li></ul></li><li><p>Two</p><p>Still two</p></li></ol>", "One Below one Two Still two"),
    "two tables in a row": (2 * "<table><thead><tr><th>Head</th></tr></thead><tbody><tr><td>Cell</td></tr></tbody></table>", "Head Cell Head Cell"),
    "marks that act elsewhere": ('<p>#let x = [1] $y$ *z* _a_ @b \\c {{ d }} "e" &lt;w:p&gt; //f</p>', "let x 1 y z a b c d e w p f"),
    "what is still to be completed": (
        '<p>Call <mark class="to-complete">to be completed: people.dsl.phone</mark></p>',
        "Call to be completed people dsl phone",
    ),
}


@pytest.fixture(scope="module")
def imprint() -> Imprint:
    """The imprint of an example school."""
    return imprint_of(project.load(EXAMPLES / "example-primary.yml"))


def composed(html: str, kind: str = "form"):
    """Return a document of one page."""
    page = reading.read("forms/planted.md", f"<article><h1 id='t'>A planted page</h1>{html}</article>")
    return compose(Document("planted", "{}", kind, (page.path,), page.path, (PDF, WORD)), {page.path: page})


@pytest.mark.parametrize("name", PAGES)
def test_awkward_pages_come_out_whole(name: str, imprint: Imprint, tmp_path: Path) -> None:
    html, said = PAGES[name]
    made = composed(html)
    (tmp_path / "planted.pdf").write_bytes(pdf.write(made, imprint))
    (tmp_path / "planted.docx").write_bytes(word.write(made, imprint))
    assert not pdfua.validate(str(tmp_path / "planted.pdf")).findings
    assert not words(said) - words("\n".join(pages_text(tmp_path / "planted.pdf")))
    assert not words(said) - words(word_text(str(tmp_path / "planted.docx")))
    if name == "a table over three pages":
        pages = pages_text(tmp_path / "planted.pdf")
        assert len(pages) >= 3 and all("Item" in page and "Meaning" in page for page in pages), "the head is not on every page"
        for row in range(90):
            whole = [page for page in pages if f"Row {row} " in page.replace("\n", " ")]
            assert len(whole) == 1, row


@pytest.mark.whole
def test_awkward_schools_come_out_whole(imprint: Imprint, tmp_path: Path) -> None:
    looked_at = 0
    for number, school in enumerate((LONG, *NAMES)):
        mine = replace(imprint, school=school, policy=f"Policy of {school}")
        made = composed("<p>Text</p>")
        file, other = tmp_path / f"{number}.pdf", tmp_path / f"{number}.docx"
        file.write_bytes(pdf.write(made, mine))
        other.write_bytes(word.write(made, mine))
        assert page_count(file) == 1
        if school != NAMES[7]:
            # Poppler gives right-to-left words in the order of their letters on paper.
            assert not words(school) - words(poppler("pdftotext", "-layout", str(file), "-")), school
        document = docx.Document(str(other))
        assert document.core_properties.author == school
        footer = "".join(paragraph.text for paragraph in document.sections[0].footer.paragraphs)
        assert school in footer and f"Policy of {school}" in footer
        looked_at += 1
    assert looked_at == len(NAMES) + 1
    office(*(tmp_path / f"{number}.docx" for number in range(looked_at)), out=tmp_path)


def test_a_letter_that_no_font_has_is_named(imprint: Imprint) -> None:
    with pytest.raises(setting.DocumentError, match=r"漢 \(U\+6F22\)"):
        pdf.write(composed("<p>The letter 漢</p>"), imprint)


def test_a_failure_names_the_page_whose_words_are_at_fault(imprint: Imprint) -> None:
    def fault(second: str, mine: Imprint) -> str:
        pages = {
            path: reading.read(path, f"<article><h1>{path}</h1><p>{text}</p></article>")
            for path, text in {"law/index.md": "Sound", "law/b.md": second}.items()
        }
        booklet = compose(Document("planted", "Law", "booklet", tuple(pages), "law/index.md"), pages)
        return making.make(making.files_of(booklet, mine))[0].fault

    assert fault("Sound too", imprint) == ""
    assert fault("The letter 漢", imprint).startswith("law/b.md: no letter-form for 漢 (U+6F22)")
    assert fault("Sound too", replace(imprint, school="School 漢")).startswith("the school's file: no letter-form for 漢")


def test_a_picture_without_words_is_passed_by_and_one_with_words_says_them(imprint: Imprint, tmp_path: Path) -> None:
    picture = "<p><img src='../../assets/images/agreements/ask.svg' alt='{}'></p>"
    silent, told = pdf.write(composed(picture.format("")), imprint), pdf.write(composed(picture.format("A child & a <grown-up>")), imprint)
    (tmp_path / "silent.pdf").write_bytes(silent)
    (tmp_path / "told.pdf").write_bytes(told)
    assert "Figure" not in poppler("pdfinfo", "-struct", str(tmp_path / "silent.pdf"))
    assert "A child & a <grown-up>" in poppler("pdfinfo", "-struct-text", str(tmp_path / "told.pdf")) or b"Alt" in told
    (tmp_path / "told.docx").write_bytes(word.write(composed(picture.format("A child & a <grown-up>")), imprint))
    shapes = docx.Document(str(tmp_path / "told.docx")).inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in shapes] == ["A child & a <grown-up>"]


def test_what_does_not_fit_on_one_side_is_refused(imprint: Imprint) -> None:
    with pytest.raises(setting.DocumentError, match="does not fit on one side of A4"):
        pdf.write(composed("<p>Much to say, again and again.</p>" * 400, "sheet"), imprint)


def test_the_same_page_gives_the_same_bytes(imprint: Imprint) -> None:
    for make in (pdf.write, word.write):
        assert make(composed(PAGES["lists within lists"][0]), imprint) == make(composed(PAGES["lists within lists"][0]), imprint)


def test_only_what_changed_is_made_again_and_one_failure_stops_nobody(imprint: Imprint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "KEPT", tmp_path / "kept")
    made: list[str] = []
    real = making._one
    monkeypatch.setattr(making, "_one", lambda task: made.append(task.file) or real(task))
    sound, broken = composed("<p>Sound</p>"), composed("<p>漢</p>")
    broken = replace(broken, document=replace(broken.document, id="broken"))
    wanted = [*making.files_of(sound, imprint), *making.files_of(broken, imprint)[:1]]
    first = making.make(wanted)
    assert [(one.file, bool(one.content), one.fault[:19]) for one in first] == [
        ("planted.pdf", True, ""), ("planted.docx", True, ""), ("broken.pdf", False, "forms/planted.md: n"),
    ]  # fmt: skip
    made.clear()
    again = making.make(wanted)
    assert made == ["broken.pdf"] and [one.content for one in again] == [one.content for one in first]
    changed = making.files_of(composed("<p>Sound and new</p>"), imprint)
    made.clear()
    making.make(changed)
    assert sorted(made) == ["planted.docx", "planted.pdf"]


def test_a_short_meaning_stands_in_the_line_of_its_term() -> None:
    long = "A meaning of many words. " * 8
    html = f"<dl><dt>From</dt><dd>The department</dd><dt>Rule</dt><dd>{long}</dd><dt>For</dt><dd>England</dd><dd>Wales</dd><dt>Year</dt><dd>2025</dd></dl>"
    said = plain_text(composed(html).blocks).splitlines()[1:]
    assert said == ["From: The department", "Rule", long.strip(), "For", "England", "Wales", "Year: 2025"]


def test_all_text_of_awkward_pages_is_read() -> None:
    for html, said in PAGES.values():
        assert not words(said) - words(plain_text(composed(html).blocks))


def test_word_files_are_written_on_a_letterhead(imprint: Imprint, tmp_path: Path) -> None:
    own = docx.Document()
    own.sections[0].header.paragraphs[0].text = "Our own head & more"
    own.add_paragraph("What the letterhead itself says in its middle goes")
    own.styles["Normal"].font.name = "Georgia"
    own.save(str(tmp_path / "letterhead.docx"))
    made = composed(PAGES["lists within lists"][0] + PAGES["an empty header"][0])
    (tmp_path / "letter.docx").write_bytes(word.write(made, imprint, tmp_path / "letterhead.docx"))
    written = docx.Document(str(tmp_path / "letter.docx"))
    assert written.sections[0].header.paragraphs[0].text == "Our own head & more"
    assert written.styles["Normal"].font.name == "Georgia"
    text = word_text(str(tmp_path / "letter.docx"))
    assert "Still two" in text and "in its middle" not in text
    office(tmp_path / "letter.docx", out=tmp_path)
    assert "Our own head & more" in poppler("pdftotext", str(tmp_path / "letter.pdf"), "-")
