"""The list of sections that the search in the browser reads, made from rendered pages.

A section is a heading with an id and the text below it. It belongs to the element in which its heading stands: what follows that element
belongs to the section before. Parts marked ``data-search-exclude`` are left out; what is marked ``data-alias`` is another name of what the
section is about.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from handbook.engine import Rendered
from handbook.search import form, packing
from handbook.search.data import SearchData

INDEX = "search/search_index.json"
_PACKED = ("title", "text")

# The engine writes well-formed HTML, which tests hold it to: these few signs are all there are.
_SIGNS = re.compile(r"""<!--.*?-->|<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>|[^<]+""", re.S)
_MARKS = re.compile(r' data-(?:search-exclude|alias)(?:="")?(?=[\s>])')
_ID = re.compile(r'\sid="([^"]*)"')
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Within a sentence; the words on both sides of any other element are words of their own.
_INLINE = {"a", "abbr", "b", "button", "cite", "dfn", "em", "i", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr"}
_UNREAD = {"script", "style", "object", "svg"}


@dataclass
class Section:
    """A heading and what stands below it, as signs of HTML that are still to be joined."""

    id: str = ""
    depth: int = 0
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    aliases: list[list[str]] = field(default_factory=list)


def sections(content: str) -> list[Section]:
    """Divide a page's content at its headings. The first section is what the page begins with; the page's own heading begins it."""
    found: list[Section] = []
    here = Section()
    depth = 0
    unread_above: int | None = None
    heading_above: int | None = None
    alias_above: int | None = None
    for sign in _SIGNS.finditer(content):
        closing, tag, attributes = sign.groups()
        if tag is None:
            if unread_above is None and not sign.group().startswith("<!--"):
                (here.title if heading_above is not None else here.text).append(sign.group())
                if alias_above is not None:
                    here.aliases[-1].append(sign.group())
        elif closing:
            if here.depth > depth and found:
                # The element that held the heading ends here, and with it the section.
                before = next((one for one in reversed(found) if one.depth <= depth), None)
                if before:
                    here.depth = len(content)
                    here = before
            depth -= 1
            if unread_above is not None and depth <= unread_above:
                unread_above = None
            if heading_above is not None and depth <= heading_above:
                heading_above = None
            if alias_above is not None and depth <= alias_above:
                alias_above = None
            if tag not in _INLINE:
                here.text.append(" ")
        else:
            if tag in _HEADINGS and (name := _ID.search(attributes)):
                if tag != "h1" and not found:
                    found.append(here)
                here = Section(name.group(1) if found else "", depth + 1)
                found.append(here)
                heading_above = depth
            elif not found:
                found.append(here)
            if unread_above is None and (tag in _UNREAD or "data-search-exclude" in attributes or 'class="headerlink"' in attributes):
                unread_above = depth
            if alias_above is None and "data-alias" in attributes:
                here.aliases.append([])
                alias_above = depth
            if tag not in _INLINE:
                (here.title if heading_above is not None else here.text).append(" ")
            if tag not in _EMPTY and not attributes.endswith("/"):
                depth += 1
            elif unread_above == depth:
                unread_above = None
    return found


def entries(page: Rendered) -> list[dict[str, Any]]:
    """Return a page's entries of the index: where, title, text and other names of each section; with the first also the page's tags and readers.

    Texts stay escaped: a mark that a school typed is never markup, in the file as on the page.
    """
    found: list[dict[str, Any]] = []
    weighed = dict(page.meta.get("search") or {})
    if weighed.pop("exclude", False):
        return []
    names_only = weighed.pop("names_only", False)
    for section in sections(page.content):
        address = page.url + (f"#{section.id}" if section.id else "")
        # The label of the summary says nothing in a list of results.
        text = "" if names_only and found else _said(section.text).removeprefix("In short ")
        found.append({"location": address, "title": _said(section.title) or page.title, "text": text})
        if section.aliases:
            found[-1]["aliases"] = [html.unescape(_said(one)) for one in section.aliases]
    # The name of a page's file says what it is about, as a tag does.
    name = page.url.rstrip("/").rpartition("/")[2].replace("-", " ")
    tags = [str(tag) for tag in page.meta.get("tags") or ()] + [name] * (" " in name)
    if found and tags:
        found[0]["tags"] = tags
    if found and "audience" in page.meta:
        found[0]["audience"] = list(page.meta["audience"])
    if found:
        found[0] |= weighed
    return found


def index(entries_of_pages: Iterable[list[dict[str, Any]]], data: SearchData) -> str:
    """Return the index as the search reads it, from the entries of all pages and what is known of searches.

    Titles and texts are packed, and alike things stand together: both make what a browser fetches smaller.
    """
    signs = form.Signs()
    return form.Form([form.packed(entries, signs) for entries in entries_of_pages], data, signs).filled({}).decode()


def pages_of(entries_of_pages: Iterable[list[dict[str, Any]]]) -> list[str]:
    """Return the addresses of the pages that an index of these entries knows, in its order."""
    return [entries[0]["location"] for entries in entries_of_pages if entries]


def docs_of(written: str) -> list[dict[str, Any]]:
    """Return the entries that an index holds, as they were."""
    held = json.loads(written)
    docs = held["docs"]
    found = [dict(zip(("location", *_PACKED), row, strict=True)) for row in zip(docs["location"], *(docs[field] for field in _PACKED), strict=True)]
    page = ""
    for entry in found:
        entry |= {field: packing.unpack(entry[field], held["pieces"]) for field in _PACKED}
        page = page if entry["location"].startswith("#") else entry["location"]
        entry["location"] = packing.whole_address(entry["location"], page, entry["title"])
    for number, more in docs["more"].items():
        found[int(number)] |= more
    return found


def unmarked(html: str) -> str:
    """Return a page without the marks that only the index reads."""
    return _MARKS.sub("", html)


def _said(signs: list[str]) -> str:
    text = "".join(signs)
    return " ".join(html.escape(html.unescape(text), quote=False).split())
