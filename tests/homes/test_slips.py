"""No finished page shows the slips that come from joining pieces of text: two full stops, a word twice, a space before a comma."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.reading import pages_of, text_of
from tests.telling import nothing

SLIPS = re.compile(
    r"\w\.\.(?![.\w/])|\b(a|an|the|to|of|and|or|is|in|for|that|it|you|we|if|at) \1\b|\b[Aa]n \w+[^siu\W]s (?:of|in|from)\b|\w ,|[a-z] \.(?=\s|$)|,\.|(?<=\s)\(\)",
    re.MULTILINE,
)


def slips(text: str) -> list[str]:
    """Return the slips of a text, each with a few words around it."""
    return [text[max(0, found.start() - 25) : found.end() + 10].replace("\n", " ") for found in SLIPS.finditer(text)]


@pytest.mark.whole
def test_finished_pages_hold_no_slips(sites: dict[str, Path]) -> None:
    looked_at = 0
    for name, site in sites.items():
        pages = pages_of(site)
        looked_at += len(pages)
        nothing(
            (f'{name}, {page.parent.relative_to(site).as_posix()}: "{slip}"' for page in pages for slip in slips(text_of(page))),
            "Mend the sentence in docs/, or the text in the record or the school's file that a macro puts into it.",
        )
    assert looked_at > 800


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Formerly: Facebook, Inc.. It", 1),
        ("Tell the the DSL.", 1),
        ("against an announcements of December", 1),
        ("Call us , or write.", 1),
        ("Amina Example () listens .", 2),
        ("An address in a page. An analysis of it... Version 2.2", 0),
        ("that is, and or not", 0),
    ],
)
def test_planted_slips_are_found(text: str, number: int) -> None:
    assert len(slips(text)) == number, slips(text)
