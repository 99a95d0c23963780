"""Documents beside the pages they belong to: made into a site, and offered on its pages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.outputs.documents.addresses import address_of
from handbook.outputs.documents.catalogue import FORMAT_NAMES, Document, documents

if TYPE_CHECKING:
    from handbook.outputs.documents.imprint import Imprint
    from handbook.outputs.documents.making import Made

# Where documents stand in a site.
FOLDER = "documents"

_SUMMARY = re.compile(r'<p class="summary">.*?</p>', re.DOTALL)


def with_offers(text: str, page: str, there: Iterable[Document]) -> str:
    """Return a page with what can be downloaded of it, below its summary.

    Args:
        text: The page's HTML.
        page: Its path below docs/.
        there: The documents of the school.
    """
    mine = [one for one in there if one.offered_on == page]
    if not mine:
        return text
    up = "../" * address_of(page).count("/")
    links = [f'<a href="{up}{FOLDER}/{one.id}.{format_}">{escape(_label(one, format_))}</a>' for one in mine for format_ in one.formats]
    offer = f'\n<p class="downloads">Download: {", ".join(links)}</p>'
    found = _SUMMARY.search(text)
    place = found.end() if found else text.index("</article>")
    return text[:place] + offer + text[place:]


def _label(one: Document, format_: str) -> str:
    name = FORMAT_NAMES[format_]
    if one.kind == "sheet":
        return f"{one.paper.upper()}, one side ({name})"
    return f"{one.title} ({name})" if "{}" not in one.title else f"a card of one side ({name})" if one.kind == "card" else name


def put_into(site: Path, articles: Mapping[str, str], imprint: Imprint, letterhead: Path | None = None) -> list[Made]:
    """Write all documents into the folder of a site and offer them on its pages; return those that could not be made."""
    # Loads Typst and python-docx, which offering alone can do without.
    from handbook.outputs.documents import making

    made = making.make(making.tasks(making.read_pages(articles), imprint, letterhead=letterhead))
    folder = site / FOLDER
    folder.mkdir()
    for one in made:
        if not one.fault:
            (folder / one.file).write_bytes(one.content)
    there = documents(list(articles))
    for page in articles:
        file = site / address_of(page) / "index.html"
        file.write_text(with_offers(file.read_text(encoding="utf-8"), page, there), encoding="utf-8")
    return [one for one in made if one.fault]


def asked_for(address: str, pages: Collection[str]) -> tuple[Document, str] | None:
    """Return the document that an address below a site stands for, with its format; None if there is none.

    Args:
        address: Such as ``documents/policy.pdf``.
        pages: The school's pages, in the order of the menu.
    """
    folder, _, file = address.partition("/")
    if folder != FOLDER:
        return None
    return next(((one, format_) for one in documents(pages) for format_ in one.formats if file == f"{one.id}.{format_}"), None)
