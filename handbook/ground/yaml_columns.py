"""Where the lines of a YAML file begin: whether each stands under the line above it that it belongs to, and which one does not."""

from __future__ import annotations

from dataclasses import dataclass

# The number of a line counted from 0, what is wrong with it, and how to mend it.
Slip = tuple[int, str, str]


@dataclass
class Beginning:
    """A line with a key or an item: where it stands, whether it waits for more below, and whether it is an item without a key."""

    number: int
    column: int
    waits: bool
    only_text: bool = False


class Columns:
    """Follows the columns in which keys and hyphens begin, from the first line of a file to the first that does not fit."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.last: Beginning | None = None
        self.before_last: Beginning | None = None
        # In which columns a line may begin now, outermost first; those with hyphens only; and those with items since the last key there.
        self.open: list[int] = []
        self.hyphens: set[int] = set()
        self.items: set[int] = set()
        # The key that ended each column, by column: it may itself have slipped to the left.
        self.ended_by: dict[int, int] = {}

    def read(self, line: Beginning) -> None:
        """Note a line that has been read."""
        self.before_last, self.last = self.last, line

    def enter(self, column: int) -> bool:
        """Let lines begin in a column; say whether that is new."""
        if self.open and column <= self.open[-1]:
            return False
        self.open.append(column)
        self.ended_by.pop(column, None)
        return True

    def hyphen(self, at: int, column: int) -> Slip | None:
        """Take a hyphen at the start of a line; return the slip if none may stand there."""
        hyphens_before = self.hyphens.copy()
        ended = self._leave(column)
        waits = self.last is None or self.last.waits
        if not waits and column not in self.open:
            return self._nowhere(at, column, ended)
        if not waits and column not in self.items:
            if hyphens_before & set(ended):
                return self._nowhere(at, column, [one for one in ended if one in hyphens_before])
            return (
                at,
                "this line begins with a hyphen, and the lines around it do not.",
                "Take the hyphen away, or begin a list under a key of its own.",
            )
        self.items.add(column)
        if self.enter(column):
            self.hyphens.add(column)
        return None

    def key(self, at: int, column: int, after_hyphen: bool) -> Slip | None:
        """Take a key; return the slip if none may begin there."""
        if not self.open or after_hyphen:
            self.enter(column)
            return None
        if column > self.open[-1]:
            if self.last is None or self.last.waits:
                self.enter(column)
                return None
            return self._too_deep(at, column)
        ended = self._leave(column)
        if not self.open or self.open[-1] != column:
            return self._nowhere(at, column, [*self.open, *ended])
        if column in self.hyphens:
            return (
                at,
                "this line begins too far to the left, where the list has its hyphens.",
                f"Begin it under the text after the hyphen, with {spaces(column + 2)}, "
                "or in the column of the key above the list if it is no part of it.",
            )
        # Once the group of a key is over, it is no longer to blame.
        self.ended_by = {one: by for one, by in self.ended_by.items() if column_of(self.lines[by]) < column} | dict.fromkeys(ended, at)
        self.items -= {one for one in self.items if one >= column}
        return None

    def _leave(self, column: int) -> list[int]:
        ended = [one for one in self.open if one > column]
        self.open = [one for one in self.open if one <= column]
        self.hyphens -= set(ended)
        return ended

    def _too_deep(self, at: int, column: int) -> Slip:
        """Return the slip when a line begins deeper than a line that has its value already: one of the two is wrong."""
        last, before = self.last, self.before_last
        assert last is not None
        back_again = before is not None and before.column == column
        alone = (before is None or before.column < last.column) and self._column_after(at) == column
        if back_again or alone:
            return self._too_far_left(last.number, column)
        return at, "this line begins too far to the right.", f"Begin it in the same column as the line above, with {spaces(self.open[-1])}."

    def _nowhere(self, at: int, column: int, near: list[int]) -> Slip:
        """Return the slip when a line begins where none above does; a key above may have slipped to the left and ended its column."""
        ended = self.ended_by.get(column)
        if ended is not None:
            below = [column_of(line) for line in self.lines[ended + 1 : at] if has_content(line)]
            if not below or below[0] <= column:
                ended = None
            elif below.count(below[0]) > 1:
                # One line too deep may be a slip of its own; two are the key's.
                return self._too_far_left(ended, column)
        best = min(near or self.open, key=lambda one: (abs(one - column), -one), default=0)
        other = f", or look at line {ended + 1}, which may begin too far to the left" if ended is not None else ""
        return (
            at,
            "this line begins in a column where no line above it does.",
            f"Begin it in the same column as its neighbours, perhaps with {spaces(best)}{other}.",
        )

    def _too_far_left(self, number: int, column: int) -> Slip:
        return number, "this line begins too far to the left.", f"Begin it in the same column as the lines around it, with {spaces(column)}."

    def _column_after(self, at: int) -> int | None:
        return next((column_of(line) for line in self.lines[at + 1 :] if has_content(line)), None)


def column_of(line: str) -> int:
    """Return in which column a line begins."""
    return len(line) - len(line.lstrip())


def has_content(line: str) -> bool:
    """Say whether a line is neither blank nor a note."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def spaces(count: int) -> str:
    """Return how many spaces stand before a line, in words."""
    return "no space before it" if count == 0 else "one space before it" if count == 1 else f"{count} spaces before it"
