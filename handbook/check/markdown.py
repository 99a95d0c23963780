"""Slips in the Markdown of a page: headings, lists, pictures, links, braces, numbers that belong into the facts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from handbook.check.slips import Slip
from handbook.pages.page_source import first_line_of_text, text_of

_HEADING = re.compile(r"^(#{1,6})(?: +(.*?))?(?: *#+)?$")
_ID = re.compile(r"\{[^{}]*?#([\w-]+)")
_ITEM = re.compile(r"^( *)([-*+•–▪●]|\d+[.)]) +(?=\S)")
_GLUED_ITEM = re.compile(r"^( *)([-*•]|\d+[.)])(?=[A-Z][a-z]|\[|\*\*)")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]*)")
_IMG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)]*)\)")
_EMPTY_WORDS = re.compile(r"(?:click |tap |press )?(?:here|this|this link|this page|link|read more|find out more)", re.IGNORECASE)
_TWICE = re.compile(r"\b(a|an|the|to|of|and|or|is|in|for|that|it|you|we|if|at) \1\b", re.IGNORECASE)
_SPACE_BEFORE = re.compile(r"(?<=\w) +(?=[,;](?:\s|$))|(?<=[a-z]) +(?=\.(?:\s|$))")
_TWO_STOPS = re.compile(r"(?<=\w)\.\.(?=\s|$)")
_FILE_NAME = re.compile(r"[\w -]+\.(?:png|jpe?g|gif|svg|webp)|(?:image|picture|photo|img|screenshot)[ _-]?\d*", re.IGNORECASE)
# Ten digits or more as people write numbers in the United Kingdom, and the short ones that are nobody's but a helpline's.
_PHONE = re.compile(r"(?<![\w/.#*-])(?:(?:\+44[ -]?(?:\(0\))?|\(?0)\d(?:[ -]?\)?[ -]?\d){8,9}|0800[ -]?1111)(?![\w-])")
_HALF = (
    (re.compile(r"\{\{"), "{{ is opened and never closed.", "Write }} where it ends."),
    (re.compile(r"\}\}"), "}} closes what was never opened with {{.", 'Write two braces before it:  {{ helpline("childline") }}'),
    (re.compile(r"\{%"), "{% is opened and never closed.", "Write %} where it ends."),
    (re.compile(r"%\}"), "%} closes what was never opened with {%.", "Write {% before it."),
    (
        re.compile(r"(?<!\{)\{ ?[a-z_]+\([^{}]*\) ?\}(?!\})"),
        "a macro stands in single braces.",
        'Write two on each side:  {{ helpline("childline") }}',
    ),
)


def headings(lines: list[str]) -> Iterator[Slip]:
    """Find a page without a first heading or with two, a level left out, a heading that is none, and a place named twice."""
    levels: list[int] = []
    places: Counter[str] = Counter()
    source = text_of(lines)
    for number, line in enumerate(source, 1):
        places_here = _ID.findall(line) if "{" in line else []
        for place in places_here:
            places[place] += 1
            if places[place] == 2:
                yield Slip(number, f'the place "#{place}" stands twice on this page.', "Give one of the two another name.")
        if re.match(r"#{1,6}[^#\s!]", line):
            right = re.sub(r"^(#+)", r"\1 ", lines[number - 1])
            yield Slip(number, "a space is missing after the # of this heading.", f"Write  {right[:60]}", (right,))
            line = re.sub(r"^(#+)", r"\1 ", line)
        found = _HEADING.match(line)
        if not found:
            continue
        level = len(found.group(1))
        if not (found.group(2) or "").strip():
            yield Slip(number, "the heading has no words.", "Write them after the #, or delete the line.")
        if level == 1 and 1 in levels:
            yield Slip(number, "this is the second heading of the first level on this page.", "Begin it with ## : a page has one title.")
        elif levels and level > levels[-1] + 1:
            right = "#" * (levels[-1] + 1)
            yield Slip(number, f"this heading is of level {level}, the one above it of level {levels[-1]}.", f"Begin it with {right} .")
        elif not levels and level != 1:
            yield Slip(number, "the first heading of the page is not its title.", "Write a line above it that begins with one # and a space.")
        levels.append(level)
    if not levels and any(line.strip() for line in source):
        yield Slip(first_line_of_text(lines) + 1, "the page has no title.", "Begin its text with a line  # Its title")


def rulers(lines: list[str]) -> Iterator[Slip]:
    """Find lines of hyphens that make a heading of the words above them."""
    source = text_of(lines)
    for number, line in enumerate(source, 1):
        above = source[number - 2] if number > 1 else ""
        if re.fullmatch(r"-{3,}|={3,}", line) and above.strip() and not above.startswith(("#", "|")) and not re.fullmatch(r"[-=]{3,}", above):
            yield Slip(number, "this line turns the words above it into a heading.", "Write a blank line before it.", ("", lines[number - 1]))


def lists(lines: list[str]) -> Iterator[Slip]:
    """Find lists that would be shown as plain text, or lose their order."""
    source = text_of(lines)
    for number, line in enumerate(source, 1):
        written, glued, found = lines[number - 1], _GLUED_ITEM.match(line), _ITEM.match(line)
        if glued and not line.lstrip().startswith("**"):
            right = f"{glued.group(1)}{_sign(glued.group(2))} {written[glued.end() :]}"
            yield Slip(number, f"a space is missing after {glued.group(2)}", f"Write  {right.strip()[:60]}", (right,))
            continue
        if not found:
            continue
        indent, sign = found.groups()
        if sign != _sign(sign):
            right = f"{indent}{_sign(sign)} {written[found.end() :]}"
            yield Slip(number, f"a line of a list begins with {_sign(sign)} here, not with {sign}", f"Write  {right.strip()[:60]}", (right,))
            continue
        above = source[number - 2] if number > 1 else ""
        if _is_paragraph(above, lines[number - 2] if number > 1 else "") and not _within_item(source, number, len(indent)):
            yield Slip(number, "no blank line stands before the list, so it would be shown as one paragraph.", "Write one above it.", ("", written))
        elif len(indent) % 4 and (above_item := _ITEM.match(above)) and len(indent) > len(above_item.group(1)):
            right = " " * (len(above_item.group(1)) + 4) + written.strip()
            yield Slip(number, "a line within a list is indented by four spaces, or it is not within it.", "Indent it by four.", (right,))


def _sign(sign: str) -> str:
    return f"{sign[:-1]}." if sign[:-1].isdigit() else "-"


def _is_paragraph(line: str, written: str) -> bool:
    return bool(line.strip()) and not _ITEM.match(line) and not line.lstrip().startswith(("#", "|", "<", "!!!", "???")) and "{%" not in written


def _within_item(source: list[str], number: int, indent: int) -> bool:
    """Say whether the line above belongs to an item of the same list: its words run on over several lines."""
    for line in reversed(source[: number - 1]):
        if not line.strip():
            return False
        item = _ITEM.match(line)
        if item:
            return len(item.group(1)) <= indent
    return False


def pictures(lines: list[str]) -> Iterator[Slip]:
    """Find pictures without words for those who do not see them."""
    say = "Write what it shows, in a few words, between the square brackets."
    for number, line in enumerate(text_of(lines), 1):
        for found in _PICTURE.finditer(line):
            words = found.group(1).strip()
            if not words:
                yield Slip(number, f"the picture {found.group(2)} has no words for those who do not see it.", say)
            elif _FILE_NAME.fullmatch(words):
                yield Slip(number, f'"{words}" does not say what the picture shows.', say)
        for found in _IMG.finditer(line):
            if not re.search(r"\balt\s*=", found.group()):
                yield Slip(
                    number, "a picture has no words for those who do not see it.", 'Add  alt="what it shows"  to <img>; alt="" if it only decorates.'
                )


def links(lines: list[str]) -> Iterator[Slip]:
    """Find links that lead nowhere or whose words say nothing."""
    for number, line in enumerate(text_of(lines), 1):
        for found in _LINK.finditer(line):
            words, target = (part.strip() for part in found.groups())
            if not target:
                yield Slip(number, f'the link "{words}" leads nowhere.', "Write the page's file between the round brackets.")
            elif not words:
                yield Slip(number, f"the link to {target} has no words.", "Write between the square brackets where it leads.")
            elif _EMPTY_WORDS.fullmatch(words):
                yield Slip(number, f'the words of the link, "{words}", do not say where it leads.', "Use the name of the page it leads to.")
        apart = re.search(r"\[[^\]]+\] +\((?:\.\.?/)*[\w/-]+\.(?:md|png|svg)(?:#[\w-]+)?\)", line)
        if apart:
            written = lines[number - 1]
            right = written[: apart.start()] + re.sub(r"\] +\(", "](", written[apart.start() : apart.end()]) + written[apart.end() :]
            yield Slip(number, "a space stands between the words of a link and where it leads.", "Delete it.", (right,))
        turned = re.search(r"\([^()]+\)\[(?:\.\.?/)*[\w/-]+\.md(?:#[\w-]+)?\]", line)
        if turned:
            yield Slip(number, "the brackets of a link are the wrong way round.", "Write  [words](file.md)")


def braces(lines: list[str]) -> Iterator[Slip]:
    """Find macros that are half typed."""
    for number, line in enumerate(text_of(lines), 1):
        for pattern, fault, remedy in _HALF:
            if pattern.search(line):
                yield Slip(number, fault, remedy)
                break


def phones(lines: list[str]) -> Iterator[Slip]:
    """Find telephone numbers typed into a page, where nobody would renew them."""
    for number, line in enumerate(text_of(lines), 1):
        found = _PHONE.search(line)
        if found:
            yield Slip(
                number,
                f'the telephone number "{found.group()}" stands in a page.',
                'Put it into data/organisations/ and write  {{ helpline("its-id") }} , or {{ tel(people.dsl.phone) }} for one of the school\'s.',
            )


def stars(lines: list[str]) -> Iterator[Slip]:
    """Find bold words that are begun and never ended."""
    source = text_of(lines)
    paragraph: list[tuple[int, str]] = []
    for number, line in enumerate([*source, ""], 1):
        if line.strip() and not _ITEM.match(line):
            paragraph.append((number, line))
            continue
        yield from _open_star(paragraph)
        paragraph = [(number, line)] if line.strip() else []


def _open_star(paragraph: list[tuple[int, str]]) -> Iterator[Slip]:
    marks = [number for number, line in paragraph for _ in re.finditer(r"(?<!\\)\*\*", line)]
    if len(marks) % 2:
        yield Slip(marks[-1], "** begins bold words that never end, or ends some that never began.", "Write ** on both sides of the words.")


def sentences(lines: list[str]) -> Iterator[Slip]:
    """Find a word typed twice, a space before a comma or full stop, and two full stops."""
    for number, line in enumerate(text_of(lines), 1):
        twice = _TWICE.search(line)
        if twice:
            yield Slip(number, f'"{twice.group()}": a word stands twice.', "Take one of the two away.")
        for pattern, fault, put in (
            (_SPACE_BEFORE, "a space stands before a comma or full stop.", ""),
            (_TWO_STOPS, "two full stops end a sentence.", "."),
        ):
            # What stands for a condition here is not typed there.
            found = [one for one in pattern.finditer(line) if lines[number - 1][one.start() : one.end()] == one.group()]
            if found:
                right = lines[number - 1]
                for one in reversed(found):
                    right = right[: one.start()] + put + right[one.end() :]
                yield Slip(number, fault, f"Write  {right.strip()[:80]}", (right,))


def curly_quotes(lines: list[str]) -> Iterator[Slip]:
    """Find curly quotation marks and apostrophes: pages are written with straight ones, so that words are found whoever typed them."""
    straight = str.maketrans("“”„‘’‚", "\"\"\"'''")
    for number, line in enumerate(text_of(lines), 1):
        if re.search("[“”„‘’‚]", line):
            yield Slip(
                number, "curly quotation marks or apostrophes stand on this line.", "Type straight ones.", (lines[number - 1].translate(straight),)
            )


def blank_lines(lines: list[str]) -> Iterator[Slip]:
    """Find headings, boxes and blank lines that crowd or part."""
    source = text_of(lines)
    for number, line in enumerate(source[:-1], 1):
        if not lines[number - 1].strip() and number > 1 and not lines[number - 2].strip() and number > first_line_of_text(lines) + 1:
            if any(one.strip() for one in lines[number:]) and not _in_code(lines, source, number):
                yield Slip(number, "two blank lines stand one after the other.", "Delete one.", ())
        elif re.match(r"#{1,6} ", line):
            before = source[number - 2].strip() if number > 1 else ""
            if before and number - 1 > first_line_of_text(lines):
                yield Slip(number, "no blank line stands before the heading.", "Write one.", ("", lines[number - 1]))


def _in_code(lines: list[str], source: list[str], number: int) -> bool:
    """Say whether a blank line stands within code."""
    before = next((at for at in range(number - 1, -1, -1) if lines[at].strip()), 0)
    return bool(lines[before].strip()) and not source[before].strip()


RULES = (headings, rulers, lists, pictures, links, braces, phones, stars, sentences, curly_quotes, blank_lines)
