"""A slip in a line, and how a program mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from handbook.ground.problems import Problem


@dataclass(frozen=True, order=True)
class Slip:
    """One slip.

    Attributes:
        line: Its line, counted from 1.
        fault: What is wrong: one sentence.
        remedy: What to do about it: one sentence.
        instead: The lines that take its place, if a program can mend it; none of them take it away.
    """

    line: int
    fault: str
    remedy: str
    instead: tuple[str, ...] | None = None


# Given the lines of a file, yields what is wrong with them.
Rule = Callable[[list[str]], Iterable[Slip]]

_ROUNDS = 5


def mended(lines: list[str], rules: Iterable[Rule]) -> list[str]:
    """Return lines with every slip of some rules mended that a program can mend: rule by rule, each on what the one before it left."""
    rules = tuple(rules)
    # One remedy may bring up the next: a space after a # makes a heading, which wants a blank line before it.
    for _ in range(_ROUNDS):
        before = lines
        for rule in rules:
            instead = {slip.line: slip.instead for slip in rule(lines) if slip.instead is not None}
            if instead:
                lines = [one for number, line in enumerate(lines, 1) for one in instead.get(number, (line,))]
        if lines == before:
            break
    return lines


def problem(file: str, slip: Slip) -> Problem:
    """Return a slip as a problem of its file; one that a program mends says so."""
    by_itself = "  Or let it be mended:  python3 scripts/handbook.py check --fix"
    return Problem(file, slip.line, "", slip.fault, slip.remedy + (by_itself if slip.instead is not None else ""))
