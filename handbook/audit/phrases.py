"""The small language in which rules say what to look for.

words           as written, in any capitals; a space stands for a space, a hyphen, a bracket or a quotation mark
LSCB            words all in capitals only in capitals, with or without a plural s
print*          any ending
pupils?         with or without the letter before the mark
(a|b c|)        one of these; nothing after the last bar: or none
(a |b )+        up to four of these, one after the other, or none
...             up to eight words of the same sentence
...3            up to three
#               a number
####            a year
,               a comma
^               the start of a sentence, a list item or the text
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"\.\.\.(\d*)|####|#|\^|[(),|]|(?<=\))\+|\s+|[^\s(),|.#^]+|\.")
_APART = r"[\s\-()\[\]\"']+"
# One word further in the same sentence, and what may stand between words.
# Nothing that parts words is part of one, and nothing is given back once taken: long addresses would be tried in endless ways.
_BETWEEN = r"[\s,:()'\"/&\-]++"
_STEP = rf"(?>{_BETWEEN}[^\s.!?;:()'\",/&\-]++(?:[.'][^\s.!?;:()'\",/&\-]++)*+)"
_YEAR = r"(?:19|20)\d\d"
_START = r"(?:^|(?<=[\[<])|(?<=[.!?:;•·\-] )|(?<=\d[.)] )|(?<=\d )|(?<=[a-z]\) )|(?<=\bo ))"


@dataclass(frozen=True)
class Name:
    """A regular expression that is made when a text first asks for it."""

    text: str

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first place where it stands."""
        return _compiled(self.text).search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Return every place where it stands."""
        return _compiled(self.text).finditer(text)


@lru_cache(maxsize=4096)
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


@dataclass(frozen=True)
class Phrase:
    """A phrase that becomes a pattern when a text first asks for it: most rules are never asked."""

    text: str

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first place where the phrase stands."""
        return pattern(self.text).search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Return every place where the phrase stands."""
        return pattern(self.text).finditer(text)


def check(phrase: str) -> None:
    """Refuse a phrase that cannot be read.

    Raises:
        ValueError: Its brackets do not match, or it is empty.
    """
    _source(phrase)


@lru_cache(maxsize=4096)
def pattern(phrase: str) -> re.Pattern[str]:
    """Return what a phrase means.

    Raises:
        ValueError: Its brackets do not match, or it is empty.
    """
    source = _source(phrase)
    return re.compile(rf"(?<!\w){source}(?!\w)", re.IGNORECASE)


def _source(phrase: str) -> str:
    out: list[str] = []
    depth = 0
    gap = may_start = False
    free = [False]
    tokens = list(_TOKEN.finditer(phrase.strip()))
    if not tokens:
        raise ValueError("it is empty")
    for at, token in enumerate(tokens):
        text = token.group()
        if text.isspace():
            beside_gap = gap or tokens[at - 1].group() == "^" or (at + 1 < len(tokens) and tokens[at + 1].group().startswith("..."))
            if not beside_gap:
                # After a group that may be the start of a sentence nothing need stand between.
                out.append(_APART[:-1] + "*" if tokens[at - 1].group() == ")" and may_start else _APART)
            continue
        gap = False
        if text.startswith("..."):
            comma = re.match(r"\s*,", phrase.strip()[token.end() :])
            out.append(f"{_STEP}{{0,{token.group(1) or 8}}}?{'' if comma else _BETWEEN}")
            gap = True
        elif text == ",":
            out.append(r"\s*,\s*")
            gap = True
        elif text == "(":
            depth += 1
            free.append(False)
            out.append("(?:")
        elif text == ")":
            depth -= 1
            may_start = free.pop()
            if depth < 0:
                raise ValueError("a bracket closes that was not opened")
            out.append(")")
        elif text == "|":
            out.append("|")
        elif text == "+" and at and tokens[at - 1].group() == ")":
            out.append("{0,4}")
        elif text == "^":
            free[-1] = True
            out.append(_START)
        elif text == "####":
            out.append(_YEAR)
        elif text == "#":
            out.append(r"\d[\d,.]*")
        else:
            out.append(_word(text))
    if depth:
        raise ValueError("a bracket is not closed")
    return f"(?:{''.join(out)})"


def _word(text: str) -> str:
    if text.endswith("*"):
        return re.escape(text[:-1]) + r"[\w']*"
    if len(text) > 1 and re.fullmatch(r"[A-Z][A-Z&]+", text):
        return f"(?-i:{re.escape(text)}(?:'?s)?)"
    # A hyphen may be missing, and "and" may be "&".
    if text.casefold() in ("and", "&"):
        return "(?:and|&)"
    joined = r"[\s\-]?".join(re.escape(part) for part in text.split("-")) if "-" in text.strip("-") else re.escape(text)
    return joined.replace("\\?", "?")


# What must stand in a text: of each group one of its small-letter texts.
Keys = tuple[tuple[str, ...], ...]
# A group of more is seldom wholly absent, so asking for it saves nothing.
_MOST_IN_GROUP = 60


@lru_cache(maxsize=4096)
def keys(phrase: str) -> Keys:
    """Return what stands in every text that the phrase matches: of each group one text; nothing where that cannot be said."""
    tokens = [token.group() for token in _TOKEN.finditer(phrase.strip())]
    groups, _ = _alternatives(tokens, 0)
    return tuple(dict.fromkeys(groups))


def _alternatives(tokens: list[str], at: int) -> tuple[list[tuple[str, ...]], int]:
    """Return what the alternatives from a place on have in common, and where they end."""
    every: list[list[tuple[str, ...]]] = [[]]
    while at < len(tokens) and tokens[at] != ")":
        text = tokens[at]
        if text == "(":
            inner, at = _alternatives(tokens, at + 1)
            if tokens[at + 1 : at + 2] != ["+"]:
                every[-1] += inner
        elif text == "|":
            every.append([])
        elif len(word := _key(text)) > 2:
            every[-1].append((word,))
        at += 1
    if len(every) == 1:
        return every[0], at
    best = [max(one, key=worth, default=()) for one in every]
    joined = tuple(sorted({word for one in best for word in one}))
    return ([joined] if all(best) and len(joined) <= _MOST_IN_GROUP else []), at


def worth(group: tuple[str, ...]) -> float:
    """Return how much a group of words tells: few and long ones stand in few texts."""
    return min(map(len, group), default=-99) - 1.5 * (len(group) - 1)


def _key(text: str) -> str:
    if text.startswith(("...", "#", "^", ",", "+")) or text.isspace():
        return ""
    if text.casefold() == "and":
        return ""  # "&" may stand for it
    word = re.sub(r".\?", " ", text.rstrip("*").lower())
    return max(re.split(r"[^a-z0-9']", word), key=len, default="")


def words_of(phrase: str) -> set[str]:
    """Return the whole words of a phrase, in small letters."""
    return {one.lower() for one in re.findall(r"(?<![\w*])[A-Za-z]{5,}(?![\w*])", phrase)}
