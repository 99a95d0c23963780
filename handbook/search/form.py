"""The index as a form: packed once for all schools whose pages are the same but for details, with gaps for these.

The commonest pieces of text have the shortest signs, and a school's details have pieces of their own: so every piece may have another sign in the
next school. What stays is which piece follows which. That is what a form holds, and a school's index is a translation of it.
"""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from handbook.search import packing
from handbook.search.data import SearchData

Entry = Mapping[str, Any]
# A piece's place in the order: how often it stands there, as a negative number, so that the commonest is first; then by letters.
_Place = tuple[int, str]

# What stands in texts for a detail: one sign of an area that no text uses, and what is beside it, which may be of one piece with the detail.
FIRST_GAP, LAST_GAP = "\ue000", "\uf8ff"
_GAP = re.compile(f"([{FIRST_GAP}-{LAST_GAP}])")
_PIECE_OR_HOLE = re.compile(rf"(?: ?[A-Za-z']*+[{FIRST_GAP}-{LAST_GAP}])+[A-Za-z']*|{packing.PIECE.pattern}", re.S)
# Between titles and texts, which is filled as a hole is, and between two texts; with how the index says them. No piece has these signs.
_TEXTS, NEXT, _NOWHERE = "\ufffd", "\ufffe", 0xFFFF
_TEXTS_BEGIN, NEXT_BEGINS = '"],"text":["', '","'


class Translated(Protocol):
    """A text of signs that can be translated."""

    @property
    def counts(self) -> Mapping[int, int] | Sequence[int]:
        """Return how often each sign stands there, by its number."""

    def translated(self, order: array[int], in_holes: Mapping[int, str]) -> bytes:
        """Return it as the index says it, with new signs: a piece's is its place in the order of the old ones, a hole's what is in it."""


class Text:
    """A text of signs that is translated once, or a few times."""

    def __init__(self, signs: str) -> None:
        self.signs, self.counts = signs, Counter(map(ord, signs))

    def translated(self, order: array[int], in_holes: Mapping[int, str]) -> bytes:
        """Return it with new signs."""
        new = {sign: packing.written(place) for place, sign in enumerate(order)}
        return self.signs.translate({**new, **in_holes, ord(NEXT): NEXT_BEGINS}).encode()


class _Numbered(dict[str, str]):
    """A sign for every text that was asked for, by its place among them."""

    def __init__(self, sign: Callable[[int], str]) -> None:
        super().__init__()
        self.sign = sign

    def __missing__(self, text: str) -> str:
        return self.setdefault(text, self.sign(len(self)))


class Signs:
    """A sign for every piece and every hole, for as long as forms are made: a page is packed once for all the forms that it is in."""

    def __init__(self) -> None:
        self.pieces = _Numbered(packing.sign)
        self.holes = _Numbered(gap_sign)

    def packed(self, text: str) -> str:
        """Return a text with a sign for each of its pieces, and for each hole."""
        if not has_gaps(text):
            return "".join(map(self.pieces.__getitem__, packing.PIECE.findall(text)))
        return "".join(self.holes[one] if has_gaps(one) else self.pieces[one] for one in _PIECE_OR_HOLE.findall(text))


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


class Section(NamedTuple):
    """A section whose address is said when its heading's details are known: how much of it goes without saying depends on them."""

    location: str
    title: str

    def address(self, details: Mapping[int, str]) -> str:
        """Return its address as the index says it."""
        return packing.short_address(self.location.translate(details), self.title.translate(details))


@dataclass(frozen=True)
class PackedPage:
    """The entries of a page: where they are, their packed titles and texts, and what else is known of some of them."""

    locations: tuple[str | Section, ...]
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    more: tuple[Mapping[str, Any], ...]


def packed(entries: Sequence[Entry], signs: Signs) -> PackedPage:
    """Pack the entries of a page."""
    return PackedPage(
        tuple(_where(entry) for entry in entries),
        tuple(signs.packed(entry["title"]) for entry in entries),
        tuple(signs.packed(entry["text"]) for entry in entries),
        tuple({key: value for key, value in entry.items() if key not in ("location", "title", "text")} for entry in entries),
    )


def _where(entry: Entry) -> str | Section:
    made = Section(entry["location"], entry["title"])
    return made if "#" in made.location and has_gaps("".join(made)) else made.address({})


class Form:
    """The index of all schools with the same pages, but for the details in the gaps.

    Attributes:
        pages: The addresses of the pages that have entries, in their order.
        gaps: The signs of all gaps.
    """

    def __init__(self, pages: Iterable[PackedPage], data: SearchData, signs: Signs, text: Callable[[str], Translated] = Text) -> None:
        pages = list(pages)
        self.pages = [str(page.locations[0]) for page in pages if page.locations]
        locations: list[str] = []
        self._sections: dict[str, Section] = {}
        for one in (location for page in pages for location in page.locations):
            if isinstance(one, Section):
                # Signs from the other end than those of gaps.
                locations.append(chr(ord(LAST_GAP) - len(self._sections)))
                self._sections[locations[-1]] = one
            else:
                locations.append(one)
        more = {number: one for number, one in enumerate(one for page in pages for one in page.more) if one}
        here = [location for location in locations if "#" not in location and location not in self._sections]
        self._locations, self._more, self._rest = _GAP.split(_json(locations)), _GAP.split(_json(more)), data.told(here)[1:]
        titles = NEXT.join(title for page in pages for title in page.titles)
        texts = NEXT.join(text for page in pages for text in page.texts)
        self._text = text(f"{titles}{_TEXTS}{texts}")
        counts = self._text.counts
        self._places: dict[str, _Place] = {piece: (-count, piece) for piece, sign in signs.pieces.items() if (count := counts[ord(sign)])}
        self._order = sorted(self._places.values())
        # As the index says them: a form is filled for many schools.
        self._said = json.dumps([piece for _, piece in self._order], ensure_ascii=False, separators=("\n", ":"))[1:-1].split("\n")
        self._signs = array("H", (ord(signs.pieces[piece]) for _, piece in self._order))
        self._holes = [(hole, ord(sign), count) for hole, sign in signs.holes.items() if (count := counts[ord(sign)])]
        open_texts = (*(hole for hole, _, _ in self._holes), *(text for one in self._sections.values() for text in one), *self._more)
        self.gaps = {gap for text in open_texts for gap in _GAP.findall(text)}

    def filled(self, details: Mapping[str, str]) -> bytes:
        """Return the index of a school as its file has it, given what is in each gap, as pages have it."""
        in_gap = {ord(gap): detail for gap, detail in details.items()}
        of_holes = {sign: packing.PIECE.findall(hole.translate(in_gap)) for hole, sign, _ in self._holes}
        more: Counter[str] = Counter()
        for _, sign, times in self._holes:
            for piece in of_holes[sign]:
                more[piece] += times
        pieces, order, new = self._ordered(more)
        in_holes = {sign: "".join(new[piece] for piece in of_hole) for sign, of_hole in of_holes.items()}
        texts = self._text.translated(order, {**in_holes, ord(_TEXTS): _TEXTS_BEGIN})
        told = {gap: _json(detail)[1:-1] for gap, detail in details.items()}
        addresses = {sign: _json(one.address(in_gap))[1:-1] for sign, one in self._sections.items()}
        before = f'{{"pieces":[{",".join(pieces)}],"docs":{{"location":{_joined(self._locations, addresses)},"title":["'
        return b"".join((before.encode(), texts, f'"],"more":{_joined(self._more, told)}}},{self._rest}'.encode()))

    def _ordered(self, more: Mapping[str, int]) -> tuple[list[str], array[int], dict[str, str]]:
        """Return all pieces as the index says them, the commonest first, where some stand there so much more often than in the form.

        With them go their signs in the form, and the new signs of those that stand there more often, as the index says them.
        """
        # Most keep their order: only where one goes, and where it comes to stand, is anything to be done.
        steps: list[tuple[int, bool, _Place]] = []
        for piece, times in more.items():
            before = self._places.get(piece, (0, piece))
            now = (before[0] - times, piece)
            steps.append((bisect_left(self._order, now), False, now))
            if before[0]:
                steps.append((bisect_left(self._order, before), True, before))
        pieces, order, new, done = list[str](), array("H"), dict[str, str](), 0
        for at, goes, (_, piece) in sorted(steps):
            pieces += self._said[done:at]
            order += self._signs[done:at]
            done = at + goes
            if not goes:
                new[piece] = packing.written(len(pieces))
                pieces.append(_json(piece))
                order.append(self._sign_of(piece))
        return pieces + self._said[done:], order + self._signs[done:], new

    def _sign_of(self, piece: str) -> int:
        place = self._places.get(piece)
        return self._signs[bisect_left(self._order, place)] if place else _NOWHERE


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _joined(parts: list[str], in_gaps: Mapping[str, str]) -> str:
    """Return a text that was split at its gaps with what is in them."""
    whole = list(parts)
    whole[1::2] = [in_gaps.get(gap, gap) for gap in parts[1::2]]
    return "".join(whole)
