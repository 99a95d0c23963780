"""Every page of the policy, the law, forms, contacts and all others, the home page and the page for what is not there included: see every_page."""

from __future__ import annotations

import pytest

from tests.browser.every_page import FAMILIES, HELP, EveryPage

pytestmark = pytest.mark.whole


class TestPolicyAndLaw(EveryPage):
    """This third of the site."""

    at_least = 75

    @staticmethod
    def part(name: str) -> bool:
        """Say whether a page belongs to this third."""
        return not name.startswith(HELP + FAMILIES)
