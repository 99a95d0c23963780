"""The list of sections that search reads holds what a reader sees, where it stands, and nothing else."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from handbook.search.index import entries, unmarked


def indexed(content: str, **meta: Any) -> list[dict[str, Any]]:
    """Return the entries of a page with this content."""
    return entries(SimpleNamespace(url="a/", title="The page", content=content, meta=meta))


def texts(content: str) -> list[tuple[str, str, str]]:
    """Return where, title and text of each section."""
    return [(one["location"], one["title"], one["text"]) for one in indexed(content)]


def test_each_heading_begins_a_section() -> None:
    page = '<h1 id="a">A<a class="headerlink" href="#a">&para;</a></h1><p>one</p><h2 id="b">B <em>c</em>d</h2><p>two</p><h3>no id</h3><p>three</p>'
    assert texts(page) == [("a/", "A", "one"), ("a/#b", "B cd", "two no id three")]


def test_a_page_that_search_is_not_to_know_has_no_entries() -> None:
    page = '<h1 id="a">A</h1><p>one</p>'
    assert len(indexed(page, search={"exclude": False})) == 1
    assert indexed(page, search={"exclude": True}) == []


def test_what_stands_before_the_first_heading_is_found_under_the_pages_title() -> None:
    assert texts('<p>one</p><h2 id="b">B</h2>two') == [("a/", "The page", "one"), ("a/#b", "B", "two")]


def test_what_follows_an_element_belongs_to_the_section_before_it() -> None:
    page = (
        '<h1 id="a">A</h1><div><h2 id="b">B</h2><p>two</p></div><p>one</p><section><h2 id="c">C</h2><div><h3 id="d">D</h3>four</div>three</section>'
    )
    assert texts(page) == [("a/", "A", "one"), ("a/#b", "B", "two"), ("a/#c", "C", "three"), ("a/#d", "D", "four")]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>a<strong>b</strong>c</p><p>d</p>", "abc d"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("a<br>b<br />c <img src='x.png' alt='no'>d", "a b c d"),
        ("a<!-- <p>no</p> -->b", "ab"),
        ('<svg><title>no</title><path d="M0 0"/></svg>a<script>no</script>b', "a b"),
        ("a <small data-search-exclude>no <p>no</p></small>b <input data-search-exclude>c", "a b c"),
        ('<a title="x > y" href="#">a</a>', "a"),
        ("<p>a</p>\n <p>&lt;script&gt; &#46; &amp;amp;</p>", "a &lt;script&gt; . &amp;amp;"),
        ('<strong class="summary__label">In short</strong> a', "a"),
    ],
)
def test_text_is_what_a_reader_sees(markup: str, text: str) -> None:
    assert indexed(f'<h1 id="a">A</h1>{markup}')[0]["text"] == text


def test_other_names_are_kept_one_by_one_and_can_be_read() -> None:
    names = "; ".join(
        f"<span data-alias{empty}>{name}</span>" for empty, name in (("", "Musical.ly"), ('=""', "four c&#39;s"), ("", "A &amp; <em>B</em>"))
    )
    first, second = indexed(f'<h1 id="a">A</h1><p>Also: {names}.</p><h2 id="b">B</h2>b')
    assert first["aliases"] == ["Musical.ly", "four c's", "A & B"]
    assert first["text"] == "Also: Musical.ly; four c's; A &amp; B."
    assert "aliases" not in second
    assert unmarked(names).count("data-alias") == 0 < names.count("data-alias")


def test_a_page_says_its_tags_and_its_weight_once() -> None:
    first, second = indexed('<h1 id="a">A</h1><p>a</p><h2 id="b">B</h2>', tags=["b", 999], search={"boost": 0.5})
    assert first == {"location": "a/", "title": "A", "text": "a", "tags": ["b", "999"], "boost": 0.5}
    assert second == {"location": "a/#b", "title": "B", "text": ""}
