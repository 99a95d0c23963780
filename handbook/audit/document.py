"""A policy as the audit sees it: blocks of text in reading order, each with the place a reader finds it by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

# A clause's number as people type it before its text: 1. / 3.12 / 4.2.1 / (a) is no number of its own.
_NUMBER = re.compile(r"\s*(?:[-•*]\s+)?(\d{1,2}(?:\.\d{1,2}){1,4}|\d{1,2}(?=[.)]\s))[.)]?\s+(?=\S)")
_LEAD_ALONE = re.compile(
    r"\s*(?:do\s?n[o'’]?t|dos|don['’]ts|do not|never|must not|users? (?:shall|must|may) not|staff (?:must|should|may) not|do|remember)\W*",
    re.IGNORECASE,
)

_NEVER = re.compile(
    r"[\s*]*(?:never|don['’]?t|do not|must not|should not|not (?:allowed|permitted|acceptable)|unacceptable|prohibited)\b", re.IGNORECASE
)
# As far back as a reader looks for what "it" means, in letters.
FAR_BACK = 400
_LONGEST_TITLE = 150


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list item, table cell or note.

    Attributes:
        text: Its words exactly as in the file; line breaks stay.
        kind: heading, paragraph, item, cell, note, header, footer or box.
        page: Page from 1, or 0 where the format has none.
        number: The clause's number, typed or automatic.
        level: Depth of a heading from 1.
        anchor: Where a report that is written into the file can find the block again.
        heading: The heading it stands under.
        lead: The line that introduces it, such as "You must not:".
        title: What the document begins with: what it is about.
        never: Spans of the cells of its row whose column is headed "Never" or "Do not".
        before: What stands right before it under the same heading, shortened: what "it" and "the picture" mean.
    """

    text: str
    kind: str = "paragraph"
    page: int = 0
    number: str = ""
    level: int = 0
    anchor: int = -1
    heading: str = ""
    lead: str = ""
    before: str = ""
    title: str = ""
    never: tuple[tuple[int, int], ...] = ()
    order: int = 0

    @property
    def where(self) -> str:
        """The place in words."""
        parts = [f"page {self.page}"] if self.page else []
        if self.number:
            parts.append(f"clause {self.number}")
        elif self.heading and self.heading != self.text:
            parts.append(f'under "{shortened(self.heading)}"')
        named = {"note": "footnote", "header": "page header", "footer": "page footer", "box": "text box", "cell": "table"}.get(self.kind)
        if named:
            parts.append(named)
        return ", ".join(parts) or f"paragraph {self.order}"


@dataclass
class Reading:
    """What came of reading one file.

    Attributes:
        problem: Why it could not be read, in words for its owner; empty when it was read.
        notes: What else a reader must know: pages without text, tracked changes.
    """

    format: str = ""
    pages: int = 0
    words: int = 0
    problem: str = ""
    scanned_pages: list[int] = field(default_factory=list)
    insertions: int = 0
    deletions: int = 0
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return it for machines."""
        return {
            "ok": not self.problem,
            "format": self.format,
            "pages": self.pages,
            "words": self.words,
            "problem": self.problem or None,
            "scanned_pages": self.scanned_pages,
            "tracked_insertions": self.insertions,
            "tracked_deletions": self.deletions,
            "notes": self.notes,
        }


def shortened(text: str, most: int = 60) -> str:
    """Return text on one line, cut at a word."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def cells(text: str) -> list[tuple[int, int]]:
    """Return the spans of the cells of a row that was read as one block."""
    return [match.span() for match in re.finditer(r"[^|\t\n]*[^|\s][^|\t\n]*", text)]


def _forbidden(header: list[str], row: str) -> tuple[tuple[int, int], ...]:
    found = cells(row)
    if len(found) != len(header):
        return ()
    return tuple(span for head, span in zip(header, found, strict=True) if _NEVER.match(head))


def placed(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks with what only their neighbours tell: order, clause number, heading and lead-in."""
    headings: list[tuple[int, str]] = []
    lead, number, before, title = "", "", "", ""
    header: list[str] | None = None
    for order, block in enumerate(blocks, 1):
        typed = _NUMBER.match(block.text)
        own = block.number or (typed.group(1) if typed else "")
        text = block.text.strip()
        title = f"{title} {text}"[:_LONGEST_TITLE]
        if block.kind == "heading":
            level = block.level or 1
            headings = [one for one in headings if one[0] < level] + [(level, text)]
            number, lead, before = own, text.replace("’", "'") if _LEAD_ALONE.fullmatch(text) else "", ""
        elif own:
            number = own
        row = cells(block.text) if block.kind == "cell" else []
        first = len(row) > 1 and header is None
        header = None if block.kind != "cell" else [block.text[slice(*one)] for one in row] if first else header
        aside = block.kind in ("note", "header", "footer", "box")
        introduced = block.kind in ("item", "cell") or bool(re.match(r"\s*(?:[-•*o]|[a-z]\)|\([a-z]+\))\s", block.text)) or text[:1].islower()
        yield replace(
            block,
            order=order,
            number="" if aside else number,
            heading=headings[-1][1] if headings else "",
            lead=lead if introduced and not aside else "",
            before="" if aside else before,
            title=title,
            never=_forbidden(header, block.text) if header and not first else (),
        )
        if block.kind != "heading" and not aside:
            before = f"{before} {text}"[-FAR_BACK:]
        if block.kind != "heading" and not aside:
            if text.endswith((":", ":-", ": -")) or _LEAD_ALONE.fullmatch(text):
                lead = text.replace("’", "'")
            elif not introduced:
                lead = ""
