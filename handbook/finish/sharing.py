"""What search engines and other websites show of a page: its card, its place in the site, the list of all pages.

All of it needs full web addresses, so it is made only when the build is told where the site will stand (--site-url).
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from handbook.finish import cards
from handbook.finish.pages import FinishedPage
from handbook.school.load import LoadedSchool

SITE_NAME = "Online safety handbook"
CARDS = "assets/cards"


def describe(site: Path, pages: list[FinishedPage], loaded: LoadedSchool) -> None:
    """Add card, description and structured data to every page; write or remove the list of pages for search engines."""
    home = next((page.address for page in pages if not page.path), None)
    if home is None:
        # Without addresses the engine writes an empty list, which is worse than none.
        for name in ("sitemap.xml", "sitemap.xml.gz"):
            (site / name).unlink(missing_ok=True)
        return
    (site / "robots.txt").write_text(robots(home), encoding="utf-8")
    headings = {page.path: page.heading for page in pages}
    school = name_of(loaded)
    with cards.Press(loaded.school.branding.colour, school, SITE_NAME) as press:
        for page in pages:
            if page.path == "404.html":
                continue
            press.order(page.heading, section_of(page.path, headings), site / card_of(page.path))
            page.add_to_head(told_in_head(page, home, headings, loaded))


def robots(home: str) -> str:
    """Return what programs that read the web are told."""
    return f"User-agent: *\nAllow: /\nSitemap: {home}sitemap.xml\n"


def name_of(loaded: LoadedSchool) -> str:
    """Return what other websites call the school."""
    return loaded.school.identity.name or "Your school"


def card_of(path: str) -> str:
    """Return where the card of a page stands."""
    return f"{CARDS}/{path.rstrip('/').replace('/', '-') or 'home'}.png"


def section_of(path: str, headings: dict[str, str]) -> str:
    """Return the heading of the part of the handbook that a page is in."""
    above = _above(path, headings)
    return headings[above[1]] if len(above) > 1 else ""


def told_in_head(page: FinishedPage, home: str, headings: dict[str, str], loaded: LoadedSchool) -> str:
    """Return what a page says of itself to other websites."""
    return _open_graph(page, home + card_of(page.path), name_of(loaded)) + structured(_data(page, home, headings, loaded))


def _above(path: str, headings: dict[str, str]) -> list[str]:
    """Return the pages above a page, the home page first."""
    parts = path.rstrip("/").split("/")[:-1] if path else []
    places = ["", *("/".join(parts[: count + 1]) + "/" for count in range(len(parts)))] if path else []
    return [place for place in places if place in headings]


def _open_graph(page: FinishedPage, card: str, school: str) -> str:
    rows = {
        "og:type": "website",
        "og:locale": "en_GB",
        "og:site_name": f"{SITE_NAME}, {school}",
        "og:title": page.heading,
        "og:description": page.description,
        "og:url": page.address or "",
        "og:image": card,
        "og:image:width": str(cards.WIDTH),
        "og:image:height": str(cards.HEIGHT),
        "og:image:alt": f"{page.heading}. {school}",
    }
    lines = "".join(f'  <meta property="{name}" content="{escape(value)}">\n' for name, value in rows.items())
    return f'{lines}  <meta name="twitter:card" content="summary_large_image">\n'


def _data(page: FinishedPage, home: str, headings: dict[str, str], loaded: LoadedSchool) -> dict[str, Any]:
    if not page.path:
        identity = loaded.school.identity
        school = {"@type": "School", "name": identity.name, "url": identity.website, "telephone": identity.phone, "email": identity.email}
        return {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": SITE_NAME,
            "url": home,
            "inLanguage": "en-GB",
            "publisher": {key: value for key, value in school.items() if value},
        }
    trail = [*_above(page.path, headings), page.path]
    items = [
        {"@type": "ListItem", "position": place + 1, "name": headings[path] or SITE_NAME, "item": home + path} for place, path in enumerate(trail)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}


def structured(data: dict[str, Any]) -> str:
    """Return structured data as an element that no browser runs; nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f'  <script type="application/ld+json">{text}</script>'
