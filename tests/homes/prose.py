"""Take the running text out of a finished page, so that its reading age can be measured fairly."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

# What is not running text: headings, tables, pictures, contact cards, small print, and notices that the law's own words fill.
SKIPPED_TAGS = {"h1", "h2", "h3", "h4", "h5", "h6", "table", "svg", "script", "style", "nav", "aside"}
SKIPPED_CLASSES = {"admonition-title", "announced", "cards--people", "leave-bar", "summary__label", "review", "badge", "sr-only"}
BLOCKS = {"p", "li", "dt", "dd", "div", "ul", "ol", "summary", "figcaption", "br", "tr"}
VOID = {"br", "hr", "img", "input", "wbr", "col", "meta", "link"}
# A link to one of these is a name: of an organisation, a law or a document. Nobody can choose a shorter one.
NAMES = re.compile(r"contacts/(?:a-to-z|by-need)/#|/law/|^https?:|^mailto:|^tel:")
NAME = "Kit"
# A line of a list that does not end a sentence counts as one only together with its neighbours, up to this many words.
WORDS_OF_A_LINE = 8


class _Prose(HTMLParser):
    """Collects a page's blocks of running text, each with the tag that it stands in."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.article = False
        self.blocks: list[tuple[bool, str]] = []
        self.text = ""
        self.linked = ""
        self.in_link = False
        self.named = False

    def _end_block(self) -> None:
        text = " ".join(self.text.replace("¶", "").replace("☐", "").split())
        # A line that is nothing but a link is a title of another page.
        if re.search(r"[A-Za-z]", text) and text != " ".join(self.linked.split()):
            self.blocks.append((any(tag == "li" for tag, _ in self.open), text))
        self.text = self.linked = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._end_block()
        if tag in VOID:
            return
        values = {name: value or "" for name, value in attrs}
        self.article = self.article or tag == "article"
        skipped = tag in SKIPPED_TAGS or not SKIPPED_CLASSES.isdisjoint(values.get("class", "").split())
        self.open.append((tag, skipped))
        if tag == "a":
            self.in_link = True
            self.named = bool(NAMES.search(values.get("href", "")))
            if self.named and self.article and not any(one for _, one in self.open):
                self.text += NAME

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._end_block()
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag == "a":
            self.in_link = self.named = False
        if tag == "article":
            self.article = False

    def handle_data(self, data: str) -> None:
        if not self.article or self.named or any(skipped for _, skipped in self.open):
            return
        self.text += data
        if self.in_link:
            self.linked += data


def blocks(page: Path) -> list[str]:
    """Return a page's blocks of running text; each ends its own sentence.

    Names of organisations, laws and documents become one short word, and lines that are only a link are left out. Short lines of a
    list that end no sentence are joined, so that a list of scraps does not look easier than it is.
    """
    parser = _Prose()
    parser.feed(page.read_text(encoding="utf-8"))
    ready: list[str] = []
    joining = False
    for listed, text in parser.blocks:
        unfinished = listed and text[-1] not in '.!?"”'
        if joining and unfinished and len(ready[-1].split()) < WORDS_OF_A_LINE:
            ready[-1] += f", {text}"
        else:
            ready.append(text)
        joining = unfinished
    # The point in "clause 5.3" ends no sentence.
    ready = [re.sub(r"(?<=\d)\.(?=\d)", "", one) for one in ready]
    return [one if one[-1] in ".!?" else f"{one.rstrip(':;,')}." for one in ready]
