"""The command ``links fix``: write the new addresses of moved pages into their records, one line each.

Only the line of the address changes; comments, order and everything else in the file stay as they are. Somebody still has to look
at each: the change is meant for a pull request.
"""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from handbook.facts import load as facts_load
from handbook.facts.load import Facts
from handbook.ground import addresses
from handbook.ground.paths import shown
from handbook.ground.problems import Problem, ProblemsError
from handbook.links import raw
from handbook.links.verdicts import Verdict


def fix(options: Namespace) -> int:
    """Write moved addresses from a report into the register; 0 done or nothing to do, 2 the report cannot be read."""
    try:
        report = json.loads(options.report.read_text(encoding="utf-8"))
        moved = {one["id"]: (one["url"], one["final_url"]) for one in report["links"] if one["verdict"] == Verdict.MOVED.value and one["id"]}
    except (OSError, ValueError, KeyError, TypeError):
        what = "is not a report of links" if options.report.is_file() else "is not there"
        print(f"{shown(options.report)} {what}.\nMake one:  python3 scripts/handbook.py links check --json {options.report}", file=sys.stderr)
        return 2
    changed = write_fixes(facts_load.load(), moved)
    for name, new in changed.items():
        print(f"{name}: {new}")
    print(f"{len(changed)} of {len(moved)} moved addresses written into data/links/.")
    return 0


def write_fixes(facts: Facts, moved: dict[str, tuple[str, str]]) -> dict[str, str]:
    """Write new addresses into the records' files and return those written, by id.

    One is left out if its record has changed since, if the new address is plain http, counts its readers, is retired, or stands in
    another record already: those need more thought than a change of line.

    Args:
        facts: The facts as they are now.
        moved: Old and new address by the id of the link.

    Raises:
        ProblemsError: An address does not stand on one line. Nothing was written.
    """
    book = raw.register_of(facts)
    changes: dict[Path, dict[int, tuple[str, str]]] = {}
    written: dict[str, str] = {}
    for name, (old, new) in sorted(moved.items()):
        link = facts.links.get(name)
        if link is None or link.url != old or not _fit(new):
            continue
        owner: Any = book.find(new)
        if owner is not None and owner.id != name:
            continue
        spot = facts.spots["links", name]
        line = spot.source.line_of((*spot.place, "url"))
        # The part after "#" is never sent, so a redirect cannot tell about it: it stays.
        target = new if "#" in new or "#" not in old else f"{new}#{old.partition('#')[2]}"
        if spot.source.path:
            changes.setdefault(spot.source.path, {})[line] = (old, target)
            written[name] = target
    texts = {path: _changed(path, lines) for path, lines in changes.items()}
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return written


def _changed(path: Path, lines: dict[int, tuple[str, str]]) -> str:
    content = path.read_text(encoding="utf-8").split("\n")
    for number, (old, new) in lines.items():
        if old not in content[number - 1]:
            fault = "the address of this record does not stand whole on this line."
            raise ProblemsError([Problem(shown(path), number, "url", fault, f"Write it on one line:  url: {new}")])
        content[number - 1] = content[number - 1].replace(old, new)
    return "\n".join(content)


def _fit(url: str) -> bool:
    return url.startswith("https://") and not addresses.indirect(url) and not any(mark in url for mark in "\"'<>\\^`{}| ")
