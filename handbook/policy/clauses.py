"""A clause as it stands in a page's text: from its macro to the next clause or heading."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

CALL = re.compile(r'\{\{-?\s*clause\(\s*"(?P<id>[^"]+)"[^)]*\)\s*-?\}\}')
_BEGINS = re.compile(r"(?=\{\{-?\s*clause\()|^#", re.MULTILINE)
_BLOCK = re.compile(r"\{%-?\s*(if|for|endif|endfor)\b")
_BOX = re.compile(r"^(?:!!! |\?\?\?)", re.MULTILINE)
_DIGITS = 8


@dataclass(frozen=True)
class Part:
    """A clause's place in a page's text, in characters.

    Attributes:
        id: The clause's id.
        start: Where its macro begins.
        words: Where its words begin, after the macro.
        ends: Where its words end.
        until: Where the next clause or heading begins: what opens a condition around that stands before it.
    """

    id: str
    start: int
    words: int
    ends: int
    until: int


def parts(text: str) -> list[Part]:
    """Return the clauses of a page's text in order. One whose macro cannot be read is left out."""
    marks = [found.start() for found in _BEGINS.finditer(text)]
    found = []
    for start, until in zip(marks, [*marks[1:], len(text)], strict=True):
        if call := CALL.match(text, start):
            found.append(Part(call["id"], start, call.end(), _without_opened(text, call.end(), until), until))
    return found


def _without_opened(text: str, start: int, until: int) -> int:
    """Return where words end, without conditions that are opened after them for what comes next."""
    ends = until
    while depth(text[start:ends]) > 0:
        ends = max(found.start() for found in _BLOCK.finditer(text, start, ends) if not found[1].startswith("end"))
    return start + len(text[start:ends].rstrip())


def fingerprints(text: str) -> dict[str, str]:
    """Return a fingerprint of the words of each clause on a page, by its id.

    What a clause rests on may be made more exact, and boxes below it are no part of the rule; line breaks say nothing.
    """
    found = {}
    for part in parts(text):
        box = _BOX.search(text, part.words, part.ends)
        words = text[part.words : _without_opened(text, part.words, box.start() if box else part.ends)]
        found[part.id] = hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:_DIGITS]
    return found


def depth(text: str) -> int:
    """Return how many conditions and loops are open at the end of a text."""
    return sum(-1 if word.startswith("end") else 1 for word in _BLOCK.findall(text))
