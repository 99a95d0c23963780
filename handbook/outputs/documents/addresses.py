"""Where pages stand in the site, and where links lead: within the handbook ``page.md#anchor``, else an address."""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin, urlsplit

# Stands for the handbook's own place while links are worked out; no such host can exist.
_HOME = "https://handbook.invalid/"


def address_of(page: str) -> str:
    """Return where a page stands in the site: ``policy/about.md`` at ``policy/about/``."""
    stem = page.removesuffix(".md")
    return "" if stem == "index" else f"{stem.removesuffix('/index')}/"


def page_at(address: str) -> str:
    """Return which page stands at an address of the site, ``policy/about/`` or ``policy/about/index.html``.

    Whether it is ``policy.md`` or ``policy/index.md`` only the catalogue of pages knows: both names stand for it.
    """
    return f"{address.removesuffix('index.html').strip('/') or 'index'}.md"


def place(link: str, page: str) -> str:
    """Return where a link of a page leads: an address as it is, or ``page.md#anchor`` within the handbook."""
    target = urljoin(_HOME + address_of(page), link)
    if not target.startswith(_HOME):
        return target
    address, anchor = urldefrag(target.removeprefix(_HOME))
    return page_at(address) + (f"#{anchor}" if anchor else "")


def anchor_of(page: str, name: str = "") -> str:
    """Return the address of a place in a page, in the same words as :func:`place`."""
    return page_at(address_of(page)) + (f"#{name}" if name else "")


def is_within(link: str) -> bool:
    """Return whether a run's link leads to a place in the handbook and not out of it."""
    return bool(link) and not urlsplit(link).scheme
