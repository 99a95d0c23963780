"""Slips in boxes (``!!! danger "Title"``), which hold what is indented below them, and in HTML that is opened and not closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from handbook.check.slips import Slip
from handbook.ground.problems import nearest
from handbook.pages.page_source import open_fence, text_of

# The kinds that overrides/assets/stylesheets/callouts.css dresses.
KINDS = ("advice", "announced", "changed", "danger", "duty", "law")

_BOX = re.compile(r"^( *)(!!!|\?\?\?\+?)(?!\?) ?(\w*)(.*)$")
_TITLE = re.compile(r' "[^"]*"')
_VOID = frozenset("area br col embed hr img input link meta source track wbr".split())


def boxes(lines: list[str]) -> Iterator[Slip]:
    """Find boxes of an unknown kind, with a title that is not one, or with nothing in them."""
    source = text_of(lines)
    for number, line in enumerate(source, 1):
        found = _BOX.match(line)
        if not found:
            continue
        indent, mark, kind, title = found.groups()
        if kind not in KINDS:
            near = nearest(kind, KINDS)
            remedy = f'Did you mean "{near}"?' if near else f'Write one of {", ".join(KINDS)}, for example  {mark} advice "Title".'
            yield Slip(number, f'there is no box of the kind "{kind}".', remedy)
        elif lines[number - 1][found.start(3) - 1] != " ":
            yield Slip(number, f"a space is missing after {mark}.", f"Write  {mark} {kind}{title}", (f"{indent}{mark} {kind}{title}",))
        elif title.strip() and not _TITLE.fullmatch(title.rstrip()):
            bare = lines[number - 1][found.start(4) :].strip().strip("“”\"'")
            yield Slip(number, "the title of the box is not in straight double quotes.", f'Write  {mark} {kind} "{bare}"')
        inside = next(((at, one) for at, one in enumerate(source[number:], number + 1) if one.strip()), None)
        if inside is None or _indent(inside[1]) < len(indent) + 4:
            short = inside is not None and len(indent) < _indent(inside[1])
            where = f"Line {inside[0]} is indented by {_indent(inside[1])}: begin it" if inside and short else "Begin each line that belongs into it"
            yield Slip(number, "the box is empty: nothing below it is indented enough.", f"{where} with {len(indent) + 4} spaces.")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def fences(lines: list[str]) -> Iterator[Slip]:
    """Find code that is opened and never closed."""
    began = open_fence(lines)
    if began:
        yield Slip(began, "the code that begins here never ends.", "Write the same marks (```) on a line of their own where it ends.")


class _Tags(HTMLParser):
    """Notes elements that are opened and not closed, or closed and not opened."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[tuple[str, int]] = []
        self.slips: list[Slip] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append((tag, self.getpos()[0]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in [one for one, _ in self.open]:
            self.slips.append(Slip(self.getpos()[0], f"</{tag}> closes what was never opened.", f"Delete it, or open it above with <{tag}>."))
            return
        while self.open[-1][0] != tag:
            self.slips.append(_never_closed(*self.open.pop()))
        self.open.pop()


def _never_closed(tag: str, line: int) -> Slip:
    return Slip(line, f"<{tag}> is opened here and never closed.", f"Write </{tag}> where it ends.")


def elements(lines: list[str]) -> Iterator[Slip]:
    """Find HTML elements that are opened and not closed, or closed and not opened."""
    reader = _Tags()
    reader.feed("\n".join(text_of(lines)))
    reader.close()
    yield from reader.slips
    yield from (_never_closed(*one) for one in reader.open)


RULES = (boxes, fences, elements)
