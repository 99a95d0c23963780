"""Text as it is compared: one kind of quote, dash and space, one spelling of words that have several, with the way back to the file's letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

# Marks that are drawn in several ways, each as long as what it becomes.
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´′ʼ＇", "'"),
        **dict.fromkeys("“”„‟″«»＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f", " "),
        "…": ".",
        "／": "/",
        "＆": "&",
    }
)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_BROKEN = re.compile(r"([A-Za-z]+)-[ ]*\r?\n\s*([a-z]+)")
_LOOSE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff*\\]+|\s+|[ﬀ-ﬆ]")
# Bold that an old PDF printed twice: SSoocciiaall. Dots and dashes in a row are lines to write on.
_TWICE = re.compile(r"(?<!\S)(?:([^\s._-])\1){3,}(?!\S)")
# C.R.B. is CRB.
_DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.){3,}")
_WORD = re.compile(r"[A-Za-z]{5,}")


@dataclass(frozen=True)
class Folded:
    """Folded text; ``starts[n]`` is where its letter ``n`` stands in the original, and one more entry marks the end."""

    text: str
    starts: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original's span of a span of the folded text."""
        return self.starts[start], self.starts[end - 1] + 1 if end > start else self.starts[start]


class Folder:
    """Folds text with a table of spellings and the words that rules look for.

    Args:
        spellings: Patterns and what each becomes, such as ``on[ -]line`` and ``online``.
        wanted: Words that rules look for; a slip of one letter in a long one is met.
        known: Words that are right as they stand, so never taken for a slip.
    """

    def __init__(self, spellings: Mapping[str, str] | None = None, wanted: frozenset[str] = frozenset(), known: frozenset[str] = frozenset()) -> None:
        self._names = list((spellings or {}).values())
        joined = "|".join(f"({pattern})" for pattern in (spellings or {}))
        self._spellings = re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE) if joined else None
        self._known = known | wanted
        self._near: dict[str, str | None] = {}
        self._deletes: dict[str, set[str]] = {}
        for word in wanted:
            if len(word) >= 7 and word.isascii() and word.isalpha():
                for shorter in _deletes(word):
                    self._deletes.setdefault(shorter, set()).add(word)

    def fold(self, text: str) -> Folded:
        """Return the text as it is compared."""
        plain = text.translate(_SAME_LENGTH)
        folded = Folded(plain, list(range(len(plain) + 1)))
        if "-" in plain and "\n" in plain:
            folded = _replaced(folded, _BROKEN, self._rejoined)
        folded = _replaced(folded, _LOOSE, _tidy)
        folded = _replaced(folded, _DOTTED, lambda match: match.group().replace(".", ""))
        folded = _replaced(folded, _TWICE, lambda match: match.group()[::2])
        if self._spellings:
            folded = _replaced(folded, self._spellings, self._one_spelling)
        return _replaced(folded, _WORD, self._without_slip) if self._deletes else folded

    def _rejoined(self, match: re.Match[str]) -> str:
        whole = (match.group(1) + match.group(2)).lower()
        return match.group(1) + ("" if whole in self._known else "-") + match.group(2)

    def _one_spelling(self, match: re.Match[str]) -> str:
        name = self._names[(match.lastindex or 1) - 1]
        return name.capitalize() if match.group()[0].isupper() and name[0].islower() else name

    def _without_slip(self, match: re.Match[str]) -> str:
        typed = match.group()
        word = typed.lower()
        if len(word) < 6 or word in self._known:
            return typed
        if word not in self._near:
            self._near[word] = self._nearest(word)
        return self._near[word] or typed

    def _nearest(self, word: str) -> str | None:
        if any(word.endswith(ending) and word[: -len(ending)] in self._known for ending in ("s", "es", "ed", "d", "ing", "ly", "er", "ers")):
            return None
        near = {one for shorter in _deletes(word) for one in self._deletes.get(shorter, ())} | self._deletes.get(word, set())
        close = sorted(one for one in near if abs(len(one) - len(word)) <= 1 and one[0] == word[0] and _one_slip(one, word))
        return close[0] if close else None


def _deletes(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _one_slip(right: str, typed: str) -> bool:
    """Say whether two words differ by one letter missing, added or changed, or by two neighbours that changed places."""
    if len(right) == len(typed):
        differ = [at for at, (one, other) in enumerate(zip(right, typed, strict=True)) if one != other]
        # The last letter alone may be another form of another word.
        return (
            len(differ) == 1
            and differ[0] < len(right) - 1
            or (len(differ) == 2 and differ[1] == differ[0] + 1 and right[differ[0]] == typed[differ[1]] and right[differ[1]] == typed[differ[0]])
        )
    longer, shorter = (right, typed) if len(right) > len(typed) else (typed, right)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer) - 1))


def _tidy(match: re.Match[str]) -> str:
    found = match.group()
    return _LIGATURES.get(found, " " if found[0].isspace() else "")


def _replaced(folded: Folded, pattern: re.Pattern[str], make: Callable[[re.Match[str]], str]) -> Folded:
    """Return folded text with each match replaced, keeping the way back."""
    pieces: list[str] = []
    starts: list[int] = []
    at = 0
    for match in pattern.finditer(folded.text):
        new = make(match)
        if new == match.group():
            continue
        pieces += (folded.text[at : match.start()], new)
        starts += folded.starts[at : match.start()]
        old = folded.starts[match.start() : match.end()]
        # Letters of the new word stand where the old one's stand, as far as they go; its last letter is the old one's last.
        starts += [*(old[min(n, len(old) - 1)] for n in range(len(new) - 1)), old[-1]] if new else []
        at = match.end()
    if not pieces:
        return folded
    pieces.append(folded.text[at:])
    starts += folded.starts[at:]
    return Folded("".join(pieces), starts)
