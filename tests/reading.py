"""Read finished pages as a reader does: the article's text, sentence by sentence."""

from __future__ import annotations

import re
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

# The end of any of these is the end of a sentence, whatever the punctuation.
BLOCKS = {"p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "summary", "div", "tr", "br", "section"}
SILENT = {"script", "style", "title", "desc"}


class _Article(HTMLParser):
    """Collects the article's text with line breaks where blocks end; headings and small print can be told apart by tag."""

    def __init__(self, left_out: set[str]) -> None:
        super().__init__()
        self.left_out = left_out | SILENT
        self.inside = 0
        self.silent = 0
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article":
            self.inside += 1
        if tag in self.left_out:
            self.silent += 1
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self.inside -= 1
        if tag in self.left_out and self.silent:
            self.silent -= 1
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self.inside and not self.silent:
            self.parts.append(data.replace("\n", " "))


def text_of(page: Path, left_out: set[str] | None = None) -> str:
    """Return the text of a page's article, one block a line, without the words explained at its end.

    Args:
        page: The HTML file.
        left_out: Tags whose text is not wanted, such as ``{"table"}``.
    """
    return _text_of(page.read_text(encoding="utf-8"), frozenset(left_out or ()))


@lru_cache(maxsize=512)
def _text_of(html: str, left_out: frozenset[str]) -> str:
    parser = _Article(set(left_out))
    parser.feed(html.split('<aside class="words"', 1)[0].split('aria-label="Words on this page"', 1)[0])
    lines = (" ".join(line.split()) for line in "".join(parser.parts).replace("¶", "").split("\n"))
    return "\n".join(line for line in lines if line)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text made by :func:`text_of`."""
    return [one.strip() for line in text.split("\n") for one in re.split(r"(?<=[.!?:])\s+(?=[\"'A-Z0-9☐])", line) if one.strip()]


def pages_of(site: Path, below: str = "") -> list[Path]:
    """Return the pages of a finished site, or of one of its folders."""
    return sorted((site / below).rglob("index.html"))
