"""The command ``links copies``: archived copies for addresses that are dead, and none for those that live again.

For each address that has been dead long enough to count, the archive is asked which copy is nearest to the day on which somebody looked at
the page. It goes into the link's record, on lines of its own; when the page lives again, the lines go. Somebody still has to look at each
copy: the change is meant for a pull request.
"""

from __future__ import annotations

import json
import re
import sys
import time
import urllib.request
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from handbook.facts import load as facts_load
from handbook.facts.load import Facts
from handbook.facts.records import Link
from handbook.ground.paths import shown
from handbook.links.connect import trusted
from handbook.links.fetch import HEADERS
from handbook.links.states import STRANDS
from handbook.links.verdicts import Verdict

ARCHIVE = "https://archive.org/wayback/available"
# Where the copies stand; what else the archive may say is not taken over.
_COPY = re.compile(r"https?://web\.archive\.org/web/(?P<day>\d{8})\d{0,6}[a-z_]*/\S+")
_MOST_BYTES = 100_000
_SECONDS = 20


@dataclass(frozen=True)
class Copy:
    """An archived copy: its address, and the day it was made."""

    url: str
    on: date


class ArchiveError(Exception):
    """The archive did not answer as it should; the message says how."""


def copies(options: Namespace) -> int:
    """Write copies of a report's dead addresses into the register, take those of living ones out; 2 if the report cannot be read."""
    try:
        report = json.loads(options.report.read_text(encoding="utf-8"))
        found = {str(one["id"]): one for one in report["links"] if one["id"]}
        dead = [name for name, one in found.items() if Verdict(one["verdict"]) in STRANDS and not one["suspect"]]
        alive = [name for name, one in found.items() if Verdict(one["verdict"]) is Verdict.OK]
    except (OSError, ValueError, KeyError, TypeError):
        what = "is not a report of links" if options.report.is_file() else "is not there"
        print(f"{shown(options.report)} {what}.\nMake one:  python3 scripts/handbook.py links check --json {options.report}", file=sys.stderr)
        return 2
    facts = facts_load.load()
    again = [name for name in alive if name in facts.links and facts.links[name].archive]
    new: dict[str, Copy | None] = dict.fromkeys(again)
    wanted = [name for name in dead if name in facts.links and not facts.links[name].archive]
    for name in wanted:
        link = facts.links[name]
        try:
            copy = nearest(link.url, looked_at(link, facts), options.archive or ARCHIVE)
        except ArchiveError as error:
            print(f"{name}: {error}", file=sys.stderr)
            continue
        if copy:
            new[name] = copy
        print(f"{name}: {copy.url}" if copy else f"{name}: the archive has no copy.")
        time.sleep(options.pause)
    for name in again:
        print(f"{name}: lives again; its copy goes.")
    write(facts, new)
    print(f"{len(new) - len(again)} of {len(wanted)} dead addresses have a copy now, {len(again)} that live again need none any more.")
    return 0


def looked_at(link: Link, facts: Facts) -> date | None:
    """Return the day on which somebody last looked at a page: at the link itself, or at a fact of which it is a source."""
    reviews = [record.review.on for _, record in facts.dated() if any(source.link == link.id for source in record.sources)]
    return link.checked or max(reviews, default=None)


def nearest(url: str, day: date | None, archive: str = ARCHIVE, opened: Callable[..., bytes] | None = None) -> Copy | None:
    """Return the archived copy of a page that is nearest to a day, or the newest; None if there is none.

    Args:
        url: The page.
        day: The day.
        archive: The address that tells of copies.
        opened: What gets an address; by default the web.

    Raises:
        ArchiveError: It does not answer, or not in its usual words.
    """
    asked = {"url": url, **({"timestamp": f"{day:%Y%m%d}"} if day else {})}
    try:
        answer = json.loads((opened or _got)(f"{archive}?{urlencode(asked)}"))
        closest = answer["archived_snapshots"].get("closest")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveError(f"the archive could not be asked ({error}).") from error
    if not closest or not closest.get("available") or str(closest.get("status", "200")) != "200":
        return None
    copy = _COPY.fullmatch(str(closest.get("url", "")))
    if not copy:
        raise ArchiveError("the archive named a copy that does not stand in it.")
    try:
        made = date.fromisoformat(f"{copy['day'][:4]}-{copy['day'][4:6]}-{copy['day'][6:]}")
    except ValueError as error:
        raise ArchiveError("the archive named a copy of no day in the calendar.") from error
    return Copy(copy[0].replace("http://", "https://", 1), made)


def _got(address: str) -> bytes:
    asked = urllib.request.Request(address, headers={"User-Agent": HEADERS["User-Agent"], "Accept": "application/json"})
    context = trusted() if address.startswith("https:") else None
    with urllib.request.urlopen(asked, timeout=_SECONDS, context=context) as answer:
        content: bytes = answer.read(_MOST_BYTES)
        return content


def write(facts: Facts, new: Mapping[str, Copy | None]) -> None:
    """Write copies into the records of their links, or take out those that are None. Nothing else in the files changes.

    Args:
        facts: The facts as they are now.
        new: The copy of each link that shall have one, or None, by the link's id.
    """
    changes: dict[Path, list[tuple[int, str]]] = {}
    for name in new:
        spot = facts.spots["links", name]
        assert spot.source.path is not None
        changes.setdefault(spot.source.path, []).append((spot.line("url"), name))
    for path, places in changes.items():
        lines = path.read_text(encoding="utf-8").split("\n")
        # From the end to the beginning, so that no line moves that is still to be found.
        for number, name in sorted(places, reverse=True):
            spot, copy = facts.spots["links", name], new[name]
            indent = " " * (len(lines[number - 1]) - len(lines[number - 1].lstrip("- ")))
            if copy:
                lines[number:number] = [f"{indent}archive: {copy.url}", f"{indent}archived: {copy.on}"]
                continue
            for key in sorted(("archive", "archived"), key=spot.line, reverse=True):
                del lines[spot.line(key) - 1]
        path.write_text("\n".join(lines), encoding="utf-8", newline="\n")
