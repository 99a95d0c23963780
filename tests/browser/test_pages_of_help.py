"""Every page for staff and leaders, and of what to do when something has happened: see every_page."""

from __future__ import annotations

import pytest

from tests.browser.every_page import HELP, EveryPage

pytestmark = pytest.mark.whole


class TestHelp(EveryPage):
    """This third of the site."""

    at_least = 60

    @staticmethod
    def part(name: str) -> bool:
        """Say whether a page belongs to this third."""
        return name.startswith(HELP)
