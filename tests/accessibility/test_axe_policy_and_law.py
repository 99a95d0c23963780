"""axe-core finds nothing on any page of the policy, the law, forms, contacts and all others, the page for what is not there included."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.accessibility import test_axe_help_and_advice as other
from tests.accessibility.axe import Report, addresses_below, look_at_pages, looks_for_every_page
from tests.conftest import Addresses


def test_no_violation_on_any_page(browser: Browser, addresses: Addresses) -> None:
    # Whatever the other half does not take, so that no page can fall between them.
    names = [name for name in addresses_below(addresses.sites["example"]) if not name.startswith(other.MINE)]
    assert {"", "404.html"} <= set(names)
    assert len(names) > 85
    report = Report()
    look_at_pages(browser, addresses["example"], names, report)
    report.check(pages=len(names), states=len(names) * len(looks_for_every_page()))
