"""Slips that any text file can have, whatever is written in it: spaces, line ends, marks of a merge, words left to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.check.slips import Slip
from handbook.ground.characters import mended, tidied, unseen, unwanted

_MERGE = re.compile(r"(?:<{7}|>{7}|\|{7})(?: .*)?|={7}")
_UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|TBC|TBA|TBD)\b|\b[Ll]orem ipsum\b|\?\?\?(?!\+? \w)(?<!^\?\?\?)")


def spaces(lines: list[str]) -> Iterator[Slip]:
    """Find characters that nobody sees, tabs, and spaces at the end of a line."""
    for number, line in enumerate(lines, 1):
        # Four places for a tab, as Markdown counts them at the beginning of a line; later in the line it is only a space.
        indent = line[: len(line) - len(line.lstrip())]
        right = tidied(indent).replace("\t", "    ") + tidied(line[len(indent) :]).replace("\t", " ")
        right = right.rstrip()
        if odd := unwanted(line):
            yield Slip(number, f"an invisible character stands on this line: {odd}.", "Delete the line and type it again by hand.")
        elif odd := unseen(line):
            what = "at the beginning of this line, where only plain spaces count" if unseen(indent) else "on this line"
            yield Slip(number, f"an invisible character stands {what}: {odd}.", "Type a plain space in its place, or nothing.", (right,))
        elif "\t" in line:
            yield Slip(number, "a tab stands on this line.", "Type spaces in its place: four at the beginning of a line.", (right,))
        elif line != right:
            yield Slip(number, "spaces stand at the end of this line.", "Delete them.", (right,))


def wrong_encoding(lines: list[str]) -> Iterator[Slip]:
    """Find letters that were saved in one encoding and read in another."""
    for number, line in enumerate(lines, 1):
        if line.isascii():
            continue
        right = mended(line)
        if right != line:
            word = next(one for one, other in zip(line.split(), right.split(), strict=False) if one != other)
            yield Slip(number, f'"{word}" was saved in the wrong encoding.', f"Write  {right.strip()[:80]}", (right,))
        elif "\ufffd" in line:
            yield Slip(number, "a letter was lost when this line was saved: � stands in its place.", "Write the word again.")


def merge_marks(lines: list[str]) -> Iterator[Slip]:
    """Find what Git leaves where two people changed the same lines."""
    marks = [number for number, line in enumerate(lines, 1) if _MERGE.fullmatch(line)]
    if len(marks) > 1:
        yield Slip(
            marks[0],
            "two versions of this text were joined here, with the marks of Git between them.",
            "Keep the lines of one version, and delete the lines that begin with <<<<<<<, =======, ||||||| and >>>>>>>.",
        )


def unfinished(lines: list[str]) -> Iterator[Slip]:
    """Find words that stand for something still to be written."""
    for number, line in enumerate(lines, 1):
        found = _UNFINISHED.search(line)
        if found:
            yield Slip(number, f'"{found.group()}" would be shown to readers.', "Write what is missing, or take the sentence out.")


def end_of_file(lines: list[str]) -> Iterator[Slip]:
    """Find a last line that does not end, and blank lines after it. ``lines`` are as split at line ends: a sound file has a blank one last."""
    if len(lines) > 1 and lines[-1] == "" and lines[-2] != "":
        return
    if lines[-1] != "":
        yield Slip(len(lines), "the last line does not end with a line end.", "Press Enter at its end.", (lines[-1], ""))
        return
    last = next((number for number in range(len(lines), 0, -1) if lines[number - 1].strip()), 0)
    for number in range(last + 2, len(lines) + 1):
        yield Slip(number, "blank lines stand at the end of the file.", "Delete them.", ())


RULES = (spaces, wrong_encoding, merge_marks, unfinished, end_of_file)
