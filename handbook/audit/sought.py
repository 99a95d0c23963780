"""Which of many patterns are worth trying on a text: those whose words all stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handbook.audit.phrases import worth
from handbook.audit.rule import Rule, Wanted

# Words are found by their first letters: far fewer of these stand in a text than there are words to look for.
_FIRST = 3


class Sought:
    """Everything that rules look for, by the words without which it cannot stand.

    Args:
        rules: The rules.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._always: list[tuple[Rule, Wanted]] = []
        self._by_word: dict[str, list[tuple[Rule, Wanted]]] = {}
        self._by_start: dict[str, list[str]] = {}
        words: set[str] = set()
        for rule in rules:
            for wanted in rule.find:
                words.update(word for group in wanted.keys for word in group)
                for word in max(wanted.keys, key=worth, default=()):
                    self._by_word.setdefault(word, []).append((rule, wanted))
                if not wanted.keys:
                    self._always.append((rule, wanted))
        for word in sorted(words):
            self._by_start.setdefault(word[:_FIRST], []).append(word)
        self._short = [word for word in words if len(word) < _FIRST]

    def in_text(self, lower: str) -> Iterator[tuple[Rule, Wanted]]:
        """Yield what may stand in a text in small letters."""
        starts = {lower[at : at + _FIRST] for at in range(len(lower))} & self._by_start.keys()
        present = {word for start in starts for word in self._by_start[start] if word in lower}
        present.update(word for word in self._short if word in lower)
        yield from self._always
        seen: set[int] = set()
        for word in present:
            for rule, wanted in self._by_word.get(word, ()):
                if id(wanted) not in seen and all(not present.isdisjoint(group) for group in wanted.keys):
                    seen.add(id(wanted))
                    yield rule, wanted
