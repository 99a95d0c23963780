"""The menu as a school has it: ours, with the pages that it has added."""

from __future__ import annotations

from typing import Any

from handbook.local.model import Local
from handbook.pages import navigation
from handbook.pages.front_matter import front_matter


def menu_of(local: Local) -> Any:
    """Return the menu with the pages that a school has added."""
    menu = navigation.menu()
    waiting = {page: after for page in local.pages if (after := front_matter(local.files[page]).after)}
    while ready := [page for page, after in waiting.items() if after in set(navigation.flat(menu))]:
        # The last first, so that pages after the same one stand in the order of their names.
        for page in reversed(ready):
            menu = navigation.with_page(menu, page, waiting.pop(page))
    return menu
