"""Texts come out the same as of Python-Markdown alone, whatever marks are in them."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from handbook import looks, project
from handbook.ground.paths import EXAMPLES
from handbook.pages.marked_text import BLOCK_SIGNS, SIGNS, MarkedTexts, Signed
from handbook.rendering import filling, rendered

# Whatever any pattern looks for, whole and in pieces.
PIECES = [
    *"`\\[]()!<>&;*_#: \n'\"{}=/@-",
    *("  \n", "\n\n", "word", "two words", "https://www.example.org/", "head@example.org", "&amp;", "&#39;", "<b>", "</b>", "<!-- note -->"),
    *(
        "[words](page.md)",
        "![a picture](a.svg)",
        "[words][1]",
        "\n\n[1]: page.md\n\n",
        "**strong**",
        "_said_",
        "`code`",
        "\\*",
        "- ",
        "1. ",
        "> ",
        "| ",
    ),
    *(
        "<https://www.example.org/>",
        "<head@example.org>",
        "{: .class }",
        "\n!!! note\n    ",
        "\n??? note\n    ",
        "\n\n## ",
        "\n:   ",
        '\n<div markdown="1">\n',
        "</div>\n",
        "\x02",
        "\x03",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=24).map("".join)


@cache
def both() -> tuple[Markdown, Markdown]:
    """Python-Markdown with the extensions that change the text, without ours and with it."""
    names = ["admonition", "attr_list", "def_list", "md_in_html", "tables", "pymdownx.details", "pymdownx.superfences"]
    return Markdown(extensions=names), Markdown(extensions=[*names, MarkedTexts()])


def test_each_named_pattern_is_there() -> None:
    patterns = both()[1].inlinePatterns
    assert len(SIGNS) > 10
    assert [name for name in SIGNS if name not in patterns] == []


def test_each_named_block_has_its_sign() -> None:
    alone, ours = (one.parser.blockprocessors for one in both())
    assert len(BLOCK_SIGNS) >= 5
    for name, (attribute, _) in BLOCK_SIGNS.items():
        assert isinstance(getattr(ours[name], attribute), Signed), name
        assert not isinstance(getattr(alone[name], attribute), Signed), name


@settings(max_examples=400, deadline=None, derandomize=True)
@given(text=TEXTS)
def test_any_text_comes_out_the_same(text: str) -> None:
    alone, ours = both()
    assert ours.reset().convert(text) == alone.reset().convert(text)


@pytest.mark.whole
def test_every_page_comes_out_the_same() -> None:
    alone, ours = both()
    mine = project.load(min(EXAMPLES.glob("*.yml")))
    fill = filling.filler(mine)
    texts = {page: fill(page, *filling.source(page, mine.sources)) for page in rendered.engine_of(mine).pages(looks.of(mine))}
    assert [page for page, text in texts.items() if ours.reset().convert(text) != alone.reset().convert(text)] == []
    assert len(texts) > 200
