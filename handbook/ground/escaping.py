"""Make what a school typed appear as typed: never as HTML, Markdown, Jinja or anything else that acts."""

from __future__ import annotations

import html
import string

_ENTITIES = {ord(mark): f"&#{ord(mark)};" for mark in string.punctuation}


class Typed(str):
    """Text that a school typed, encoded for a page; ``raw`` holds it as typed."""

    raw: str

    def __new__(cls, raw: str) -> Typed:
        """Encode every ASCII punctuation mark as a character reference.

        Markdown, HTML and Jinja all act on punctuation only, and all of them leave character references alone, in text as in
        attributes; letters of every script pass unchanged.
        """
        made = super().__new__(cls, raw.translate(_ENTITIES))
        made.raw = raw
        return made


def as_typed(text: str) -> str:
    """Return text as it was typed, whether it was encoded or not."""
    return text.raw if isinstance(text, Typed) else html.unescape(text)


_MARKDOWN_MARKS = {ord(mark): f"&#{ord(mark)};" for mark in "\\`*_{}[]<>&#|~^=$"}


def plain(text: str) -> str:
    """Return a fact's text with the marks that Markdown and HTML act on encoded; words stay as they are."""
    return text.translate(_MARKDOWN_MARKS)
