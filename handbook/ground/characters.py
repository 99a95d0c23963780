"""Characters that nobody sees, or that stand where others were meant: what they are called, and which can simply go."""

from __future__ import annotations

import re
import unicodedata

# Spaces of other widths, and line ends that no editor shows as such, often pasted from Word or a web page.
_SPACES = re.compile("[\x0b\x0c\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
# Without any width. Joiners between two letters beyond ASCII stay: some scripts and many emoji need them.
_WITHOUT_WIDTH = re.compile("[\xad\u180e\u200b\u2060\ufeff\u200c\u200d](?:(?<![\u200c\u200d])|(?<=\\A.)|(?<=[\x00-\x7f].)|(?=[\x00-\x7f]|\\Z))")
# Control characters, and marks that turn the reading direction: these can make a name show as something else than was typed.
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")

_CALLED = {
    "\x0b": "a line break of Word's",
    "\x0c": "a page break",
    "\x85": "an invisible line break",
    "\xa0": "a non-breaking space, often pasted from Word",
    "\xad": "a soft hyphen",
    "\u200b": "a zero-width space",
    "\u200c": "a zero-width non-joiner",
    "\u200d": "a zero-width joiner",
    "\u2028": "an invisible line break",
    "\u2029": "an invisible paragraph break",
    "\u2060": "a word joiner",
    "\ufeff": "a byte-order mark",
}

# UTF-8 read as Windows-1252: the first byte of a letter shows as one of these, each later byte as a letter of _LATER.
_LATER = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_MANGLED = re.compile(f"[ÂÃÄÅ]{_LATER}|[âã]{_LATER}{{2}}|ð{_LATER}{{3}}")


def tidied(text: str) -> str:
    """Return text with every kind of space as a plain one and without what has no width; lines stay as many as they are."""
    return text if text.isascii() and "\x0b" not in text and "\x0c" not in text else _WITHOUT_WIDTH.sub("", _SPACES.sub(" ", text))


def unwanted(text: str) -> str | None:
    """Return what the first control character or direction mark is called; None if there is none."""
    found = _UNWANTED.search(text)
    return called(found.group()) if found else None


def unseen(text: str) -> str | None:
    """Return what the first character is called that :func:`tidied` would change; None if there is none."""
    found = _SPACES.search(text) or _WITHOUT_WIDTH.search(text)
    return called(found.group()) if found else None


def called(character: str) -> str:
    """Return a character's name with its number: ``a soft hyphen (U+00AD)``."""
    name = _CALLED.get(character) or unicodedata.name(character, "").lower()
    return f"{_with_article(name) if name else 'a control character'} (U+{ord(character):04X})"


def _with_article(name: str) -> str:
    return name if name.startswith(("a ", "an ")) else f"a {name}"


def mended(text: str) -> str:
    """Return text as it was before it was read in the wrong encoding (``SiÃ¢n`` was ``Siân``); other text stays as it is."""
    return _MANGLED.sub(lambda found: _mended(found.group()), text)


def _mended(letters: str) -> str:
    try:
        letter = b"".join(_byte(one) for one in letters).decode("utf-8")
    except UnicodeError:
        return letters
    # Anything else would be a rare letter, and what was typed, such as É’, the likelier.
    likely = "\xa0" <= letter <= "\u017f" or "\u2010" <= letter <= "\u2122" or letter > "\uffff"
    return letter if likely else letters


def _byte(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        # Five bytes have no letter in Windows-1252; programs keep them as they are.
        return letter.encode("latin-1")
