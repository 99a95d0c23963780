"""The texts that the teacher is asked about: what the pages say and parts of it, as readers might put it. None carries a label."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from handbook.search.readable import words_of
from scripts.word_vectors.teacher import Teacher

_OPENINGS = (
    "my son", "my daughter", "my child", "my kid", "my teenager", "a pupil", "a student", "a boy in my class", "a girl in year 9", "a colleague",
    "a teacher", "a parent", "mum", "dad", "my friend", "i", "can i", "how do i", "what do i do if", "is it ok to", "someone", "a man", "the school",
    "help", "do we have to", "should we", "they", "he keeps", "she has", "worried about", "where is", "what is", "who do i tell about",
)  # fmt: skip
_NEAR = 0.45  # of two words: closer ones may stand for each other
_COMMON = 8_000


def texts(entries: Sequence[dict[str, Any]], teacher: Teacher, seed: int = 19) -> list[str]:
    """Return the texts, each once, in an order that depends on the seed alone.

    Args:
        entries: The entries of the search index of all pages.
        teacher: Says which words are near each other.
        seed: Of what is drawn by lot.
    """
    lot = random.Random(seed)
    sentences = sorted({part for entry in entries for part in re.split(r"(?<=[.?!:]) ", entry["text"]) if 2 < len(part.split()) < 40})
    names = sorted({name for entry in entries for name in (entry["title"], *entry.get("tags", ()), *entry.get("aliases", ()))})
    spans = [_span(lot, lot.choice(sentences)) for _ in range(16_000)]
    found = [*(" ".join(sentence.split()[:25]) for sentence in sentences), *names, *spans]
    known = sorted({word for text in found for word in words_of(text)})
    found += known
    near = _neighbours(known, teacher)
    found += [_replaced(lot, lot.choice(spans), near) for _ in range(12_000)]
    found += [f"{lot.choice(_OPENINGS)} {_replaced(lot, lot.choice([*names, *spans]), near)}" for _ in range(9_000)]
    found += [" ".join(lot.sample(known, lot.randint(2, 4))) for _ in range(2_000)]
    return list(dict.fromkeys(found))


def _span(lot: random.Random, sentence: str) -> str:
    words = words_of(sentence)
    length = lot.randint(2, 9)
    start = lot.randint(0, max(0, len(words) - length))
    return " ".join(words[start : start + length])


def _replaced(lot: random.Random, text: str, near: dict[str, list[str]]) -> str:
    return " ".join(lot.choice(near[word]) if near.get(word) and lot.random() < 0.5 else word for word in words_of(text))


def _neighbours(known: Iterable[str], teacher: Teacher) -> dict[str, list[str]]:
    """Return for each word the common words that mean nearly the same, at most eight."""
    words, common = list(known), teacher.common_words()[:_COMMON]
    closeness = teacher.vectors(words) @ teacher.vectors(common).T
    best = np.argsort(-closeness, axis=1)[:, :9]
    return {
        word: [common[number] for number in best[row] if closeness[row, number] > _NEAR and common[number] != word] for row, word in enumerate(words)
    }
