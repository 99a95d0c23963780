"""The plain structure of a document: what both writers, PDF and Word, understand, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# How a piece of text stands against an earlier version.
ADDED, REMOVED = "added", "removed"


@dataclass(frozen=True)
class Run:
    """A piece of text in one look.

    Attributes:
        text: The words; a line break is ``\\n``.
        bold: Whether it is bold.
        italic: Whether it is italic.
        small: Whether it is small print.
        mark: Whether it stands for a detail that is still to be completed.
        blank: Whether somebody fills it in; the text says with what.
        link: Where it leads: a web, mail or phone address, or ``page.md#anchor`` within the handbook.
        change: ADDED or REMOVED against an earlier version, else nothing.
    """

    text: str
    bold: bool = False
    italic: bool = False
    small: bool = False
    mark: bool = False
    blank: bool = False
    link: str = ""
    change: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; ``anchor`` is its address within the handbook, ``page.md#id``."""

    level: int
    runs: Runs
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. ``kind`` is the class it has in the page, such as ``summary``, or nothing."""

    runs: Runs
    kind: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Clause:
    """A numbered rule of the policy, with what it rests on.

    Attributes:
        number: As printed, such as ``7.3``.
        anchor: Its address within the handbook.
        runs: Its text.
        basis: What it rests on.
        more: What belongs to it below its first paragraph: its list.
        change: ADDED or REMOVED if all of it is.
    """

    number: str
    anchor: str
    runs: Runs
    basis: Runs = ()
    more: tuple[Block, ...] = ()
    change: str = ""


@dataclass(frozen=True)
class Items:
    """A list, numbered or not."""

    ordered: bool
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        head: The header cells.
        rows: The other rows, each with as many cells.
        fill: Whether people write into its empty cells.
    """

    head: tuple[tuple[Block, ...], ...]
    rows: tuple[tuple[tuple[Block, ...], ...], ...]
    fill: bool = False


@dataclass(frozen=True)
class Box:
    """Something set apart: a warning, a note, a card. ``kind`` is its class in the page, such as ``danger``."""

    kind: str
    title: Runs
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Picture:
    """A picture: its file below docs/, or its own SVG, and the words for those who cannot see it.

    Attributes:
        alt: What it shows.
        file: File below docs/.
        svg: The drawing itself, where the page holds it.
        share: The part of the text's width that a drawing has, so that its words have the size of the text.
    """

    alt: str
    file: str = ""
    svg: str = ""
    share: float = 0


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a new page."""


Block = Heading | Paragraph | Clause | Items | Table | Box | Picture | PageBreak


def text_of(runs: Runs) -> str:
    """Return the words of some runs."""
    return "".join(run.text for run in runs)


# A paragraph with no more letters than this is a line.
_A_LINE = 90


def with_their_hold(blocks: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    """Yield blocks, each with whether it is a paragraph that stays on one page with what follows.

    That is one that leads to it, a line in bold letters that serves as its heading, and a line between a heading and a table.
    """
    for position, block in enumerate(blocks):
        before = blocks[position - 1] if position else None
        after = blocks[position + 1] if position + 1 < len(blocks) else None
        between = isinstance(before, Heading) and isinstance(after, Table)
        yield block, isinstance(block, Paragraph) and after is not None and _holds(block.runs, between)


def _holds(runs: Runs, between: bool) -> bool:
    words = text_of(runs).rstrip()
    return words.endswith(":") or (len(words) <= _A_LINE and (between or all(run.bold for run in runs)))


# A table of no more rows and letters than this is never parted: its parts would be looked for on two pages.
_FEW_ROWS, _FEW_LETTERS = 6, 1500


def stays_together(table: Table) -> bool:
    """Return whether a table is so small that it stays on one page."""
    return len(table.rows) <= _FEW_ROWS and sum(len(plain_text(cell)) for row in table.rows for cell in row) <= _FEW_LETTERS


TICK = "☐"


def ticked(items: Items) -> bool:
    """Return whether all items of a list begin with a box to tick, and so need no mark of their own."""
    return all(item and text_of(runs_of(item[0])).startswith(TICK) for item in items.items)


def children(block: Block) -> Iterator[Block]:
    """Yield the blocks right within a block."""
    match block:
        case Items():
            for item in block.items:
                yield from item
        case Table():
            for cell in (*block.head, *(cell for row in block.rows for cell in row)):
                yield from cell
        case Box():
            yield from block.blocks
        case Clause():
            yield from block.more


def every(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks and all blocks within them, in reading order."""
    for block in blocks:
        yield block
        yield from every(children(block))


def runs_of(block: Block) -> Runs:
    """Return the runs that a block holds itself, in reading order."""
    match block:
        case Heading() | Paragraph():
            return block.runs
        case Clause():
            return (*block.runs, *block.basis)
        case Box():
            return block.title
    return ()


def plain_text(blocks: Iterable[Block]) -> str:
    """Return all words of some blocks, a line for each block."""
    lines = []
    for block in every(blocks):
        number = f"{block.number} " if isinstance(block, Clause) else ""
        # What a clause rests on is a line of its own, as it is on paper.
        parts = (block.runs, block.basis) if isinstance(block, Clause) else (runs_of(block),)
        lines.append(number + " ".join(filter(None, map(text_of, parts))))
    return "\n".join(line for line in lines if line)


def anchors(blocks: Iterable[Block]) -> set[str]:
    """Return where links within a document can lead."""
    return {block.anchor for block in every(blocks) if isinstance(block, Heading | Paragraph | Clause) and block.anchor}
