"""What is done on the finished pages, whatever engine made them: weight, safety, what other websites show of them.

The live preview does without any of it. Every step works on files only, so that it can be tried on any folder of pages.
"""

from __future__ import annotations

from pathlib import Path

from handbook.finish import common as shared
from handbook.finish import images, offline, security, sharing, styles, without_signal
from handbook.finish.common import Common
from handbook.finish.pages import read, write
from handbook.school.load import LoadedSchool


def finish(site: Path, loaded: LoadedSchool, for_folder: bool = False, common: Common | None = None) -> None:
    """Finish a site that the engine has just written; what search fetches may still be missing.

    Args:
        site: The folder of the site.
        loaded: The school whose site it is.
        for_folder: Make it work when opened from a folder or a USB stick, without any web server.
        common: What it has in common with other sites, and is to ask for where that stands; for a web server only.

    Raises:
        FinishError: A page holds what may not be published.
    """
    pages = read(site)
    styles.merge(site, pages)
    images.size(site, pages)
    sharing.describe(site, pages, loaded)
    security.protect(site, pages, for_folder)
    if for_folder:
        offline.prepare(site, pages)
        without_signal.remove_source(site)
    else:
        mine = common.within(site) if common else None
        without_signal.prepare(site, pages, mine)
        if mine:
            shared.take_out(site, [*mine.digests, security.HEADERS])
    write(pages)
