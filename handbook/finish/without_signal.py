"""Pages of help for when there is no signal: the script that keeps them stands at the top of the site and is told what to keep."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from pathlib import Path

from handbook.finish import common as shared
from handbook.finish.common import Common
from handbook.finish.pages import FinishedPage, FinishError

# At the top of the site, because browsers let such a script look after what stands beside and below it, and nothing else.
KEEPER = "without-signal.js"
SOURCE = f"assets/javascripts/{KEEPER}"
# What somebody in need may open without a signal, the most urgent first; and the home page, where people begin. Not the whole site: that costs data.
KEPT_FOLDERS = ("help-now/", "pupils/", "contacts/", "platforms/")
# For paper, or only long.
NOT_KEPT = {"help-now/chart/", "contacts/closed/", "contacts/staff-room-sheet/", "platforms/closed/"}
_COMMON = "var COMMON = "
# The page's own script, to which each page says where the keeper is; and whatever a page needs to look as it should.
_SCRIPT = re.compile(r'(<script src="([^"]*?)assets/javascripts/handbook\.js")')
_NEEDED = re.compile(r'<(?:link rel="(?:stylesheet|icon)" href|script src|img\b[^>]*? src)="([^":?#]+)"')


def prepare(site: Path, pages: list[FinishedPage], common: Common | None = None) -> None:
    """Tell every page where the keeper is, and the keeper what to keep.

    Args:
        site: The folder of the site.
        pages: Its pages.
        common: What it has in common with others: every page asks for it there from now on.

    Raises:
        FinishError: A page lacks the script that starts the keeper.
    """
    by_path = {page.path: page for page in pages}
    for page in pages:
        point_to_keeper(page)
        if common:
            shared.point(page, common)
    elsewhere = common.elsewhere() if common else {}
    kept = kept_pages(list(by_path))
    needed = sorted({file for path in kept for file in files_of(by_path[path])})
    digests = [_digest(by_path[path].text.encode()) for path in kept]
    digests += [elsewhere.get(file) or _digest((site / file).read_bytes()) for file in needed]
    source = (site / SOURCE).read_text(encoding="utf-8")
    (site / KEEPER).write_text(keeper(source, needed, kept, digests, common.place if common else ""), encoding="utf-8")
    remove_source(site)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def point_to_keeper(page: FinishedPage) -> None:
    """Tell a page where the keeper is.

    Raises:
        FinishError: The page lacks the script that starts the keeper.
    """
    # The page for what is not there does not know where it stands.
    if page.path == "404.html":
        return
    page.text, found = _SCRIPT.subn(rf'\1 data-keeper="\2{KEEPER}"', page.text)
    if found != 1:
        raise FinishError(f"{page.path or 'the home page'} asks {found} times for handbook.js. It must ask for it once.")


def keeper(source: str, needed: list[str], kept: list[str], digests: list[str], place: str = "") -> str:
    """Return the keeper, told what to keep.

    Args:
        source: The script.
        needed: The files that the kept pages need.
        kept: The pages to keep.
        digests: SHA-256 of each kept page, then of each needed file: when one changes, phones fetch all anew.
        place: Where files stand that several sites have in common, as seen from the top of this one; empty where there are none.
    """
    version = hashlib.sha256("".join(digests).encode()).hexdigest()[:12]
    return f"var VERSION = {json.dumps(version)};\n{_COMMON}{json.dumps(place)};\nvar KEPT = {json.dumps([*needed, *kept])};\n{source}"


def place_of_common(site: Path) -> str:
    """Return where a finished site looks for what it has in common with others, as seen from its top; empty where it has nothing so."""
    with (site / KEEPER).open(encoding="utf-8") as lines:
        said = next((line for line in lines if line.startswith(_COMMON)), "")
    return str(json.loads(said.removeprefix(_COMMON).rstrip().rstrip(";"))) if said else ""


def kept_pages(paths: list[str]) -> list[str]:
    """Return the pages to keep, the most urgent first."""
    return [path for folder in KEPT_FOLDERS for path in sorted(paths) if path.startswith(folder) and path not in NOT_KEPT] + [""]


def remove_source(site: Path) -> None:
    """Take the keeper away from where the theme's files stand: from there it could keep nothing."""
    (site / SOURCE).unlink()


def files_of(page: FinishedPage) -> set[str]:
    """Return the files of this site that a page needs: styles, scripts, pictures."""
    return {posixpath.normpath(posixpath.join(page.path, address)) for address in _NEEDED.findall(page.text)}
