"""Several phrases that stand in one sentence, in whatever order: what is said of the law has many wordings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.audit import phrases
from handbook.audit.context import sentences


@dataclass(frozen=True)
class Together:
    """Phrases of which each must stand in the same sentence; a match goes from the first of them to the last."""

    every: tuple[phrases.Phrase, ...]

    @property
    def text(self) -> str:
        """The phrases as one text: two that are alike find the same."""
        return " + ".join(one.text for one in self.every)

    @property
    def keys(self) -> phrases.Keys:
        """What stands in every text that matches."""
        return tuple(dict.fromkeys(group for one in self.every for group in phrases.keys(one.text)))

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first place where all of them stand together."""
        return next(self.finditer(text), None)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield every place where all of them stand together."""
        if not all(one.search(text) for one in self.every):
            return
        for first, last in sentences(text):
            found = [one.search(text[first:last]) for one in self.every]
            spans = [one.span() for one in found if one]
            if len(spans) == len(found):
                start, end = first + min(begin for begin, _ in spans), first + max(stop for _, stop in spans)
                match = re.compile(re.escape(text[start:end])).match(text, start)
                if match:
                    yield match
