"""What is wrong in a file, told to the person who can mend it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where it is, what it is, and how to mend it.

    Attributes:
        file: The file as its reader would type it.
        line: Line number counted from 1, or 0 when the whole file is meant.
        place: Record and field, such as ``people.dsl.phone``; empty when the whole file is meant.
        fault: What is wrong: one sentence.
        remedy: What to do about it: one sentence.
    """

    file: str
    line: int
    place: str
    fault: str
    remedy: str

    def __str__(self) -> str:
        where = self.file
        if self.line:
            where += f", line {self.line}"
        if self.place:
            where += f", {self.place}"
        return f"{where}: {self.fault}\n    {self.remedy}"


class ProblemsError(Exception):
    """One or more problems that stop the work. Its text lists them all."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that somebody most likely meant; None if none comes near.

    Besides slips of the hand: capitals (``PHONE``), initials (``PRU``), and a known word among others (``Academy converter``).
    """
    folded = {one.casefold(): one for one in sorted(known)}
    typed = word.casefold().strip()
    words = re.findall(r"\w+", typed)
    if " " in typed:
        within = [one for one in folded if all(part in words for part in re.split("[-_]", one))]
        if within:
            return folded[min(within, key=lambda one: (-len(re.split("[-_]", one)), typed.find(one)))]
    close = difflib.get_close_matches(typed, folded, n=1, cutoff=0.6)
    if close:
        return folded[close[0]]
    return next((folded[one] for one in folded if typed == _initials(one.split("-")) or one == _initials(words)), None)


def _initials(words: list[str]) -> str | None:
    return "".join(word[0] for word in words) if len(words) > 1 else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "Check the spelling: nothing that is known comes near it.") -> str:
    """Return ``Did you mean "…"?`` with the nearest known word, the short list of what is known, or what to do where it is long."""
    words = sorted(known)
    near = nearest(word, words)
    if near:
        return f'Did you mean "{near}"?'
    if len(words) <= 10:
        return "Use one of: " + ", ".join(words) + "."
    return otherwise
