"""A sentence as words in their base form, and the senses that they carry: data/audit/senses.yml says which words say the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

_WORD = re.compile(r"(?P<word>[A-Za-z0-9]+(?:'[A-Za-z]+)?)|(?P<stop>[;:|\t•]|\s-\s)|(?P<comma>,)")
_NAMING = frozenset(
    {"the", "a", "an", "any", "this", "these", "those", "such", "each", "every", "some", "no", "its", "their", "his", "her", "your", "our", "my"}
)
_MOST_BETWEEN = 3
# Short words that have no other form, though a longer word's looks like one: not, noted.
_UNCHANGING = frozenset(
    {
        "a",
        "at",
        "but",
        "by",
        "did",
        "for",
        "go",
        "had",
        "he",
        "him",
        "his",
        "how",
        "if",
        "in",
        "it",
        "may",
        "me",
        "no",
        "not",
        "of",
        "off",
        "on",
        "or",
        "out",
        "own",
    }
    | {"she", "so", "they", "to", "two", "up", "us", "we", "who", "why", "you"}
)

# What means the thing that was spoken of before.
_POINTING = frozenset({"it", "them", "they"})

# Spans of words, first and last, by the sense that they carry.
Senses = dict[str, list[tuple[int, int]]]


class Word(NamedTuple):
    """One word of a sentence.

    Attributes:
        base: Its base form, in small letters.
        named: The, a, any or their stands before it, so that it is the name of a thing.
        apart: A semicolon, a colon or a dash stands before it.
        opens: It begins the sentence, or a comma or more stands before it.
    """

    base: str
    start: int
    end: int
    named: bool
    apart: bool
    opens: bool


@dataclass(frozen=True, slots=True)
class Meant:
    """What stands for a sense where the sentence carries another.

    Attributes:
        any: The sense that stands for it.
        where: The sense that must stand in the same sentence.
        after: Senses of which one must stand right before, unless "the" or a comma does: "school photographs" are not meant.
    """

    any: str
    where: str
    after: tuple[str, ...] = ()


@dataclass
class Lexicon:
    """The senses of words.

    Args:
        senses: For each sense the phrases that carry it, in base forms: ``_`` stands for up to three words, ``{sense}`` for an earlier sense.
        irregular: Base forms with the forms that do not follow from them.
        idle: Words that say nothing here, so that they neither part nor join others.
        meant: What stands for a sense by what the sentence speaks of: where nudes are meant, the picture is one.
    """

    senses: Mapping[str, list[str]]
    irregular: Mapping[str, list[str]] = field(default_factory=dict)
    idle: frozenset[str] = frozenset()
    meant: Mapping[str, Meant] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Work out every form of every word, and where a phrase may begin.

        Raises:
            ValueError: A phrase names a sense that does not stand before its own.
        """
        self._forms: dict[str, str] = {}
        self._starts: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        self._composed: list[tuple[str, tuple[str, ...], frozenset[str]]] = []
        for base, forms in self.irregular.items():
            self._forms.update(dict.fromkeys(forms, base))
        bases = {word for phrases in self.senses.values() for phrase in phrases for word in phrase.split() if word.isalpha()}
        for base in sorted(bases - self._forms.keys() - _UNCHANGING):
            for form in _regular(base):
                self._forms.setdefault(form, base)
        known: set[str] = set()
        for sense, phrases in self.senses.items():
            for phrase in phrases:
                parts = tuple(self._in_base_form(phrase))
                unknown = next((part for part in parts if part.startswith("{") and part[1:-1] not in known), None)
                idle = self.idle & set(phrase.split()) | _NAMING - {"no"} & {phrase.split()[0], phrase.split()[-1]}
                if unknown or idle:
                    raise ValueError(
                        f'"{phrase}" of {sense} names '
                        + (f"{unknown}, which does not stand above it" if unknown else f'"{min(idle)}", which is passed over')
                    )
                if named := frozenset(part[1:-1] for part in parts if part.startswith("{")):
                    self._composed.append((sense, parts, named))
                else:
                    self._starts.setdefault(parts[0], []).append((sense, parts[1:]))
            known.add(sense)

    def _in_base_form(self, phrase: str) -> Iterator[str]:
        for part in phrase.split():
            if part == "_" or part.startswith("{"):
                yield part
            else:
                yield from (word.base for word in self.words(part))

    def words(self, sentence: str) -> list[Word]:
        """Return the words of a sentence that say something."""
        out: list[Word] = []
        named = apart = False
        opens = True
        for match in _WORD.finditer(sentence):
            if not match["word"]:
                apart, opens = apart or bool(match["stop"]), True
                continue
            word = match["word"].lower()
            if word.endswith("n't"):
                word = "not"
            word = word.removesuffix("'s").rstrip("'")
            if word in _NAMING and word != "no":
                named = True
            elif word not in self.idle:
                out.append(Word(self._forms.get(word, word), match.start(), match.end(), named, apart, opens))
                named, apart, opens = word == "no", False, False
        return out

    def senses_of(self, words: list[Word]) -> Senses:
        """Return which words carry which senses."""
        found: Senses = {}
        for at, word in enumerate(words):
            following = words[at + 1].base if at + 1 < len(words) else ""
            for sense, rest in self._starts.get(word.base, ()):
                if rest and rest[0] not in ("_", following):
                    continue
                last = _last(words, at + 1, rest)
                if last is not None:
                    found.setdefault(sense, []).append((at, last))
        for sense, parts, named in self._composed:
            if not named <= found.keys():
                continue
            spans = [span for span in _composed(words, found, parts) if span not in found.get(sense, ())]
            if spans:
                found[sense] = sorted([*found.get(sense, []), *spans])
        pointing = [(at, at) for at, word in enumerate(words) if word.base in _POINTING and _thing_before(found, at) == "picture"]
        if pointing:
            found["picture"] = sorted([*found.get("picture", []), *pointing])
        for sense, meant in self.meant.items():
            if meant.any in found and meant.where in found:
                before = {last for other in meant.after for _, last in found.get(other, ())}
                plain = [
                    (first, last)
                    for first, last in found[meant.any]
                    if words[first].named or words[first].opens or words[first].base in _POINTING or not meant.after or first - 1 in before
                ]
                found[sense] = sorted({*found.get(sense, []), *plain})
                if not found[sense]:
                    del found[sense]
        return found


def _thing_before(senses: Senses, at: int) -> str:
    """Return the kind of thing, a picture or another, that is spoken of last before a word."""
    return max(((last, kind) for kind in ("picture", "other_thing") for _, last in senses.get(kind, ()) if last < at), default=(0, ""))[1]


def _last(words: list[Word], at: int, parts: tuple[str, ...]) -> int | None:
    """Return where a phrase that begins at a word ends, or nothing if it does not stand there."""
    if not parts:
        return at - 1
    if parts[0] == "_":
        for skip in range(_MOST_BETWEEN + 1):
            last = _last(words, at + skip, parts[1:])
            if last is not None and not any(word.apart for word in words[at : at + skip + 1]):
                return last
        return None
    if at >= len(words) or words[at].base != parts[0]:
        return None
    return _last(words, at + 1, parts[1:])


def _composed(words: list[Word], found: Senses, parts: tuple[str, ...]) -> Iterable[tuple[int, int]]:
    """Yield the spans of a phrase that names other senses."""
    spans: list[tuple[int, int]] | None = None
    gap = 0
    for part in parts:
        if part == "_":
            gap = _MOST_BETWEEN
            continue
        places = found[part[1:-1]] if part.startswith("{") else [(at, at) for at, word in enumerate(words) if word.base == part]
        if spans is None:
            spans = places
        else:
            spans = [
                (first, end)
                for first, last in spans
                for begin, end in places
                if 0 <= begin - last - 1 <= gap and not any(word.apart for word in words[last + 1 : begin + 1])
            ]
        gap = 0
    return dict.fromkeys(spans or ())


def _regular(word: str) -> Iterable[str]:
    """Yield the regular forms of a word; some that nobody writes do no harm."""
    if re.search(r"[^aeiou]y$", word):
        yield word[:-1] + "ies"
        yield word[:-1] + "ied"
    elif re.search(r"(?:s|x|z|ch|sh|o)$", word):
        yield word + "es"
    yield word + "s"
    stem = word.removesuffix("e")
    yield stem + "ed"
    yield stem + "ing"
    if stem != word:
        yield word + "ing"
    if re.search(r"[aeiou][bdgklmnprtv]$", word):
        yield word + word[-1] + "ed"
        yield word + word[-1] + "ing"
