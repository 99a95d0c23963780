"""OpenDocument text (.odt), as LibreOffice saves it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from handbook.audit.document import Block, Reading
from handbook.audit.readers import LOCKED, ReadingError, part
from handbook.audit.readers.markup import Element, tree

_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_O = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_SHORT_ROW = 240


def blocks(path: Path, reading: Reading) -> Iterator[Block]:
    """Yield the blocks of an OpenDocument file, its headers and footers last."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if "META-INF/manifest.xml" in names and b"encryption-data" in part(archive, "META-INF/manifest.xml"):
            raise ReadingError(LOCKED)
        content = _tree(archive, "content.xml")
        styles = _tree(archive, "styles.xml") if "styles.xml" in names else None
    text = content.find(f"{_O}body/{_O}text")
    if text is None:
        raise ReadingError("This is not a text document. Save it as .odt or .docx, and use that.")
    for region in text.iter(f"{_T}changed-region"):
        reading.deletions += region.find(f"{_T}deletion") is not None
        reading.insertions += region.find(f"{_T}insertion") is not None
    yield from _Document([root for root in (styles, content) if root is not None]).blocks_in(text)
    if styles is not None:
        seen: set[str] = set()
        for kind in ("header", "footer"):
            for one in styles.iter(f"{_STYLE}{kind}"):
                for block in _Document([]).blocks_in(one, kind):
                    if block.text not in seen:
                        seen.add(block.text)
                        yield block


def _tree(archive: zipfile.ZipFile, name: str) -> Element:
    return tree(part(archive, name), "LibreOffice")


class _Document:
    def __init__(self, roots: list[Element]) -> None:
        self._lists: dict[str, dict[int, bool]] = {}
        self._outline: dict[int, int] = {}
        for root in roots:
            for one in root.iter(f"{_T}list-style"):
                self._lists[one.get(f"{_STYLE}name", "")] = {
                    int(level.get(f"{_T}level", "1")): bool(level.get(f"{_STYLE}num-format")) for level in one
                }
            for one in root.iter(f"{_T}outline-level-style"):
                if one.get(f"{_STYLE}num-format"):
                    self._outline[int(one.get(f"{_T}level", "1"))] = int(one.get(f"{_T}display-levels", "1"))
        self._heads: dict[int, int] = {}
        self._counts: dict[str, dict[int, int]] = {}

    def blocks_in(self, parent: Element, kind: str = "", lists: tuple[str, int] = ("", 0), number: str = "") -> Iterator[Block]:
        for node in parent:
            if node.tag == f"{_T}h":
                yield from self._paragraph(node, kind or "heading", self._next_heading(node), int(node.get(f"{_T}outline-level", "1")))
            elif node.tag == f"{_T}p":
                yield from self._paragraph(node, kind or ("item" if lists[1] else "paragraph"), number)
                number = ""
            elif node.tag == f"{_T}list":
                style = node.get(f"{_T}style-name") or lists[0]
                level = lists[1] + 1
                if not lists[1] and node.get(f"{_T}continue-numbering") != "true" and not node.get(f"{_T}continue-list"):
                    self._counts[style] = {}
                for item in node:
                    if item.tag in (f"{_T}list-item", f"{_T}list-header"):
                        yield from self.blocks_in(item, kind, (style, level), self._next_item(style, level) if item.tag == f"{_T}list-item" else "")
            elif node.tag == f"{_TABLE}table":
                yield from self._table(node, kind)
            elif node.tag in (
                f"{_T}section",
                f"{_T}index-body",
                f"{_T}table-of-content",
                f"{_DRAW}frame",
                f"{_DRAW}text-box",
                f"{_T}numbered-paragraph",
                f"{_T}note-body",
            ):
                yield from self.blocks_in(node, kind)

    def _paragraph(self, node: Element, kind: str, number: str = "", level: int = 0) -> Iterator[Block]:
        asides: list[tuple[str, Element]] = []
        links: list[str] = []
        words = "".join(_words(node, asides, links))
        if words.strip():
            yield Block(words, kind, number=number, level=level)
        yield from (Block(one, "link") for one in links if one.rstrip("/") not in words)
        for sort, one in asides:
            yield from self.blocks_in(one, sort)

    def _table(self, table: Element, kind: str) -> Iterator[Block]:
        for row in table.iter(f"{_TABLE}table-row"):
            cells = [list(self.blocks_in(cell, kind or "cell")) for cell in row if cell.tag == f"{_TABLE}table-cell"]
            cells = [cell for cell in cells if cell]
            every = [block for cell in cells for block in cell]
            if len(cells) > 1 and sum(len(one.text) for one in every) <= _SHORT_ROW:
                yield Block("\t".join(" ".join(one.text for one in cell) for cell in cells), "cell")
            else:
                yield from every

    def _next_heading(self, node: Element) -> str:
        level = int(node.get(f"{_T}outline-level", "1"))
        if level not in self._outline or node.get(f"{_T}is-list-header") == "true":
            return ""
        self._heads[level] = self._heads.get(level, 0) + 1
        self._heads = {one: count for one, count in self._heads.items() if one <= level}
        shown = range(max(1, level - self._outline[level] + 1), level + 1)
        return ".".join(str(self._heads.get(one, 1)) for one in shown)

    def _next_item(self, style: str, level: int) -> str:
        if not self._lists.get(style, {}).get(level):
            return ""
        counts = self._counts.setdefault(style, {})
        counts[level] = counts.get(level, 0) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return ".".join(str(counts.get(one, 1)) for one in range(1, level + 1) if self._lists[style].get(one))


def _words(node: Element, asides: list[tuple[str, Element]], links: list[str]) -> Iterator[str]:
    if node.text:
        yield re.sub(r"\s+", " ", node.text)
    for child in node:
        if child.tag == f"{_T}s":
            yield " " * min(int(child.get(f"{_T}c", "1")), 20)
        elif child.tag == f"{_T}tab":
            yield "\t"
        elif child.tag == f"{_T}line-break":
            yield "\n"
        elif child.tag == f"{_T}note":
            body = child.find(f"{_T}note-body")
            if body is not None:
                asides.append(("note", body))
        elif child.tag == f"{_DRAW}frame":
            asides += [("box", box) for box in child.iter(f"{_DRAW}text-box")]
        elif child.tag in (f"{_O}annotation", f"{_T}tracked-changes"):
            pass
        else:
            if child.tag == f"{_T}a" and (child.get(_LINK) or "").startswith(("http:", "https:")):
                links.append(str(child.get(_LINK)))
            yield from _words(child, asides, links)
        if child.tail:
            yield re.sub(r"\s+", " ", child.tail)
