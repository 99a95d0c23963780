"""Web pages saved to a file. Nothing in them is run or fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from handbook.audit.document import Block, Reading
from handbook.audit.readers.plain import decoded

_SKIPPED = frozenset("title script style template noscript svg nav head".split())
_BLOCKS = frozenset(
    "p div section article main aside header footer blockquote pre address dt dd figcaption caption li h1 h2 h3 h4 h5 h6 tr form "
    "fieldset table ul ol dl hr body html".split()
)
_ALONE = frozenset("br hr img input meta link area base col embed source track wbr".split())


def blocks(path: Path, reading: Reading) -> Iterator[Block]:
    """Yield the blocks of a web page."""
    raw = path.read_bytes()
    named = re.search(rb"charset=[\"']?([\w-]+)", raw[:4096])
    try:
        text = raw.decode(named.group(1).decode()) if named else decoded(raw)
    except (LookupError, UnicodeError):
        text = decoded(raw)
    page = _Page(reading)
    page.feed(text)
    page.close()
    page.end_block()
    yield from page.found


class _Page(HTMLParser):
    def __init__(self, reading: Reading) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Block] = []
        self._reading = reading
        self._text: list[str] = []
        self._kind, self._level, self._number = "paragraph", 0, ""
        self._skip: list[str] = []
        self._lists: list[int | None] = []
        self._links: list[str] = []

    def end_block(self) -> None:
        """Close the block in hand."""
        text = re.sub(r"[ \t\r\n]+", " ", "".join(self._text)).strip()
        if text:
            self.found.append(Block(text, self._kind, number=self._number, level=self._level))
        self.found += [Block(one, "link") for one in self._links if one not in text]
        self._text, self._links, self._kind, self._level, self._number = [], [], "paragraph", 0, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if self._skip:
            if tag not in _ALONE:
                self._skip.append(tag)
            return
        if tag in _SKIPPED or "hidden" in named:
            if tag not in _ALONE:
                self.end_block()
                self._skip.append(tag)
            return
        if tag in ("del", "s", "strike"):
            self._reading.deletions += tag == "del"
            self._skip.append(tag)
            return
        self._reading.insertions += tag == "ins"
        if tag in _BLOCKS:
            self.end_block()
        if tag in ("ul", "ol"):
            self._lists.append(int(named.get("start") or 1) - 1 if tag == "ol" and str(named.get("start") or 1).isdigit() else None)
        elif tag == "li":
            self._kind = "item"
            if self._lists and self._lists[-1] is not None:
                self._lists[-1] += 1
                self._number = ".".join(str(one) for one in self._lists if one)
        elif re.fullmatch("h[1-6]", tag):
            self._kind, self._level = "heading", int(tag[1])
        elif tag == "tr":
            self._kind = "cell"
        elif tag in ("td", "th") and self._text:
            self._text.append(" | ")
        elif tag == "br":
            self._text.append(" ")
        elif tag == "a" and (named.get("href") or "").startswith(("http:", "https:")):
            self._links.append(str(named["href"]))

    def handle_endtag(self, tag: str) -> None:
        if self._skip:
            if tag in self._skip:
                while self._skip.pop() != tag:
                    pass
            return
        if tag in _BLOCKS and tag not in ("tr",) or tag == "tr":
            self.end_block()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self._text.append(data)
