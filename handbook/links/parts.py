"""Whether the part that an address points to (``#place``, ``#:~:text=words``, ``#page=4``) is on the page that was read anyway.

Never more than a hint: scripts add places and words that only a browser sees.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from handbook.links.page import VisitedPage, letters

# A page with fewer words than this is drawn by a script, and what was sent says nothing.
_LEAST_WORDS = 20
# Pages of a site drawn by a script, settings of players and tables, and lines of a listing.
_NOT_PLACES = re.compile(r"[/!].*|.*=.*|L\d+(?:-L\d+)?|top", re.IGNORECASE | re.DOTALL)
# Sites put these before the names that authors choose.
_PREFIXES = ("", "user-content-")
_COUNT = re.compile(
    rb"/Linearized\b.{0,300}?/N\s+(\d{1,6})|/Type\s*/Pages\b.{0,200}?/Count\s+(\d{1,6})|/Count\s+(\d{1,6}).{0,200}?/Type\s*/Pages\b", re.DOTALL
)


def not_there(part: str, page: VisitedPage | None, pdf_pages: int) -> str:
    """Return in words what an address points to and its page does not have; empty if it has it, or if that cannot be told.

    Args:
        part: What stands after ``#``.
        page: The page, if it is HTML.
        pdf_pages: How many pages it has, if it is a PDF and that is known.
    """
    place, _, directive = part.partition(":~:")
    if pdf_pages:
        wanted = re.search(r"(?:^|&)page=([0-9]{1,6})(?:&|$)", place)
        return f"it points to page {int(wanted.group(1))} of a document of {pdf_pages} pages" if wanted and int(wanted.group(1)) > pdf_pages else ""
    if page is None or not page.whole or page.word_count < _LEAST_WORDS:
        return ""
    for words in _wanted_words(directive):
        if not _in_order(words, page.letters):
            return f'it points to the words "{" … ".join(words)[:120]}", which are not on the page'
    names = {place, unquote(place)}
    if place and not _NOT_PLACES.fullmatch(place) and not any(prefix + name in page.places for prefix in _PREFIXES for name in names):
        return f'it points to "#{unquote(place)[:120]}", and there is no such place on the page'
    return ""


def _wanted_words(directive: str) -> list[list[str]]:
    """Return the words of each text directive in their order: what stands before, the beginning, the end, what stands after."""
    found = []
    for one in directive.split("&"):
        name, _, value = one.partition("=")
        if name == "text" and value:
            # A hyphen beside a comma marks what stands before or after; any other hyphen is written %2D.
            found.append([unquote(words.strip("-")) for words in value.split(",") if words.strip("-")])
    return found


def _in_order(words: list[str], text: str) -> bool:
    here = 0
    for one in words:
        here = text.find(letters(one), here)
        if here < 0:
            return False
        here += len(letters(one))
    return True


def pages_of_pdf(beginning: bytes) -> int:
    """Return how many pages a PDF has, as far as its first bytes say; 0 if they do not."""
    return max((int(number) for found in _COUNT.findall(beginning) for number in found if number), default=0)
