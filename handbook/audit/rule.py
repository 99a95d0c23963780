"""What a rule is to the matching core, whether a person wrote it or it follows from a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from handbook.audit import phrases


class Pattern(Protocol):
    """Anything that finds places in a text."""

    @property
    def text(self) -> str:
        """What is looked for, as text."""

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first place."""

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield every place."""


@dataclass(frozen=True)
class Wanted:
    """Something to look for: a pattern, and groups of small-letter texts, of each of which one stands wherever it matches."""

    pattern: Pattern
    keys: phrases.Keys = ()

    @property
    def source(self) -> str:
        """What is looked for, as text: two that are alike find the same."""
        return self.pattern.text

    @staticmethod
    def phrase(text: str) -> Wanted:
        """Return what a phrase of the rules' language asks for."""
        return Wanted(phrases.Phrase(text), phrases.keys(text))


@dataclass(frozen=True)
class Rule:
    """What to look for, when to leave it alone, and what to say about it.

    Attributes:
        unless: Anything of this in the same sentence makes the match right.
        told_as_history: A match that is told as history ("replaced by", "until 2019") is right.
        under: One of these must stand in the heading, the lead-in or the block.
        successors: Names that, right beside the match, make it right.
    """

    id: str
    kind: str
    find: tuple[Wanted, ...]
    now: str
    since: str = ""
    source: str = ""
    sure: str = "high"
    urgency: str = "looks-old"
    clauses: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    unless: tuple[Pattern, ...] = ()
    under: tuple[Pattern, ...] = ()
    told_as_history: bool = False
    successors: tuple[Pattern, ...] = ()
