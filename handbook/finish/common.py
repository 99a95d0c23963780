"""Files that all sites of a fleet have in common: they stand once beside the sites, and every page asks for them there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from handbook.finish.pages import FinishedPage

# Scripts, pictures, styles of the theme. What else a site holds is its school's own.
FOLDER = "assets/"
_ASKING = re.compile(rf'(?<=\s)(href|src|data-scripts)="([^"]*\b{FOLDER}[^"]*)"')
_FROM_THE_TOP = re.compile(r'(?<=\s)(href|src|data-scripts)="(/[^"]*)"')


@dataclass(frozen=True)
class Common:
    """Files that several sites have in common.

    Attributes:
        place: Where they stand, as seen from the top of a site: ``../shared/0a1b2c3d/``.
        digests: SHA-256 of each, by its name in a site that stands alone.
        top: Where a site stands, as seen from the folder of all, for the page that is shown in place of any other; empty where that page
            knows its address.
    """

    place: str
    digests: Mapping[str, str]
    top: str = ""

    def elsewhere(self) -> dict[str, str]:
        """Return the digest of each file by its address as seen from the top of a site."""
        return {self.place + name: digest for name, digest in self.digests.items()}

    def within(self, site: Path) -> Common:
        """Return those that a finished site really has in common with the others: its school may have put a file of its own in place of one."""
        same = {name: digest for name, digest in self.digests.items() if (site / name).is_file() and _digest(site / name) == digest}
        return replace(self, digests=same)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def point(page: FinishedPage, common: Common) -> None:
    """Let a page ask for what is common where that stands."""
    if common.top and page.path == "404.html":
        page.text = _FROM_THE_TOP.sub(lambda found: _each(found, lambda address: common.top + address[1:]), page.text)
    page.text = _ASKING.sub(lambda found: _each(found, lambda address: _pointed(address, common)), page.text)


def _each(found: re.Match[str], change: Callable[[str], str]) -> str:
    return f'{found[1]}="{" ".join(map(change, found[2].split(" ")))}"'


def _pointed(address: str, common: Common) -> str:
    above, _, below = address.partition(FOLDER)
    name = FOLDER + re.split("[?#]", below)[0]
    return f"{above}{common.place}{FOLDER}{below}" if "://" not in above and name in common.digests else address


def take_out(site: Path, names: Collection[str]) -> None:
    """Take files out of a site, and folders that are empty then."""
    for name in names:
        (site / name).unlink()
    for folder in sorted((site / FOLDER).rglob("*"), reverse=True):
        if folder.is_dir():
            with suppress(OSError):
                folder.rmdir()
