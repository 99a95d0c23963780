"""Every page for the policy, the law, forms, contacts and all others, the home page and the page for what is not there included: see every_page."""

from __future__ import annotations

from tests.browser.every_page import HELP_AND_ADVICE, EveryPage


class TestPolicyAndLaw(EveryPage):
    """This half of the site."""

    at_least = 85

    @staticmethod
    def part(name: str) -> bool:
        """Say whether a page belongs to this half."""
        return not name.startswith(HELP_AND_ADVICE)
