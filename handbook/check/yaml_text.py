"""Slips in the form of a YAML file that a program can mend, and words that would be taken for something else than a name.

What the file says is checked where it is loaded (``handbook.ground.yaml_files``, the models of facts and of a school). A linter such as
yamllint knows neither: it would complain of the form alone, in its own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.check.slips import Slip
from handbook.ground.yaml_slips import curly_quotes, in_quotes

_VALUE = re.compile(r"^( *(?:- +)?[a-z_]+: +)(\S.*)$")
_ITEM = re.compile(r"^( *- +)(\S.*)$")
# In a list, "law:education-act-1996" is the name of a record; only an id begins one.
_GLUED = re.compile(r"^( *(?:- +(?=id:))?)([a-z_]+):(?=[^\s:/])(.*)$")
_BULLET = re.compile(r"^( *)[•–—▪●] +(?=\S)")
_BLOCK = re.compile(r":? *[|>][+-]?\d? *$")
_NO_NAME = re.compile(r"^ *(?:- +)?(?:id|name|title|short_title|term|heading|label|publisher): +(yes|no|on|off|true|false|null|~) *$", re.IGNORECASE)


def _keys_and_values(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not in a text of several lines, with their numbers."""
    block = -1
    for number, line in enumerate(lines, 1):
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip() or (block >= 0 and indent > block) or line.lstrip().startswith("#"):
            continue
        block = indent if _BLOCK.search(line) else -1
        yield number, line


def curly(lines: list[str]) -> Iterator[Slip]:
    """Find values in curly quotation marks, which would be shown as part of them."""
    for number, line in _keys_and_values(lines):
        found = _VALUE.match(line) or _ITEM.match(line)
        bare = curly_quotes(found.group(2).strip()) if found and found.group(2)[0] in "“„‘‚«" else None
        if found and bare:
            right = found.group(1) + in_quotes(bare)
            yield Slip(number, "the quotation marks are curly ones, which would be shown.", f"Write  {right.strip()}", (right,))


def glued(lines: list[str]) -> Iterator[Slip]:
    """Find keys without a space after their colon."""
    for number, line in _keys_and_values(lines):
        found = _GLUED.match(line)
        if found and not (number > 1 and re.match(r"^ *(?:- +)?[a-z_]+: +[^\s>|]", lines[number - 2]) and _is_deeper(line, lines[number - 2])):
            right = f"{found.group(1)}{found.group(2)}: {found.group(3)}"
            yield Slip(number, f"a space is missing after the colon of {found.group(2)}:", f"Write  {right.strip()}", (right,))


def _is_deeper(line: str, above: str) -> bool:
    return len(line) - len(line.lstrip()) > len(above) - len(above.lstrip())


def bullets(lines: list[str]) -> Iterator[Slip]:
    """Find lists whose lines begin with a bullet or a dash and not with a hyphen."""
    for number, line in _keys_and_values(lines):
        found = _BULLET.match(line)
        if found:
            right = f"{found.group(1)}- {line[found.end() :]}"
            yield Slip(number, f'"{line.strip()[0]}" stands where a list has a hyphen.', f"Write  {right.strip()}", (right,))


def names(lines: list[str]) -> Iterator[Slip]:
    """Find names that are no names: yes, no, null."""
    for number, line in _keys_and_values(lines):
        found = _NO_NAME.match(line)
        if found:
            yield Slip(
                number,
                f'"{found.group(1)}" is taken for an answer or for nothing, not for a name.',
                f'Write the name. If it really is that, put it in double quotes:  "{found.group(1)}"',
            )


RULES = (curly, glued, bullets, names)
