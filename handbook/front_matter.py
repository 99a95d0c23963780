"""The lines between --- at the top of a page."""

from __future__ import annotations

from typing import Any

import yaml


def front_matter(text: str) -> dict[str, Any]:
    """Return the front matter of a page's text; empty if there is none."""
    if not text.startswith("---\n"):
        return {}
    return yaml.safe_load(text[4 : text.index("\n---", 3)]) or {}
