"""The words that search knows the meaning of, each with a vector: ``data/search/word-vectors.json``, made by ``scripts/word_vectors``.

Words that are used alike lie near each other. A vector's numbers are whole, from -4 to 3, times the word's scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from handbook.ground.paths import DATA
from handbook.ground.validation import Strict, fault

FILE = DATA / "search" / "word-vectors.json"
Floats = NDArray[np.float32]


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

    def table(self) -> Floats:
        """Return the vectors, one row a word, after a row of zeros for what is no word of the table."""
        pairs = np.array([ord(sign) - 48 for sign in self.numbers])
        digits = (np.stack([pairs // 8, pairs % 8], 1) - 4).astype(np.float32).reshape(-1, self.size)
        scales = np.array([2.0 ** ((ord(sign) - 79) / 4) for sign in self.scales], np.float32)
        return np.vstack([np.zeros((1, self.size), np.float32), digits * scales[:, None]])


def load(file: Path = FILE) -> WordVectors:
    """Return the vectors of words. Loading again without a change costs nothing."""
    return _load(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _load(file: Path, stamp: int) -> WordVectors:
    return WordVectors.model_validate_json(file.read_text(encoding="utf-8"))


def means(table: Floats, texts: Sequence[Sequence[int]], longest: int = 24) -> Floats:
    """Return for each text, given as rows of the table, the sum of its words' vectors, cut to length one."""
    rows = np.zeros((len(texts), longest), np.int32)
    for number, text in enumerate(texts):
        rows[number, : len(text[:longest])] = text[:longest]
    sums = table[rows].sum(1)
    result: Floats = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), np.float32(1e-6))
    return result
