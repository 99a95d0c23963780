"""Fits vectors to known texts: each page's to what it says and to the questions that it answers."""

from __future__ import annotations

from collections.abc import Sequence

from handbook.search.arrays import NDArray, np
from handbook.search.vectors import WordVectors

Floats = NDArray[np.float32]

_AT_ONCE = 512


def unfolded(words: WordVectors) -> Floats:
    """Return the vectors of words, one row a word, after a row of zeros for what is no word of the table."""
    pairs = np.array([ord(sign) - 48 for sign in words.numbers])
    digits = (np.stack([pairs // 8, pairs % 8], 1) - 4).astype(np.float32).reshape(-1, words.size)
    scales = np.array([2.0 ** ((ord(sign) - 79) / 4) for sign in words.scales], np.float32)
    return np.vstack([np.zeros((1, words.size), np.float32), digits * scales[:, None]])


def means(table: Floats, texts: Sequence[Sequence[int]], longest: int = 24) -> Floats:
    """Return for each text, given as rows of the table, the sum of its words' vectors, cut to length one."""
    sums = np.zeros((len(texts), table.shape[1]), np.float32)
    # A few at a time stay near the processor.
    for at in range(0, len(texts), _AT_ONCE):
        rows = np.zeros((min(_AT_ONCE, len(texts) - at), longest), np.int32)
        for number, text in enumerate(texts[at : at + _AT_ONCE]):
            rows[number, : len(text[:longest])] = text[:longest]
        sums[at : at + _AT_ONCE] = table[rows].sum(1)
    result: Floats = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), np.float32(1e-6))
    return result


def said(texts: Sequence[Sequence[int]], words: int) -> Floats:
    """Return for each text, given as numbers of words, how often it says each word, over the root of how many it says."""
    places = [number * words + word for number, text in enumerate(texts) for word in text]
    weights = [max(1, len(text)) ** -0.5 for text in texts for _ in text]
    result = np.zeros(len(texts) * words, np.float32)
    np.add.at(result, places, np.array(weights, np.float32))
    return result.reshape(len(texts), words)


def fit(vectors: Floats, answers: Sequence[Sequence[int]], counts: Sequence[float], pages: int, rounds: int) -> tuple[Floats, Floats]:
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
    weights = np.array(counts, np.float32)[:, None]
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
            here = x[chosen]
            guess = _shares(here @ found.T)
            wanted = guess * allowed[chosen]
            wanted /= wanted.sum(1, keepdims=True) + np.float32(1e-9)
            down = ((guess - wanted) * weights[chosen]).T @ here / np.float32(len(chosen))
            slope += np.float32(0.1) * (down - slope)
            square += np.float32(0.01) * (down * down - square)
            rate = np.float32(0.4 * (1 - step / (steps + 1)))
            found -= rate * (slope / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + np.float32(1e-6))
    return found[:, :-1], found[:, -1]


def _shares(scores: Floats) -> Floats:
    scores = np.exp(scores - scores.max(1, keepdims=True))
    result: Floats = scores / scores.sum(1, keepdims=True)
    return result
