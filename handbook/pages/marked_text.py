"""A Python-Markdown extension that looks in a text or a block only for such marks as can be there: most hold none.

Python-Markdown itself tries each of its patterns on each piece. What comes of it is the same, which tests hold this to.
"""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

# What stands in every text in which a pattern finds something. A pattern that is not named is tried on each text.
SIGNS = {
    "backtick": "`",
    "escape": "\\",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
}
# The same of blocks: what stands in every block that a processor takes for its own, and the pattern with which it looks.
BLOCK_SIGNS = {
    "admonition": ("RE", "!!!"),
    "details": ("START", "???"),
    "hashheader": ("RE", "#"),
    "deflist": ("RE", ":"),
    "quote": ("RE", ">"),
}


class MarkedText(InlineProcessor):
    """Finds marks inside texts, as Python-Markdown's own does."""

    def run(self, *given: Any, **named: Any) -> Any:
        """Change the tree in place."""
        signs: dict[object, str] = {self.inlinePatterns[name]: sign for name, sign in SIGNS.items() if name in self.inlinePatterns}
        self._tried = [(pattern, signs.get(pattern, "")) for pattern in self.inlinePatterns]
        return super().run(*given, **named)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 (Python's name for the base's own)
        """Put placeholders for what the patterns find, from one of them on."""
        if isinstance(data, AtomicString):
            return data
        for number in range(patternIndex, len(self._tried)):
            pattern, sign = self._tried[number]
            matched, start = True, 0
            while matched and sign in data:
                data, matched, start = self._InlineProcessor__applyPattern(pattern, data, number, start)  # type: ignore[attr-defined]  # the base class keeps it to itself
        return data


class Signed:
    """A pattern that is searched for only where its sign stands."""

    def __init__(self, pattern: re.Pattern[str], sign: str) -> None:
        self.pattern, self.sign, self.match = pattern, sign, pattern.match

    def search(self, text: str) -> re.Match[str] | None:
        """Search a text."""
        return self.pattern.search(text) if self.sign in text else None


class MarkedTexts(Extension):
    """Puts it in the place of Python-Markdown's own."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Exchange the tree processor, and the patterns of the block processors that are there."""
        md.treeprocessors.register(MarkedText(md), "inline", 20)
        for name, (attribute, sign) in BLOCK_SIGNS.items():
            if name in md.parser.blockprocessors:
                processor = md.parser.blockprocessors[name]
                setattr(processor, attribute, Signed(getattr(processor, attribute), sign))


def makeExtension(**options: Any) -> MarkedTexts:  # noqa: N802 (the name is Python-Markdown's)
    """Return the extension, as Python-Markdown asks for it."""
    return MarkedTexts(**options)
