"""Where the finished pages come from. The only place that knows how they are made."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from handbook import navigation
from handbook.documents.reading import address_of
from handbook.site import build_site

_ARTICLE = re.compile(r"<article\b.*?</article>", re.S)


def pages_of(school: Path | None) -> Mapping[str, str]:
    """Return the HTML of the article of each of a school's pages, by the page's path below docs/, in the order of the menu.

    Raises:
        BuildError: The pages could not be made.
        ProblemsError: The school, the facts or the policy have faults.
    """
    with tempfile.TemporaryDirectory(prefix="handbook-pages-") as folder:
        site = Path(folder) / "site"
        build_site(school, site)
        return pages_in(site)


def pages_in(site: Path) -> dict[str, str]:
    """Return the same from the folder of a site."""
    found = {}
    for page in navigation.pages():
        file = site / address_of(page) / "index.html"
        if file.is_file():
            article = _ARTICLE.search(file.read_text(encoding="utf-8"))
            found[page] = article.group(0) if article else ""
    return found
