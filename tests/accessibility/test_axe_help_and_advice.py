"""axe-core finds nothing on any page for those who need help or advice (the other half stands in test_axe_policy_and_law)."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.accessibility.axe import Report, addresses_below, look_at_pages, looks_for_every_page
from tests.conftest import Addresses

# Two files of about the same size, so that two processes share the work.
MINE = ("help-now/", "parents/", "pupils/", "staff/", "platforms/")


def test_no_violation_on_any_page(browser: Browser, addresses: Addresses) -> None:
    names = [name for name in addresses_below(addresses.sites["example"]) if name.startswith(MINE)]
    assert len(names) > 110
    report = Report()
    look_at_pages(browser, addresses["example"], names, report)
    report.check(pages=len(names), states=len(names) * len(looks_for_every_page()))
