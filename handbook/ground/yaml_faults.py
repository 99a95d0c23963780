"""Why a YAML file cannot be read, told line by line in the words of the person who wrote it.

A parser notices a slip late, where nothing fits any more, and calls it by a name of its own. So when it has failed, the lines are looked at
again one by one, as a person reads them: key, colon, value, and where each begins.
"""

from __future__ import annotations

import re

from handbook.ground.problems import Problem
from handbook.ground.yaml_columns import Beginning, Columns, Slip, column_of, has_content
from handbook.ground.yaml_slips import BULLETS, curly_quotes, in_quotes, unclosed, without_comment

_KEY = re.compile(r"""("[^"]*"|'[^']*'|[^\s"'#\[\]{}&*!|>%@`,-][^:#]*?|-?[\w-]+)\s*:(?:\s+(.*)|)$""")
_NO_SPACE = re.compile(r"([A-Za-z_]+):(?!//)(\S.*)$")
_BULLET = re.compile(rf"([{re.escape(BULLETS)}])\s")
_BLOCK = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?$")
# Nothing may begin like this without quotes, not even a word.
_NEEDS_QUOTES = re.compile(r"[@`%|>,\]}]|[-?&*]\s|[&*]")


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
                line,
                "the lines here do not fit together.",
                "Check the spaces at the start of the line, colons, quotation marks and brackets here and on the line above.",
            )
        ]
    return [Problem(name, number, "", fault, remedy) for number, fault, remedy in found]


class _Reader:
    """Reads lines as a person does and keeps the slips; a slip that puts everything after it in doubt ends the reading."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.columns = Columns(self.lines)
        self.found: list[tuple[int, str, str]] = []

    def slips(self) -> list[tuple[int, str, str]]:
        """Return the slips: line, fault and remedy."""
        at: int | None = 0
        while at is not None and at < len(self.lines):
            at = self._line(at)
        return self.found

    def _slip(self, at: int, fault: str, remedy: str) -> None:
        self.found.append((at + 1, fault, remedy))
        if self.columns.last:
            # Whatever was meant, what stands below may belong to it.
            self.columns.last.waits = True

    def _slipped(self, slip: Slip | None) -> bool:
        if slip:
            self._slip(*slip)
        return slip is not None

    def _line(self, at: int) -> int | None:
        """Read a line; return the number of the next to read, or None when the rest would be guesswork."""
        line = self.lines[at]
        text, column = line.strip(), column_of(line)
        # Before a comment too: the parser stops at it.
        if text and "\t" in line[:column]:
            self._slip(at, "there is a tab character.", "Use spaces, two for each step to the right.")
            return None
        if not has_content(line):
            return at + 1
        if re.fullmatch(r"(---|\.\.\.)\s*(#.*)?", line):
            if self.columns.last is None:
                return at + 1
            self._slip(at, f"the line {text[:3]} begins a second file inside this one.", "Delete this line, and what follows if it stands twice.")
            return None
        bullet = _BULLET.match(text)
        if bullet:
            self._slip(
                at, f'"{bullet.group(1)}" stands where a list has a hyphen.', f"Begin the line with a hyphen and a space:  - {text[2:].strip()}"
            )
            return None
        item = False
        while text.startswith("- ") or text == "-":
            if item:
                self.columns.enter(column)
            elif self._slipped(self.columns.hyphen(at, column)):
                return None
            item = True
            inner = text[1:].lstrip()
            column, text = column + len(text) - len(inner), inner
        key = _KEY.match(text)
        if not key or re.match(r"-\w", text):
            return self._without_key(at, column, text, item)
        if self._slipped(self._item_above(column, item) or self.columns.key(at, column, item)):
            return None
        value = (key.group(2) or "").strip()
        waits = not value or value.startswith("#")
        self.columns.read(Beginning(at, column, waits))
        return at + 1 if waits else self._value(at, value, key.group(1), column)

    def _item_above(self, column: int, item: bool) -> Slip | None:
        """Return the slip of the line above, if it is an item without a key and this line has a key that belongs to it."""
        last = self.columns.last
        if item or not last or not last.only_text or last.column != column:
            return None
        joined = _NO_SPACE.match(self.lines[last.number][column:])
        if joined:
            return last.number, *_spaced(joined)
        return last.number, "a colon is missing on this line.", "Write  - key: value  as in the other items."

    def _without_key(self, at: int, column: int, text: str, item: bool) -> int | None:
        last = self.columns.last
        # In a list it may be text, such as guidance:kcsie-2026.
        joined = None if item else _NO_SPACE.match(text)
        if not joined and not item:
            if text[0] in "[{\"'" and (last is None or last.waits):
                return self._value(at, text, "", column)
            if last and not last.waits and column > max(self.columns.open, default=0):
                # The text of the line above goes on.
                return at + 1
            if re.match(r"-\w", text):
                self._slip(at, "a space is missing after the hyphen.", f"Write  - {text[1:]}")
                return None
        if self._slipped(self.columns.key(at, column, item)):
            return None
        self.columns.read(Beginning(at, column, False, only_text=item))
        if joined:
            self._slip(at, *_spaced(joined))
        elif item:
            return self._value(at, text, "", column_of(self.lines[at])) if text else at + 1
        elif "：" in text:
            self._slip(at, "the colon on this line is a wide one (：).", "Write each line as  key: value  with the colon of your keyboard.")
        else:
            self._slip(at, "a colon is missing on this line.", "Write each line as  key: value  or begin it with # if it is a note.")
        return at + 1

    def _value(self, at: int, value: str, key: str, column: int) -> int | None:
        """Look at a value; return the next line to read, or None when the rest would be guesswork."""
        before = f"{key}: " if key else "- "
        # In mkdocs.yml a value may say of what kind it is: !ENV [NAME, ""].
        value = re.sub(r"^!\S+\s+", "", value)
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
                self._slip(
                    at, "the quotation marks are curly ones, which do not count.", f"Write  {before}{in_quotes(straight)}  with straight ones."
                )
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
            if '"' in plain:
                self._slip(last, "a quotation mark is opened and never closed.", "Add the missing quotation mark, or take this one away.")
                return None
            depth += sum(plain.count(one) for one in "[{") - sum(plain.count(one) for one in "]}")
            if depth <= 0:
                after = plain.rstrip()
                if depth < 0 or after[-1:] not in ("]", "}"):
                    self._slip(last, "the text goes on after its brackets.", "If brackets belong to the text, put the whole text in double quotes.")
                return last + 1
        close = "]" if value[0] == "[" else "}"
        self._slip(
            at,
            f'a bracket "{value[0]}" is opened and never closed.',
            f'Add the missing "{close}". If the bracket belongs to the text, put the text in double quotes:  {before}"…"',
        )
        return None

    def _block(self, at: int, column: int) -> int:
        """Return the first line after a text that is written below its key."""
        below = (number for number in range(at + 1, len(self.lines)) if self.lines[number].strip() and column_of(self.lines[number]) <= column)
        return next(below, len(self.lines))


def _spaced(joined: re.Match[str]) -> tuple[str, str]:
    return "a space is missing after the colon.", f"Write  {joined.group(1)}: {joined.group(2)}"


def _end_of_quotes(text: str, start: int, mark: str) -> int | None:
    """Return where a quoted text ends in a line; None if it goes on."""
    if mark == "'":
        found = re.compile(r"'(?!')").search(re.sub("''", "  ", text[start:]))
        return found.start() + start if found else None
    found = re.compile(r'(?:[^"\\]|\\.)*?(")').match(text, start)
    return found.start(1) if found else None
