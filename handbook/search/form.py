"""The index as a form: packed once for all schools whose pages are the same but for details, with gaps for these.

The commonest pieces of text have the shortest signs, and a school's details have pieces of their own: so every piece may have another sign in the
next school. What stays is which piece follows which. That is what a form holds, and a school's index is a translation of it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handbook.search import packing
from handbook.search.data import SearchData

Entry = Mapping[str, Any]
# A piece: how often it stands there, as a negative number, so that the commonest is first; the piece; its sign in forms.
_Piece = tuple[int, str, int]

# What stands in texts for a detail: one sign of an area that no text uses, and what is beside it, which may be of one piece with the detail.
FIRST_GAP, LAST_GAP = "\ue000", "\uf8ff"
_GAP = re.compile(f"([{FIRST_GAP}-{LAST_GAP}])")
_PIECE_OR_HOLE = re.compile(rf"(?: ?[A-Za-z']*+[{FIRST_GAP}-{LAST_GAP}])+[A-Za-z']*|{packing.PIECE.pattern}", re.S)
# Between two texts, and no sign of any piece.
_NEXT, _NOWHERE = "\ufffe", 0xFFFF


class Signs:
    """A sign for every piece and every hole, for as long as forms are made: a page is packed once for all the forms that it is in."""

    def __init__(self) -> None:
        self.pieces: dict[str, str] = {}
        self.holes: dict[str, str] = {}

    def packed(self, text: str) -> str:
        """Return a text with a sign for each of its pieces, and for each hole."""
        if not has_gaps(text):
            return "".join(map(self._of_piece, packing.PIECE.findall(text)))
        return "".join(self._of_hole(one) if has_gaps(one) else self._of_piece(one) for one in _PIECE_OR_HOLE.findall(text))

    def _of_piece(self, piece: str) -> str:
        return self.pieces.get(piece) or self.pieces.setdefault(piece, packing.sign(len(self.pieces)))

    def _of_hole(self, hole: str) -> str:
        return self.holes.get(hole) or self.holes.setdefault(hole, gap_sign(len(self.holes)))


def has_gaps(text: str) -> bool:
    """Say whether a text has signs of gaps."""
    return bool(_GAP.search(text))


def gap_sign(number: int) -> str:
    """Return what stands for a gap.

    Raises:
        ValueError: There are more gaps than signs.
    """
    found = chr(ord(FIRST_GAP) + number)
    if found > LAST_GAP:
        raise ValueError(f"The pages have more than {number} different gaps, more than the search index can hold.")
    return found


@dataclass(frozen=True)
class PackedPage:
    """The entries of a page: where they are, their packed titles and texts, and what else is known of some of them."""

    locations: tuple[str, ...]
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    more: tuple[Mapping[str, Any], ...]


def packed(entries: Sequence[Entry], signs: Signs) -> PackedPage:
    """Pack the entries of a page."""
    return PackedPage(
        tuple(entry["location"] for entry in entries),
        tuple(signs.packed(entry["title"]) for entry in entries),
        tuple(signs.packed(entry["text"]) for entry in entries),
        tuple({key: value for key, value in entry.items() if key not in ("location", "title", "text")} for entry in entries),
    )


class Form:
    """The index of all schools with the same pages, but for the details in the gaps.

    Attributes:
        pages: The addresses of the pages that have entries, in their order.
        gaps: The signs of all gaps.
    """

    def __init__(self, pages: Iterable[PackedPage], data: SearchData, signs: Signs) -> None:
        pages = list(pages)
        self.pages = [page.locations[0] for page in pages if page.locations]
        locations = [location for page in pages for location in page.locations]
        more = {number: one for number, one in enumerate(one for page in pages for one in page.more) if one}
        here = [location for location in locations if "#" not in location]
        self._locations, self._more, self._rest = _GAP.split(_json(locations)), _GAP.split(_json(more)), _json(data.for_browser(here))[1:]
        self._titles = _NEXT.join(title for page in pages for title in page.titles)
        self._texts = _NEXT.join(text for page in pages for text in page.texts)
        counts = Counter(self._titles) + Counter(self._texts)
        self._pieces: dict[str, _Piece] = {piece: (-counts[sign], piece, ord(sign)) for piece, sign in signs.pieces.items() if sign in counts}
        self._order = sorted(self._pieces.values())
        self._holes = [(hole, ord(sign), counts[sign]) for hole, sign in signs.holes.items() if sign in counts]
        self.gaps = {gap for text in (*(hole for hole, _, _ in self._holes), *self._locations, *self._more) for gap in _GAP.findall(text)}

    def filled(self, details: Mapping[str, str]) -> str:
        """Return the index of a school, given what is in each gap, as pages have it."""
        in_gap = {ord(gap): detail for gap, detail in details.items()}
        of_holes = {sign: packing.PIECE.findall(hole.translate(in_gap)) for hole, sign, _ in self._holes}
        more: Counter[str] = Counter()
        for _, sign, times in self._holes:
            for piece in of_holes[sign]:
                more[piece] += times
        order = self._ordered(more)
        table = _translation(order, of_holes)
        told = {gap: _json(detail)[1:-1] for gap, detail in details.items()}
        docs = f'"location":{_joined(self._locations, told)},"title":["{self._titles.translate(table)}"],"text":["{self._texts.translate(table)}"]'
        return f'{{"pieces":{_json([piece for _, piece, _ in order])},"docs":{{{docs},"more":{_joined(self._more, told)}}},{self._rest}'

    def _ordered(self, more: Mapping[str, int]) -> list[_Piece]:
        """Return all pieces, the commonest first, where some stand there so much more often than in the form."""
        changed = []
        for piece, times in more.items():
            count, _, sign = self._pieces.get(piece, (0, piece, _NOWHERE))
            changed.append((count - times, piece, sign))
        # Two lists in order, of which sorting makes one.
        return sorted([one for one in self._order if one[1] not in more] + sorted(changed))


def _translation(order: list[_Piece], of_holes: Mapping[int, list[str]]) -> list[str | int]:
    """Return what each sign of a form is in JSON where pieces have this order; signs are their places in the list."""
    table: list[str | int] = [_NOWHERE] * (_NOWHERE + 1)
    in_holes = {piece for pieces in of_holes.values() for piece in pieces}
    signs: dict[str, str] = {}
    for number, (_, piece, sign) in enumerate(order):
        table[sign] = packing.FIRST + number
        if piece in in_holes:
            signs[piece] = packing.sign(number)
    for sign, pieces in of_holes.items():
        table[sign] = _json("".join(signs[piece] for piece in pieces))[1:-1]
    for escaped in ('"', "\\"):
        if (number := ord(escaped) - packing.FIRST) < len(order):
            table[order[number][2]] = f"\\{escaped}"
    table[ord(_NEXT)] = '","'
    return table


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _joined(parts: list[str], in_gaps: Mapping[str, str]) -> str:
    """Return a text that was split at its gaps with what is in them."""
    whole = list(parts)
    whole[1::2] = [in_gaps.get(gap, gap) for gap in parts[1::2]]
    return "".join(whole)
