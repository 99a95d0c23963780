"""What pages say, as their authors wrote them: before any school's details and choices, so that it is the same for every school."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handbook.ground.notebook import Notebook
from handbook.pages.front_matter import front_matter
from handbook.pages.navigation import address_of
from handbook.pages.page_source import text_of
from handbook.pages.sources import Sources
from handbook.search.readable import stems_of

# What begins a line and is no word of it: marks of lists, numbers, quotations, boxes, tabs and tables.
_MARK = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|>|\?{3}\+?\s+\w+|!{3}\s+\w+|={3}|:\s|\|)[\s|\"]*")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|\{[:#.][^}]*\}")
_HEADING = re.compile(r"(#+)\s+(.+)")
# A line of raw HTML holds marks, seldom words.
_UNREAD = re.compile(r"\s*(?:<|\||-{3}|:?-+:?\s*\|)*\s*$|\s*<")
# A shorter piece is a label, no sentence.
_SHORTEST = 12

# Each the stems of one name or one sentence.
Texts = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Written:
    """What a page says.

    Attributes:
        names: Its headings and what else it is called.
        sentences: Its sentences.
    """

    names: Texts
    sentences: Texts


def pages(sources: Sources) -> dict[str, Written]:
    """Return what each page says that search knows, by its address below the site."""
    found = {}
    for page, text in sources.every_text().items():
        meta = front_matter(sources.path(page))
        if meta.search and meta.search.exclude:
            continue
        address = address_of(page)
        called = [*meta.tags, address.rstrip("/").rpartition("/")[2].replace("-", " ")]
        found[address] = _READ.result(repr((called, meta.description, text)), lambda: written(text, called, meta.description))  # noqa: B023 (made at once)
    _READ.keep()
    return found


_READ: Notebook[Written] = Notebook("words-of-pages")


def written(text: str, called: list[str], description: str) -> Written:
    """Return what a page says.

    Args:
        text: Its text, front matter included.
        called: What it is called beside its headings.
        description: What it is about.
    """
    names = list(called)
    paragraphs = [[description]]
    for line in text_of(text.split("\n")):
        if heading := _HEADING.match(line):
            names.append(_plain(heading[2]))
        if heading or _UNREAD.match(line):
            paragraphs.append([])
            continue
        begins = _MARK.match(line)
        if begins:
            paragraphs.append([])
        for number, cell in enumerate(line[begins.end() if begins else 0 :].split(" | ")):
            if number:
                paragraphs.append([])
            paragraphs[-1].append(_plain(cell))
        if begins and begins[0].lstrip()[0] in "!?=|":
            # The title of a box or tab, or a table's row, ends with its line.
            paragraphs.append([])
    sentences = [sentence for paragraph in paragraphs for sentence in " ".join(paragraph).split(". ") if len(sentence) > _SHORTEST]
    return Written(_stems(names), _stems(sentences))


def _plain(text: str) -> str:
    return _LINK.sub(r"\1", text).translate({ord("*"): None, ord("`"): None, ord("_"): " "}).strip()


def _stems(texts: list[str]) -> Texts:
    return tuple(stems for text in texts if (stems := tuple(stems_of(text))))
