"""Mend what the theme writes against the HTML standard, in the one template that no override of ours reaches."""

from __future__ import annotations

import re

from handbook.finish.pages import Page

# The theme's check boxes for menu and search say autocomplete="off", which only fields for text may.
_BOX = re.compile(r'<input\b[^>]*\btype="checkbox"[^>]*>')


def mend(pages: list[Page]) -> None:
    """Take the attribute off every check box."""
    for page in pages:
        page.text = _BOX.sub(lambda box: box.group(0).replace(' autocomplete="off"', ""), page.text)
