"""Words that are written otherwise here: American spellings, and other words for one thing.

``data/british-spelling.yml`` and ``data/one-word.yml`` are the rules; this is how they are looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from handbook.check.slips import Rule, Slip
from handbook.ground.paths import DATA
from handbook.ground.yaml_files import read
from handbook.pages.page_source import first_line_of_text, text_of

# What is no sentence of ours: where a link leads, tags and attributes, addresses, names of files, what stands in code.
_NOT_OURS = re.compile(r"\]\([^)]*\)|<[^>]*>|\{[^{}]*\}|\S*[/@_#]\S*|\b[\w-]+\.[a-z]{2,4}\b|`[^`]*`")
_WHOLE = r"(?<![\w'-])(?:{})(?![\w'])"
# Keys of records whose values are ids, names or other people's words.
_KEYS_OF_WORDS = frozenset(
    "after_report against anchor answer applies_to asks avoid check description do does feels first general heading how in_school intro meaning "
    "more note now on_report only_if parents penalty pupils reason report_without_account requirement rules_in_a_line says staff status_note "
    "steps summary supports teen_protections text then told unconfirmed what what_happened what_happens where who_can why "
    "you_may_have_been_told".split()
)
_KEY = re.compile(r"^ *(?:- )?([a-z_]+):")


@dataclass(frozen=True)
class Words:
    """A list of words.

    Attributes:
        instead: What is written here for each, all in small letters.
        fault: What is said of one that was found.
    """

    instead: Mapping[str, str]
    fault: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What may be one of them: any word, for to look each up is quickest; of a list that has phrases, only these."""
        if not any(set(one) & {" ", "-"} for one in self.instead):
            return re.compile(_WHOLE.format("[A-Za-z]+"))
        return re.compile(_WHOLE.format("|".join(map(re.escape, sorted(self.instead, key=len, reverse=True)))), re.IGNORECASE)


@lru_cache(maxsize=2)
def lists(folder: Path = DATA) -> tuple[Words, ...]:
    """Return the two lists.

    Raises:
        ProblemsError: One of them cannot be read.
    """
    return (
        Words(read(folder / "british-spelling.yml").content, '"{}" is American spelling.'),
        Words(read(folder / "one-word.yml").content, 'the handbook has another word for "{}", and uses it everywhere.'),
    )


def in_pages(words: Words) -> Rule:
    """Return the rule that finds these words in the text of a page and in its description."""

    def spelling(lines: list[str]) -> Iterator[Slip]:
        top = first_line_of_text(lines)
        front = ["" if line.startswith("tags:") else line for line in lines[:top]]
        yield from _slips(lines, [*front, *text_of(lines)[top:]], words)

    return spelling


def in_records(words: Words) -> Rule:
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


def _slips(lines: list[str], shown: list[str], words: Words) -> Iterator[Slip]:
    for number, (line, seen) in enumerate(zip(lines, shown, strict=True), 1):
        if not seen:
            continue
        bare = _NOT_OURS.sub(lambda found: " " * len(found.group()), seen)
        found = [one for one in words.pattern.finditer(bare) if one.group().casefold() in words.instead and not _is_name(bare, one)]
        if not found:
            continue
        right = line
        for one in reversed(found):
            right = right[: one.start()] + _as_written(one.group(), words) + right[one.end() :]
        first = found[0].group()
        yield Slip(number, words.fault.format(first), f'Write "{_as_written(first, words)}".', (right,))


def _is_name(line: str, found: re.Match[str]) -> bool:
    """Say whether a word is part of a name: with a capital where no sentence begins."""
    before = line[: found.start()].rstrip()
    return found.group()[0].isupper() and bool(before) and before[-1] not in ".!?:|-*>\"'("


def _as_written(found: str, words: Words) -> str:
    right = words.instead[found.casefold()]
    if found.isupper():
        return right.upper()
    return right[0].upper() + right[1:] if found[0].isupper() else right
