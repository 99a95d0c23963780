"""How like each other texts are, and what a text that is like known ones is likely to be: learned from examples, with numpy alone.

Two texts are the more alike the more they share of what they say, and much more so where they share several things at once: it is not "print"
or "picture" that makes a sentence unsafe, but both together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handbook.search.arrays import NDArray, np

Floats = NDArray[np.float32]
# What a text says, each with its weight; the squares of all weights are about one.
Units = Mapping[str, float]

# How much more two things shared count than one.
_TOGETHER = np.float32(2)
# What so many of the texts say is compared by tables: it is few words, and most of the work.
_OFTEN = 800
# How near the answer must come, and after how many steps it is near enough.
_NEAR, _STEPS = 1e-4, 60


class Likeness:
    """Known texts, found by what they say.

    Args:
        texts: The known texts.
    """

    def __init__(self, texts: Sequence[Units]) -> None:
        self._count = len(texts)
        self._column: dict[str, int] = {}
        columns = np.array([self._column.setdefault(unit, len(self._column)) for text in texts for unit in text], np.int32)
        order = np.argsort(columns, kind="stable")
        self._rows = np.repeat(np.arange(len(texts), dtype=np.int32), [len(text) for text in texts])[order]
        self._weights = np.array([weight for text in texts for weight in text.values()], np.float32)[order]
        self._starts = np.searchsorted(columns[order], np.arange(len(self._column) + 1))
        often = [unit for unit, count in zip(self._column, np.diff(self._starts).tolist(), strict=True) if count > _OFTEN]
        self._often = {unit: place for place, unit in enumerate(often)}
        self._table = self._said_often(texts)

    def of(self, text: Units) -> Floats:
        """Return how like each known text another is."""
        result: Floats = self.among([text])[0]
        return result

    def among(self, texts: Sequence[Units]) -> Floats:
        """Return how like each known text (a column) each of some texts (a row) is."""
        shared: Floats = self._said_often(texts) @ self._table.T
        for row, text in zip(shared, texts, strict=True):
            self._add_seldom(row, text)
            row += _TOGETHER * row * row
        return shared

    def _said_often(self, texts: Sequence[Units]) -> Floats:
        table = np.zeros((len(texts), len(self._often)), np.float32)
        for row, text in zip(table, texts, strict=True):
            for unit, weight in text.items():
                if unit in self._often:
                    row[self._often[unit]] = weight
        return table

    def _add_seldom(self, row: Floats, text: Units) -> None:
        """Add what a text shares with each known one of all that few say."""
        seldom = [(self._column[unit], weight) for unit, weight in text.items() if unit in self._column and unit not in self._often]
        if seldom:
            columns = np.array([column for column, _ in seldom])
            counts = self._starts[columns + 1] - self._starts[columns]
            ends = np.cumsum(counts)
            # Where the entries of all these columns stand, one column after the other.
            places = np.arange(ends[-1]) + np.repeat(self._starts[columns] - ends + counts, counts)
            weights = self._weights[places] * np.repeat(np.array([weight for _, weight in seldom], np.float32), counts)
            row += np.bincount(self._rows[places], weights, self._count)


def learned(alike: Floats, answers: Floats, counts: Floats) -> Floats:
    """Return what each text adds to the answer for a text that is like it: ridge regression, solved by conjugate gradients.

    Args:
        alike: How like each other the texts are.
        answers: For each text (a row) the right answers, a column for each question.
        counts: How much each text counts.
    """
    ease = (1 / counts)[:, None]
    found = np.zeros_like(answers)
    rest = answers.copy()
    way = rest.copy()
    left = (rest * rest).sum(0)
    for _ in range(_STEPS):
        if (left < _NEAR * len(answers)).all():
            break
        step = alike @ way + ease * way
        far = left / np.maximum((way * step).sum(0), np.float32(1e-12))
        found += far * way
        rest -= far * step
        now = (rest * rest).sum(0)
        way = rest + (now / np.maximum(left, np.float32(1e-12))) * way
        left = now
    return found
