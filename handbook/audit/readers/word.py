"""Word files (.docx): text with automatic clause numbers, tables, text boxes, content controls, notes, headers and footers, tracked changes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from handbook.audit.document import Block, Reading
from handbook.audit.readers import ReadingError, part
from handbook.audit.readers.markup import Element, tree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# A newer flavour of the same format has other names for the same things.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)
# A row of short cells is read as one line, so that "Review date" stays beside its date.
_SHORT_ROW = 240


def blocks(path: Path, reading: Reading) -> Iterator[Block]:
    """Yield the blocks of a Word file, its headers and footers last."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        main = (
            "word/document.xml"
            if "word/document.xml" in names
            else next((name for name in names if re.fullmatch(r"word/document\d*\.xml", name)), None)
        )
        if main is None:
            raise ReadingError("The file is damaged: its text is missing. Open it in Word, save it under a new name and use that.")
        root = _tree(archive, main)
        body = root.find(f"{W}body")
        if body is None:
            raise ReadingError("The file is damaged: its text is missing. Open it in Word, save it under a new name and use that.")
        word = _Word(archive, names, main, root, reading)
        yield from word.blocks_in(body)
        seen: set[str] = set()
        for kind in ("header", "footer"):
            for name in sorted(one for one in names if re.fullmatch(rf"word/{kind}\d*\.xml", one)):
                for block in _Word(archive, names, name, _tree(archive, name), reading, aside=kind).blocks_in(_tree(archive, name)):
                    if block.text.strip() not in seen:
                        seen.add(block.text.strip())
                        yield block
        if word.page:
            reading.pages = word.page


def _tree(archive: zipfile.ZipFile, name: str) -> Element:
    content = part(archive, name)
    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    return tree(content, "Word or LibreOffice")


@dataclass
class _Text:
    """What one paragraph holds."""

    words: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    bold: bool = True


class _Word:
    def __init__(self, archive: zipfile.ZipFile, names: list[str], name: str, root: Element, reading: Reading, aside: str = "") -> None:
        self._reading, self._aside = reading, aside
        self._links = _relations(archive, names, name)
        self._styles = _Styles(_tree(archive, "word/styles.xml") if "word/styles.xml" in names else None)
        self._numbers = _Numbers(_tree(archive, "word/numbering.xml") if "word/numbering.xml" in names else None)
        self._notes: dict[tuple[str, str], Element] = {}
        if not aside:
            for sort in ("footnote", "endnote"):
                if f"word/{sort}s.xml" in names:
                    self._notes |= {(sort, one.get(f"{W}id", "")): one for one in _tree(archive, f"word/{sort}s.xml").iter(f"{W}{sort}")}
        self._anchors = {one: at for at, one in enumerate(root.iter(f"{W}p"))} if not aside else {}
        rendered = root.find(f".//{W}lastRenderedPageBreak") is not None
        self.page = 1 if rendered and not aside else 0
        self._in_deletion = self._in_insertion = False

    def blocks_in(self, parent: Element, kind: str = "") -> Iterator[Block]:
        """Yield the blocks of a body, cell, box or note."""
        for node in parent:
            if node.tag == f"{W}p":
                yield from self._paragraph(node, kind)
            elif node.tag == f"{W}tbl":
                yield from self._table(node, kind)
            elif node.tag in (f"{W}del", f"{W}moveFrom"):
                self._reading.deletions += 1
            elif node.tag == f"{W}sdt":
                for content in node.findall(f"{W}sdtContent"):
                    yield from self.blocks_in(content, kind)
            elif node.tag in (f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag", f"{_MC}AlternateContent", f"{_MC}Choice"):
                yield from self.blocks_in(node, kind)

    def _paragraph(self, node: Element, kind: str) -> Iterator[Block]:
        text = _Text()
        page = self.page
        self._collect(node, text)
        words = "".join(text.words)
        style = self._styles.of(node)
        number, bullet = self._numbers.next(*self._styles.numbering(node)) if words.strip() else ("", False)
        if words.strip():
            level = style.level
            if not level and not kind and text.bold and len(words) < 90 and not words.rstrip().endswith((".", ";", ",")):
                level = 6
            own = kind or self._aside or ("heading" if level else "item" if bullet or _is_letter(number) else "paragraph")
            yield Block(words, own, page, number=number if re.search(r"\d", number) else "", level=level, anchor=self._anchors.get(node, -1))
        yield from (Block(one, "link", page, anchor=self._anchors.get(node, -1)) for one in text.links if one.rstrip("/") not in words)
        for box in text.boxes:
            yield from self.blocks_in(box, "box")
        for note in text.notes:
            yield from self.blocks_in(note, "note")

    def _table(self, node: Element, kind: str) -> Iterator[Block]:
        for row in _rows(node):
            cells = [list(self.blocks_in(cell, kind or "cell")) for cell in _cells(row)]
            cells = [cell for cell in cells if cell]
            every = [block for cell in cells for block in cell]
            if len(cells) > 1 and sum(len(one.text) for one in every) <= _SHORT_ROW and all(one.kind == "cell" for one in every):
                joined = "\t".join(" ".join(one.text for one in cell) for cell in cells)
                yield Block(joined, "cell", every[0].page, number=every[0].number, anchor=every[0].anchor)
            else:
                yield from every

    def _collect(self, node: Element, text: _Text) -> None:
        for child in node:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, text)
            elif tag in (f"{W}del", f"{W}moveFrom"):
                self._reading.deletions += 1
            elif tag in (f"{W}ins", f"{W}moveTo"):
                self._reading.insertions += 1
                self._collect(child, text)
            elif tag == f"{W}hyperlink":
                target = self._links.get(child.get(f"{_R}id", ""))
                if target:
                    text.links.append(target)
                self._collect(child, text)
            elif tag in (f"{W}sdt", f"{W}sdtContent", f"{W}smartTag", f"{W}customXml", f"{W}fldSimple", f"{W}bdo", f"{W}dir"):
                self._collect(child, text)

    def _run(self, run: Element, text: _Text) -> None:
        bold = run.find(f"{W}rPr/{W}b")
        is_bold = bold is not None and bold.get(f"{W}val", "1") not in ("0", "false", "off")
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                text.words.append(child.text or "")
                text.bold = text.bold and (is_bold or not (child.text or "").strip())
            elif tag == f"{W}tab":
                text.words.append("\t")
            elif tag in (f"{W}br", f"{W}cr"):
                if child.get(f"{W}type") != "page":
                    text.words.append("\n")
            elif tag == f"{W}noBreakHyphen":
                text.words.append("-")
            elif tag == f"{W}lastRenderedPageBreak" and self.page:
                self.page += 1
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                note = self._notes.get((tag.removeprefix(W).removesuffix("Reference"), child.get(f"{W}id", "")))
                if note is not None:
                    text.notes.append(note)
            elif tag == f"{_MC}AlternateContent":
                choice = child.find(f"{_MC}Choice")
                fallback = child.find(f"{_MC}Fallback")
                boxes = list((choice if choice is not None else child).iter(f"{W}txbxContent"))
                text.boxes += boxes or (list(fallback.iter(f"{W}txbxContent")) if fallback is not None else [])
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                text.boxes += child.iter(f"{W}txbxContent")


def _rows(table: Element) -> Iterator[Element]:
    for node in table:
        if node.tag == f"{W}tr":
            if node.find(f"{W}trPr/{W}del") is None:
                yield node
        elif node.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _rows(node)


def _cells(row: Element) -> Iterator[Element]:
    for node in row:
        if node.tag == f"{W}tc":
            merged = node.find(f"{W}tcPr/{W}vMerge")
            # What is merged with the cell above holds no words of its own.
            if merged is None or merged.get(f"{W}val") == "restart" or any(one.text for one in node.iter(f"{W}t")):
                yield node
        elif node.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            yield from _cells(node)


def _relations(archive: zipfile.ZipFile, names: list[str], name: str) -> dict[str, str]:
    folder, _, file = name.rpartition("/")
    path = f"{folder}/_rels/{file}.rels"
    if path not in names:
        return {}
    return {
        one.get("Id", ""): one.get("Target", "")
        for one in _tree(archive, path)
        if one.get("TargetMode") == "External" and one.get("Target", "").startswith(("http:", "https:"))
    }


@dataclass(frozen=True)
class _Style:
    level: int = 0
    number: tuple[str, int] | None = None


class _Styles:
    def __init__(self, root: Element | None) -> None:
        self._nodes = {one.get(f"{W}styleId", ""): one for one in root.iter(f"{W}style")} if root is not None else {}
        self._made: dict[str, _Style] = {}

    def of(self, paragraph: Element) -> _Style:
        """Return the style of a paragraph, with an outline level of its own."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return _Style()
        named = properties.find(f"{W}pStyle")
        style = self._named(named.get(f"{W}val", "")) if named is not None else _Style()
        level = properties.find(f"{W}outlineLvl")
        return (
            _Style(int(level.get(f"{W}val", "9")) + 1, style.number)
            if level is not None and level.get(f"{W}val", "9").isdigit() and int(level.get(f"{W}val", "9")) < 9
            else style
        )

    def numbering(self, paragraph: Element) -> tuple[str, int]:
        """Return the list and level that number a paragraph; an empty list for none."""
        own = _number_of(paragraph.find(f"{W}pPr"))
        style = self.of(paragraph).number
        if own is None:
            return style or ("", 0)
        return own if own[0] or not style else (style[0], own[1])

    def _named(self, name: str, depth: int = 0) -> _Style:
        if name in self._made:
            return self._made[name]
        node = self._nodes.get(name)
        if node is None or depth > 12:
            return _Style()
        based = node.find(f"{W}basedOn")
        parent = self._named(based.get(f"{W}val", ""), depth + 1) if based is not None else _Style()
        title = node.find(f"{W}name")
        heading = re.fullmatch(r"heading (\d)", (title.get(f"{W}val", "") if title is not None else "").lower())
        level = node.find(f"{W}pPr/{W}outlineLvl")
        depth_of = (
            int(heading.group(1))
            if heading
            else int(level.get(f"{W}val", "9")) + 1
            if level is not None and level.get(f"{W}val", "9") in "012345678"
            else parent.level
        )
        if (title.get(f"{W}val", "") if title is not None else "").lower() == "title":
            depth_of = 1
        own = _number_of(node.find(f"{W}pPr"))
        self._made[name] = _Style(depth_of, own if own and own[0] else (parent.number[0], own[1]) if own and parent.number else parent.number)
        return self._made[name]


def _number_of(properties: Element | None) -> tuple[str, int] | None:
    numbering = properties.find(f"{W}numPr") if properties is not None else None
    if numbering is None:
        return None
    which, level = numbering.find(f"{W}numId"), numbering.find(f"{W}ilvl")
    return (which.get(f"{W}val", "") if which is not None else "", int(level.get(f"{W}val", "0")) if level is not None else 0)


class _Numbers:
    """Counts automatic numbers as Word does."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        for one in root.iter(f"{W}abstractNum"):
            self._levels[one.get(f"{W}abstractNumId", "")] = {int(level.get(f"{W}ilvl", "0")): _level(level) for level in one.findall(f"{W}lvl")}
        for one in root.iter(f"{W}num"):
            which = one.find(f"{W}abstractNumId")
            name = one.get(f"{W}numId", "")
            self._abstract[name] = which.get(f"{W}val", "") if which is not None else ""
            for override in one.findall(f"{W}lvlOverride"):
                start = override.find(f"{W}startOverride")
                if start is not None:
                    self._restarts.setdefault(name, {})[int(override.get(f"{W}ilvl", "0"))] = int(start.get(f"{W}val", "1"))

    def next(self, name: str, level: int) -> tuple[str, bool]:
        """Return the next number of a list at a level as it is printed, and whether it is only a bullet."""
        abstract = self._abstract.get(name, "")
        levels = self._levels.get(abstract)
        if not levels or level not in levels or name == "0":
            return "", False
        shape, pattern, start = levels[level]
        if shape in ("bullet", "none"):
            return "", shape == "bullet"
        counts = self._counts.setdefault(abstract, {})
        restart = self._restarts.get(name, {}).pop(level, None)
        counts[level] = restart if restart is not None else counts.get(level, start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        printed = re.sub(
            r"%(\d)",
            lambda match: _printed(
                counts.get(int(match.group(1)) - 1, levels.get(int(match.group(1)) - 1, ("", "", 1))[2]),
                levels.get(int(match.group(1)) - 1, ("decimal", "", 1))[0],
            ),
            pattern,
        )
        return printed.strip(" .():"), False


def _level(node: Element) -> tuple[str, str, int]:
    def value(name: str, usual: str) -> str:
        found = node.find(f"{W}{name}")
        return found.get(f"{W}val", usual) if found is not None else usual

    start = value("start", "1")
    return value("numFmt", "decimal"), value("lvlText", ""), int(start) if start.isdigit() else 1


def _printed(number: int, shape: str) -> str:
    if shape in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(96 + (number - 1) % 26 + 1) * ((number - 1) // 26 + 1)
        return letter if shape == "lowerLetter" else letter.upper()
    if shape in ("lowerRoman", "upperRoman") and 0 < number < 100:
        roman = (
            "".join(("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")[number // 10])
            + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10]
        )
        return roman if shape == "lowerRoman" else roman.upper()
    return str(number)


def _is_letter(number: str) -> bool:
    return bool(number) and not re.search(r"\d", number)
