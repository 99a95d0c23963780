"""American spellings, which data/british-spelling.yml lists: that file is the rule, this is how it is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from handbook.check.slips import Rule, Slip
from handbook.ground.paths import DATA
from handbook.ground.yaml_files import read
from handbook.pages.page_source import first_line_of_text, text_of

# What is no sentence of ours: where a link leads, tags and attributes, addresses, names of files, what stands in code.
_NOT_OURS = re.compile(r"\]\([^)]*\)|<[^>]*>|\{[^{}]*\}|\S*[/@_#]\S*|\b[\w-]+\.[a-z]{2,4}\b|`[^`]*`")
_WORD = re.compile(r"(?<![\w'-])[A-Za-z]+(?![\w'])")
# Keys of records whose values are ids, names or other people's words.
_KEYS_OF_WORDS = frozenset(
    "against anchor answer asks avoid check description do does feels first heading how meaning note now on_report reason requirement says "
    "status_note steps summary supports text then told unconfirmed what what_happened where who_can why".split()
)
_KEY = re.compile(r"^ *(?:- )?([a-z_]+):")


@lru_cache(maxsize=2)
def british(folder: Path = DATA) -> Mapping[str, str]:
    """Return the British spelling of each American one.

    Raises:
        ProblemsError: The list cannot be read.
    """
    content: dict[str, str] = read(folder / "british-spelling.yml").content
    return content


def in_pages(words: Mapping[str, str]) -> Rule:
    """Return the rule that finds these words in the text of a page and in its description."""

    def spelling(lines: list[str]) -> Iterator[Slip]:
        top = first_line_of_text(lines)
        front = ["" if line.startswith("tags:") else line for line in lines[:top]]
        yield from _slips(lines, [*front, *text_of(lines)[top:]], words)

    return spelling


def in_records(words: Mapping[str, str]) -> Rule:
    """Return the rule that finds these words in the sentences of records: not in ids, titles, aliases and addresses."""

    def spelling(lines: list[str]) -> Iterator[Slip]:
        yield from _slips(lines, _sentences(lines), words)

    return spelling


def _sentences(lines: list[str]) -> list[str]:
    """Return the lines of a file of records, blank where they are no sentences."""
    shown, ours = [], False
    for line in lines:
        key = _KEY.match(line)
        if key:
            ours = key.group(1) in _KEYS_OF_WORDS
            shown.append(" " * key.end() + line[key.end() :] if ours else "")
        else:
            shown.append(line if ours and not line.lstrip().startswith("#") else "")
    return shown


def _slips(lines: list[str], shown: list[str], words: Mapping[str, str]) -> Iterator[Slip]:
    for number, (line, seen) in enumerate(zip(lines, shown, strict=True), 1):
        if not seen:
            continue
        bare = _NOT_OURS.sub(lambda found: " " * len(found.group()), seen)
        found = [one for one in _WORD.finditer(bare) if one.group().casefold() in words and not _is_name(bare, one)]
        if not found:
            continue
        right = line
        for one in reversed(found):
            right = right[: one.start()] + _as_written(one.group(), words) + right[one.end() :]
        first = found[0].group()
        yield Slip(number, f'"{first}" is American spelling.', f'Write "{_as_written(first, words)}".', (right,))


def _is_name(line: str, found: re.Match[str]) -> bool:
    """Say whether a word is part of a name: with a capital where no sentence begins."""
    before = line[: found.start()].rstrip()
    return found.group()[0].isupper() and bool(before) and before[-1] not in ".!?:|-*>\"'"


def _as_written(american: str, words: Mapping[str, str]) -> str:
    right = words[american.casefold()]
    if american.isupper():
        return right.upper()
    return right.capitalize() if american[0].isupper() else right
