"""A text of signs that is translated for many schools: all its signs at once, several times as fast as one after the other."""

from __future__ import annotations

from array import array
from collections.abc import Mapping

from handbook.search import packing
from handbook.search.arrays import np
from handbook.search.form import FIRST_GAP, LAST_GAP

_SAME = np.arange(0x10000, dtype=np.uint16)


class OftenTranslated:
    """What :class:`handbook.search.form.Text` is, where it pays to load a library for it."""

    def __init__(self, signs: str) -> None:
        self.signs = np.frombuffer(signs.encode("utf-16-le"), np.uint16)
        self.counts: list[int] = np.bincount(self.signs, minlength=0x10000).tolist()
        self.holes = np.flatnonzero((self.signs >= ord(FIRST_GAP)) & (self.signs <= ord(LAST_GAP))).tolist()
        self.in_order = self.signs[self.holes].tolist()
        self.between = list(zip([0, *(hole + 1 for hole in self.holes)], [*self.holes, len(signs)], strict=True))

    def translated(self, order: array[int], in_holes: Mapping[int, str]) -> str:
        """Return it with new signs."""
        new = _SAME.copy()
        new[np.frombuffer(order, np.uint16)] = np.arange(packing.FIRST, packing.FIRST + len(order))
        whole = new[self.signs].tobytes().decode("utf-16-le")
        parts = [""] * (2 * len(self.between) - 1)
        parts[::2] = [whole[start:end] for start, end in self.between]
        parts[1::2] = [in_holes[hole] for hole in self.in_order]
        return "".join(parts)
