"""Which words go into the table, and their numbers made small."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from handbook.search.fitting import Floats
from handbook.search.readable import stem, stems_of


def chosen(vectors: Mapping[str, Floats], pages: Iterable[str], questions: Iterable[str], common: Sequence[str], count: int) -> list[str]:
    """Return the words that matter most, in the order of the alphabet: those that pull far, and that pages, readers and everybody use.

    Args:
        vectors: Of each word.
        pages: What the pages say, section by section.
        questions: What people ask.
        common: Words, the common ones first.
        count: How many words the table holds.
    """
    said = Counter(word for text in pages for word in set(stems_of(text)))
    asked = Counter(word for text in questions for word in set(stems_of(text)))
    places: dict[str, int] = {}
    for place, word in enumerate(common):
        places.setdefault(stem(word), place)

    def matters(word: str) -> float:
        used = np.log1p(said[word]) + 3 * np.log1p(asked[word]) + 2500 / (800 + places.get(word, 20_000))
        return float(np.linalg.norm(vectors[word]) * used)

    words = [word for word in vectors if not word.isdigit() or asked[word]]
    return sorted(sorted(words, key=matters, reverse=True)[:count])


def small(vectors: Floats) -> tuple[str, str]:
    """Return a sign for the scale of each word, and all numbers, two to a sign: what WordVectors reads."""
    digits = np.zeros_like(vectors)
    powers = np.zeros(len(vectors), np.int64)
    least = np.full(len(vectors), np.inf)
    widest = np.ceil(4 * np.log2(np.abs(vectors).max(1) / 3.5)).astype(np.int64)
    # A finer scale that cuts off the largest numbers may fit better than one that holds them all.
    for finer in range(7):
        scale = 2.0 ** ((widest - finer) / 4)
        tried = np.clip(np.round(vectors / scale[:, None]), -4, 3)
        error = ((tried * scale[:, None] - vectors) ** 2).sum(1)
        better = error < least
        digits[better], powers[better], least[better] = tried[better], (widest - finer)[better], error[better]
    pairs = (digits.reshape(-1, 2) + 4).astype(np.int64)
    return "".join(chr(int(power) + 79) for power in powers), "".join(chr(48 + 8 * int(left) + int(right)) for left, right in pairs)
