"""Take the running text out of a page, so that its reading age can be measured fairly."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# What is not running text: headings, tables, pictures, contact cards, small print, and notices in the words of the law.
SKIPPED_TAGS = {"h1", "h2", "h3", "h4", "h5", "h6", "table", "svg", "script", "style", "nav", "aside"}
SKIPPED_CLASSES = {"admonition-title", "announced", "cards--people", "summary__label", "review", "badge", "sr-only"}
BLOCKS = {"p", "li", "dt", "dd", "div", "ul", "ol", "summary", "figcaption", "br", "tr"}
VOID = {"br", "hr", "img", "input", "wbr", "col", "meta", "link"}
# A link to one of these is a name or a number: of an organisation, a law, a document. Nobody can choose a shorter one.
NAMES = re.compile(r"contacts/(?:a-to-z|by-need)/#|/law/|^https?:|^mailto:|^tel:")
NAME = "Kit"
# A list's scraps, which end no sentence, are joined until they have this many words.
WORDS_OF_A_LINE = 8


class _Prose(HTMLParser):
    """Collects a page's blocks of running text, and whether each belongs to a list."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.blocks: list[tuple[bool, str]] = []
        self.article = False
        self.link: str | None = None
        self.text = ""
        self.linked = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._end_block()
        if tag in VOID:
            return
        values = {name: value or "" for name, value in attrs}
        self.article = self.article or tag == "article"
        self.open.append((tag, tag in SKIPPED_TAGS or not SKIPPED_CLASSES.isdisjoint(values.get("class", "").split())))
        if tag == "a":
            self.link = values.get("href", "")
            if NAMES.search(self.link) and self._wanted():
                self.text += NAME

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._end_block()
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag == "a":
            self.link = None
        if tag == "article":
            self.article = False

    def handle_data(self, data: str) -> None:
        if not self._wanted() or (self.link is not None and NAMES.search(self.link)):
            return
        self.text += data
        if self.link is not None:
            self.linked += data

    def _wanted(self) -> bool:
        return self.article and not any(skipped for _, skipped in self.open)

    def _end_block(self) -> None:
        listed = any(tag == "li" for tag, _ in self.open)
        text = " ".join(self.text.replace("¶", "").replace("☐", "").split())
        if listed:
            text = " ".join(one for one in re.split(r"(?<=[.!?])\s+", text) if not _is_contact(one))
        # A line that is nothing but a link is the title of another page.
        if re.search(r"[a-z]", text) and text != " ".join(self.linked.split()):
            self.blocks.append((listed, text))
        self.text = self.linked = ""


def _is_contact(sentence: str) -> bool:
    """Say whether a sentence only gives a name or number: "At school: Amina Example, 01632 960002."."""
    words = sentence.split()
    return ":" in sentence and any(word.startswith(NAME) for word in words) and len(words) <= 8


def blocks(html: str, exceptions: dict[str, str] | None = None) -> list[str]:
    """Return the running text of a page's article, block by block; each ends its own sentence.

    Names of organisations, laws and documents become one short word. Lines that are only a link or a number are left out. Scraps in a
    list are joined, so that a list does not look easier than it is.

    Args:
        html: The page; what is outside its <article> does not count.
        exceptions: Patterns of unavoidable terms, and the short word that stands in for each.
    """
    parser = _Prose()
    parser.feed(html)
    ready: list[str] = []
    joining = False
    for listed, text in parser.blocks:
        for pattern, short in (exceptions or {}).items():
            text = re.sub(pattern, short, text)
        # The point in "clause 5.3" ends no sentence.
        text = re.sub(r"(?<=\d)\.(?=\d)", "", text)
        unfinished = listed and text[-1] not in '.!?"”'
        if joining and unfinished and len(ready[-1].split()) < WORDS_OF_A_LINE:
            ready[-1] += f", {text}"
        else:
            ready.append(text)
        joining = unfinished
    return [one if one[-1] in ".!?" else f"{one.rstrip(':;,')}." for one in ready]
