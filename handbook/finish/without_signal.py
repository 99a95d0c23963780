"""Pages of help for when there is no signal: the script that keeps them stands at the top of the site and is told what to keep."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from pathlib import Path

from handbook.finish.pages import FinishedPage, FinishError

# At the top of the site, because browsers let such a script look after what stands beside and below it, and nothing else.
KEEPER = "without-signal.js"
_SOURCE = f"assets/javascripts/{KEEPER}"
# What somebody in need may open without a signal, the most urgent first; and the home page, where people begin. Not the whole site: that costs data.
KEPT_FOLDERS = ("help-now/", "pupils/", "contacts/", "platforms/")
# For paper, or only long.
NOT_KEPT = {"help-now/chart/", "contacts/closed/", "contacts/staff-room-sheet/", "platforms/closed/"}
# The page's own script, to which each page says where the keeper is; and whatever a page needs to look as it should.
_SCRIPT = re.compile(r'(<script src="([^"]*?)assets/javascripts/handbook\.js")')
_NEEDED = re.compile(r'<(?:link rel="(?:stylesheet|icon)" href|script src|img\b[^>]*? src)="([^":?#]+)"')


def prepare(site: Path, pages: list[FinishedPage]) -> None:
    """Tell every page where the keeper is, and the keeper what to keep.

    Raises:
        FinishError: A page lacks the script that starts the keeper.
    """
    by_path = {page.path: page for page in pages}
    for page in pages:
        # The page for what is not there does not know where it stands.
        if page.path == "404.html":
            continue
        page.text, found = _SCRIPT.subn(rf'\1 data-keeper="\2{KEEPER}"', page.text)
        if found != 1:
            raise FinishError(f"{page.path or 'the home page'} asks {found} times for handbook.js. It must ask for it once.")
    kept = kept_pages(list(by_path))
    needed = sorted({file for path in kept for file in _files_of(by_path[path])})
    contents = [by_path[path].text.encode() for path in kept] + [(site / file).read_bytes() for file in needed]
    version = hashlib.sha256(b"\0".join(contents)).hexdigest()[:12]
    source = (site / _SOURCE).read_text(encoding="utf-8")
    told = f"var VERSION = {json.dumps(version)};\nvar KEPT = {json.dumps([*needed, *kept])};\n"
    (site / KEEPER).write_text(told + source, encoding="utf-8")
    remove_source(site)


def kept_pages(paths: list[str]) -> list[str]:
    """Return the pages to keep, the most urgent first."""
    return [path for folder in KEPT_FOLDERS for path in sorted(paths) if path.startswith(folder) and path not in NOT_KEPT] + [""]


def remove_source(site: Path) -> None:
    """Take the keeper away from where the theme's files stand: from there it could keep nothing."""
    (site / _SOURCE).unlink()


def _files_of(page: FinishedPage) -> set[str]:
    """Return the files of this site that a page needs: styles, scripts, pictures."""
    return {posixpath.normpath(posixpath.join(page.path, address)) for address in _NEEDED.findall(page.text)}
