"""What a page's words give away, case by case from pages.yml, and how HTML is read that is broken, cut off or hostile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from handbook.links import signs
from handbook.links.page import alike, read_page
from handbook.links.quirks import QUIRKS, quirk

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "pages.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_sign(case: dict[str, Any]) -> None:
    page = read_page(case["html"].encode())
    shown = {
        "not_found": signs.not_found(page),
        "withdrawn": signs.withdrawn(page),
        "parked": signs.parked("https://bullying-help.example/", page),
        "challenge": signs.challenge(200, {}, page),
        "sign_in": signs.sign_in("https://a.example/page", "https://a.example/page", page),
    }
    assert [name for name, words in shown.items() if words] == ([] if case["sign"] == "none" else [case["sign"]]), shown


def test_page_is_read() -> None:
    page = read_page(
        b"<title>A <b>t</title><svg><title>icon</title></svg><nav>menu</nav><h2>Cookies</h2><main><h1>First</h1><p>Some words <a href='https://b.example/x'>here</a></main>"
        b"<script>var a = '<h1>no</h1>'</script><input type=PASSWORD><div role=alert>Mind the <i>gap</i></div>"
    )
    assert page.heading == "First"
    assert page.words == ("First", "Some", "words", "here")
    assert page.hosts == {"b.example"}
    assert page.password
    assert page.notices == ("Mind the gap",)


@pytest.mark.parametrize(
    "body",
    [b"", b"<", b"<!DOCTYPE [", b"<![CDATA[", b"<a href='http://[broken'>x", b"\xff\xfe\x00", b"<div>" * 50_000, b"&#xFFFFFFFF;", b"</p>" * 1000],
)
def test_broken_html_is_no_trouble(body: bytes) -> None:
    read_page(body, "no-such-charset")


def test_pages_that_differ_only_in_their_address_are_alike() -> None:
    def page(name: str, words: str = "Nothing to see under") -> tuple[bytes, str]:
        return f"<title>{name}</title><main>{words} {name}, visitor 12</main>".encode(), f"https://a.example/x/{name}"

    (one, one_url), (other, other_url) = page("leaflet-2014"), page("no-such-page-1a2b")
    assert alike(read_page(one), one_url, read_page(other), other_url)
    (third, third_url) = page("leaflet", "A real text about kindness and")
    assert not alike(read_page(third), third_url, read_page(other), other_url)


@pytest.mark.parametrize("one", QUIRKS, ids=lambda one: one.name)
def test_quirk(one: Any) -> None:
    status = min(one.statuses, default=403)
    headers = {one.header: one.value.partition("|")[0]} if one.header else {}
    assert quirk(status, headers) == one.name
    assert quirk(200, {}) == ""
