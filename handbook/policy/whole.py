"""The whole policy on one page, put together from the finished sections when all of them are there."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from pathlib import PurePosixPath

from handbook.policy.outline import Outline

PAGE = "policy/whole.md"
_PLACE = '<div class="whole-policy"></div>'

_HEADING = re.compile(r"<(/?)h([1-5])\b([^>]*)>")
_ID = re.compile(r'(<h[1-6]\b[^>]*?\bid=")([^"]+)"')
_TERM = re.compile(r'<a\b[^>]*\bclass="term"[^>]*>(.*?)</a>', re.DOTALL)
_WORDS = re.compile(r'<aside\b[^>]*\bclass="words"[^>]*>.*?</aside>', re.DOTALL)
_HREF = re.compile(r'href="(?:\.\./([a-z0-9-]+)/(?:index\.html)?)?(?:#([^"]*))?"')


def filled(text: str, contents: Mapping[str, str], policy: Outline) -> str:
    """Return the page with every section in it.

    Args:
        text: The page as it was rendered, with a place for the sections.
        contents: The HTML of the text of each page, by path below docs/.
        policy: The sections in order.
    """
    if _PLACE not in text:
        return text
    sections = {PurePosixPath(one.page).stem: contents[one.page] for one in policy.sections if one.page in contents}
    # Two sections may have a heading of one name; a clause's id stands once in the whole policy.
    places = {(stem, name): f"{stem}-{name}" for stem, content in sections.items() for _, name in _ID.findall(content)}
    parts = [_section(stem, content, places, sections) for stem, content in sections.items()]
    lines = "".join(f'<li><a href="#section-{stem}">{_title(content)}</a></li>' for stem, content in sections.items())
    return text.replace(_PLACE, f'<ol class="contents">{lines}</ol>\n' + "\n".join(parts))


def _title(content: str) -> str:
    found = re.search(r"<h1\b[^>]*>(.*?)(?:<a\b|</h1>)", content, re.DOTALL)
    return found.group(1) if found else ""


def _section(here: str, content: str, places: Mapping[tuple[str, str], str], stems: Container[str]) -> str:
    def link(found: re.Match[str]) -> str:
        stem, name = found.group(1), found.group(2)
        if stem is None and name is None or stem is not None and stem not in stems:
            return found.group(0)
        there = stem or here
        return f'href="#{places.get((there, name), name) if name else f"section-{there}"}"'

    # What the words mean stands once for all in the glossary.
    text = _TERM.sub(r"\1", _WORDS.sub("", content))
    text = _HREF.sub(link, text)
    text = _ID.sub(lambda found: f'{found.group(1)}{places[here, found.group(2)]}"', text)
    # The page has the first heading; each of a section's goes one step down.
    text = _HEADING.sub(lambda found: f"<{found.group(1)}h{int(found.group(2)) + 1}{found.group(3)}>", text)
    return f'<section id="section-{here}" class="page-break">\n{text}\n</section>'
