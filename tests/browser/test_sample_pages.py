"""The questions asked of every page, asked of one page for each template and component: see every_page, and test_pages_of_… for all pages."""

from __future__ import annotations

import pytest

from tests.accessibility.test_display import SAMPLE
from tests.browser.every_page import EveryPage


@pytest.mark.whole
class TestSample(EveryPage):
    """The pages that hold every template and component between them."""

    at_least = 18

    @staticmethod
    def part(name: str) -> bool:
        """Say whether a page belongs to the sample."""
        return name in SAMPLE
