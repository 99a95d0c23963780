"""A stylesheet is read as CSS: signs in strings, brackets and comments divide nothing."""

from __future__ import annotations

import pytest

from handbook.finish.styles import Used, classes_in
from handbook.finish.stylesheet import kept, parsed, read_properties, written


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("/* a { */ a {\n  color : red ;\n  margin: 0 1px;\n}\n", "a{color : red;margin: 0 1px}"),
        ('a::before { content: "} ; /* b */" }', 'a::before{content: "} ; /* b */"}'),
        ("a   b ,\n c > d { x: y }", "a b,c > d{x: y}"),
        ("@media  (min-width: 1px) { a { b: c } }", "@media (min-width: 1px){a{b: c}}"),
        ("@import url(x.css);@layer a;a{b:c}", "@import url(x.css);@layer a;a{b:c}"),
        ("a{background:url(data:image/svg+xml;x,y)}", "a{background:url(data:image/svg+xml;x,y)}"),
        ("a{width:calc(1px + 2px)}", "a{width:calc(1px + 2px)}"),
        (".a\\:b{c:d}", ".a\\:b{c:d}"),
    ],
)
def test_written_again_it_says_the_same_in_fewer_signs(given: str, made: str) -> None:
    assert written(parsed(given)) == made


@pytest.mark.parametrize(
    ("selector", "stays"),
    [
        (".used", True),
        (".gone", False),
        (".used .gone", False),
        (".used:not(.gone)", True),
        (":is(.gone,.used)", True),
        ("[dir=ltr] .used", True),
        ('[dir="rtl"] .used', False),
        ("[data-x=open]", True),
        ("[data-x=shut]", False),
        ("[href^=gone]", True),
        (".set-by-script", True),
        (".set", False),
        ("p > a", True),
    ],
)
def test_what_may_select_something_stays(selector: str, stays: bool) -> None:
    page = '<html dir="ltr"><p class="used">'
    used = Used(classes_in(page), lambda value: value in page, 'one.className = "set-by-script"; one.dataset.x = "open"')
    assert written(kept(parsed(f"{selector}, .gone {{a:b}}"), used.selects_any)) == (f"{selector}{{a:b}}" if stays else "")


def test_what_is_read_is_seen_inside_functions_and_media() -> None:
    rules = parsed("a{b:calc(1px + var(--a, var(--b)))}@media (x){c{d:var( --c )}}:root{--d:1}")
    assert read_properties(rules) >= {"--a", "--b", "--c"}
    assert "--d" not in read_properties(rules)
