"""The words that search knows the meaning of, each with a vector: ``data/search/word-vectors.json``, made by ``scripts/word_vectors``.

Words that are used alike lie near each other. A vector's numbers are whole, from -4 to 3, times the word's scale.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import model_validator

from handbook.ground.paths import DATA
from handbook.ground.validation import Strict, fault

FILE = DATA / "search" / "word-vectors.json"


class WordVectors(Strict):
    """Vectors of words.

    Attributes:
        source: What taught them.
        licence: Of the source.
        made: How and when.
        size: How many numbers a vector has.
        words: The stems of the words, apart by spaces.
        scales: For each word a sign; its number less 79, halved twice, is the power of two that its numbers are multiplied by.
        numbers: Those of all words, one word after the other, two to a sign: its number less 48 is eight times the first and the second,
            each with 4 added.
    """

    source: str
    licence: str
    made: str
    size: int
    words: str
    scales: str
    numbers: str

    @model_validator(mode="after")
    def _complete(self) -> WordVectors:
        count = len(self.words.split())
        if len(self.scales) != count or 2 * len(self.numbers) != count * self.size:
            raise fault("The numbers do not fit the words.", "Make the file anew: see CONTRIBUTING.md.")
        return self


def load(file: Path = FILE) -> WordVectors:
    """Return the vectors of words. Loading again without a change costs nothing."""
    return _load(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _load(file: Path, stamp: int) -> WordVectors:
    return WordVectors.model_validate_json(file.read_text(encoding="utf-8"))
