"""What a sentence says, for comparing it with others: its words, its neighbouring words, the senses they carry; each told apart where denied."""

from __future__ import annotations

import re
from typing import NamedTuple

from handbook.audit.wording import Lexicon
from handbook.search.readable import stem

_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[.;:!?]")
# A no that says who, and so reaches to the end of the clause; any other reaches some words far.
_NOBODY = frozenset({"nobody", "no", "neither", "none"})
_NOT = frozenset({"not", "never", "cannot", "without", "nor"})
_REACH = 12
# Where what is denied ends, and where it ends unless it is "nobody".
_TURNS = frozenset({"but", "then", "unless", "until", "so", "instead"})
_NEW_CLAUSES = frozenset({"if", "when", "who", "which", "because"})
# Words that say nothing by themselves.
_IDLE = frozenset({"the", "a", "an", "any", "this", "these", "those", "such", "their", "his", "her", "your", "our", "my", "its", "of"})
_NEIGHBOURS = 0.7
# What stands before a sentence counts a third of what it says.
_BEFORE = 1 / 3


class _Said(NamedTuple):
    word: str
    start: int
    denied: bool


def _said(text: str) -> list[_Said]:
    """Return the words of a text in base form, with whether they are denied."""
    out: list[_Said] = []
    reach = 0
    endless = False
    for match in _TOKEN.finditer(text.lower()):
        word = match.group().replace("'", "")
        if not word[0].isalnum():
            reach, endless = 0, False
        elif word in _NOBODY or word in _NOT or match.group().endswith("n't"):
            reach, endless = _REACH, word in _NOBODY
            out.append(_Said(word if word in ("nobody", "without") else "not", match.start(), False))
        else:
            if word in _TURNS or (word in _NEW_CLAUSES and not endless):
                reach, endless = 0, False
            out.append(_Said(stem(word), match.start(), reach > 0))
            if reach and not endless and word not in _IDLE:
                reach -= 1
    return out


def units(text: str, lexicon: Lexicon, before: str = "") -> dict[str, float]:
    """Return what a sentence says, each with its weight.

    Args:
        text: The sentence, folded.
        lexicon: The senses of words.
        before: What stands above it and before it: heading, lead-in and the end of the sentence before.
    """
    said = _said(text)
    names = [("!" if one.denied else "") + one.word for one in said]
    found = {name: 1.0 for one, name in zip(said, names, strict=True) if one.word not in _IDLE}
    found.update((f"{one} {other}", _NEIGHBOURS) for one, other in zip(names, [one.word for one in said[1:]], strict=False))
    denied = {one.start for one in said if one.denied}
    words = lexicon.words(text)
    for sense, spans in lexicon.senses_of(words).items():
        found.update((f"<{'!' if words[first].start in denied else ''}{sense}>", 1.0) for first, _ in spans)
    length = sum(weight * weight for weight in found.values()) ** 0.5 or 1.0
    found = {unit: weight / length for unit, weight in found.items()}
    around = {one.word for one in _said(before)} - _IDLE
    for word in around:
        found[word] = found.get(word, 0.0) + _BEFORE * len(around) ** -0.5
    return found
