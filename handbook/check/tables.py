"""Slips in tables: a row with too few bars, no line of dashes, no blank line before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.check.slips import Slip
from handbook.pages.page_source import text_of

_BAR = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r"\|? *:?-+:? *(?:\| *:?-+:? *)*\|?")


def tables(lines: list[str]) -> Iterator[Slip]:
    """Find tables that would be shown as plain text, and rows that would lose or shift their cells."""
    source = text_of(lines)
    number = 0
    while number < len(source):
        rows: dict[int, str] = {}
        begin = number
        # A condition may stand around a row, on lines of its own.
        while number < len(source) and (source[number].lstrip().startswith("|") or (rows and _is_condition(lines[number]))):
            if source[number].lstrip().startswith("|"):
                rows[number] = source[number]
            number += 1
        if rows:
            yield from _table(rows, lines, source)
        number = max(number, begin + 1)


def _is_condition(line: str) -> bool:
    return line.strip().startswith("{%") and line.strip().endswith("%}")


def _table(rows: dict[int, str], lines: list[str], source: list[str]) -> Iterator[Slip]:
    begin, *others = rows
    first = rows[begin]
    head = _cells(first)
    above = source[begin - 1] if begin else ""
    if not others or not _DASHES.fullmatch(rows[others[0]].strip()):
        indent = first[: _indent(first)]
        dashes = indent + "|" + " --- |" * head
        fault = "the table has no line of dashes below its first row, so it would be shown as plain text."
        yield Slip(begin + 1, fault, f"Write below it  {dashes.strip()}", (lines[begin], dashes))
        return
    if above.strip() and not _is_condition(lines[begin - 1]) and _indent(above) == _indent(first):
        yield Slip(begin + 1, "no blank line stands before the table, so it would be shown as plain text.", "Write one.", ("", lines[begin]))
    for number, row in ((at + 1, rows[at]) for at in others):
        cells = _cells(row)
        if cells != head:
            yield Slip(
                number,
                f"this row of the table has {_in_words(cells)}, its first row has {_in_words(head)}.",
                "Look for a bar ( | ) too few or too many.",
            )
        elif not row.rstrip().endswith("|"):
            yield Slip(number, "the bar at the end of this row is missing.", "Write | at its end.", (f"{lines[number - 1].rstrip()} |",))


def _cells(row: str) -> int:
    return len(_BAR.split(row.strip().removeprefix("|").removesuffix("|")))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _in_words(cells: int) -> str:
    return f"{cells} cell{'s' if cells != 1 else ''}"


RULES = (tables,)
