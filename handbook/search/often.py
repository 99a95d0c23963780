"""A text of signs that is translated for many schools: all its signs at once, several times as fast as one after the other."""

from __future__ import annotations

from array import array
from collections.abc import Mapping

from handbook.search import packing
from handbook.search.arrays import np
from handbook.search.form import FIRST_GAP, NEXT, NEXT_BEGINS

# Signs as the index says them take one to three bytes: each has four here, of which those that are too many are zero.
_WRITTEN = np.array([packing.written(number).encode() for number in range(packing.END - packing.FIRST)], "S4").view(np.uint32)
_NEXT_BEGINS = np.array([NEXT_BEGINS.encode()], "S4").view(np.uint32)[0]
# What stands in each hole until it is filled. No index has this or a zero: both are signs that JSON may not hold.
_HOLE = b"\x01"


class OftenTranslated:
    """What :class:`handbook.search.form.Text` is, where it pays to load a library for it."""

    def __init__(self, signs: str) -> None:
        self.signs = np.frombuffer(signs.encode("utf-16-le"), np.uint16)
        self.counts: list[int] = np.bincount(self.signs, minlength=0x10000).tolist()
        self.holes: list[int] = self.signs[(self.signs >= ord(FIRST_GAP)) & (self.signs != ord(NEXT))].tolist()

    def translated(self, order: array[int], in_holes: Mapping[int, str]) -> bytes:
        """Return it with new signs."""
        new = np.full(0x10000, ord(_HOLE), np.uint32)
        new[np.frombuffer(order, np.uint16)] = _WRITTEN[: len(order)]
        new[ord(NEXT)] = _NEXT_BEGINS
        written = new[self.signs].view(np.uint8)
        between = np.compress(written != 0, written).tobytes().split(_HOLE)
        filled = {hole: text.encode() for hole, text in in_holes.items()}
        parts = [b""] * (2 * len(between) - 1)
        parts[::2] = between
        parts[1::2] = [filled[hole] for hole in self.holes]
        return b"".join(parts)
