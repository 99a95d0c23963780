"""The styles of a Word document: what each looks like, said once for Word and for those who work out Word's pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import BaseStyle, CharacterStyle, ParagraphStyle

from handbook.outputs.documents.imprint import Imprint

FONT = "Arial"
# Line spacing in lines.
LINES = 1.05
# Millimetres: from the paper's edge to the text, and to header and footer.
SIDES, TOP_AND_BOTTOM, TO_FOOTER = 22, 19, 9
# Points that the text of a clause stands in from its number.
CLAUSE_INDENT = 34
_ACCENT = "accent"
_SOFT = "4D5761"


@dataclass(frozen=True)
class Style:
    """What a style looks like.

    Attributes:
        size: Points; None for the size of the text around.
        bold: Whether it is bold; None as the text around.
        colour: Six hexadecimal digits, or ``accent`` for the school's colour; nothing as the text around.
        before: Room before a paragraph, in points.
        after: Room after it, in points.
        keep: Whether it stays on one page with the next.
        indent: Points that it stands in.
        hanging: Whether its first line begins at the left nevertheless.
        of_words: Whether it is a style of words and not of paragraphs.
    """

    size: float | None = None
    bold: bool | None = None
    colour: str = ""
    before: float = 0
    after: float = 0
    keep: bool = False
    indent: float = 0
    hanging: bool = False
    of_words: bool = False


NORMAL = Style(size=10, after=4)

STYLES = {
    "Title": Style(26, True, _ACCENT, before=30, after=10),
    "heading 1": Style(17, True, _ACCENT, before=14, after=6, keep=True),
    "heading 2": Style(13, True, _ACCENT, before=12, after=4, keep=True),
    "heading 3": Style(11, True, before=10, after=3, keep=True),
    "heading 4": Style(10, True, before=8, after=2, keep=True),
    "toc 1": Style(after=3),
    "Contents title": Style(17, True, _ACCENT, after=8, keep=True),
    "School": Style(16, True, after=6),
    "Notice": Style(bold=True, colour="B3261E", after=6),
    "Summary": Style(after=5),
    "Clause": Style(after=3, indent=CLAUSE_INDENT, hanging=True),
    "Rests on": Style(8, colour=_SOFT, after=5, indent=CLAUSE_INDENT),
    "List item": Style(after=2),
    "Table text": Style(9, before=1, after=2),
    "Table head": Style(9, True, before=1, after=2, keep=True),
    "Term": Style(bold=True, before=4, keep=True),
    "Small text": Style(8.5, colour=_SOFT, after=4),
    "Code": Style(8.5, after=4),
    "Gap": Style(4, after=4),
    "header": Style(8, colour=_SOFT),
    "footer": Style(8, colour=_SOFT),
    "Clause number": Style(bold=True, colour=_ACCENT, of_words=True),
    "Small print": Style(8, colour=_SOFT, of_words=True),
    "Hyperlink": Style(colour=_ACCENT, of_words=True),
    "Placeholder Text": Style(colour="595F66", of_words=True),
}


def dress(document: Document, imprint: Imprint, letterhead: bool) -> dict[str, str]:
    """Give a document the handbook's page and styles, and return the id of each style by name.

    Args:
        document: The document.
        imprint: Whose colour it has.
        letterhead: Whether it is a school's own: then its page, its letters and what it defines itself stay.
    """
    normal = cast(ParagraphStyle, document.styles["Normal"])
    if not letterhead:
        _set_page(document)
        _set_normal(normal)
    _be_british(document)
    ids = {"Normal": normal.style_id}
    existing = {style.name.lower(): style for style in _all(document) if style.name}
    for name, look in STYLES.items():
        style = existing.get(name.lower())
        if style is None or not letterhead:
            style = style or _new(document, name, look)
            _look(style, look, normal, imprint.accent.lstrip("#"))
            if name == "Hyperlink":
                style.font.underline = True
        ids[name] = style.style_id
    return ids


def style_of(document: Document, style_id: str) -> ParagraphStyle:
    """Return the paragraph style with an id."""
    return cast(ParagraphStyle, next(style for style in _all(document) if style.style_id == style_id))


def _all(document: Document) -> Iterator[CharacterStyle]:
    """Yield the styles that have letters."""
    for style in cast("Iterator[BaseStyle]", iter(document.styles)):
        if isinstance(style, CharacterStyle):
            yield style


def _set_page(document: Document) -> None:
    section = document.sections[-1]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(SIDES)
    section.top_margin = section.bottom_margin = Mm(TOP_AND_BOTTOM)
    section.header_distance = section.footer_distance = Mm(TO_FOOTER)


def _set_normal(normal: ParagraphStyle) -> None:
    _forget_letters(normal)
    normal.font.name, normal.font.size = FONT, Pt(NORMAL.size or 0)
    fonts = normal.element.get_or_add_rPr().find(qn("w:rFonts"))
    for script in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    normal.paragraph_format.space_after = Pt(NORMAL.after)
    normal.paragraph_format.line_spacing = LINES


def _new(document: Document, name: str, look: Style) -> CharacterStyle:
    """Add a style. Word knows those by itself that begin with a small letter."""
    kind = WD_STYLE_TYPE.CHARACTER if look.of_words else WD_STYLE_TYPE.PARAGRAPH
    return cast(CharacterStyle, document.styles.add_style(name, kind, builtin=name[0].islower() or name == "Hyperlink"))


def _look(style: CharacterStyle, look: Style, normal: ParagraphStyle, accent: str) -> None:
    """Give a style its look, whatever it looked like before."""
    _forget_letters(style)
    style.font.size = Pt(look.size) if look.size else None
    style.font.bold, style.font.italic = look.bold, None
    # Word's own template colours some headings.
    for old in style.element.get_or_add_rPr().findall(qn("w:color")):
        style.element.get_or_add_rPr().remove(old)
    if look.colour:
        style.font.color.rgb = RGBColor.from_string((accent if look.colour == _ACCENT else look.colour).upper())
    if isinstance(style, ParagraphStyle):
        style.base_style = normal
        _forget_borders(style)
        shape = style.paragraph_format
        shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
        shape.keep_with_next, shape.widow_control = look.keep, True
        if look.indent:
            shape.left_indent = Pt(look.indent)
        if look.hanging:
            shape.first_line_indent = Pt(-look.indent)
            shape.tab_stops.add_tab_stop(Pt(look.indent))


def _forget_letters(style: CharacterStyle) -> None:
    """Take a style's own fonts away, so that it has those of the style that it is based on."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)


def _forget_borders(style: ParagraphStyle) -> None:
    properties = style.element.get_or_add_pPr()
    for name in ("w:pBdr", "w:contextualSpacing"):
        for old in properties.findall(qn(name)):
            properties.remove(old)


def _be_british(document: Document) -> None:
    """Say that the text is British English, for spelling and for being read aloud."""
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is None:
        defaults = document.styles["Normal"].element.get_or_add_rPr()
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-GB" w:eastAsia="en-GB" w:bidi="ur-PK"/>'))
    for old in document.settings.element.findall(qn("w:themeFontLang")):
        old.set(qn("w:val"), "en-GB")
