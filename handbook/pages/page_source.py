"""The source of a page, seen without what is no text of its own: first lines, code, macros, comments."""

from __future__ import annotations

import re
from functools import lru_cache

_FENCE = re.compile(r"^( *)(`{3,}|~{3,}).*$")
_MACRO = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#(?![\w-]).*?#\}", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TICKS = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")


def first_line_of_text(lines: list[str]) -> int:
    """Return how many lines stand above the text: the page's first lines between two of three hyphens."""
    if lines and lines[0].rstrip() == "---":
        return next((number for number, line in enumerate(lines[1:], 2) if line.rstrip() == "---"), 0)
    return 0


def text_of(lines: list[str]) -> list[str]:
    """Return the lines with everything blanked out that is not text. Each stays where it is, and as long as it is.

    The page's first lines, code and comments become blank; a macro becomes a word without meaning.
    """
    return list(_text_of("\n".join(lines)))


@lru_cache(maxsize=4)
def _text_of(text: str) -> tuple[str, ...]:
    # Every rule asks for the same page, one after the other.
    lines = text.split("\n")
    above = first_line_of_text(lines)
    shown = _without_code([""] * above + lines[above:])
    text = _COMMENT.sub(_blank, "\n".join(shown))
    text = _MACRO.sub(lambda found: re.sub(r"[^\n]", "x" if found.group().startswith("{{") else " ", found.group()), text)
    return tuple(_TICKS.sub(lambda found: "x" * len(found.group()), line) for line in text.split("\n"))


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found.group())


def _without_code(lines: list[str]) -> list[str]:
    shown, fence = [], ""
    for line in lines:
        mark = _FENCE.match(line)
        if fence:
            if mark and mark.group(2).startswith(fence) and line.strip() == mark.group(2):
                fence = ""
            shown.append("")
        elif mark:
            fence = mark.group(2)
            shown.append("")
        else:
            shown.append(line)
    return shown


def open_fence(lines: list[str]) -> int:
    """Return the line on which code begins that never ends; 0 if there is none."""
    fence, began = "", 0
    for number, line in enumerate(lines, 1):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark.group(2).startswith(fence) and line.strip() == mark.group(2):
                fence, began = "", 0
        elif mark:
            fence, began = mark.group(2), number
    return began
