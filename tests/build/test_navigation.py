"""A slip in mkdocs.yml is told with its line and remedy, before MkDocs itself stumbles over it."""

from __future__ import annotations

import pytest

from handbook.ground.paths import MKDOCS_CONFIG
from handbook.ground.problems import ProblemsError
from handbook.pages.navigation import address_of, config, pages, read_config

REAL = MKDOCS_CONFIG.read_text(encoding="utf-8")

# What is changed in the real file, into what, how many lines further down the slip is, and words of the one message.
SLIPS = {
    "a space too many": ("  - Glossary: glossary.md", "   - Glossary: glossary.md", 0, "this line begins in a column where no line above it does."),
    "no space after a colon": (
        "  - Glossary: glossary.md",
        "  - Something:\n      - glossary.md\n    other:x\n",
        2,
        "a space is missing after the colon.",
    ),
    "a colon in a label": ("  - Glossary: glossary.md", "  - Words: a glossary: glossary.md", 0, "the text holds a colon and is not in quotes."),
    "a bullet": ("  - Glossary: glossary.md", "  * Glossary: glossary.md", 0, '"*" stands where a list has a hyphen.'),
    "a tab": ("  - Glossary: glossary.md", "\t- Glossary: glossary.md", 0, "there is a tab character."),
    "a quotation mark never closed": ("  - Glossary: glossary.md", '  - "Glossary: glossary.md', 0, "a quotation mark is opened and never closed."),
    "brackets never closed": ('site_url: !ENV [HANDBOOK_SITE_URL, ""]', "site_url: !ENV [HANDBOOK_SITE_URL", 0, "is opened and never closed."),
}


@pytest.mark.parametrize("name", SLIPS)
def test_slip(name: str) -> None:
    old, new, below, words = SLIPS[name]
    assert old in REAL
    with pytest.raises(ProblemsError) as error:
        read_config(REAL.replace(old, new, 1), "mkdocs.yml")
    line = REAL.count("\n", 0, REAL.index(old)) + 1 + below
    assert [(one.file, one.line) for one in error.value.problems] == [("mkdocs.yml", line)]
    assert words in str(error.value)


@pytest.mark.parametrize("text", ["", "nav:\n", "site_name: x\n", "- a\n"])
def test_no_pages(text: str) -> None:
    with pytest.raises(ProblemsError, match="the list of pages is missing"):
        read_config(text, "mkdocs.yml")


def test_the_real_file_lists_every_page() -> None:
    assert len(pages()) > 200
    assert read_config(REAL, "mkdocs.yml") == config()


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("index.md", ""),
        ("glossary.md", "glossary/"),
        ("policy/index.md", "policy/"),
        ("policy/about.md", "policy/about/"),
        ("a/reindex.md", "a/reindex/"),
    ],
)
def test_where_a_page_stands(page: str, address: str) -> None:
    assert address_of(page) == address
