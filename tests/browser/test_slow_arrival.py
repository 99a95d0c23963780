"""A page that arrives in pieces, as it does over a weak signal, does not move under its reader."""

from __future__ import annotations

import functools
import http.server
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.accessibility.axe import PHONE
from tests.browser.every_page import ASK, MOST_SHIFT, WATCH
from tests.browser.hosting import QuietServer
from tests.conftest import Sites

pytestmark = pytest.mark.whole

# Long enough for the browser to paint what it has.
PAUSE = 0.04

# A help page, which has the way to leave it; two whose first screen holds a table; and the one with the longest list of all.
PAGES = ("help-now/complaint/", "policy/", "contacts/staff-room-sheet/", "glossary/")


def pieces(page: str) -> Iterator[str]:
    """Cut a page after every closing tag in its line of urgent help and in the first two screens of its content."""
    urgent, content = page.index("help-line"), page.index("<article")
    last = 0
    for found in re.finditer(r"</\w+>", page):
        at = found.end()
        if urgent < at < urgent + 1500 or content < at < content + 4000:
            yield page[last:at]
            last = at
    yield page[last:]


@contextmanager
def slow_host(site: Path, change: Callable[[str], str]) -> Iterator[str]:
    """Serve a site whose pages, changed first, arrive piece by piece; give its address."""

    class Slow(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
            """Say nothing."""

        def do_GET(self) -> None:
            """Send a page in pieces and everything else at once."""
            page = Path(self.translate_path(self.path)) / "index.html"
            if not page.is_file():
                return super().do_GET()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            for piece in pieces(change(page.read_text(encoding="utf-8"))):
                self.wfile.write(piece.encode("utf-8"))
                self.wfile.flush()
                time.sleep(PAUSE)
            return None

    server = QuietServer(("127.0.0.1", 0), functools.partial(Slow, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def shift_of(browser: Browser, address: str) -> float:
    """Return how much a page moved on a phone while it arrived."""
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(address, wait_until="load")
    page.wait_for_timeout(100)
    shift = page.evaluate(ASK)["shift"]
    context.close()
    return shift


@pytest.mark.parametrize("path", PAGES)
def test_nothing_moves_while_a_page_arrives(path: str, sites: Sites, browser: Browser) -> None:
    with slow_host(sites["example"], lambda page: page) as address:
        assert shift_of(browser, address + path) <= MOST_SHIFT


def test_a_page_that_is_painted_too_early_is_seen_to_move(sites: Sites, browser: Browser) -> None:
    with slow_host(sites["example"], lambda page: re.sub('<link rel="expect"[^>]*>', "", page)) as address:
        # When exactly the browser paints is up to the browser.
        assert any(shift_of(browser, address + PAGES[0]) > MOST_SHIFT for _ in range(8))
