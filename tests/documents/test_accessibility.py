"""PDFs read aloud as they look: PDF/UA-1, looked at by other eyes than the program's that made them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pdfua
import pikepdf
import pytest
from lxml import etree

from handbook.outputs.documents.blocks import plain_text
from handbook.outputs.documents.composing import compose
from tests.documents.conftest import SCHOOLS, Schools
from tests.documents.tools import poppler

pytestmark = pytest.mark.whole

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Yield the structure of a PDF, in reading order."""

    def below(element: object) -> Iterator[pikepdf.Dictionary]:
        if isinstance(element, pikepdf.Array):
            for one in element:
                yield from below(one)
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            yield element
            if "/K" in element:
                yield from below(element.K)

    yield from below(pdf.Root.StructTreeRoot.K)


def tag(element: pikepdf.Dictionary) -> str:
    """Return the tag of an element of the structure."""
    return str(element.S).lstrip("/")


@pytest.mark.parametrize("name", SCHOOLS)
def test_every_pdf_keeps_to_pdf_ua(schools: Schools, name: str) -> None:
    mine = schools[name]
    files = [file for _, file in mine.files("pdf")]
    assert len(files) > 70
    tables = links = headings = 0
    for file in files:
        report = pdfua.validate(str(file))
        assert not report.findings, f"{file.name}: {report.findings}"
        with pikepdf.open(file) as pdf:
            assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "en-GB", file.name
            assert pdf.Root.ViewerPreferences.DisplayDocTitle, file.name
            assert "pdfuaid:part>1<" in pdf.Root.Metadata.read_bytes().decode("utf-8"), file.name
            assert "/Outlines" in pdf.Root, f"{file.name} has no bookmarks"
            levels = []
            for element in elements(pdf):
                kind = tag(element)
                if kind == "Table":
                    tables += 1
                    assert any(tag(one) == "TH" for one in _below(element)), f"{file.name}: a table without header cells"
                elif kind == "Figure":
                    assert str(element.get("/Alt", "")).strip(), f"{file.name}: a picture without words"
                elif re.fullmatch(r"H\d", kind):
                    levels.append(int(kind[1]))
            assert levels, file.name
            assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False)), f"{file.name}: {levels}"
            headings += len(levels)
            for page in pdf.pages:
                notes = page.get("/Annots", [])
                links += len(notes)
                assert all(str(note.get("/Contents", "")).strip() for note in notes), f"{file.name}: a link that says nothing"
                assert not notes or page.get("/Tabs") == "/S", file.name
    assert tables > 150 and links > 2000 and headings > 1000


def _below(element: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    kids = element.get("/K", [])
    for one in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(one, pikepdf.Dictionary) and "/S" in one:
            yield one
            yield from _below(one)


@pytest.mark.parametrize("name", SCHOOLS)
def test_nothing_stands_outside_a_page(schools: Schools, name: str) -> None:
    mine, looked_at = schools[name], 0
    for _, file in mine.files("pdf"):
        for page in re.split(r"<page ", poppler("pdftotext", "-bbox", str(file), "-"))[1:]:
            size = re.match(r'width="([\d.]+)" height="([\d.]+)"', page)
            assert size
            wide, high = map(float, size.groups())
            for left, top, right, bottom, word in re.findall(
                r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', page
            ):
                looked_at += 1
                assert float(left) >= 20 and float(right) <= wide - 20, f"{file.name}: {word} is cut off at a side"
                assert float(top) >= 0 and float(bottom) <= high - 10, f"{file.name}: {word} is cut off above or below"
    assert looked_at > 100_000


def test_pages_are_read_aloud_in_order(schools: Schools) -> None:
    mine, looked_at = schools["example-primary"], 0
    for document, file in mine.files("pdf"):
        # Poppler takes long for the structure of a long document; the next test looks at all of them.
        if document.kind not in ("form", "short"):
            continue
        said = re.findall(r"[^\W_]+", " ".join(re.findall(r'"(.*)"$', poppler("pdfinfo", "-struct-text", str(file)), re.MULTILINE)))
        wanted = re.findall(r"[^\W_]+", plain_text(compose(document, mine.pages).blocks))
        rest = iter(said)
        lost = next((word for word in wanted if word not in rest), None)
        assert lost is None, f"{file.name}: {lost} is not read, or too early"
        looked_at += len(wanted)
    assert looked_at > 5_000


@pytest.mark.parametrize("name", SCHOOLS)
def test_structure_follows_the_order_on_paper(schools: Schools, name: str) -> None:
    looked_at = 0
    for _, file in schools[name].files("pdf"):
        with pikepdf.open(file) as pdf:
            numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
            order = list(_marked_places(pdf.Root.StructTreeRoot.K, None, numbers))
        looked_at += len(order)
        assert order == sorted(order), f"{file.name}: page {next(one for one, other in zip(order, order[1:], strict=False) if one > other)[0] + 1}"
    assert looked_at > 20_000


def _marked_places(element: object, page: object, numbers: dict[tuple[int, int], int]) -> Iterator[tuple[int, int]]:
    """Yield the pieces of content below an element in its order: page and number on it, which Typst counts in the order it paints."""
    if isinstance(element, int):
        yield numbers[page.objgen], element
    elif isinstance(element, pikepdf.Array):
        for one in element:
            yield from _marked_places(one, page, numbers)
    elif "/MCID" in element:
        yield numbers[element.get("/Pg", page).objgen], int(element.MCID)
    elif "/K" in element:
        yield from _marked_places(element.K, element.get("/Pg", page), numbers)


def test_word_files_hold_together(schools: Schools) -> None:
    mine, looked_at = schools["example-primary"], 0
    for _, file in mine.files("docx"):
        with zipfile.ZipFile(file) as packed:
            names = set(packed.namelist())
            roots = {name: etree.fromstring(packed.read(name)) for name in names if name.endswith((".xml", ".rels"))}
        _relations_lead_somewhere(file, names, roots)
        body = roots["word/document.xml"]
        ids = [one.get(f"{_W}id") for one in body.iter(f"{_W}bookmarkStart")]
        assert len(ids) == len(set(ids)), file.name
        places = {one.get(f"{_W}name") for one in body.iter(f"{_W}bookmarkStart")}
        assert {one.get(f"{_W}anchor") for one in body.iter(f"{_W}hyperlink")} - {None} <= places, f"{file.name}: a link that leads nowhere"
        marks = [one.get(f"{_W}fldCharType") for one in body.iter(f"{_W}fldChar")]
        assert marks.count("begin") == marks.count("separate") == marks.count("end"), file.name
        modes = [one.get(f"{_W}val") for one in roots["word/settings.xml"].iter(f"{_W}compatSetting") if one.get(f"{_W}name") == "compatibilityMode"]
        assert modes == ["15"], f"{file.name} would open in Compatibility Mode"
        assert not list(roots["word/settings.xml"].iter(f"{_W}updateFields")), f"{file.name} would ask whether to update fields"
        styles = roots["word/styles.xml"]
        assert {one.get(f"{_W}val") for one in styles.iter(f"{_W}lang")} == {"en-GB"}, file.name
        known = {one.get(f"{_W}styleId") for one in styles.iter(f"{_W}style")}
        used = {one.get(f"{_W}val") for kind in ("pStyle", "rStyle") for one in body.iter(f"{_W}{kind}")}
        assert used <= known, f"{file.name}: {used - known}"
        for table in body.iter(f"{_W}tbl"):
            looked_at += 1
            assert table.find(f"{_W}tr/{_W}trPr/{_W}tblHeader") is not None, f"{file.name}: a table without a head"
            assert table.getnext() is not None and table.getnext().tag == f"{_W}p", f"{file.name}: two tables would become one"
    assert looked_at > 60


def _relations_lead_somewhere(file: Path, names: set[str], roots: dict[str, etree._Element]) -> None:
    for name, root in roots.items():
        if not name.endswith(".rels"):
            continue
        folder = name.replace("_rels/", "").rsplit("/", 1)[0] if "/" in name.replace("_rels/", "") else ""
        ids = {one.get("Id") for one in root}
        for one in root:
            if one.get("TargetMode") != "External":
                target = one.get("Target").lstrip("/") if one.get("Target").startswith("/") else "/".join(filter(None, (folder, one.get("Target"))))
                parts: list[str] = []
                for part in target.split("/"):
                    parts = parts[:-1] if part == ".." else [*parts, part]
                assert "/".join(parts) in names, f"{file.name}: {name} names {target}, which is not there"
        source = roots.get(name.replace("_rels/", "").removesuffix(".rels"))
        if source is not None:
            used = {
                value
                for element in source.iter()
                for key, value in element.attrib.items()
                if key.startswith("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}")
            }
            assert used <= ids, f"{file.name}: {used - ids}"
