"""Which acts that rules name a block of text speaks of. Whether it asks for them is for matching.py to judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from handbook.audit.context import sentences
from handbook.audit.document import Block
from handbook.audit.folding import Folded
from handbook.audit.rule import Rule
from handbook.audit.wording import Lexicon, Senses, Word, thing_before


class Acting:
    """Everything that rules say is done.

    Args:
        rules: The rules; those without acts are left aside.
        lexicon: The senses of words.
    """

    def __init__(self, rules: Iterable[Rule], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._read = lru_cache(maxsize=64)(self._read_anew)
        self._acts = [(rule, act) for rule in rules for act in rule.acts]

    def in_block(self, block: Block, folded: Folded) -> Iterator[tuple[Rule, int, int]]:
        """Yield the acts in a block, with the letters of the folded text from where to where."""
        if not self._acts:
            return
        introduced = [self._read(text) for text in (block.title, block.heading, block.lead, block.before) if text]
        around = frozenset(sense for _, senses in introduced for sense in senses)
        thing = ""
        for words, senses in introduced:
            thing = thing_before(senses, len(words), thing)
        for first, last in sentences(folded.text):
            words = self._lexicon.words(folded.text[first:last])
            senses = self._lexicon.senses_of(words, around, thing)
            for rule, act in self._acts:
                for begin, end in act.spans(words, senses, around):
                    yield rule, first + words[begin].start, first + words[end].end
            around |= senses.keys()
            thing = thing_before(senses, len(words), thing)

    def _read_anew(self, text: str) -> tuple[list[Word], Senses]:
        words = self._lexicon.words(text)
        return words, self._lexicon.senses_of(words)
