"""What is done on the finished pages, whatever engine made them: weight, safety, search, what other websites show of them.

The live preview does without any of it. Every step works on files only, so that it can be tried on any folder of pages.
"""

from __future__ import annotations

from pathlib import Path

from handbook.finish import images, offline, search, security, sharing, styles, valid
from handbook.finish.pages import read, write
from handbook.school.load import LoadedSchool

# What the theme ships and no page asks for: maps for its developers, its own search and that search's languages.
LEFT_OVER = ("assets/javascripts/lunr", "assets/javascripts/workers")


def finish(site: Path, loaded: LoadedSchool, for_folder: bool = False) -> None:
    """Finish a site that the engine has just written.

    Args:
        site: The folder of the site.
        loaded: The school whose site it is.
        for_folder: Make it work when opened from a folder or a USB stick, without any web server.

    Raises:
        FinishError: A page holds what may not be published.
    """
    pages = read(site)
    valid.mend(pages)
    styles.merge(site, pages)
    images.size(site, pages)
    search.trim(site)
    sharing.describe(site, pages, loaded)
    security.protect(site, pages, for_folder)
    if for_folder:
        offline.prepare(site, pages)
    write(pages)
    _clear(site)


def _clear(site: Path) -> None:
    import shutil

    for name in LEFT_OVER:
        shutil.rmtree(site / name, ignore_errors=True)
    for path in site.rglob("*.map"):
        path.unlink()
    for path in site.glob("assets/javascripts/bundle.*.js"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.split("\n//# sourceMappingURL=", 1)[0] + "\n", encoding="utf-8")
