"""The addresses that a site leads to, so that somebody can have them saved while they live."""

from __future__ import annotations

from collections.abc import Iterable

FILE = "outgoing-links.txt"
_HEAD = """\
# Every page elsewhere that this handbook leads to, one a line. An archive of the web can keep a copy of each while it lives:
# give it this list, or open  https://web.archive.org/save  and paste the addresses that matter most to you.
"""


def outgoing(pages: Iterable[str]) -> list[str]:
    """Return the addresses elsewhere on the web that some pages link to, each once, in alphabetical order."""
    # Loaded for a release alone.
    from lxml import html

    return elsewhere(link.get("href") or "" for page in pages for link in html.fromstring(page).iter("a"))


def elsewhere(addresses: Iterable[str]) -> list[str]:
    """Return those of some addresses that are elsewhere on the web, each once, in alphabetical order."""
    plain = {address.partition("#")[0] for address in addresses}
    return sorted(address for address in plain if address.startswith(("https://", "http://")))


def listed(addresses: Iterable[str]) -> str:
    """Return the file of addresses."""
    return _HEAD + "".join(f"{address}\n" for address in addresses)
