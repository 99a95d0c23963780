"""Plain text and Markdown, and the joining of lines that another program broke."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from handbook.audit.document import Block, Reading
from handbook.audit.readers import ReadingError

_BULLET = re.compile(r"\s*(?:[-–—*+•●○▪■□➢✓·\uf0b7\uf0a7\uf0d8]|o(?=\s+[A-Z])|\(?[a-z]\)|\(?[ivx]{1,4}\)|[a-z]\.(?=\s))\s+(?=\S)")
_NUMBERED = re.compile(r"\s*(?:[-*•]\s+)?\d{1,2}(?:\.\d{1,2}){0,4}[.)]?\s+(?=[A-Z\"'“‘])")
_MD_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*)")
_INDENTED = re.compile(r"[ \t]{1,3}(?=[A-Z])(?!.*(?:[A-Z]{2}\S*\s+){2})")
# A line that says what the list below it is: Do / Don't / Never.
_ORDER_ALONE = re.compile(
    r"(?:do(?:n[’']?t| not)?|dos|don[’']?ts|never|always|staff (?:must|should|may)(?: not)?|you (?:must|should|may)(?: not)?)\W*", re.IGNORECASE
)
_RULE_OF_TABLE = re.compile(r"[|\s:-]*-{2,}[|\s:-]*")
_ENDS = (".", "!", "?", ":", ";", ".”", '."', ".'", ".)", ":-")


def blocks(path: Path, reading: Reading) -> Iterator[Block]:
    """Yield the blocks of a text file."""
    text = decoded(path.read_bytes())
    if reading.format == "Markdown":
        # What stands between two lines of dashes at the top is for the program that shows the file.
        text = re.sub(r"\A---\n.*?\n---\n", "", text, count=1, flags=re.DOTALL)
    pages = text.split("\f")
    if len(pages) > 1:
        reading.pages = len(pages)
    doubled = _is_double_spaced(text)
    for number, page in enumerate(pages, 1):
        yield from blocks_of(page, number if len(pages) > 1 else 0, doubled)


def decoded(raw: bytes) -> str:
    """Return text in whatever encoding it was saved.

    Raises:
        ReadingError: It is not text.
    """
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if raw.startswith(mark):
            try:
                return raw.decode(name)
            except UnicodeError:
                raise ReadingError("The file is damaged: some of its letters cannot be read. Save it again as UTF-8.") from None
    try:
        return raw.decode("utf-8")
    except UnicodeError:
        return raw.decode("cp1252", errors="replace")


def _is_double_spaced(text: str) -> bool:
    """Say whether a program put an empty line after every line, as some converters do."""
    lines = [line.strip() for line in text.splitlines()[:3000]]
    filled = [at for at, line in enumerate(lines) if line]
    if len(filled) < 30:
        return False
    followed = [at for at in filled if at + 1 < len(lines) and not lines[at + 1]]
    # Running sentences that go on after the empty line show it.
    run_on = [at for at in followed if at + 2 < len(lines) and lines[at + 2][:1].islower() and not lines[at].endswith((".", ":", ";"))]
    return len(followed) > 0.6 * len(filled) and len(run_on) > 0.15 * len(filled)


def blocks_of(text: str, page: int = 0, doubled: bool = False) -> Iterator[Block]:
    """Yield the blocks of one page: lines are joined that belong to one paragraph."""
    lines = [(match.start(), match.end(), match.group().rstrip("\r\n")) for match in re.finditer(r"[^\n]*\n|[^\n]+", text)]
    widths = sorted(len(line.rstrip()) for _, _, line in lines if line.strip())
    wide = widths[int(len(widths) * 0.85)] if widths else 80
    begin = stop = -1
    last, empty, lead = "", 0, False
    kind = "paragraph"

    def made() -> Block:
        nonlocal lead
        raw = text[begin:stop].strip("\r\n")
        heading = _MD_HEADING.fullmatch(raw)
        plain = raw.strip()
        if heading:
            lead = False
            return Block(heading.group(2), "heading", page, level=len(heading.group(1)))
        if kind == "paragraph" and _INDENTED.match(raw) and len(plain) < 300:
            # A bullet that was lost on the way leaves its space behind.
            return Block(raw, "item", page)
        if kind == "paragraph" and not lead and _is_heading(plain):
            return Block(raw, "heading", page, level=2 if re.match(r"\s*\d+\.\d", raw) else 1)
        if kind == "paragraph":
            was, lead = lead, plain.endswith((":", ":-", ": -"))
            return Block(raw, "item" if was and len(plain) < 200 and not lead else "paragraph", page)
        lead = lead or plain.endswith(":")
        return Block(raw, kind, page)

    for start, end, line in lines:
        bare = line.strip()
        if not bare or (bare.startswith("|") and _RULE_OF_TABLE.fullmatch(bare)):
            empty += not bare
            continue
        new = (
            begin < 0
            or empty > (1 if doubled else 0)
            and not (empty == 1 and bare[:1].islower() and not last.endswith(_ENDS))
            or _begins(line, last, wide)
        )
        if new:
            if begin >= 0:
                yield made()
            if empty and not _BULLET.match(line) and lead and kind == "item":
                lead = False
            begin, kind = start, "item" if _BULLET.match(line) else "cell" if bare.startswith("|") else "paragraph"
        stop, last, empty = end, bare, 0
    if begin >= 0:
        yield made()


def _begins(line: str, last: str, wide: int) -> bool:
    """Say whether a line begins a paragraph of its own."""
    bare = line.strip()
    if _MD_HEADING.match(line) or bare.startswith("|") or _MD_HEADING.match(last) or _ORDER_ALONE.fullmatch(bare):
        return True
    if _BULLET.match(line) or _NUMBERED.match(line):
        return True
    if bare[0].islower():
        return False
    if re.match(r"(?:https?://|www\.)", bare):
        return True
    short = len(last) < 0.72 * wide
    return (
        short
        and (last.endswith(_ENDS) or not last.endswith((",", "-", "and", "the", "of", "or", "to", "for", "a", "in")))
        or last.endswith((":", ":-"))
    )


def _is_heading(text: str) -> bool:
    words = text.split()
    if not words or len(words) > 12 or len(text) > 90 or text.endswith((".", ",", ";", "?")) or re.match(r"(?:https?:|www\.)", text):
        return False
    if re.match(r"\d+[.)]\s+[a-z]", text):
        return False
    return text[0].isupper() or text[0].isdigit() or text[0] in "\"'“‘*"
