"""The whole policy on one page: every section and clause, once, and every link within it leads to a place on it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from handbook import project
from tests.conftest import Sites

pytestmark = pytest.mark.mend(
    "Each section in docs/policy/ stands once in the menu (mkdocs.yml), and no two headings or clauses have one name: end a "
    "heading with  { #another-name }"
)


def test_every_clause_stands_once_in_order(sites: Sites) -> None:
    text = (sites["example"] / "policy" / "whole" / "index.html").read_text(encoding="utf-8")
    clauses = project.load().policy.clauses
    assert len(clauses) > 300
    assert re.findall(r'<a class="clause"[^>]*\bid="([^"]+)"', text) == list(clauses)
    assert re.findall(r'<a class="clause"[^>]*>([\d.]+)</a>', text) == [clause.number for clause in clauses.values()]
    assert [name for name, count in Counter(re.findall(r'\sid="([^"]+)"', text)).items() if count > 1] == []
    places = set(re.findall(r'\sid="([^"]+)"', text))
    links = re.findall(r'href="#([^"]+)"', text)
    assert len(links) > 500 and set(links) <= places, set(links) - places


def test_it_says_what_the_sections_say(sites: Sites) -> None:
    site, looked_at = sites["example"], 0
    whole = _words((site / "policy" / "whole" / "index.html").read_text(encoding="utf-8"))
    for section in project.load().policy.sections:
        words = _words((site / section.page.removesuffix(".md") / "index.html").read_text(encoding="utf-8"))
        assert words in whole, section.page
        looked_at += 1
    assert looked_at == 29


def _words(page: str) -> str:
    article = page[page.index("<h1") : page.index("</article>")]
    article = re.sub(r'<aside\b[^>]*class="words".*?</aside>|<svg.*?</svg>', "", article, flags=re.DOTALL)
    # Inline marks part no words; everything else does.
    article = re.sub(r"</?(?:a|strong|em|small|span|mark|code)\b[^>]*>", "", article)
    return " ".join(re.sub(r"<[^>]+>", " ", article).split())
