"""The student: vectors of words, and of pages, whose closeness imitates what the teacher and known questions say. numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handbook.search.fitting import Floats

Ints = NDArray[np.int32]

_GROUP, _LABELLED = 512, 192  # texts of the teacher's, and questions, in one step
_FORGET = 0.15  # of a question's words, so that no one word decides alone


@dataclass
class Lesson:
    """What is learnt from.

    Attributes:
        texts: Rows of words, padded with 0.
        shares: The teacher's share of each page for each text.
        questions: Rows of words of the known questions.
        answers: For each question which pages answer it.
    """

    texts: Ints
    shares: NDArray[np.float16]
    questions: Ints
    answers: Floats


def rows(texts: Sequence[Sequence[int]], longest: int = 24) -> Ints:
    """Return texts of words' numbers as rows of one length, padded with 0."""
    made = np.zeros((len(texts), longest), np.int32)
    for number, text in enumerate(texts):
        made[number, : len(text[:longest])] = text[:longest]
    return made


def learn(begin: Floats, lesson: Lesson, epochs: int = 4, weight: float = 4.0, rate: float = 4e-3) -> tuple[Floats, Floats]:
    """Return the words' vectors and the pages' vectors, the last column of which is the pages' bias.

    Args:
        begin: The words' vectors to begin with; row 0 is of no word and stays nothing.
        lesson: What is learnt from.
        epochs: How often each text is looked at.
        weight: What a question counts against a text of the teacher's.
        rate: How far a step goes; pages go three times as far.
    """
    lot = np.random.default_rng(19)
    words = begin.copy()
    pages = np.zeros((lesson.answers.shape[1], begin.shape[1] + 1), np.float32)
    moved = [(words, *_still(words), rate), (pages, *_still(pages), 3 * rate)]
    steps = epochs * (len(lesson.texts) // _GROUP)
    for step in range(1, steps + 1):
        chosen = lot.integers(0, len(lesson.texts), _GROUP)
        asked = lot.integers(0, len(lesson.questions), _LABELLED)
        questions = np.where(lot.random((_LABELLED, lesson.questions.shape[1])) < _FORGET, 0, lesson.questions[asked])
        text = np.vstack([lesson.texts[chosen], questions])
        sums = words[text].sum(1)
        length = np.linalg.norm(sums, axis=1, keepdims=True) + np.float32(1e-6)
        x = np.hstack([sums / length, np.ones((len(text), 1), np.float32)])
        guess = _shares(x @ pages.T)
        known = guess[_GROUP:] * lesson.answers[asked]
        known /= known.sum(1, keepdims=True) + np.float32(1e-9)
        wrong = guess - np.vstack([lesson.shares[chosen].astype(np.float32), known])
        wrong[_GROUP:] *= weight
        wrong /= len(text)
        back = (wrong @ pages)[:, :-1]
        back = (back - x[:, :-1] * (x[:, :-1] * back).sum(1, keepdims=True)) / length
        down = np.zeros_like(words)
        np.add.at(down, text.ravel(), np.repeat(back, text.shape[1], 0))
        down[0] = 0
        for (value, slope, square, far), gradient in zip(moved, (down, wrong.T @ x), strict=True):
            slope += np.float32(0.1) * (gradient - slope)
            square += np.float32(0.01) * (gradient * gradient - square)
            reach = np.float32(far * max(0.05, 1 - step / steps))
            value -= reach * (slope / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + np.float32(1e-8))
    return words, pages


def _still(value: Floats) -> tuple[Floats, Floats]:
    return np.zeros_like(value), np.zeros_like(value)


def _shares(scores: Floats) -> Floats:
    scores = np.exp(scores - scores.max(1, keepdims=True))
    result: Floats = scores / scores.sum(1, keepdims=True)
    return result
