"""Every page for those who need help or advice: see every_page."""

from __future__ import annotations

from tests.browser.every_page import HELP_AND_ADVICE, EveryPage


class TestHelpAndAdvice(EveryPage):
    """This half of the site."""

    at_least = 110

    @staticmethod
    def part(name: str) -> bool:
        """Say whether a page belongs to this half."""
        return name.startswith(HELP_AND_ADVICE)
