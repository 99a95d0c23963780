"""What changed between two versions of a document: its blocks and words, marked as added and removed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TypeVar

from handbook.outputs.documents.blocks import (
    ADDED,
    REMOVED,
    Block,
    Box,
    Clause,
    Heading,
    Items,
    Paragraph,
    Run,
    Runs,
    Table,
    every,
    plain_text,
    runs_of,
)
from handbook.outputs.documents.rewriting import with_each_run

_Part = TypeVar("_Part")

# Less alike than this, two texts are one removed and one added, not one changed: words in pieces help nobody.
_ALIKE = 0.45


def marked(before: Sequence[Block], after: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks of the newer version with everything marked that differs from the older one."""
    return _aligned(before, after, _key, _changed, _whole)


def count(blocks: Iterable[Block]) -> int:
    """Return how many clauses differ."""
    return len(changed(blocks))


def changed(blocks: Iterable[Block]) -> list[Clause]:
    """Return the clauses that differ."""
    return [block for block in blocks if isinstance(block, Clause) and _differs(block)]


def _differs(clause: Clause) -> bool:
    return bool(clause.change) or any(run.change for part in every([clause]) for run in runs_of(part))


def _aligned(
    before: Sequence[_Part],
    after: Sequence[_Part],
    key: Callable[[_Part], object],
    changed: Callable[[_Part, _Part], _Part | None],
    whole: Callable[[_Part, str], _Part],
) -> tuple[_Part, ...]:
    """Return the parts of two versions side by side: pairs are compared further, the rest is added or removed as a whole."""
    made: list[_Part] = []
    for what, begin, end, start, stop in SequenceMatcher(
        None, [key(one) for one in before], [key(one) for one in after], autojunk=False
    ).get_opcodes():
        old, new = list(before[begin:end]), list(after[start:stop])
        if what == "equal":
            made += [changed(one, other) or other for one, other in zip(old, new, strict=True)]
            continue
        while old and new:
            pair = changed(old[0], new[0])
            if pair is None:
                break
            made.append(pair)
            old, new = old[1:], new[1:]
        made += [whole(one, REMOVED) for one in old]
        made += [whole(one, ADDED) for one in new]
    return tuple(made)


def _key(block: Block) -> object:
    """Return what makes two blocks the same one, whatever they say."""
    if isinstance(block, Heading | Clause) and block.anchor:
        return block.anchor
    return type(block).__name__, plain_text([block])


def _changed(before: Block, after: Block) -> Block | None:
    """Return a block with its changes marked; None if the two are not one block that changed."""
    match before, after:
        case Clause(), Clause() if before.anchor == after.anchor:
            return replace(after, runs=words(before.runs, after.runs), basis=words(before.basis, after.basis), more=marked(before.more, after.more))
        case Heading(), Heading() if before.anchor == after.anchor:
            return replace(after, runs=words(before.runs, after.runs))
        case Paragraph(), Paragraph() if before.kind == after.kind and _alike([before], [after]):
            return replace(after, runs=words(before.runs, after.runs))
        case Items(), Items() if before.ordered == after.ordered:
            return replace(after, items=_aligned(before.items, after.items, plain_text, _changed_cell, _whole_cell))
        case Table(), Table() if len(before.head) == len(after.head) and _alike(_cells(before.head), _cells(after.head)):
            return replace(
                after,
                rows=_aligned(before.rows, after.rows, _row_text, _changed_row, lambda row, change: tuple(_whole_cell(cell, change) for cell in row)),
            )
        case Box(), Box() if before.kind == after.kind:
            return replace(after, title=words(before.title, after.title), blocks=marked(before.blocks, after.blocks))
    return after if before == after else None


def _cells(cells: Iterable[tuple[Block, ...]]) -> list[Block]:
    return [block for cell in cells for block in cell]


def _row_text(row: tuple[tuple[Block, ...], ...]) -> tuple[str, ...]:
    return tuple(plain_text(cell) for cell in row)


def _changed_row(before: tuple[tuple[Block, ...], ...], after: tuple[tuple[Block, ...], ...]) -> tuple[tuple[Block, ...], ...] | None:
    if len(before) != len(after) or not (_row_text(before)[:1] == _row_text(after)[:1] or _alike(_cells(before), _cells(after))):
        return None
    return tuple(marked(old, new) for old, new in zip(before, after, strict=True))


def _changed_cell(before: tuple[Block, ...], after: tuple[Block, ...]) -> tuple[Block, ...] | None:
    return marked(before, after) if _alike(before, after) else None


def _whole_cell(cell: tuple[Block, ...], change: str) -> tuple[Block, ...]:
    return tuple(_whole(block, change) for block in cell)


def _alike(before: Sequence[Block], after: Sequence[Block]) -> bool:
    old, new = plain_text(before).split(), plain_text(after).split()
    return SequenceMatcher(None, old, new, autojunk=False).ratio() >= _ALIKE


def _whole(block: Block, change: str) -> Block:
    """Return a block all of which was added or removed; what was removed is no place to go to any more."""
    gone = change == REMOVED
    block = with_each_run(block, lambda run: replace(run, change=change, link="" if gone else run.link, blank=False))
    match block:
        case Clause():
            return replace(block, change=change, anchor="" if gone else block.anchor)
        case Heading() if gone:
            return Paragraph(tuple(replace(run, bold=True) for run in block.runs))
        case Paragraph() if gone:
            return replace(block, anchor="")
    return block


def words(before: Runs, after: Runs) -> Runs:
    """Return the newer of two texts with the words marked that differ."""
    old, new = _tokens(before), _tokens(after)
    made: list[Run] = []
    matcher = SequenceMatcher(None, [token.text.strip() for token in old], [token.text.strip() for token in new], autojunk=False)
    for what, begin, end, start, stop in matcher.get_opcodes():
        if what == "equal":
            made += new[start:stop]
        else:
            made += [replace(token, change=REMOVED, link="", blank=False, text=_spaced(token.text)) for token in old[begin:end]]
            made += [
                replace(token, change=ADDED, blank=False, text=_spaced(token.text) if stop < len(new) else token.text) for token in new[start:stop]
            ]
    return _joined(made)


def _spaced(text: str) -> str:
    """Return a word that stands apart from the next, which may be one of the other version."""
    return text if text[-1:].isspace() else f"{text} "


def _tokens(runs: Runs) -> list[Run]:
    return [replace(run, text=word) for run in runs for word in re.findall(r"\s*\S+\s*", run.text) or [run.text]]


def _joined(runs: Iterable[Run]) -> Runs:
    made: list[Run] = []
    for run in runs:
        if made and replace(made[-1], text="") == replace(run, text=""):
            made[-1] = replace(run, text=made[-1].text + run.text)
        else:
            made.append(run)
    return tuple(made)
