"""Write plain blocks as Typst. Every word is a string, so that nothing anybody typed can act as markup."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handbook.outputs.documents.addresses import is_within
from handbook.outputs.documents.blocks import (
    ADDED,
    REMOVED,
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
    plain_text,
    runs_of,
    stays_together,
    text_of,
    ticked,
    with_their_hold,
)
from handbook.outputs.documents.columns import widths

# A row with more letters than this may go over a page's end, because it might not fit on one.
_LONG_ROW = 2500


def string(text: str) -> str:
    """Return a Typst string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "").replace("\t", " ") + '"'


def markup(blocks: Sequence[Block], image: Callable[[Picture], str]) -> str:
    """Return blocks as Typst markup.

    Args:
        blocks: What to write.
        image: Gives the file of a picture, below the folder that Typst works in.
    """
    return _Writer(image).blocks(blocks)


class _Writer:
    def __init__(self, image: Callable[[Picture], str]) -> None:
        self.image = image

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Return blocks, a line each."""
        return "\n".join(filter(None, (self._block(block, hold) for block, hold in with_their_hold(blocks))))

    def _block(self, block: Block, hold: bool) -> str:
        match block:
            case Heading():
                return f"#heading(level: {block.level}){inline(block.runs)}{_label(block.anchor)}"
            case Paragraph():
                return f"#paragraph({string(block.kind)}, {_flag(hold)}){inline(block.runs)}{_label(block.anchor)}"
            case Clause():
                basis = inline(block.basis) if block.basis else "none"
                place, more = _label(block.anchor, hidden=True), self.blocks(block.more)
                return f"#clause({string(block.number)}, {string(block.change)}, [{place}], {basis}, [{more}]){inline(block.runs)}"
            case Items():
                what = "ticks" if ticked(block) else "enum" if block.ordered else "list"
                loose = any(len(item) > 1 or any("\n" in text_of(runs_of(part)) for part in item) for item in block.items)
                return f"#{what}(tight: {_flag(not loose)}, {', '.join(f'[{self._inside(item)}]' for item in block.items)})"
            case Table():
                return self._table(block)
            case Box():
                return f"#note({string(block.kind)}, {inline(block.title) if block.title else 'none'})[\n{self.blocks(block.blocks)}\n]"
            case Picture():
                file = self.image(block)
                return f"#picture({string(file)}, {string(block.alt)}, {block.share})"
            case PageBreak():
                return "#pagebreak(weak: true)"

    def _inside(self, blocks: tuple[Block, ...]) -> str:
        """Return what stands in a list's item or a table's cell: a lone paragraph is no paragraph of its own there."""
        if blocks and isinstance(blocks[0], Paragraph):
            rest = self.blocks(blocks[1:])
            return inline(blocks[0].runs)[1:-1] + ("\n" + rest if rest else "")
        return self.blocks(blocks)

    def _table(self, table: Table) -> str:
        shares = ", ".join(f"{share}fr" for share in widths(table))
        head = ", ".join(f"[{self._inside(cell)}]" for cell in table.head)
        rows = []
        for row in table.rows:
            may_break = sum(len(plain_text(cell)) for cell in row) > _LONG_ROW
            cells = ", ".join(f"[{self._inside(cell)}]" if cell else "none" for cell in row)
            rows.append(f"({_flag(may_break)}, {cells})")
        heads = f"({head},)" if table.head else "()"
        return f"#grid-of-facts(({shares},), {_flag(table.fill)}, {_flag(stays_together(table))}, {heads}, {''.join(f'{row}, ' for row in rows)})"


def _flag(value: bool) -> str:
    return "true" if value else "false"


def inline(runs: Runs) -> str:
    """Return runs as a content block."""
    return "[" + "".join(map(_run, runs)) + "]"


def _run(run: Run) -> str:
    text = "#linebreak()".join(f"#{string(line)}" if line else "" for line in run.text.split("\n"))
    for wanted, name in (
        (run.bold, "strong"),
        (run.italic, "emph"),
        (run.small, "fine"),
        (run.mark, "to-complete"),
        (run.blank, "blank"),
        (run.change == ADDED, "added"),
        (run.change == REMOVED, "removed"),
    ):
        if wanted:
            text = f"#{name}[{text}]"
    if run.link:
        target = f"label({string(run.link)})" if is_within(run.link) else string(run.link)
        text = f"#link({target})[{text}]"
    return text


def _label(anchor: str, hidden: bool = False) -> str:
    if not anchor:
        return ""
    # A label belongs to what stands before it; where that is nothing to see, to an empty mark.
    return f"{'#metadata(none)' if hidden else ' '}#label({string(anchor)})"
