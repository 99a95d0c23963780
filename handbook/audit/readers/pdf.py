"""PDF files with text: columns are told apart, broken lines joined, running headers read once; pages that are only pictures are named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium

from handbook.audit.document import Block, Reading
from handbook.audit.readers import LOCKED, ReadingError
from handbook.audit.readers.plain import blocks_of

MOST_PAGES = 3000
# A page with fewer letters than this and a picture on it is a scan.
_FEW = 25


@dataclass(frozen=True)
class _Line:
    left: float
    right: float
    top: float
    bottom: float
    text: str


def blocks(path: Path, reading: Reading) -> Iterator[Block]:
    """Yield the blocks of a PDF, page by page."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise ReadingError(
            LOCKED if "assword" in str(error) else "The file is damaged. Open it in a PDF viewer; if it opens, print it to a new PDF and use that."
        ) from None
    try:
        reading.pages = len(document)
        if reading.pages > MOST_PAGES:
            raise ReadingError(f"The file has {reading.pages} pages; more than {MOST_PAGES} are not read. Split it, and name the parts.")
        running: dict[str, int] = {}
        for number in range(1, reading.pages + 1):
            try:
                page = document[number - 1]
            except pdfium.PdfiumError:
                reading.notes.append(f"Page {number} is damaged and was not read.")
                continue
            text, scanned = _page_text(page)
            page.close()
            if scanned:
                reading.scanned_pages.append(number)
            yield from blocks_of(_without_running(text, running), number)
    finally:
        document.close()


def _page_text(page: pdfium.PdfPage) -> tuple[str, bool]:
    """Return a page's text in reading order, and whether it is only a picture."""
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count < _FEW:
            pictures = any(one.type == pdfium.raw.FPDF_PAGEOBJ_IMAGE for one in page.get_objects(max_depth=3))
            plain = textpage.get_text_range() if count > 0 else ""
            return plain, pictures and len(plain.split()) < 6
        plain = textpage.get_text_range().replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-\n")
        lines = _lines(textpage)
    finally:
        textpage.close()
    ordered = _in_columns(lines, page.get_width())
    return ("\n".join(line.text for line in ordered) if ordered else plain), False


def _lines(textpage: pdfium.PdfTextPage) -> list[_Line]:
    """Return the lines of a page with their places, in the order of the file."""
    found: list[_Line] = []
    for at in range(min(textpage.count_rects(), 4000)):
        left, bottom, right, top = textpage.get_rect(at)
        words = textpage.get_text_bounded(left, bottom, right, top).strip("\r\n")
        if not words.strip():
            continue
        last = found[-1] if found else None
        if last and abs(last.bottom - bottom) < 0.4 * max(1.0, top - bottom) and -1 <= left - last.right < 1.2 * (top - bottom):
            gap = " " if left - last.right > 0.12 * (top - bottom) and not last.text.endswith(" ") and not words.startswith(" ") else ""
            found[-1] = _Line(last.left, right, max(top, last.top), min(bottom, last.bottom), last.text + gap + words)
        else:
            found.append(_Line(left, right, top, bottom, words))
    return found


def _in_columns(lines: list[_Line], width: float) -> list[_Line]:
    """Return the lines column by column when the file mixes two columns; an empty list when its own order is right."""
    if len(lines) < 16:
        return []
    for middle in [width * share for share in (0.5, 0.48, 0.52, 0.45, 0.55)]:
        left = [one for one in lines if one.right <= middle + 4]
        right = [one for one in lines if one.left >= middle - 4]
        across = len(lines) - len(left) - len(right)
        if len(left) >= 8 and len(right) >= 8 and across <= 0.25 * len(lines) and len(left) + len(right) >= 0.75 * len(lines):
            sides = [one.left >= middle - 4 for one in lines if one in left or one in right]
            # Changing side at nearly every line shows that the file goes across both columns.
            if sum(one != other for one, other in pairwise(sides)) > 0.35 * len(sides) and _runs_on(left):
                top = max(max(one.top for one in left), max(one.top for one in right))
                wide = [one for one in lines if one not in left and one not in right]
                above = [one for one in wide if one.bottom >= top - 2]
                below = [one for one in wide if one.bottom < top - 2]
                return [*above, *sorted(left, key=_from_the_top), *sorted(right, key=_from_the_top), *below]
    return []


def _from_the_top(line: _Line) -> float:
    return -line.top


def _runs_on(lines: list[_Line]) -> bool:
    """Say whether lines are running text, not the cells of a table."""
    ordered = sorted(lines, key=lambda one: -one.top)
    going_on = sum(other.text.strip()[:1].islower() and not one.text.rstrip().endswith((".", ":", ";")) for one, other in pairwise(ordered))
    return going_on > 0.3 * len(ordered)


def _without_running(text: str, running: dict[str, int]) -> str:
    """Return a page without the header and footer lines that stood on a page before."""
    lines = text.split("\n")
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for at in {*filled[:2], *filled[-2:]}:
        key = re.sub(r"\d+", "#", " ".join(lines[at].split())).casefold()
        running[key] = running.get(key, 0) + 1
        if running[key] > 1 and len(key) < 120:
            lines[at] = ""
    return "\n".join(lines)
