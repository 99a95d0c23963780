"""Write a document for Word: on the handbook's own template, or on a school's letterhead."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import docx
import typst
from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt

from handbook.outputs.documents import word_parts, word_styles
from handbook.outputs.documents.blocks import Heading, Picture, Run, text_of
from handbook.outputs.documents.composing import Composed
from handbook.outputs.documents.imprint import Imprint
from handbook.outputs.documents.pictures import image_of
from handbook.outputs.documents.setting import FONTS
from handbook.outputs.documents.word_markup import LOGO, PICTURE, Body
from handbook.outputs.documents.wording import footer_of, note_of, title_of

_NAMESPACES = (
    nsdecls("w", "r", "wp", "a", "pic")
    + ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"'
)
# English Metric Units, in which Word measures pictures.
_EMU = 914_400
_TWENTIETH = _EMU // 72 // 20
_A4_WIDTH = Mm(210)


def write(composed: Composed, imprint: Imprint, letterhead: Path | None = None, page_numbers: Mapping[str, int] | None = None) -> bytes:
    """Return a document for Word. The same document gives the same bytes.

    Args:
        composed: The document.
        imprint: Whose it is.
        letterhead: A Word file of the school's own, whose header, footer and styles it has instead of ours.
        page_numbers: The page on which each first-level heading stands, by anchor, and how many pages there are, as ``""``:
            what the contents show until Word counts for itself.
    """
    document = docx.Document(str(letterhead) if letterhead else None)
    around = _Around(document, imprint, letterhead)
    section = document.sections[-1]
    width = _width(section)
    kind = composed.document.kind
    day = f"{imprint.day.isoformat()}T00:00:00Z"
    body = Body(around, width, form=kind == "form", author=imprint.school, day=day)
    numbers = page_numbers or {}
    parts = [_front(composed, imprint, body, around, bool(letterhead))]
    if kind == "policy":
        _begin_pages(document, around)
        parts += [body.blocks(composed.cover), _contents(composed, body, around, numbers)]
    parts.append(body.blocks(composed.blocks))
    _fill(document, "".join(parts))
    if not letterhead:
        _footer(section, footer_of(composed, imprint), numbers.get("", 1), width)
        section.different_first_page_header_footer = kind == "policy"
    word_parts.name_properties(document, title_of(composed, imprint), f"{composed.title}, version {imprint.version}", imprint)
    return word_parts.saved(document)


def _width(section: Section) -> int:
    """Return the width of the text, in twentieths of a point."""
    sides = (section.left_margin or 0) + (section.right_margin or 0)
    return ((section.page_width or _A4_WIDTH) - sides) // _TWENTIETH


class _Around:
    """The document around a body: its relations, pictures, lists and styles."""

    def __init__(self, document: WordDocument, imprint: Imprint, letterhead: Path | None) -> None:
        self.document, self.imprint = document, imprint
        self.ids = word_styles.dress(document, imprint, letterhead is not None)
        if letterhead is None:
            word_parts.be_modern(document)
        self.lists = word_parts.Lists(document)
        self.addresses: dict[str, str] = {}

    def address(self, url: str) -> str:
        """Return the id of a relation to an address."""
        if url not in self.addresses:
            self.addresses[url] = self.document.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return self.addresses[url]

    def list_number(self, ordered: bool) -> int:
        """Return the number of a list that starts anew."""
        return self.lists.new(ordered)

    def style(self, name: str) -> str:
        """Return the id of a style."""
        return self.ids[name]

    def picture(self, picture: Picture, number: int, width: int) -> str:
        """Return a picture as the content of a run; ``width`` is that of the text, in twentieths of a point."""
        suffix, content = image_of(picture, self.imprint)
        wide = round(picture.share * width * _TWENTIETH)
        return self.image(content, suffix, picture.alt, number, wide=wide, high=round(PICTURE * _EMU))

    def image(self, content: bytes, suffix: str, alt: str, number: int, *, wide: int = 0, high: int) -> str:
        """Return an image as the content of a run: ``high`` English Metric Units high, or ``wide`` wide."""
        relation, image = self.document.part.get_or_add_image(io.BytesIO(_for_word(content, suffix)))
        if wide:
            high = round(wide * image.px_height / image.px_width)
        else:
            wide = round(high * image.px_width / image.px_height)
        # Without words it is there for the looks, and a screen reader passes it by.
        decoration = "" if alt else '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative val="1"/></a:ext></a:extLst>'
        about = f'id="{number}" name="Picture {number}" descr={quoteattr(alt)}'
        return (
            f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
            f"<wp:docPr {about}>{decoration}</wp:docPr><wp:cNvGraphicFramePr/>"
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}" descr={quoteattr(alt)}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        )


def _for_word(content: bytes, suffix: str) -> bytes:
    """Return an image that every Word can show: drawings and WebP become PNG."""
    if suffix.lower() in (".png", ".jpg", ".jpeg"):
        return content
    files = {
        "main": f'#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image("/image{suffix.lower()}")\n'.encode(),
        f"image{suffix.lower()}": content,
    }
    with tempfile.TemporaryDirectory(prefix="handbook-image-") as folder:
        for name, bytes_ in files.items():
            (Path(folder) / name).write_bytes(bytes_)
        made = typst.compile(Path(folder) / "main", root=Path(folder), font_paths=[FONTS], ignore_system_fonts=True, format="png", ppi=220.0)
    return bytes(made)


def _front(composed: Composed, imprint: Imprint, body: Body, around: _Around, letterhead: bool) -> str:
    """Return the logo, the school's name and the title; on a letterhead both stand there already."""
    parts = []
    if imprint.logo and not letterhead:
        drawing = around.image(imprint.logo.read_bytes(), imprint.logo.suffix, "", next(body.ids), high=round(LOGO * _EMU))
        parts.append(f"<w:p><w:r>{drawing}</w:r></w:p>")
    if not letterhead or composed.document.kind == "policy":
        parts.append(body.paragraph((Run(imprint.school),), "School"))
    if composed.document.kind == "policy":
        parts.append(body.paragraph((Run(title_of(composed, imprint)),), "Title"))
    if note := note_of(imprint):
        parts.append(body.paragraph((Run(note),), "Notice"))
    return "".join(parts)


def _begin_pages(document: WordDocument, around: _Around) -> None:
    """Let each section of the policy begin a page."""
    word_styles.style_of(document, around.style("heading 1")).paragraph_format.page_break_before = True


def _contents(composed: Composed, body: Body, around: _Around, numbers: Mapping[str, int]) -> str:
    """Return contents with their page numbers filled in, which Word counts anew when it is asked."""
    headings = [block for block in composed.blocks if isinstance(block, Heading) and block.level == 1]
    title = (
        f"<w:p><w:pPr><w:pStyle w:val={quoteattr(around.style('Contents title'))}/><w:pageBreakBefore/></w:pPr><w:r><w:t>Contents</w:t></w:r></w:p>"
    )
    lines = []
    for position, heading in enumerate(headings):
        begin = _field_mark("begin") + _field_code(' TOC \\o "1-1" \\h \\z \\u ') + _field_mark("separate") if position == 0 else ""
        end = _field_mark("end") if position == len(headings) - 1 else ""
        place = body.bookmark(heading.anchor)
        page = _field(f" PAGEREF {place} \\h ", str(numbers.get(heading.anchor, "")))
        lines.append(
            f"<w:p><w:pPr><w:pStyle w:val={quoteattr(around.style('toc 1'))}/>"
            f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{body.width}"/></w:tabs></w:pPr>'
            f'{begin}<w:hyperlink w:anchor={quoteattr(place)} w:history="1">'
            f'<w:r><w:t xml:space="preserve">{escape(text_of(heading.runs))}</w:t></w:r>'
            f"<w:r><w:tab/></w:r>{page}</w:hyperlink>{end}</w:p>"
        )
    return title + "".join(lines)


def _field_mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _field_code(code: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{escape(code)}</w:instrText></w:r>'


def _field(code: str, result: str) -> str:
    """Return a field whose result is there already, so that no program has to ask for leave to work it out."""
    return f"{_field_mark('begin')}{_field_code(code)}{_field_mark('separate')}<w:r><w:t>{escape(result)}</w:t></w:r>{_field_mark('end')}"


def _footer(section: Section, text: str, pages: int, width: int) -> None:
    footer = section.footer
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(width / 20), WD_TAB_ALIGNMENT.RIGHT)
    markup = (
        f'<w:p {_NAMESPACES}><w:r><w:t xml:space="preserve">{escape(text)} </w:t></w:r>'
        f'<w:r><w:t xml:space="preserve">Page </w:t></w:r>{_field(" PAGE ", "1")}'
        f'<w:r><w:t xml:space="preserve"> of </w:t></w:r>{_field(" NUMPAGES ", str(pages))}</w:p>'
    )
    for element in parse_xml(markup):
        paragraph._p.append(element)  # noqa: SLF001 (python-docx gives a paragraph's element no other name)


def _fill(document: WordDocument, markup: str) -> None:
    """Put the body's markup in place of whatever the template holds, before the last section's own settings."""
    body = document.element.body
    for element in list(body):
        if element.tag != qn("w:sectPr"):
            body.remove(element)
    for element in reversed(parse_xml(f"<w:body {_NAMESPACES}>{markup}</w:body>")):
        body.insert(0, element)
