"""The parts around the body of a Word document: list numbers, properties, the file itself. What python-docx lacks, by hand."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from handbook.outputs.documents.imprint import Imprint

_NAMESPACES = nsdecls("w", "r")
_THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"


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


def be_modern(document: Document) -> None:
    """Let Word open a document as one of its own time: else it says "Compatibility Mode" and sets it as an old Word did."""
    compat = document.settings.element.find(qn("w:compat"))
    for setting in compat.findall(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


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
