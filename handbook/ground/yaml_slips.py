"""Slips that YAML reads without complaint, but as something else than their writer meant.

Each rule looks at one value as it stands in the file and returns what is wrong with it and how to mend it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml

from handbook.ground.characters import mended, unwanted

BULLETS = "–—―•●▪◦·‣∙⁃*"
# As sets, because every text holds the empty one.
_DOUBLE = frozenset('“”„‟«»"')
_OPENING = _DOUBLE - {'"', "»"}
_SINGLE = frozenset("‘’‚‛'")
_OPENING_SINGLE = frozenset("‘‚‛")

# A comment that was meant as one has a space after its #.
_CUT = re.compile(r"\s+(#[^\s#].*)$")
_SWALLOWED_BY_QUOTES = re.compile(r"^\s*(?:- +)?[a-z_]+:(?:\s|$)")
_SWALLOWED_BY_TEXT = re.compile(rf"^\s*(?:[-{re.escape(BULLETS)}]\s|[a-z_]+:(?!//)\S)")
_ESCAPE = re.compile(r'\\(?!["\\])')


def in_quotes(text: str) -> str:
    """Return a text in the quotation marks that suit it: ``"Oak: a school"``, but ``'the "Oak"'``."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def without_comment(text: str) -> str:
    """Return a value's text without the comment after it."""
    return re.split(r"\s#", text, maxsplit=1)[0].strip()


def in_text(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield what is wrong with single characters outside comments: line, fault and remedy."""
    if not unwanted(text) and (text.isascii() or ("\ufffd" not in text and mended(text) == text)):
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith("#"):
            continue
        odd = unwanted(line)
        if odd:
            yield number, f"an invisible character stands on this line: {odd}.", "Delete the line and type it again by hand."
            continue
        for word, right in zip(line.split(), mended(line).split(), strict=False):
            if word != right:
                yield number, f'"{word}" was saved in the wrong encoding.', f'Write "{right}", and save the file with the encoding "UTF-8".'
        if "\ufffd" in line:
            yield number, "a letter was lost when this line was saved: � stands in its place.", 'Write the word again, and save the file as "UTF-8".'


def in_value(node: yaml.ScalarNode, lines: Sequence[str], before: str) -> tuple[int, str, str] | None:
    """Return what is wrong with a value: line, fault and remedy; None if nothing is.

    Args:
        node: The value, or a key, as YAML has read it.
        lines: The lines of the file.
        before: What stands before it in the remedy: its key and a colon, or the hyphen of a list.
    """
    first, last = node.start_mark, node.end_mark
    if last.line >= len(lines):
        return None
    number, begin = first.line + 1, lines[first.line][first.column :]
    if begin.startswith("!"):
        return number, "text that begins with ! is not in quotes.", f"Write  {before}{in_quotes(without_comment(begin))}"
    if node.style in ("|", ">"):
        return None
    cut = _CUT.match(lines[last.line], last.column) if "#" in lines[last.line] else None
    if cut:
        rest = cut.group(1).strip()
        whole = f"{before}{in_quotes(f'{node.value} {rest}'.strip())}" if not node.style else "it inside the quotation marks"
        return last.line + 1, f'what begins with # is left out: "{rest}".', f"Write  {whole} , or put a space after the # if it is a note."
    if node.style == '"' and _ESCAPE.search("\n".join(lines[first.line : last.line + 1])[first.column :]):
        return number, "a backslash (\\) stands inside double quotes, where it has a meaning of its own.", f"Use single quotes:  {before}'…'"
    plain = None if node.style else _in_plain_text(node.value, number, before, lines[first.line][: first.column])
    return plain or _swallowed(node, lines, number, before)


def _swallowed(node: yaml.ScalarNode, lines: Sequence[str], number: int, before: str) -> tuple[int, str, str] | None:
    """Return the first line that was meant as a line of its own and is taken as part of a text."""
    pattern = _SWALLOWED_BY_QUOTES if node.style else _SWALLOWED_BY_TEXT
    for at in range(number, node.end_mark.line + 1):
        if pattern.match(lines[at]):
            if node.style:
                return (
                    number,
                    "a quotation mark is opened and never closed.",
                    f"Write  {before}{in_quotes(unclosed(lines[number - 1][node.start_mark.column :]))}",
                )
            return at + 1, f"this line is taken as part of the text on line {number}.", _out_of_the_text(lines[at])
    return None


def _in_plain_text(text: str, number: int, before: str, left: str) -> tuple[int, str, str] | None:
    if text[:1].isalnum() and text[-1:] not in _DOUBLE:
        return None
    first_of_line = left.strip() in ("", "-")
    if first_of_line and re.match(r"-[^\W\d]", text):
        return number, "a space is missing after the hyphen.", f"Write  - {text[1:]}"
    if first_of_line and text[:1] in BULLETS and text[1:2] == " ":
        return number, f'"{text[0]}" stands where a list has a hyphen.', f"Begin the line with a hyphen and a space:  - {text[2:].strip()}"
    curly = curly_quotes(text)
    if curly:
        return number, "the quotation marks are curly ones, which would be shown.", f"Write  {before}{in_quotes(curly)}  with straight ones."
    if text.endswith('"') and text.count('"') == 1 and not text[-2:-1].isdigit():
        return number, "a quotation mark is closed that was never opened.", f"Write  {before}{in_quotes(text[:-1])}"
    return None


def curly_quotes(text: str) -> str | None:
    """Return a text without the curly quotation marks that stand around it; None if none do, or if they belong to its words."""
    first, last = text[:1], text[1:][-1:]
    opened, closed = first in _OPENING, last in _DOUBLE
    marks = sum(one in _DOUBLE for one in text)
    if marks and marks == opened + closed and (opened or last != '"'):
        return text.strip("".join(_DOUBLE)).strip()
    # A text may begin with an apostrophe (’Tis) or end with one (the pupils’), but not both.
    alone = first in _OPENING_SINGLE and not any(one in _SINGLE for one in text[1:])
    if alone or (first in _OPENING_SINGLE | {"’"} and last in _SINGLE):
        return text.strip("".join(_SINGLE)).strip()
    return None


def unclosed(begin: str) -> str:
    """Return the text after a quotation mark that nobody closed."""
    return without_comment(begin[1:]).rstrip("".join(_DOUBLE | _SINGLE))


def _out_of_the_text(line: str) -> str:
    if re.match(rf"\s*[-{re.escape(BULLETS)}]\s", line):
        return "Begin it in the same column as the item above, with a hyphen and a space."
    return "Begin it in the same column as the key above, and put a space after its colon."
