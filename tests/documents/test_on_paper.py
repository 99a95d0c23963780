"""Addresses that somebody must type are printed beside their links, and no others."""

from __future__ import annotations

import re

import pytest

from handbook.outputs.documents import on_paper, reading
from handbook.outputs.documents.blocks import plain_text
from handbook.outputs.documents.catalogue import documents
from handbook.outputs.documents.composing import compose
from tests.documents.conftest import Schools

_LINK = '<a href="{}">{}</a>'

# Page, what it links to with which words, and what stands on paper.
ROWS = {
    "a website on a page of contacts": ("contacts/index.md", "https://www.example.org/help/", "Example help", "Example help (example.org/help)"),
    "on a form": ("forms/planted.md", "https://example.org/a", "The list", "The list (example.org/a)"),
    "on a page for parents": ("parents/planted.md", "http://example.org", "Example", "Example (example.org)"),
    "in a section of the policy": ("policy/devices.md", "https://example.org/a", "The list", "The list"),
    "in a chapter on the law": ("law/planted.md", "https://example.org/a", "The Act", "The Act"),
    "one that is its own address": ("contacts/index.md", "https://www.example.org/", "www.Example.org", "www.Example.org"),
    "one that nobody types": ("contacts/index.md", f"https://example.org/{'a' * 40}", "Example", "Example"),
    "a number": ("contacts/index.md", "tel:+441632960000", "01632 960000", "01632\u00a0960000"),
    "a mail address": ("contacts/index.md", "mailto:head@example.org", "head@example.org", "head@example.org"),
    "another page": ("contacts/index.md", "../forms/", "Forms", "Forms"),
}


@pytest.mark.parametrize("name", ROWS)
def test_an_address_is_printed_where_somebody_must_type_it(name: str) -> None:
    page, link, words, printed = ROWS[name]
    read = reading.read(page, f"<article><h1>Planted</h1><p>See {_LINK.format(link, words)}.</p></article>")
    assert plain_text(on_paper.for_paper(read).blocks).splitlines()[1:] == [f"See {printed}."]


def test_an_address_stands_once_on_a_page_wherever_its_link_stands() -> None:
    link = _LINK.format("https://example.org/a", "<strong>The</strong> list")
    table = f"<table><thead><tr><th>What</th></tr></thead><tbody><tr><td>{link}</td></tr></tbody></table>"
    read = reading.read("contacts/index.md", f"<article><h1>Planted</h1>{table}<ul><li>{link}</li></ul></article>")
    assert plain_text(on_paper.for_paper(read).blocks).splitlines()[1:] == ["What", "The list (example.org/a)", "The list"]


@pytest.mark.whole
def test_the_documents_print_them(schools: Schools) -> None:
    pages = schools["example-primary"].pages
    found = {}
    for one in documents(list(pages)):
        said = plain_text(compose(one, pages).blocks)
        found[one.id] = len(re.findall(r"\((?:[a-z0-9-]+\.)+[a-z]+(?:/\S*)?\)", said))
    assert found["policy"] >= 2 and found["parents-guide"] >= 10
    assert found["law"] == found["platforms"] == 0
