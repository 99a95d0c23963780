"""``build``: the finished site, in a folder."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from handbook.commands.options import Commands, add_command, add_school, invented, web_address
from handbook.ground.paths import SITE, shown

_FOR_A_SERVER = "It is for a web server. To open it from a folder or a USB stick, build with --offline."


def add(commands: Commands) -> None:
    """Say what may be typed."""
    build = add_command(commands, "build", "write the finished site", "build --release")
    add_school(build)
    build.add_argument("--out", type=Path, metavar="DIR", help="folder for the site (site)")
    place = build.add_mutually_exclusive_group()
    place.add_argument(
        "--site-url",
        type=web_address,
        metavar="ADDRESS",
        help="where on the web the site will stand, for example https://www.example.org/online-safety/",
    )
    place.add_argument("--offline", action="store_true", help="make a site that opens from a folder or a USB stick, search included")
    build.add_argument("--documents", action="store_true", help="also make the documents in Word and PDF, and offer them on the pages they belong to")
    build.add_argument(
        "--release",
        action="store_true",
        help="also refuse a made-up school, blank or doubtful details in the school's file, and facts that are overdue or changed since their review",
    )


def run(options: Namespace) -> int:
    """Write the finished site."""
    from handbook.facts.fingerprints import listed
    from handbook.ground.site_address import AddressError, site_address
    from handbook.outputs.site import BuildError, build_site

    try:
        named = "" if options.offline else os.environ.get("HANDBOOK_SITE_URL", "")
        site_url = options.site_url or (site_address(named) if named else "")
    except AddressError as error:
        print(f"HANDBOOK_SITE_URL: {error}", file=sys.stderr)
        return 2
    try:
        built = build_site(options.school, (options.out or SITE).resolve(), options.release, options.offline, site_url, options.documents)
    except BuildError as error:
        print(f"{error}\n\nNothing was written; the previous site, if any, is as it was.", file=sys.stderr)
        return 1
    out = shown((options.out or SITE).resolve())
    print(f"{built.pages} pages written to {out}: the handbook of {built.school}.{invented(built.school)}")
    print(f"Open it:  {Path(out, 'index.html')}" if options.offline else _FOR_A_SERVER)
    if built.unreviewed:
        print(f"\nChanged without a review, so that this could not be released:\n{listed(built.unreviewed)}", file=sys.stderr)
    if built.beside_ours:
        told = "\n".join(map(str, built.beside_ours))
        print(f"\nWords of your own are still to be set beside ours, so that this could not be released:\n{told}", file=sys.stderr)
    return 0
