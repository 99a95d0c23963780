"""A Python-Markdown extension that looks in a text only for such marks as can be there: most texts hold none.

Python-Markdown itself tries each of its patterns on each piece of text. What comes of it is the same, which tests hold this to.
"""

from __future__ import annotations

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


class MarkedTexts(Extension):
    """Puts it in the place of Python-Markdown's own."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Exchange the tree processor."""
        md.treeprocessors.register(MarkedText(md), "inline", 20)


def makeExtension(**options: Any) -> MarkedTexts:  # noqa: N802 (the name is Python-Markdown's)
    """Return the extension, as Python-Markdown asks for it."""
    return MarkedTexts(**options)
