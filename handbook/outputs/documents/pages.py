"""Where the finished pages come from. The only place that knows how they are made."""

from __future__ import annotations

from handbook.ground.problems import ProblemsError
from handbook.project import Project
from handbook.rendering import rendered
from handbook.rendering.rendered import RenderedSite


def pages_of(mine: Project, site_url: str = "") -> dict[str, str]:
    """Return the HTML of the text of each of a school's pages, by the page's path below docs/, in the order of the menu.

    Raises:
        ProblemsError: A page has a fault, or a link in one leads nowhere.
    """
    site = rendered.site_of(mine, site_url)
    if site.slips:
        raise ProblemsError(site.slips)
    return articles_of(site)


def articles_of(site: RenderedSite) -> dict[str, str]:
    """Return the same from pages that are rendered already."""
    return {page: site.pages[page].content for page in site.project.sources.pages if page in site.pages}
