"""Texts made small: each word with the space before it is one sign, and the index holds the list of words once.

It takes a quarter off what a browser fetches, beyond what any host's compression does. ``search/index.js`` unpacks.
"""

from __future__ import annotations

import html
import re

from handbook.search.readable import words_of

PIECE = re.compile(r" ?[A-Za-z']+|.", re.S)
FIRST = 0x20  # below it are signs that JSON may not hold
END = 0xD800  # from here on signs come in pairs


def sign(number: int) -> str:
    """Return the sign of a piece by its place in the list of pieces, the commonest first: their signs are the shortest.

    Raises:
        ValueError: There are not so many signs.
    """
    if number >= END - FIRST:
        raise ValueError(f"The pages have {number} different words and more, which the search index cannot hold.")
    return chr(FIRST + number)


def written(number: int) -> str:
    """Return the sign of a piece as a JSON text has it."""
    found = sign(number)
    return f"\\{found}" if found in '"\\' else found


def unpack(packed: str, pieces: list[str]) -> str:
    """Return a packed text as it was."""
    return "".join(pieces[ord(sign) - FIRST] for sign in packed)


def short_address(location: str, title: str) -> str:
    """Return where an entry stands, as the index says it: a section's address begins at its page's, and its usual name goes without saying."""
    page, mark, name = location.partition("#")
    return mark + name * (name != _usual_name(title)) if mark else page


def whole_address(short: str, page: str, title: str) -> str:
    """Return where an entry stands, given the address of its page."""
    return f"{page}#{_usual_name(title)}" if short == "#" else page + short.removeprefix(page)


def _usual_name(title: str) -> str:
    return "-".join(words_of(html.unescape(title)))
