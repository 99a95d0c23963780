"""What the register wants visited, and where each of its addresses stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from handbook.facts.load import Facts
from handbook.facts.records import Link, RetiredLink
from handbook.ground import addresses
from handbook.ground.paths import ROOT, SCHOOL_FILE
from handbook.links.crawl import Use

# Names kept for examples by RFC 2606 and 6761: they belong to made-up schools and lead nowhere.
_MADE_UP = re.compile(r"(?:^|\.)(?:example|test|invalid|localhost|example\.(?:com|net|org|edu))$")


@dataclass(frozen=True)
class Registered:
    """An address of the register.

    Attributes:
        link: Its record.
        use: Where the record holds it.
    """

    link: Link
    use: Use


def known(facts: Facts) -> dict[str, Registered]:
    """Return every address in use, by itself."""
    found = {}
    for link in facts.links.values():
        spot = facts.spots["links", link.id]
        found[link.url] = Registered(link, Use(_from_root(spot.source.file), spot.source.line_of((*spot.place, "url"))))
    return found


def archives(facts: Facts) -> set[str]:
    """Return the addresses of archived copies; they stand in records too."""
    copies = [one.archive for one in facts.retired_links.values()] + [one.archive for one in facts.links.values()]
    return set(filter(None, copies))


def _from_root(file: str) -> str:
    path = Path(file).resolve()
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else file


def school_addresses() -> set[str]:
    """Return what identifies every web address in the schools' own files: those may stand in a school's site."""
    files = [SCHOOL_FILE, *sorted((ROOT / "schools").glob("*.yml"))]
    found: set[str] = set()
    for path in files:
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            found |= {addresses.key(match) for match in re.findall(r"https?://[^\s\"']+", text)}
    return found


def is_made_up(url: str) -> bool:
    """Say whether an address has a name that is kept for examples."""
    return _MADE_UP.search(addresses.host_of(url)) is not None


def names_to_watch(facts: Facts) -> dict[str, list[RetiredLink]]:
    """Return the front pages of retired names that somebody else may take over, each with its records."""
    found: dict[str, list[RetiredLink]] = {}
    in_use = {addresses.site_of(link.url) for link in facts.links.values()}
    for record in facts.retired_links.values():
        if record.url and (record.dangerous or record.verdict in ("site-closed", "domain-lost")):
            parts = urlsplit(record.url)
            # A page that was dropped from a living site says nothing about the site's name.
            if addresses.site_of(record.url) not in in_use:
                found.setdefault(f"{parts.scheme}://{parts.netloc}/", []).append(record)
    return found
