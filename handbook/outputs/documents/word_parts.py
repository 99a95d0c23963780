"""The parts around the body of a Word document: styles, list numbers, header and footer, properties. What python-docx lacks, by hand."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.styles.style import BaseStyle

from handbook.outputs.documents.imprint import Imprint

FONT = "Arial"
_NAMESPACES = nsdecls("w", "r")
_SOFT = "4D5761"
_THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"

# Name: kind, based on, size in points, bold, colour, room before and after in points, kept with the next. "accent" is the school's colour.
_STYLES: dict[str, tuple[str, str, float | None, bool | None, str | None, float, float, bool]] = {
    "Title": ("p", "Normal", 26, True, "accent", 30, 10, False),
    "heading 1": ("p", "Normal", 17, True, "accent", 14, 6, True),
    "heading 2": ("p", "Normal", 13, True, "accent", 12, 4, True),
    "heading 3": ("p", "Normal", 11, True, None, 10, 3, True),
    "heading 4": ("p", "Normal", 10, True, None, 8, 2, True),
    "toc 1": ("p", "Normal", None, None, None, 0, 3, False),
    "Contents title": ("p", "Normal", 17, True, "accent", 0, 8, True),
    "School": ("p", "Normal", 16, True, None, 0, 6, False),
    "Notice": ("p", "Normal", None, True, "B3261E", 0, 6, False),
    "Summary": ("p", "Normal", None, None, None, 0, 5, False),
    "Clause": ("p", "Normal", None, None, None, 0, 3, False),
    "Rests on": ("p", "Normal", 8, None, _SOFT, 0, 5, False),
    "List item": ("p", "Normal", None, None, None, 0, 2, False),
    "Table text": ("p", "Normal", 9, None, None, 1, 2, False),
    "Table head": ("p", "Normal", 9, True, None, 1, 2, True),
    "Term": ("p", "Normal", None, True, None, 4, 0, True),
    "Small text": ("p", "Normal", 8.5, None, _SOFT, 0, 4, False),
    "Code": ("p", "Normal", 8.5, None, None, 0, 4, False),
    "Gap": ("p", "Normal", 4, None, None, 0, 4, False),
    "header": ("p", "Normal", 8, None, _SOFT, 0, 0, False),
    "footer": ("p", "Normal", 8, None, _SOFT, 0, 0, False),
    "Clause number": ("c", "", None, True, "accent", 0, 0, False),
    "Small print": ("c", "", 8, None, _SOFT, 0, 0, False),
    "Hyperlink": ("c", "", None, None, "accent", 0, 0, False),
    "Placeholder Text": ("c", "", None, None, "595F66", 0, 0, False),
}


def dress(document: Document, imprint: Imprint, letterhead: bool) -> dict[str, str]:
    """Give a document the handbook's styles and return the id of each by name.

    Args:
        document: The document.
        imprint: Whose colour it has.
        letterhead: Whether it is a school's own: then its letters and what it defines itself stay.
    """
    normal = document.styles["Normal"]
    if not letterhead:
        _letters(normal, FONT)
        normal.font.size = Pt(10)
        normal.paragraph_format.space_after = Pt(4)
        normal.paragraph_format.line_spacing = 1.05
    ids = {"Normal": normal.style_id}
    existing = {style.name.lower(): style for style in document.styles}
    for name, (kind, based_on, size, bold, colour, before, after, keep) in _STYLES.items():
        style = existing.get(name.lower())
        if style is not None and letterhead:
            ids[name] = style.style_id
            continue
        if style is None:
            style = document.styles.add_style(
                name, WD_STYLE_TYPE.PARAGRAPH if kind == "p" else WD_STYLE_TYPE.CHARACTER, builtin=name[0].islower() or name == "Hyperlink"
            )
        if based_on:
            style.base_style = normal
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
            style.paragraph_format.keep_with_next = keep
            style.paragraph_format.widow_control = True
            _no_borders(style)
        _letters(style, None)
        style.font.size = Pt(size) if size else None
        style.font.bold = bold
        style.font.italic = None
        if colour:
            style.font.color.rgb = RGBColor.from_string((imprint.accent.lstrip("#") if colour == "accent" else colour).upper())
        ids[name] = style.style_id
    _hang(document.styles[_named(document, ids["Clause"])], 680)
    _indent(document.styles[_named(document, ids["Rests on"])], 680)
    document.styles[_named(document, ids["Hyperlink"])].font.underline = True
    _british(document)
    return ids


def _named(document: Document, style_id: str) -> str:
    return next(style.name for style in document.styles if style.style_id == style_id)


def _letters(style: BaseStyle, font: str | None) -> None:
    """Set a style's font for all scripts; None leaves it to the style it is based on."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    if font:
        style.font.name = font
        fonts = properties.find(qn("w:rFonts"))
        for script in ("eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), font)


def _no_borders(style: BaseStyle) -> None:
    properties = style.element.get_or_add_pPr()
    for name in ("w:pBdr", "w:contextualSpacing"):
        for old in properties.findall(qn(name)):
            properties.remove(old)


def _hang(style: BaseStyle, by: int) -> None:
    style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = Pt(by / 20), Pt(-by / 20)
    style.paragraph_format.tab_stops.add_tab_stop(Pt(by / 20))


def _indent(style: BaseStyle, by: int) -> None:
    style.paragraph_format.left_indent = Pt(by / 20)


def _british(document: Document) -> None:
    """Say that the text is British English, for spelling and for being read aloud."""
    styles = document.styles.element
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is None:
        defaults = document.styles["Normal"].element.get_or_add_rPr()
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(parse_xml(f'<w:lang {_NAMESPACES} w:val="en-GB" w:eastAsia="en-GB" w:bidi="ur-PK"/>'))
    settings = document.settings.element
    for old in settings.findall(qn("w:themeFontLang")):
        old.set(qn("w:val"), "en-GB")
    # Without it Word opens the document as one of an old Word, and says so.
    compat = settings.find(qn("w:compat"))
    if compat is not None and not any(one.get(qn("w:name")) == "compatibilityMode" for one in compat.findall(qn("w:compatSetting"))):
        compat.append(
            parse_xml(f'<w:compatSetting {_NAMESPACES} w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>')
        )


class Lists:
    """Two kinds of list, and a new number for each list so that it starts at one."""

    def __init__(self, document: Document) -> None:
        """Add both kinds to a document."""
        self.numbering = _numbering(document)
        used = [int(one.get(qn("w:abstractNumId"))) for one in self.numbering.findall(qn("w:abstractNum"))]
        self.first = max(used, default=-1) + 1
        self.next = max((int(one.get(qn("w:numId"))) for one in self.numbering.findall(qn("w:num"))), default=0) + 1
        for offset, ordered in enumerate((False, True)):
            kind = parse_xml(_list_kind(self.first + offset, ordered))
            # Word reads kinds before numbers only.
            position = next((index for index, one in enumerate(self.numbering) if one.tag == qn("w:num")), len(self.numbering))
            self.numbering.insert(position, kind)

    def new(self, ordered: bool) -> int:
        """Return the number of a new list."""
        number, self.next = self.next, self.next + 1
        restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if ordered else ""
        self.numbering.append(
            parse_xml(f'<w:num {_NAMESPACES} w:numId="{number}"><w:abstractNumId w:val="{self.first + ordered}"/>{restart}</w:num>')
        )
        return number


def _list_kind(number: int, ordered: bool) -> str:
    levels = []
    for level in range(9):
        form, text = ("decimal", f"%{level + 1}.") if ordered else ("bullet", "–" if level % 2 else "•")
        levels.append(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{360 * (level + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
        )
    return f'<w:abstractNum {_NAMESPACES} w:abstractNumId="{number}"><w:multiLevelType w:val="hybridMultilevel"/>{"".join(levels)}</w:abstractNum>'


def _numbering(document: Document) -> Any:
    """Return the list numbers of a document, which a school's letterhead may lack."""
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return relation.target_part.element
    part = XmlPart(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, parse_xml(f"<w:numbering {_NAMESPACES}/>"), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return part.element


def name_properties(document: Document, title: str, subject: str, imprint: Imprint) -> None:
    """Fill in the file's properties."""
    properties = document.core_properties
    properties.title, properties.subject, properties.author, properties.last_modified_by = title, subject, imprint.school, imprint.school
    properties.comments, properties.keywords, properties.category, properties.language = "", imprint.policy, "Online safety", "en-GB"
    properties.version, properties.revision = imprint.version, 1
    properties.created = properties.modified = datetime(imprint.day.year, imprint.day.month, imprint.day.day)
    # A letterhead may bring a picture of another document along.
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == _THUMBNAIL:
            del package.rels[key]


def saved(document: Document) -> bytes:
    """Return a document as the bytes of its file, always the same for the same document."""
    made, packed = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, source.read(name))
    return packed.getvalue()
