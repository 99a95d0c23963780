"""Take out what the theme ships for its own script, which no page of ours carries: in the pages, and among the files."""

from __future__ import annotations

import re
import shutil
from pathlib import Path, PurePosixPath

from handbook.finish.pages import FinishedPage

# Check boxes that only the theme's script switches (with an attribute that HTML does not allow them), and empty holders that only it fills.
_MARKUP = re.compile(
    r'<input class="md-toggle"[^>]*>\s*'
    r'|<label class="md-overlay"[^>]*></label>\s*'
    r'|<div data-md-component="announce">\s*</div>\s*'
    r'|<div class="md-dialog"[^>]*>\s*<div class="md-dialog__inner[^>]*></div>\s*</div>\s*'
)
# Its script and its search with that search's languages; maps for its developers.
_FILES = ("assets/javascripts/lunr", "assets/javascripts/workers", "assets/javascripts/bundle.*.js", "**/*.map")


def clear(site: Path, pages: list[FinishedPage]) -> None:
    """Take the markup out of every page and the files out of the site."""
    for page in pages:
        take_out(page)
    for pattern in _FILES:
        for path in list(site.glob(pattern)):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def is_one(path: str) -> bool:
    """Say whether a file of the theme, by its path below the site, goes."""
    place = PurePosixPath(path)
    return any(place.match(pattern.removeprefix("**/")) or any(above.match(pattern) for above in place.parents) for pattern in _FILES)


def take_out(page: FinishedPage) -> None:
    """Take the markup out of a page."""
    page.text = _MARKUP.sub("", page.text)
