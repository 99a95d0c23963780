"""The words of a text as the search in the browser reads them: ``search/words.js`` has the same rules, which a test holds both to."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_UNSAID = re.compile("[\u0300-\u036f'\u2019]")
_INITIALS = re.compile(r"\b(?:[a-z]\.)+[a-z]\b\.?")
_DIGIT = re.compile("[0-9]")
_NUMBER = re.compile(r"\b(?:0[0-9]{2,}(?: +[0-9]+)+|[0-9]{3} [0-9]{3})\b")
_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"(.*[aeiouy].*)(ing|ed)")


def words_of(text: str) -> list[str]:
    """Return a text's words: small letters without accents and apostrophes, initials without their stops, telephone numbers in one."""
    folded = _UNSAID.sub("", unicodedata.normalize("NFKD", text.lower()))
    # Most texts have neither.
    if "." in folded:
        folded = _INITIALS.sub(lambda found: found.group().replace(".", ""), folded)
    if _DIGIT.search(folded):
        folded = _NUMBER.sub(lambda found: found.group().replace(" ", ""), folded)
    return _WORD.findall(folded)


def stems_of(text: str) -> list[str]:
    """Return a text's words, each in the one form that stands for all its forms."""
    return [stem(word) for word in words_of(text)]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return what bully, bullied and bullying have in common. A light stemmer: enough for English."""
    if len(word) < 4 or any(letter.isdigit() for letter in word):
        return word
    out = word
    if out.endswith(("ies", "ied")):
        out = f"{out[:-3]}y" if len(out) > 4 else out
    elif re.search(r"(ss|x|ch|sh|zz)es$", out):
        out = out[:-2]
    elif re.search(r"[^sui]s$", out):
        out = out[:-1]
    if (ending := _ENDING.fullmatch(out)) and len(ending.group(1)) > 2:
        out = re.sub(r"([^aeioulsz])\1$", r"\1", ending.group(1))
    return out[:-1] if len(out) > 3 and out.endswith("e") else out
