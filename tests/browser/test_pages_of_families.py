"""Every page for parents and pupils, and of the platforms: see every_page."""

from __future__ import annotations

import pytest

from tests.browser.every_page import FAMILIES, EveryPage

pytestmark = pytest.mark.whole


class TestFamilies(EveryPage):
    """This third of the site."""

    at_least = 65

    @staticmethod
    def part(name: str) -> bool:
        """Say whether a page belongs to this third."""
        return name.startswith(FAMILIES)
