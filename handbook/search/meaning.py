"""Where each page lies among the words' vectors, so that a question finds it by meaning: fitted to what the pages say and to known questions.

A page that is changed, added or a school's own is so found too. No model of sentences is needed for it, only the committed vectors of words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handbook.search.readable import stems_of
from handbook.search.vectors import Floats, WordVectors, means

Mask = NDArray[np.bool_]

# What a text counts in fitting. A long page has more sentences, so each of them counts less.
_QUESTION = 30.0
_NAME = 4.0
_ROUNDS = 12
_AT_ONCE = 512


def examples(entries: Sequence[Sequence[dict[str, Any]]], questions: Sequence[tuple[str, Sequence[int]]]) -> tuple[list[str], list[list[int]], Floats]:
    """Return texts, the pages that answer each, and how much each counts.

    Args:
        entries: The entries of the search index, page by page.
        questions: What people ask, and the numbers of the pages that answer it.
    """
    texts: list[str] = []
    answers: list[list[int]] = []
    counts: list[float] = []
    for number, page in enumerate(entries):
        said = [(sentence, 1.0) for entry in page for sentence in entry["text"].split(". ") if len(sentence) > 12]
        names = [(name, _NAME) for entry in page for name in (entry["title"], *entry.get("aliases", ()), *entry.get("tags", ()))]
        share = 1 / np.sqrt(1 + len(said))
        for text, count in (*said, *names):
            texts.append(text)
            answers.append([number])
            counts.append(count * share)
    for text, pages in questions:
        texts.append(text)
        answers.append(list(pages))
        counts.append(_QUESTION / 4)
    return texts, answers, np.array(counts, np.float32)


def rows_of(words: Sequence[str], texts: Sequence[str]) -> list[list[int]]:
    """Return each text as rows of the table of these words; words that it has not are left out."""
    row = {word: number for number, word in enumerate(words, 1)}
    return [[row[stem] for stem in stems_of(text) if stem in row] for text in texts]


def fit(vectors: Floats, answers: Sequence[Sequence[int]], counts: Floats, pages: int, rounds: int = _ROUNDS) -> tuple[Floats, Floats]:
    """Return each page's vector and its bias: logistic regression from texts to the pages that answer them, by Adam in small groups.

    Args:
        vectors: Of the texts.
        answers: For each text the pages of which any will do.
        counts: How much each text counts.
        pages: How many pages there are.
        rounds: How often each text is looked at.
    """
    allowed = np.zeros((len(answers), pages), np.bool_)
    for number, those in enumerate(answers):
        allowed[number, those] = True
    lot = np.random.default_rng(19)
    x = np.hstack([vectors, np.ones((len(vectors), 1), np.float32)])
    found = np.zeros((pages, x.shape[1]), np.float32)
    slope, square = np.zeros_like(found), np.zeros_like(found)
    step, steps = 0, rounds * -(-len(x) // _AT_ONCE)
    for _ in range(rounds):
        order = lot.permutation(len(x))
        for at in range(0, len(x), _AT_ONCE):
            chosen = order[at : at + _AT_ONCE]
            step += 1
            guess = _shares(x[chosen] @ found.T)
            wanted = guess * allowed[chosen]
            wanted /= wanted.sum(1, keepdims=True) + np.float32(1e-9)
            down = ((guess - wanted) * counts[chosen, None]).T @ x[chosen] / np.float32(len(chosen))
            slope += np.float32(0.1) * (down - slope)
            square += np.float32(0.01) * (down * down - square)
            rate = np.float32(0.4 * (1 - step / (steps + 1)))
            found -= rate * (slope / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + np.float32(1e-6))
    return found[:, :-1], found[:, -1]


def _shares(scores: Floats) -> Floats:
    scores = np.exp(scores - scores.max(1, keepdims=True))
    result: Floats = scores / scores.sum(1, keepdims=True)
    return result
