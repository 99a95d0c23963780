"""Why a YAML file cannot be read, told line by line in the words of the person who wrote it.

A parser notices a slip late, where nothing fits any more, and calls it by a name of its own. So when it has failed, the lines are looked at
again one by one, as a person reads them: key, colon, value, and where each begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from handbook.problems import Problem
from handbook.yaml_slips import BULLETS, curly_quotes, in_quotes, unclosed, without_comment

_KEY = re.compile(r"""("[^"]*"|'[^']*'|[^\s"'#\[\]{}&*!|>%@`,-][^:#]*?|-?[\w-]+)\s*:(?:\s+(.*)|)$""")
_NO_SPACE = re.compile(r"([A-Za-z_]+):(?!//)(\S.*)$")
_BULLET = re.compile(rf"([{re.escape(BULLETS)}])\s")
_BLOCK = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?$")
# Nothing may begin like this without quotes, not even a word.
_NEEDS_QUOTES = re.compile(r"[@`%|>,\]}]|[-?&*]\s|[&*!]")


@dataclass
class _Open:
    """The last line with a key or an item: where it stands, and whether it waits for more below."""

    number: int
    column: int
    waits: bool


def problems_of(text: str, name: str, line: int) -> list[Problem]:
    """Return why a text cannot be read.

    Args:
        text: The text that the parser refused.
        name: The file as shown to people.
        line: The line at which the parser gave up, for when nothing better is found.
    """
    found = _Reader(text).slips()
    if not found:
        found = [
            (
                line, "the lines here do not fit together.",
                "Check the spaces at the start of the line, colons, quotation marks and brackets here and on the line above.",
            )
        ]
    return [Problem(name, number, "", fault, remedy) for number, fault, remedy in found]


class _Reader:
    """Reads lines as a person does and keeps the slips; a slip that puts everything after it in doubt ends the reading."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.found: list[tuple[int, str, str]] = []
        self.levels: list[int] = []
        self.last: _Open | None = None
        self.before_last: _Open | None = None

    def slips(self) -> list[tuple[int, str, str]]:
        """Return the slips: line, fault and remedy."""
        at = 0
        while at is not None and at < len(self.lines):
            at = self._line(at)
        return self.found

    def _slip(self, at: int, fault: str, remedy: str) -> None:
        self.found.append((at + 1, fault, remedy))

    def _line(self, at: int) -> int | None:
        """Read a line; return the number of the next to read, or None when the rest would be guesswork."""
        line = self.lines[at]
        text = line.strip()
        if not text or text.startswith("#"):
            return at + 1
        if "\t" in line[: len(line) - len(line.lstrip())]:
            self._slip(at, "there is a tab character.", "Use spaces, two for each step to the right.")
            return None
        if re.fullmatch(r"(---|\.\.\.)\s*(#.*)?", line):
            if self.last is None:
                return at + 1
            self._slip(at, f"the line {text[:3]} begins a second file inside this one.", "Delete this line, and what follows if it stands twice.")
            return None
        column = len(line) - len(line.lstrip())
        bullet = _BULLET.match(text)
        if bullet:
            self._slip(at, f'"{bullet.group(1)}" stands where a list has a hyphen.', f"Begin the line with a hyphen and a space:  - {text[2:].strip()}")
            return None
        item = False
        while text.startswith("- ") or text == "-":
            if not item and not self._item_lines_up(at, column):
                return None
            self._enter(column)
            item = True
            inner = text[1:].lstrip()
            column, text = column + len(text) - len(inner), inner
        key = _KEY.match(text)
        if not key or re.match(r"-\w", text):
            return self._without_key(at, column, text, item)
        if not self._lines_up(at, column, item):
            return None
        value = (key.group(2) or "").strip()
        waits = not value or value.startswith("#")
        self.before_last, self.last = self.last, _Open(at, column, waits)
        return at + 1 if waits else self._value(at, value, key.group(1), column)

    def _without_key(self, at: int, column: int, text: str, item: bool) -> int | None:
        joined = _NO_SPACE.match(text)
        if joined:
            key, value = joined.groups()
            self._slip(at, "a space is missing after the colon.", f"Write  {key}: {value}")
            self.before_last, self.last = self.last, _Open(at, column, False)
            return at + 1
        if item:
            self.before_last, self.last = self.last, _Open(at, column, False)
            return self._value(at, text, "", column) if text else at + 1
        if text[0] in "[{\"'" and (self.last is None or self.last.waits):
            return self._value(at, text, "", column)
        if self.last and not self.last.waits and column > (self.levels[-1] if self.levels else 0):
            return at + 1
        if re.match(r"-\w", text):
            self._slip(at, "a space is missing after the hyphen.", f"Write  - {text[1:]}")
            return None
        if "：" in text:
            self._slip(at, "the colon on this line is a wide one (：).", "Write each line as  key: value  with the colon of your keyboard.")
        else:
            self._slip(at, "a colon is missing on this line.", "Write each line as  key: value  or begin it with # if it is a note.")
        return at + 1

    def _enter(self, column: int) -> None:
        if not self.levels or column > self.levels[-1]:
            self.levels.append(column)

    def _leave(self, column: int) -> None:
        while self.levels and self.levels[-1] > column:
            self.levels.pop()

    def _item_lines_up(self, at: int, column: int) -> bool:
        """Say whether an item's hyphen stands where one may stand, and note a slip if it does not."""
        open_before = self.levels.copy()
        self._leave(column)
        if self.last is None or self.last.waits or column in self.levels:
            return True
        self._in_no_column(at, column, open_before)
        return False

    def _in_no_column(self, at: int, column: int, columns: list[int]) -> None:
        near = min(columns, key=lambda one: (abs(one - column), -one), default=0)
        self._slip(at, "this line begins in a column where no line above it does.", f"Begin it in the same column as its neighbours, perhaps with {_spaces(near)}.")

    def _lines_up(self, at: int, column: int, item: bool) -> bool:
        """Say whether a key begins where one may begin, and note a slip if it does not."""
        if not self.levels or item:
            self._enter(column)
            return True
        if column > self.levels[-1]:
            if self.last is None or self.last.waits:
                self._enter(column)
                return True
            before = self.before_last
            back_again = before is not None and before.column == column
            alone = (before is None or before.column < self.last.column) and self._column_after(at) == column
            if back_again or alone:
                self._slip(
                    self.last.number, "this line begins too far to the left.",
                    f"Begin it in the same column as the lines around it, with {_spaces(column)}.",
                )
            else:
                self._slip(
                    at, "this line begins too far to the right.", f"Begin it in the same column as the line above, with {_spaces(self.levels[-1])}."
                )
            return False
        open_before = self.levels.copy()
        self._leave(column)
        if not self.levels or self.levels[-1] != column:
            self._in_no_column(at, column, open_before)
            return False
        return True

    def _column_after(self, at: int) -> int | None:
        """Return the column in which the next line with content begins."""
        for line in self.lines[at + 1 :]:
            if line.strip() and not line.lstrip().startswith("#"):
                return len(line) - len(line.lstrip())
        return None

    def _value(self, at: int, value: str, key: str, column: int) -> int | None:
        """Look at a value; return the next line to read, or None when the rest would be guesswork."""
        before = f"{key}: " if key else "- "
        if value[0] in "\"'":
            return self._quoted(at, value, before)
        if value[0] in "[{":
            return self._bracketed(at, value, before)
        if _BLOCK.match(value):
            return self._block(at, column)
        text = without_comment(value)
        if _NEEDS_QUOTES.match(value):
            self._slip(at, f'text that begins with "{value[0]}" is not in quotes.', f"Write  {before}{in_quotes(text)}")
        elif re.search(r":(\s|$)", text):
            straight = curly_quotes(text)
            if straight:
                self._slip(at, "the quotation marks are curly ones, which do not count.", f"Write  {before}{in_quotes(straight)}  with straight ones.")
            else:
                self._slip(at, "the text holds a colon and is not in quotes.", f"Write  {before}{in_quotes(text)}")
        return at + 1

    def _quoted(self, at: int, value: str, before: str) -> int | None:
        mark = value[0]
        end = _end_of_quotes(value, 1, mark)
        last = at
        if end is None:
            # Over several lines it may go, but not over the next key.
            for last in range(at + 1, len(self.lines)):
                line = self.lines[last]
                if _KEY.match(line.strip().removeprefix("- ")) or line.strip().startswith("- "):
                    break
                end = _end_of_quotes(line, 0, mark)
                if end is not None:
                    value = line
                    break
        if end is None:
            self._slip(at, "a quotation mark is opened and never closed.", f"Write  {before}{in_quotes(unclosed(value))}")
            return None
        after = value[end + 1 :]
        if after.strip() and not re.match(r"\s+#", after):
            self._inner_quotes(last, value, before)
        elif mark == '"' and "\\" in value and re.search(r'\\(?!["\\])', value):
            self._slip(last, "a backslash (\\) stands inside double quotes, where it has a meaning of its own.", f"Use single quotes:  {before}'…'")
        return last + 1

    def _inner_quotes(self, at: int, value: str, before: str) -> None:
        mark, whole = value[0], without_comment(value)
        if mark == "'" and re.search(r"\w'\w", whole):
            self._slip(at, "an apostrophe stands inside single quotes, and ends them.", f"Write  {before}{in_quotes(whole.strip(mark))}")
            return
        text = whole[1:-1] if whole.endswith(mark) and whole.count(mark) % 2 else whole
        self._slip(at, "the text goes on after its quotation marks.", f"Write  {before}{in_quotes(text)}")

    def _bracketed(self, at: int, value: str, before: str) -> int | None:
        depth = 0
        for last in range(at, len(self.lines)):
            text = value if last == at else self.lines[last]
            if last > at and re.match(r"\s*[a-z_]+:(\s|$)", text):
                break
            plain = re.sub(r"\"[^\"]*\"|'[^']*'|\s#.*$", "", text)
            depth += sum(plain.count(one) for one in "[{") - sum(plain.count(one) for one in "]}")
            if depth <= 0:
                after = plain.rstrip()
                if depth < 0 or after[-1:] not in ("]", "}"):
                    self._slip(last, "the text goes on after its brackets.", "If brackets belong to the text, put the whole text in double quotes.")
                return last + 1
        close = "]" if value[0] == "[" else "}"
        self._slip(
            at, f'a bracket "{value[0]}" is opened and never closed.',
            f'Add the missing "{close}". If the bracket belongs to the text, put the text in double quotes:  {before}"…"',
        )
        return None

    def _block(self, at: int, column: int) -> int:
        parent = self.levels[-1] if self.levels else column
        for last in range(at + 1, len(self.lines)):
            line = self.lines[last]
            if line.strip() and len(line) - len(line.lstrip()) <= parent:
                return last
        return len(self.lines)


def _spaces(count: int) -> str:
    return "no space before it" if count == 0 else "one space before it" if count == 1 else f"{count} spaces before it"


def _end_of_quotes(text: str, start: int, mark: str) -> int | None:
    """Return where a quoted text ends in a line; None if it goes on."""
    if mark == "'":
        found = re.compile(r"'(?!')").search(re.sub("''", "  ", text[start:]))
        return found.start() + start if found else None
    found = re.compile(r'(?:[^"\\]|\\.)*?(")').match(text, start)
    return found.start(1) if found else None
