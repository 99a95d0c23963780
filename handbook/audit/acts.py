"""What is done to what, in whatever words: acts that rules name by senses, found in a sentence.

view nude               somebody views a nude: "looks at the naked picture", "the nude photo is then examined", "by opening sexual images"
view nude + alone       and the sense "alone" stands in the same sentence
copy nude ~ phone       and the sense "phone" stands in the same sentence or in what introduces it
tell parent > before    the parts stand in this order, not far apart
alone                   a sense by itself
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from handbook.audit.wording import POINTING, Senses, Word

# In words that say something. What is further away belongs to something else.
_FAR = 7
_FAR_IN_ORDER = 10
Span = tuple[int, int]


@dataclass(frozen=True)
class Act:
    """One act.

    Attributes:
        parts: Chains of which each must stand in the sentence; the first is what is found.
        topics: Senses of which each must stand in the sentence or in what introduces it.
    """

    parts: tuple[tuple[tuple[str, ...], ...], ...]
    topics: frozenset[str] = frozenset()

    @property
    def senses(self) -> frozenset[str]:
        """Every sense that it names."""
        return self.topics | {sense for chain in self.parts for step in chain for sense in step}

    @cached_property
    def _found(self) -> frozenset[str]:
        return frozenset(sense for step in self.parts[0] for sense in step)

    def spans(self, words: list[Word], senses: Senses, around: frozenset[str] = frozenset()) -> Iterator[Span]:
        """Yield where the act stands, as first and last word, where what introduces the sentence carries the senses of ``around``."""
        if (
            self._found <= senses.keys()
            and self.topics <= senses.keys() | around
            and all(any(True for _ in _chained(chain, words, senses)) for chain in self.parts[1:])
        ):
            yield from _chained(self.parts[0], words, senses)


def act(text: str) -> Act:
    """Return the act that a text names.

    Raises:
        ValueError: A part is empty or names more than two senses.
    """
    stated, *topics = (part.strip() for part in text.split("~"))
    parts = tuple(tuple(tuple(step.split()) for step in part.split(">")) for part in stated.split("+"))
    if any(len(step) not in (1, 2) for chain in parts for step in chain):
        raise ValueError("a part of it is neither one sense nor what is done and what it is done to")
    return Act(parts, frozenset(topics))


def _chained(chain: tuple[tuple[str, ...], ...], words: list[Word], senses: Senses) -> Iterator[Span]:
    found = list(_step(chain[0], words, senses))
    breaks = {at for first, last in senses.get("break", ()) for at in range(first, last + 1)}
    for step in chain[1:]:
        after = list(_step(step, words, senses))
        found = [
            (first, min(follow[1] for follow in follows))
            for first, last in found
            if (follows := [span for span in after if _follows(last, span[0], words, breaks)])
        ]
    yield from found


def _follows(last: int, first: int, words: list[Word], breaks: set[int]) -> bool:
    """Say whether one step comes right enough after another."""
    return 0 < first - last <= _FAR_IN_ORDER and not any(at in breaks or words[at].apart for at in range(last + 1, first))


def _step(step: tuple[str, ...], words: list[Word], senses: Senses) -> Iterator[Span]:
    if len(step) == 1:
        yield from senses.get(step[0], ())
        return
    for verb in senses.get(step[0], ()):
        for thing in senses.get(step[1], ()):
            if _does(verb, thing, words, senses):
                yield min(verb[0], thing[0]), max(verb[1], thing[1])


def _does(verb: Span, thing: Span, words: list[Word], senses: Senses) -> bool:
    """Say whether a verb is done to a thing: it stands before it, or after it in the passive."""
    word = words[verb[0]]
    if thing[0] > verb[1]:
        between = range(verb[1] + 1, thing[0])
        far = 0 if words[thing[0]].base in POINTING else _FAR
        return len(between) <= far and not _is_noun(verb, words, senses) and not _parted(between, thing, words, senses)
    if thing[1] < verb[0]:
        between = range(thing[1] + 1, verb[0])
        far = 2 if words[thing[0]].base in POINTING else _FAR
        return (
            len(between) <= far
            and word.ending == "ed"
            and not _parted(between, verb, words, senses)
            and not _is_topic(thing, words, senses)
            and (any(words[at].base in ("be", "get") for at in between) or _had_done(thing, between, words))
        )
    # "See it for yourself": the thing stands within.
    return verb[0] < thing[0] and not _is_noun(verb, words, senses)


# What stands after the name of a thing, and not after an act that sounds the same: a sexual message from, a copy of.
_AFTER_A_THING = frozenset(
    {"from", "of", "by", "about", "or", "and", "be", "with", "between", "for", "on", "in", "as", "may", "can", "should", "must", "will"}
)
# What stands before an act.
_BEFORE_AN_ACT = frozenset(
    {
        "should",
        "must",
        "will",
        "shall",
        "can",
        "may",
        "to",
        "and",
        "or",
        "not",
        "never",
        "who",
        "they",
        "we",
        "you",
        "he",
        "she",
        "i",
        "only",
        "could",
        "might",
    }
)


def _is_noun(verb: Span, words: list[Word], senses: Senses) -> bool:
    """Say whether what may be an act is the name of a thing there: the print, a sexual message from a stranger."""
    at, last = verb
    word = words[at]
    if word.ending in ("ing", "ed"):
        return False
    if word.named:
        return True
    if word.opens or at == 0 or words[at - 1].base in _BEFORE_AN_ACT or not any(first == at for first, _ in senses.get("also_a_thing", ())):
        return False
    return last + 1 < len(words) and words[last + 1].base in _AFTER_A_THING


def _had_done(thing: Span, between: range, words: list[Word]) -> bool:
    """Say whether it is "have the picture printed"."""
    return len(between) <= 1 and any(words[at].base in ("have", "get", "need", "want") for at in range(max(0, thing[0] - 3), thing[0]))


def _parted(between: range, end: Span, words: list[Word], senses: Senses) -> bool:
    """Say whether something else begins between two words, or the one is not done to the other."""
    parting = {at for sense in ("topic", "turn", "not") for first, last in senses.get(sense, ()) for at in range(first, last + 1)}
    return any(at in parting for at in between) or any(words[at].apart for at in (*between, end[0]))


def _is_topic(thing: Span, words: list[Word], senses: Senses) -> bool:
    """Say whether a thing is only what a report, a lesson or a worry is about."""
    return any(0 <= thing[0] - last - 1 <= 1 for _, last in senses.get("topic", ()))
