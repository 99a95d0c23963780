"""Change the words of blocks, however deep they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from handbook.outputs.documents.blocks import Block, Box, Clause, Heading, Items, Paragraph, Run, Runs, Table


def with_runs(block: Block, change: Callable[[Runs], Runs]) -> Block:
    """Return a block with the runs of it, and of all blocks within it, changed by a function, in reading order."""

    def inner(some: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(with_runs(one, change) for one in some)

    match block:
        case Heading() | Paragraph():
            return replace(block, runs=change(block.runs))
        case Clause():
            return replace(block, runs=change(block.runs), more=inner(block.more), basis=change(block.basis))
        case Items():
            return replace(block, items=tuple(map(inner, block.items)))
        case Table():
            return replace(block, head=tuple(map(inner, block.head)), rows=tuple(tuple(map(inner, row)) for row in block.rows))
        case Box():
            return replace(block, title=change(block.title), blocks=inner(block.blocks))
    return block


def with_each_run(block: Block, change: Callable[[Run], Run]) -> Block:
    """Return a block with each run of it, and of all blocks within it, changed by a function."""
    return with_runs(block, lambda runs: tuple(map(change, runs)))
