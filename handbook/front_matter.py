"""The lines between --- at the top of a page."""

from __future__ import annotations

from typing import Any

import yaml

# The C loader is ten times faster; a Python built without libyaml still works.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def front_matter(text: str) -> dict[str, Any]:
    """Return the front matter of a page's text; empty if there is none."""
    if not text.startswith("---\n"):
        return {}
    return yaml.load(text[4 : text.index("\n---", 3)], Loader=_Loader) or {}  # noqa: S506 (a safe loader)
