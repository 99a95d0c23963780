"""Every format is read as a person reads it; what cannot be read is told in plain words, and other files go on."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest

from handbook.audit.document import Block, Reading
from handbook.audit.reading import blocks_of
from tests.audit import making


def _read(path: Path) -> tuple[list[Block], Reading]:
    reading = Reading()
    return list(blocks_of(path, reading)), reading


def test_word(tmp_path: Path) -> None:
    box = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>"
        + making.paragraph("In a box")
        + "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
        + making.paragraph("In a box")
        + "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    body = (
        making.numbered("Roles", 0)
        + making.numbered("The head leads.", 1)
        + making.numbered("first", 2)
        + making.numbered("The chair checks.", 1)
        + making.numbered("Reporting", 0)
        + making.numbered("Tell the DSL.", 1)
        + making.numbered("a bullet", 0, 2)
        + making.paragraph(
            "Kept ",
            '<w:ins><w:r><w:t xml:space="preserve">put in </w:t></w:r></w:ins>',
            "<w:del><w:r><w:delText>taken out</w:delText></w:r></w:del>",
            "end",
        )
        + "<w:sdt><w:sdtContent>"
        + making.paragraph("In a control")
        + "</w:sdtContent></w:sdt>"
        + making.paragraph("With a note", '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + making.paragraph("Beside a box", box)
        + "<w:tbl><w:tr><w:tc>"
        + making.paragraph("Review date")
        + "</w:tc><w:tc>"
        + making.paragraph("May 2014")
        + '</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>'
        + making.paragraph("Merged")
        + '</w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
        + making.paragraph("wide " * 60)
        + "</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>"
        + making.paragraph("below")
        + "</w:tc></w:tr></w:tbl>"
    )
    path = making.word(
        tmp_path / "policy.docx",
        body,
        numbering=making.NUMBERING,
        header1=f"<w:hdr {making.W}>" + making.paragraph("Our header") + "</w:hdr>",
        footnotes=f'<w:footnotes {making.W}><w:footnote w:id="2">' + making.paragraph("The note") + "</w:footnote></w:footnotes>",
    )
    blocks, reading = _read(path)
    assert [(one.text.strip(), one.number) for one in blocks[:6]] == [
        ("Roles", "1"),
        ("The head leads.", "1.1"),
        ("first", "1.1"),
        ("The chair checks.", "1.2"),
        ("Reporting", "2"),
        ("Tell the DSL.", "2.1"),
    ]
    texts = [one.text.strip() for one in blocks]
    assert "Kept put in end" in texts
    assert texts.count("In a box") == 1
    assert {"In a control", "The note", "Our header", "Review date\tMay 2014", "Merged", "below"} <= set(texts)
    kinds = {one.text.strip(): one.kind for one in blocks}
    assert (kinds["The note"], kinds["In a box"], kinds["Our header"], kinds["a bullet"]) == ("note", "box", "header", "item")
    assert (reading.insertions, reading.deletions) == (1, 1)
    assert reading.format == "Word"


def test_opendocument(tmp_path: Path) -> None:
    styles = '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/><text:list-level-style-number text:level="2" style:num-format="1"/></text:list-style>'
    body = (
        '<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes><text:h text:outline-level="1">Roles</text:h>'
        '<text:list text:style-name="L1"><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>inner</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>two</text:p></text:list-item></text:list>'
        "<text:p>With<text:s/>a note<text:note><text:note-body><text:p>The note</text:p></text:note-body></text:note> and a line<text:line-break/>break</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Approved</text:p></table:table-cell><table:table-cell><text:p>May 2013</text:p></table:table-cell></table:table-row></table:table>"
    )
    blocks, reading = _read(making.opendocument(tmp_path / "policy.odt", body, styles))
    assert [(one.text, one.number) for one in blocks[:4]] == [("Roles", ""), ("one", "1"), ("inner", "1.1"), ("two", "2")]
    texts = [one.text for one in blocks]
    assert "With a note and a line\nbreak" in texts
    assert {"The note", "Approved\tMay 2013", "Reviewed by the LSCB"} <= set(texts)
    assert "gone" not in texts
    assert reading.deletions == 1


def test_rich_text(tmp_path: Path) -> None:
    path = tmp_path / "policy.rtf"
    path.write_bytes(
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator Someone;}{\header\pard Our header\par}\pard Tell the \b DSL\b0  \'96 at once.\par "
        rb"Caf\u233?{\footnote\pard The note\par}\par {\deleted taken out}{\revised put in}\par\trowd\intbl Review date\cell May 2014\cell\row\pard {\pict ffd8ff}End\par}"
    )
    blocks, reading = _read(path)
    texts = [one.text.strip() for one in blocks]
    assert "Tell the DSL – at once." in texts
    assert {"Café", "The note", "Our header", "put in", "End"} <= set(texts)
    assert any("Review date\tMay 2014" in text for text in texts)
    assert not any("taken out" in text or "Arial" in text or "ffd8" in text for text in texts)
    assert (reading.insertions, reading.deletions) == (1, 1)


def test_web_page(tmp_path: Path) -> None:
    path = tmp_path / "policy.html"
    path.write_text(
        "<!doctype html><title>x</title><script>bad()</script><h2>Roles</h2><p>Tell&nbsp;the <b>DSL</b>.<ol><li>one<li>two</ol><table><tr><th>Review</th><td>May 2014</td></tr></table>"
        '<p>See <a href="http://www.nch.org.uk/">here</a> <del>old</del><ins>new</ins></p>',
        encoding="utf-8",
    )
    blocks, reading = _read(path)
    texts = [one.text for one in blocks]
    assert texts == ["Roles", "Tell\xa0the DSL.", "one", "two", "Review | May 2014", "See here new", "http://www.nch.org.uk/"]
    assert [one.number for one in blocks][2:4] == ["1", "2"]
    assert (reading.insertions, reading.deletions) == (1, 1)


def test_pdf_with_columns_and_hyphens(tmp_path: Path) -> None:
    left = " ".join(f"The left column tells of safe-guarding number {n} and goes on." for n in range(40))
    path = making.pdf(
        tmp_path / "policy.pdf",
        f"#set page(columns: 2, header: [Our school policy])\n= Title\n{left}\n#pagebreak()\nSecond page ends. Data Protection\nAct 1998.",
    )
    blocks, reading = _read(path)
    joined = " ".join(" ".join(one.text.split()) for one in blocks)
    assert joined.index("number 1 ") < joined.index("number 20 ") < joined.index("number 39 ")
    assert joined.count("Our school policy") == 1
    assert "Data Protection Act 1998" in joined
    assert reading.pages == 2
    assert blocks[-1].page == 2


def test_scanned_pages_are_told_one_by_one(tmp_path: Path) -> None:
    blocks, reading = _read(making.picture_pdf(tmp_path / "scan.pdf", 3))
    assert reading.scanned_pages == [1, 2, 3]
    assert "pictures" in reading.problem
    assert blocks == []


def _zip(path: Path, **parts: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)


def _cannot(name: str, folder: Path) -> Path:
    path = folder / name
    if name == "old.doc":
        path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "WordDocument".encode("utf-16-le"))
    elif name == "locked.docx":
        path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"))
    elif name == "locked.odt":
        making.opendocument(path, "<text:p>x</text:p>", encrypted=True)
    elif name == "locked.pdf":
        import pikepdf

        source = making.picture_pdf(folder / "plain.pdf")
        with pikepdf.open(source) as document:
            document.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))
    elif name == "damaged.docx":
        making.word(path, making.paragraph("x" * 5000))
        path.write_bytes(path.read_bytes()[:700])
    elif name == "broken.docx":
        _zip(path, word__document_xml=b"<w:document><w:body>")
    elif name == "damaged.pdf":
        path.write_bytes(b"%PDF-1.7\nnothing of the kind")
    elif name == "empty.docx":
        path.write_bytes(b"")
    elif name == "bomb.docx":
        _zip(path, word__document_xml=b"<a>" + b" " * 80_000_000)
    elif name == "entities.docx":
        _zip(path, word__document_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    elif name == "sheet.xlsx":
        _zip(path, xl__workbook_xml=b"<a/>")
    elif name == "photo.docx":
        path.write_bytes(b"\xff\xd8\xff" + b"\x00" * 100)
    elif name == "text.docx":
        path.write_text("Only text.", encoding="utf-8")
    elif name == "blank.txt":
        path.write_text(" \n\n ", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("old.doc", "old Word file (.doc)"),
        ("locked.docx", "password"),
        ("locked.odt", "password"),
        ("locked.pdf", "password"),
        ("damaged.docx", "damaged"),
        ("broken.docx", "damaged"),
        ("damaged.pdf", "damaged"),
        ("empty.docx", "empty"),
        ("bomb.docx", "unfolds into far more"),
        ("entities.docx", "not opened"),
        ("sheet.xlsx", "Excel"),
        ("photo.docx", "picture"),
        ("text.docx", "holds something else"),
        ("blank.txt", "empty"),
        ("missing.docx", "no such file"),
    ],
)
def test_what_cannot_be_read_is_told(name: str, told: str, tmp_path: Path) -> None:
    begun = time.monotonic()
    blocks, reading = _read(_cannot(name, tmp_path))
    assert told in reading.problem
    assert blocks == []
    assert time.monotonic() - begun < 10


def test_a_wrong_ending_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = making.word(tmp_path / "policy.docx", making.paragraph("Tell the DSL."))
    wrong = path.rename(tmp_path / "policy.pdf")
    blocks, reading = _read(wrong)
    assert [one.text for one in blocks] == ["Tell the DSL."]
    assert "ends in .pdf, but it is a Word file" in reading.notes[0]


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_text("Tell the DSL.\n\n" * 200_000, encoding="utf-8")
    reading = Reading()
    list(blocks_of(path, reading, seconds=0.3))
    assert "given up" in reading.problem
