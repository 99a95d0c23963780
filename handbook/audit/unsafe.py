"""Unsafe procedures in whatever words: what was learned from examples (data/audit/procedures/) and from our own pages, which are sound.

First whether a sentence asks for something unsafe, then of which kind it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from handbook.audit import procedures, rules
from handbook.audit.context import is_all_forbidden, is_old_advice, sentences
from handbook.audit.document import Block, Reading, cells, placed
from handbook.audit.folding import Folded
from handbook.audit.learning import Learned, learn
from handbook.audit.readers import read
from handbook.audit.rule import Rule
from handbook.audit.units import units
from handbook.audit.wording import Lexicon
from handbook.facts.load import Facts
from handbook.ground.notebook import Notebook
from handbook.pages.sources import Sources
from handbook.policy.outline import Outline

# From here on a sentence is unsafe: chosen so that whole policies that nothing was learned from have a wrong finding in every
# second one (benchmarks/audit.py prints both sides of other choices). 0 is sound, 1 unsafe.
UNSAFE_FROM = 0.6
# From here on next to none is wrong.
_SURE_FROM = 0.8
# Nobody asks for anything in fewer words.
_FEWEST_WORDS = 3
_LONGEST_BEFORE = 90
# The pages that tell staff what to do, as policies do.
_LIKE_POLICIES = ("policy/", "help-now/", "staff/", "forms/")
# What a page's author writes for the program.
_MARKS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{[:#.][^}]*\}|!?\[([^\]]*)\]\([^)]*\)")


class Unsafe:
    """Finds unsafe procedures.

    Args:
        kinds: What is said of each kind.
        learned: What was learned of them.
        lexicon: The senses of words.
    """

    def __init__(self, kinds: Mapping[str, Rule], learned: Learned, lexicon: Lexicon) -> None:
        self._kinds, self._learned, self._lexicon = kinds, learned, lexicon

    def in_block(self, block: Block, folded: Folded) -> Iterator[tuple[Rule, int, int]]:
        """Yield the unsafe procedures in a block, with the letters of the folded text from where to where."""
        for first, last, said in self._sentences(block, folded):
            score = self._learned.score(said)
            if score > UNSAFE_FROM and not is_old_advice(folded.text[first:last]):
                rule = self._kinds[self._learned.kind(said)]
                yield rule if score > _SURE_FROM else replace(rule, sure="medium"), *_trimmed(folded.text, first, last)

    def scored(self, block: Block, folded: Folded) -> Iterator[tuple[int, int, float]]:
        """Yield each sentence of a block with how unsafe it is."""
        for first, last, said in self._sentences(block, folded):
            yield first, last, self._learned.score(said)

    def _sentences(self, block: Block, folded: Folded) -> Iterator[tuple[int, int, Mapping[str, float]]]:
        if block.kind == "heading" or is_all_forbidden(block.lead):
            return
        for first, last in _parts(block, folded):
            if folded.text.count(" ", first, last) >= _FEWEST_WORDS - 1:
                yield first, last, units(folded.text[first:last], self._lexicon, _before(block, folded.text[:first]))


def _trimmed(text: str, first: int, last: int) -> tuple[int, int]:
    part = text[first:last]
    return first + len(part) - len(part.lstrip(" -•|\"'(")), last - len(part) + len(part.rstrip(" -•|\"'(,:;.!"))


def _before(block: Block, same_block: str) -> str:
    above = " ".join(dict.fromkeys((block.heading, block.lead))) if block.heading != block.text else block.lead
    return f"{above} {f'{block.before} {same_block}'[-_LONGEST_BEFORE:]}"


def _parts(block: Block, folded: Folded) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a block; of a row with a column headed "Never" only its other cells."""
    if not block.never:
        yield from sentences(folded.text)
        return
    for first, last in cells(folded.text):
        if not any(start <= folded.span(first, last)[0] < end for start, end in block.never):
            yield first, last


def found(facts: Facts, policy: Outline) -> Unsafe:
    """Return what finds unsafe procedures. Learned once from the same examples and pages.

    Raises:
        ProblemsError: A kind or an example is faulty.
    """
    kinds = procedures.kinds(facts, policy)
    lexicon = rules.lexicon()
    sources = Sources()
    files = [path.read_bytes() for path in (*sorted(procedures.EXAMPLES.glob("*.yml")), rules.FOLDER / "senses.yml", rules.FOLDER / "spellings.yml")]
    learned = _LEARNED.result(repr((files, sources.every_text())), lambda: _learned(kinds, lexicon, sources))
    _LEARNED.keep()
    return Unsafe(kinds, learned, lexicon)


_LEARNED: Notebook[Learned] = Notebook("unsafe-procedures")


def _learned(kinds: Mapping[str, Rule], lexicon: Lexicon, sources: Sources) -> Learned:
    examples = procedures.examples(kinds)
    said = [say(lexicon, one.text, one.before) for one in examples]
    return learn(said, [one.kind for one in examples], kinds, (say(lexicon, text, before) for text, before in of_pages(sources)))


def say(lexicon: Lexicon, text: str, before: str) -> dict[str, float]:
    """Return what a sentence says, given what introduces it, as the audit reads it."""
    folder = rules.example_folder()
    return units(folder.fold(text).text, lexicon, folder.fold(before).text)


def of_pages(sources: Sources) -> Iterator[tuple[str, str]]:
    """Yield the sentences of our own pages that a policy could hold, with what introduces each; what a "never" introduces is left out."""
    for page in (one for one in sources.pages if one.startswith(_LIKE_POLICIES)):
        for block in placed(read(sources.path(page), Reading())):
            if block.kind == "heading" or block.never or is_all_forbidden(block.lead):
                continue
            text = _MARKS.sub(r"\1", block.text)
            for first, last in sentences(text):
                if text.count(" ", first, last) >= _FEWEST_WORDS:
                    yield text[first:last], _before(block, text[:first])
