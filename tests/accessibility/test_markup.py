"""Every page is valid HTML with one heading of level 1, headings in order, a language, a title and no id twice."""

from __future__ import annotations

import pytest

from tests.accessibility.markup import faults
from tests.conftest import Sites
from tests.reading import pages_of


@pytest.mark.mend(
    "The first word is the school, then the page: help-now/hate/index.html is docs/help-now/hate.md. What stands there in "
    "HTML or Markdown is to be mended."
)
@pytest.mark.whole
def test_every_page(sites: Sites) -> None:
    looked = 0
    found: list[str] = []
    seen: set[str] = set()
    # Other schools' pages differ in names and colours only: of theirs, those that the first school does not have.
    for school in sites:
        for page in [*pages_of(sites[school]), sites[school] / "404.html"]:
            name = page.relative_to(sites[school]).as_posix()
            if name in seen:
                continue
            seen.add(name)
            found += [f"{school} {name}: {fault}" for fault in faults(page.read_text(encoding="utf-8"))]
            looked += 1
    print(f"HTML: {looked} pages parsed strictly, {len(found)} faults")
    assert looked > 225
    assert not found, "\n".join(found[:60])


SOUND = "<!doctype html><html lang=en><head><meta charset=utf-8><title>Title</title></head><body><main><h1 id=a>One</h1>{}</main></body></html>"


def test_a_sound_page_has_no_faults() -> None:
    assert faults(SOUND.format("<h2>Two</h2><ul><li><a href='#a'>Link</a></li></ul><svg><title>Drawing</title></svg>")) == []


@pytest.mark.parametrize(
    ("planted", "named"),
    [
        ("<p>One<div>Two</div></p>", "unexpected-end-tag"),
        ("<div>", "end-tag"),
        ("<p id=a>Twice</p>", "'a' stands 2 times"),
        ("<p id='b c'>Text</p>", "empty or has spaces"),
        ("<a href='#a'><button type=button>Both</button></a>", "<button> inside <a>"),
        ("<a href='#a'>One <span><a href='#a'>two</a></span></a>", "a"),
        ("<h3>Three</h3>", "level 3 follows one of level 1"),
        ("<h1>Again</h1>", "2 headings of level 1"),
        ("<ul><p>Text</p></ul>", "<p> inside <ul>"),
        ("<span><div>Block</div></span>", "<div> inside <span>"),
        ("<a href='#nowhere'>Link</a>", "#nowhere, which is not there"),
        ("<button type=button popovertarget=none>Open</button>", "names 'none'"),
        ("<a href='#a'> </a>", "without words"),
        ("<img src=a.png>", "without alt"),
        ("<input type=checkbox autocomplete=off aria-label=Box>", "autocomplete on"),
        ("<p markdown=1>Text</p>", "attribute markdown"),
        ("<table role=table><tr><td>Text</td></tr></table>", "role of its own"),
        ("<p tabindex=3>Text</p>", "tabindex 3"),
        ("<p class=a class=b>Text</p>", "duplicate-attribute"),
    ],
)
def test_a_planted_fault_is_named(planted: str, named: str) -> None:
    assert any(named in fault for fault in faults(SOUND.format(planted))), faults(SOUND.format(planted))


@pytest.mark.parametrize(
    ("old", "named"),
    [("<html lang=en>", "language"), ("<title>Title</title>", "title"), ("<!doctype html>", "doctype"), ("<h1 id=a>One</h1>", "level 1")],
)
def test_what_a_page_must_have(old: str, named: str) -> None:
    page = SOUND.format("<p>Text</p>")
    assert old in page
    assert any(named in fault for fault in faults(page.replace(old, "<html>" if "html lang" in old else "")))
