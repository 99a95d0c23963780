"""The words that the search leaves out, counts little or takes for others: ``data/search-words.yml``."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from handbook.ground.paths import DATA
from handbook.ground.validation import Strict, checked, fault
from handbook.ground.yaml_files import read

FILE = DATA / "search-words.yml"


def _split(value: Any) -> Any:
    return value.split() if isinstance(value, str) else value


def _words(words: list[str]) -> list[str]:
    for word in words:
        if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", word):
            raise fault(f'"{word}" is not a word as people type it.', "Write small letters without commas, words apart by spaces.")
        if words.count(word) > 1:
            raise fault(f'"{word}" stands twice.', "Keep one of the two.")
    return words


Words = Annotated[list[str], BeforeValidator(_split), AfterValidator(_words)]


class SearchWords(Strict):
    """Words of searches.

    Attributes:
        left_out: Words that say nothing about what is sought.
        count_little: Words that say little about it.
        same: For a word of the handbook, what people type for it.
    """

    left_out: Words
    count_little: Words
    same: dict[str, Words]


def load(file: Path = FILE) -> SearchWords:
    """Return the words of searches, checked. Loading again without a change costs nothing.

    Raises:
        ProblemsError: With every fault found.
    """
    return _load(file, file.stat().st_mtime_ns if file.is_file() else 0)


@lru_cache(maxsize=4)
def _load(file: Path, stamp: int) -> SearchWords:
    source = read(file)
    return checked(SearchWords, source.content, source)
