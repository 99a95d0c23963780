"""The questions asked of every page do find what is planted; otherwise they might pass because they cannot see."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.every_page import MOST_BYTES, MOST_SHIFT, visit_all
from tests.browser.hosting import headers_of, host
from tests.conftest import Sites

FAULTS = {
    "script from elsewhere": '<script src="https://tracker.example/x.js"></script>',
    "picture from elsewhere": '<img src="https://tracker.example/x.png" alt="">',
    "script in the page": "<script>document.title='bad'</script>",
    "handler in the page": '<img src="x" onerror="document.title=1" alt="">',
    "style in the page": '<p style="color:red">x</p>',
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_stopped_and_seen(name: str, sites: Sites, browser: Browser, tmp_path: Path) -> None:
    text = (sites["example"] / "index.html").read_text(encoding="utf-8")
    (tmp_path / "index.html").write_text(text.replace("<h1", f"{FAULTS[name]}<h1", 1), encoding="utf-8")
    (tmp_path / "404.html").write_text(text, encoding="utf-8")
    server, address = host(tmp_path, headers_of(sites["example"]))
    seen = visit_all(browser, address, [""])[""]
    server.shutdown()
    assert any("-src" in one for one in seen.complaints)


def test_what_stores_shifts_and_weighs_is_seen(sites: Sites, browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        "<!doctype html><script>document.cookie='a=1';localStorage.a=1;addEventListener('load',()=>setTimeout(()=>"
        "document.body.prepend(document.createElement('hr'),Object.assign(document.createElement('div'),{style:'height:300px'})),50))</script>"
        f"<body><p>text</p><h1>text</h1><!-- {''.join(map(str, range(60_000)))} -->",
        encoding="utf-8",
    )
    server, address = host(tmp_path, {})
    seen = visit_all(browser, address, [""])[""]
    server.shutdown()
    assert seen.cookies and seen.stored
    assert seen.shift > MOST_SHIFT
    assert seen.weight > MOST_BYTES
