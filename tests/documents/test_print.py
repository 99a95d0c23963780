"""What the browser prints says whose it is, which version, when approved and when printed; sheets keep to one side."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from handbook import project
from handbook.ground.paths import EXAMPLES
from handbook.outputs.documents.imprint import imprint_of
from tests.conftest import Addresses
from tests.documents.test_content import words
from tests.documents.tools import page_count, poppler

# Page, and how many sides it has at most; None where it may be as long as it is.
PRINTED = {
    "contacts/fridge-sheet/": 1,
    "staff/essential-card/": 1,
    "contacts/staff-room-sheet/": 1,
    "help-now/chart/": 1,
    "policy/devices/": None,
    "forms/image-consent/": None,
    "policy/sign-off/": 2,
}


@pytest.mark.parametrize("page", PRINTED)
def test_a_printed_page_says_whose_it_is(page: str, addresses: Addresses, browser: Browser, tmp_path: Path) -> None:
    imprint = imprint_of(project.load(EXAMPLES / "example-primary.yml"))
    tab = browser.new_page()
    tab.goto(addresses["example"] + page)
    assert not tab.locator(".imprint").is_visible()
    today = tab.evaluate('new Date().toLocaleDateString("en-GB", {day: "numeric", month: "long", year: "numeric"})')
    file = tmp_path / "printed.pdf"
    tab.pdf(path=file, format="A4", prefer_css_page_size=True)
    tab.close()
    said = words(poppler("pdftotext", "-layout", str(file), "-"))
    for part in (f"{imprint.school} {imprint.policy}", f"version {imprint.version}", "approved on", f"Printed on {today}"):
        assert not words(part) - said, part
    if PRINTED[page]:
        assert page_count(file) <= PRINTED[page]
