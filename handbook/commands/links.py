"""``links check``, ``links fix`` and ``links copies``: every link, within the site and outside."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from handbook.commands.options import Commands, add_command


def add(commands: Commands) -> None:
    """Say what may be typed."""
    links = add_command(commands, "links", "check links within the site and every external address", "links check --json report.json")
    actions = links.add_subparsers(dest="action", required=True, metavar="check|fix|copies")
    check = add_command(actions, "check", "check a built site's links and visit every external address once", "links check --offline")
    where = check.add_mutually_exclusive_group()
    where.add_argument("--site", type=Path, metavar="DIR", help="folder of the built site (site)")
    where.add_argument("--urls", type=Path, metavar="FILE", help="check the addresses in a text file instead, one a line")
    check.add_argument("--json", type=Path, metavar="FILE", help="also write a report for machines")
    check.add_argument("--markdown", type=Path, metavar="FILE", help="also write a report for an issue")
    check.add_argument("--allow-host", action="append", default=[], metavar="HOST", help="a private host that may be visited; may be given again")
    check.add_argument("--offline", action="store_true", help="only what needs no network: internal links, anchors and the register")
    check.add_argument("--states", type=Path, metavar="FILE", help="what is remembered between runs (data/link-states.json for a handbook's site)")
    fix = add_command(actions, "fix", "write moved addresses of a report into the register", "links fix report.json")
    fix.add_argument("report", type=Path, metavar="REPORT", help="what links check --json wrote")
    copies = add_command(
        actions, "copies", "give dead addresses of a report an archived copy, and take it from living ones", "links copies report.json"
    )
    copies.add_argument("report", type=Path, metavar="REPORT", help="what links check --json wrote")
    copies.add_argument("--archive", metavar="ADDRESS", help="who is asked for copies (the Internet Archive)")
    copies.add_argument("--pause", type=float, metavar="SECONDS", default=2.0, help="how long to wait between two questions (2)")


def run(options: Namespace) -> int:
    """Check links, or write moved addresses or archived copies into the register."""
    from handbook.links import command, copies, fixes

    return {"check": command.check, "fix": fixes.fix, "copies": copies.copies}[options.action](options)
