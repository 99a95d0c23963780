"""Write plain blocks as WordprocessingML: the paragraphs and tables of a Word document, as text.

What stands outside the body (addresses, pictures, list numbers) is asked of the :class:`Surroundings`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Protocol
from xml.sax.saxutils import escape, quoteattr

from handbook.outputs.documents.addresses import is_within
from handbook.outputs.documents.blocks import (
    ADDED,
    REMOVED,
    TICK,
    Block,
    Box,
    Clause,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Runs,
    Table,
    every,
    plain_text,
    runs_of,
    stays_together,
    text_of,
    ticked,
    with_their_hold,
)
from handbook.outputs.documents.columns import widths

# What kinds of paragraph are called in Word.
STYLE_OF = {
    "summary": "Summary",
    "code": "Code",
    "dt": "Term",
    "figcaption": "Small text",
    "also": "Small text",
    "section-number": "Small text",
}
# What XML cannot hold, whoever pasted it.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CHANGES = {ADDED: "w:ins", REMOVED: "w:del"}
# Twentieths of a point: a step in, the text of a box from its bar, a cell's sides, and the least height of a row that people write in.
INDENT, BOX_INDENT, CELL_SIDES, ROW_TO_FILL = 360, 200, 90, 560
# Heights in inches.
PICTURE, LOGO = 0.9, 0.7


class Surroundings(Protocol):
    """What a body needs of the document around it."""

    def address(self, url: str) -> str:
        """Return the id of a relation to an address."""

    def picture(self, picture: Picture, number: int, width: int) -> str:
        """Return a picture as the content of a run; ``width`` is that of the text, in twentieths of a point."""

    def list_number(self, ordered: bool) -> int:
        """Return the number of a list that starts anew."""

    def style(self, name: str) -> str:
        """Return the id of a style."""


@dataclass(frozen=True)
class _Where:
    """Where a block stands: how deep in lists, in which box, in a table, in which style, and whether it stays with what follows."""

    level: int = -1
    box: str = ""
    in_table: bool = False
    style: str = ""
    keep: bool = False


class Body:
    """Writes the body of one document."""

    def __init__(self, around: Surroundings, width: int, form: bool = False, author: str = "", day: str = "") -> None:
        """Begin.

        Args:
            around: The document around.
            width: Width of the text, in twentieths of a point.
            form: Whether people fill it in: blanks become fields and boxes to tick become boxes that can be clicked.
            author: Who made the changes that are marked.
            day: When, as Word writes it.
        """
        self.around, self.width, self.form = around, width, form
        self.changed = f"w:author={quoteattr(author)} w:date={quoteattr(day)}"
        self.ids = count(1)
        self.bookmarks: dict[str, str] = {}
        self.last_heading = ""

    def blocks(self, blocks: Sequence[Block], where: _Where = _Where()) -> str:
        """Return blocks as markup."""
        return "".join(self._block(block, where, hold) for block, hold in with_their_hold(blocks))

    def bookmark(self, anchor: str) -> str:
        """Return the name that a place has in Word: short and without marks."""
        return self.bookmarks.setdefault(anchor, f"place{len(self.bookmarks) + 1}")

    def _block(self, block: Block, where: _Where, hold: bool) -> str:
        match block:
            case Heading():
                self.last_heading = text_of(block.runs)
                return self.paragraph(block.runs, f"heading {min(block.level, 4)}", where, anchor=block.anchor)
            case Paragraph():
                style = STYLE_OF.get(block.kind, where.style or "Normal")
                return self.paragraph(block.runs, style, where, anchor=block.anchor, keep=hold)
            case Clause():
                return self._clause(block, where)
            case Items():
                return self._items(block, where)
            case Table():
                return self._table(block, where)
            case Box():
                inside = replace(where, box=block.kind)
                title = self.paragraph(tuple(replace(run, bold=True) for run in block.title), "Normal", inside, keep=True) if block.title else ""
                return title + self.blocks(block.blocks, inside) + self._gap(where)
            case Picture():
                drawing = self.around.picture(block, next(self.ids), self.width)
                return f"<w:p>{self._properties('Normal', where)}<w:r>{drawing}</w:r></w:p>"
            case PageBreak():
                return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' if not where.in_table else ""

    def paragraph(
        self, runs: Runs, style: str, where: _Where = _Where(), *, anchor: str = "", keep: bool = False, numbered: int = 0, before: str = ""
    ) -> str:
        """Return a paragraph.

        Args:
            runs: Its words.
            style: Name of its style.
            where: Where it stands.
            anchor: The place that links lead to.
            keep: Whether it stays with the next.
            numbered: The list whose item it is.
            before: Markup before the words.
        """
        mark = ""
        if anchor:
            number = next(self.ids)
            mark = f'<w:bookmarkStart w:id="{number}" w:name="{self.bookmark(anchor)}"/><w:bookmarkEnd w:id="{number}"/>'
        changes = {run.change for run in runs}
        change = changes.pop() if len(changes) == 1 else ""
        return f"<w:p>{self._properties(style, where, keep, numbered, change)}{mark}{before}{self.runs(runs)}</w:p>"

    def _properties(self, style: str, where: _Where, keep: bool = False, numbered: int = 0, change: str = "") -> str:
        parts = [f"<w:pStyle w:val={quoteattr(self.around.style(style))}/>"]
        if keep or where.keep:
            parts.append("<w:keepNext/>")
        if numbered:
            parts.append(f'<w:numPr><w:ilvl w:val="{min(where.level, 8)}"/><w:numId w:val="{numbered}"/></w:numPr>')
        if where.box:
            colour = {"danger": "B3261E", "changed": "8A5A00", "announced": "8A5A00", "told": "8A5A00"}.get(where.box, "8A94A0")
            parts.append(
                f'<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{colour}"/></w:pBdr>'
                '<w:shd w:val="clear" w:color="auto" w:fill="F3F5F7"/>'
            )
        if where.in_table:
            parts.append('<w:spacing w:before="20" w:after="40"/>')
        if not numbered and (where.level >= 0 or where.box):
            parts.append(f'<w:ind w:left="{INDENT * (where.level + 1) + (BOX_INDENT if where.box else 0)}"/>')
        if change:
            # The end of the paragraph comes and goes with its words.
            parts.append(f'<w:rPr><{_CHANGES[change]} w:id="{next(self.ids)}" {self.changed}/></w:rPr>')
        return f"<w:pPr>{''.join(parts)}</w:pPr>"

    def _gap(self, where: _Where) -> str:
        """Return a little room; Word also takes two tables without it for one."""
        return "" if where.in_table and where.level < 0 else f"<w:p><w:pPr><w:pStyle w:val={quoteattr(self.around.style('Gap'))}/></w:pPr></w:p>"

    def _clause(self, clause: Clause, where: _Where) -> str:
        look = f"<w:rPr><w:rStyle w:val={quoteattr(self.around.style('Clause number'))}/></w:rPr>"
        number = f"<w:r>{look}<w:t>{clause.number}</w:t></w:r><w:r><w:tab/></w:r>"
        if clause.change:
            number = self._tracked(clause.change, number)
        text = self.paragraph(clause.runs, "Clause", where, anchor=clause.anchor, keep=bool(clause.basis or clause.more), before=number)
        # Its list is one step in, as its text is.
        text += self.blocks(clause.more, replace(where, level=where.level + 1))
        return text + (self.paragraph(clause.basis, "Rests on", where) if clause.basis else "")

    def _items(self, items: Items, where: _Where) -> str:
        number = 0 if ticked(items) else self.around.list_number(items.ordered)
        # In a table they are as small as the rest of it.
        style = where.style or "List item"
        deeper = replace(where, level=where.level + 1, style=style)
        lines = []
        for item in items.items:
            first, rest = (item[0], item[1:]) if item and isinstance(item[0], Paragraph) else (Paragraph(()), item)
            lines.append(self.paragraph(first.runs, style, deeper, numbered=number))
            lines.append(self.blocks(rest, deeper))
        return "".join(lines)

    def _table(self, table: Table, where: _Where) -> str:
        width = self.width - INDENT * (where.level + 1)
        shares = [round(share * width) for share in widths(table)]
        grid = "".join(f'<w:gridCol w:w="{share}"/>' for share in shares)
        rows = [self._head(table, shares)] if table.head else []
        for number, row in enumerate(table.rows, start=1):
            rows.append(self._row(table, row, shares, keep=stays_together(table) and number < len(table.rows)))
        properties = self._table_properties(sum(shares), where)
        return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>{self._gap(replace(where, in_table=False))}"

    def _table_properties(self, width: int, where: _Where) -> str:
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="8A94A0"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        indent = f'<w:tblInd w:w="{INDENT * (where.level + 1)}" w:type="dxa"/>' if where.level >= 0 else ""
        return (
            f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/>{indent}<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            f'<w:tblCellMar><w:left w:w="{CELL_SIDES}" w:type="dxa"/><w:right w:w="{CELL_SIDES}" w:type="dxa"/></w:tblCellMar>'
            f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={quoteattr(self.last_heading or 'Table')}/></w:tblPr>"
        )

    def _head(self, table: Table, shares: list[int]) -> str:
        inside = _Where(in_table=True, style="Table head")
        cells = "".join(self._cell(cell, share, inside) for cell, share in zip(table.head, shares, strict=True))
        return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"

    def _row(self, table: Table, row: tuple[tuple[Block, ...], ...], shares: list[int], keep: bool) -> str:
        inside = _Where(in_table=True, style="Table text", keep=keep)
        height = f'<w:trHeight w:val="{ROW_TO_FILL}" w:hRule="atLeast"/>' if table.fill and not all(row) else ""
        heads = [_in_a_line(cell) for cell in table.head] or [""] * len(row)
        label = _in_a_line(row[0]) if row else ""
        cells = "".join(
            self._cell(cell, share, inside, blank=" ".join(filter(None, (label, head))) or "Write here" if table.fill else "")
            for cell, share, head in zip(row, shares, heads, strict=True)
        )
        changes = {run.change for block in every(block for cell in row for block in cell) for run in runs_of(block)}
        change = changes.pop() if len(changes) == 1 else ""
        tracked = f'<{_CHANGES[change]} w:id="{next(self.ids)}" {self.changed}/>' if change else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{height}{tracked}</w:trPr>{cells}</w:tr>"

    def _cell(self, cell: tuple[Block, ...], width: int, inside: _Where, blank: str = "") -> str:
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="F3F5F7"/>' if inside.style == "Table head" else ""
        if cell:
            content = self.blocks(cell, inside)
            # A cell ends with a paragraph, whatever it holds.
            if not content.endswith("</w:p>"):
                content += f"<w:p>{self._properties('Table text', inside)}</w:p>"
        else:
            field = self._field(blank, "     ") if blank and self.form else ""
            content = f"<w:p>{self._properties(inside.style, inside)}{field}</w:p>"
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{content}</w:tc>'

    def runs(self, runs: Runs) -> str:
        """Return runs as markup, those with one address as one link."""
        parts: list[str] = []
        position = 0
        while position < len(runs):
            end = position + 1
            while end < len(runs) and runs[end].link == runs[position].link:
                end += 1
            inner = "".join(map(self._run, runs[position:end]))
            link = runs[position].link
            if link and is_within(link):
                inner = f'<w:hyperlink w:anchor={quoteattr(self.bookmark(link))} w:history="1">{inner}</w:hyperlink>'
            elif link:
                inner = f'<w:hyperlink r:id={quoteattr(self.around.address(link))} w:history="1">{inner}</w:hyperlink>'
            parts.append(inner)
            position = end
        return "".join(parts)

    def _run(self, run: Run) -> str:
        if run.blank and not run.change:
            return self._field(run.text, f"[{run.text}]")
        if self.form and TICK in run.text and not run.link and not run.change:
            pieces = run.text.split(TICK)
            return self._tick().join(self._text(replace(run, text=piece)) if piece else "" for piece in pieces)
        made = self._text(run)
        return self._tracked(run.change, made) if run.change else made

    def _text(self, run: Run) -> str:
        looks = []
        if run.link:
            looks.append(f"<w:rStyle w:val={quoteattr(self.around.style('Hyperlink'))}/>")
        elif run.small:
            looks.append(f"<w:rStyle w:val={quoteattr(self.around.style('Small print'))}/>")
        looks += ["<w:b/>"] * run.bold + ["<w:i/>"] * run.italic + ['<w:highlight w:val="yellow"/>'] * run.mark
        properties = f"<w:rPr>{''.join(looks)}</w:rPr>" if looks else ""
        tag = "w:delText" if run.change == REMOVED else "w:t"
        text = _NO_XML.sub("", run.text)
        words = "<w:br/>".join(f'<{tag} xml:space="preserve">{escape(line)}</{tag}>' if line else "" for line in text.split("\n"))
        return f"<w:r>{properties}{words}</w:r>"

    def _tracked(self, change: str, inner: str) -> str:
        tag = _CHANGES[change]
        if change == REMOVED:
            inner = inner.replace("<w:t>", "<w:delText>").replace("</w:t>", "</w:delText>")
        return f'<{tag} w:id="{next(self.ids)}" {self.changed}>{inner}</{tag}>'

    def _field(self, name: str, shown: str) -> str:
        """Return a field to write in; its name is what a screen reader says."""
        name = _NO_XML.sub("", name)[:64]
        look = f"<w:rPr><w:rStyle w:val={quoteattr(self.around.style('Placeholder Text'))}/></w:rPr>"
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val={quoteattr(name)}/><w:id w:val="{next(self.ids) + 100_000}"/><w:showingPlcHdr/><w:text/></w:sdtPr>'
            f'<w:sdtContent><w:r>{look}<w:t xml:space="preserve">{escape(shown)}</w:t></w:r></w:sdtContent></w:sdt>'
        )

    def _tick(self) -> str:
        """Return a box that can be ticked with a click."""
        font = '<w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic" w:hint="eastAsia"/></w:rPr>'
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="Tick"/><w:id w:val="{next(self.ids) + 100_000}"/><w14:checkbox><w14:checked w14:val="0"/>'
            '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>'
            "</w14:checkbox></w:sdtPr>"
            f"<w:sdtContent><w:r>{font}<w:t>{TICK}</w:t></w:r></w:sdtContent></w:sdt>"
        )


def _in_a_line(cell: tuple[Block, ...]) -> str:
    return plain_text(cell).replace("\n", " ")
