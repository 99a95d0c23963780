"""``local``: the words that a school writes itself."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.commands.options import Commands, add_command, add_school
from handbook.ground.paths import DOCS, shown

if TYPE_CHECKING:
    from handbook.project import Project


def add(commands: Commands) -> None:
    """Say what may be typed."""
    local = add_command(commands, "local", "change our words, and keep them through every update", "local begin phone-free-school-day")
    actions = local.add_subparsers(dest="action", required=True, metavar="list|begin|reviewed")
    listed = add_command(actions, "list", "list your own words and what is to be done about them", "local list")
    begin = add_command(actions, "begin", "begin a page or a clause of your own", "local begin policy/devices.md")
    begin.add_argument("name", metavar="NAME", help="a page (parents/our-app.md) or a clause (phone-free-school-day, or local-… for a new one)")
    begin.add_argument("--after", metavar="PAGE", default="", help="of a page that you add: the page after which it stands in the menu")
    begin.add_argument("--section", metavar="PAGE", default="", help="of a clause that you add: the page of the policy that it stands on")
    seen = add_command(actions, "reviewed", "say that you have set your words beside ours", "local reviewed policy/devices.md")
    seen.add_argument("names", nargs="+", metavar="PATH", help="pages or clauses, or their files")
    for action in (listed, begin, seen):
        add_school(action)
        action.add_argument("--fleet", type=Path, metavar="DIR", help="the words of a trust's or council's fleet, for all its schools")
        action.add_argument("--only", metavar="URN", help="of a fleet: the words of this school alone, over those of all")


def run(options: Namespace) -> int:
    """List, begin or confirm words of a school's own."""
    from handbook import project

    if options.only and not options.fleet:
        print("--only names a school of a fleet: say which fleet with --fleet DIR.", file=sys.stderr)
        return 2
    mine = _of_fleet(options.fleet, options.only) if options.fleet else project.load(options.school)
    return {"list": _list, "begin": _begin, "reviewed": _reviewed}[options.action](options, mine)


def _of_fleet(root: Path, urn: str | None) -> Project:
    """Return the project with the words of a fleet's schools, or with those of one of them over these."""
    from handbook import project
    from handbook.fleet import folder
    from handbook.local.load import NOWHERE
    from handbook.school.examples import SHOWN

    fleet = folder.load(root)
    own = [fleet.words_of(one) for one in (fleet.chosen([urn]) if urn else ())]
    return project.with_local(project.load(SHOWN, local=NOWHERE), fleet.words, *own)


def _list(options: Namespace, mine: Project) -> int:
    """List a school's own words; 1 if somebody has to look at some."""
    from handbook.local import reviewed
    from handbook.local.begin import unfinished
    from handbook.policy import short

    local = mine.local
    if not local:
        print(f"Nothing of your own stands in {shown(local.folder)} yet. Begin with:  python3 scripts/handbook.py local begin policy/devices.md")
        return 0
    ours = {pair.name for pair in reviewed.pairs(local, mine.policy)}
    for page in local.pages:
        print(f"page    {'in place of ours' if page in ours else 'added':<17} {page}")
    in_short = short.named(mine.sources.text(short.PAGE.relative_to(DOCS).as_posix())) if short.PAGE.is_file() else {}
    for clause in local.clauses.values():
        also = "  (the short policy rests on it: read policy/short.md too)" if clause.id in in_short else ""
        print(f"clause  {clause.about.change.replace('-', ' '):<17} {mine.policy.clauses[clause.id].number:<6} {clause.id}{also}")
    for what, rows in (("contacts", local.contacts), ("forms", local.forms), ("links", local.links)):
        if rows:
            print(f"rows    added             {len(rows)} {what}")
    points = [*unfinished(local), *reviewed.open_points(local, mine.policy)]
    for point in points:
        print(f"\n{point}")
    return 1 if points else 0


def _begin(options: Namespace, mine: Project) -> int:
    """Begin a file."""
    from handbook.local.begin import begin

    if mine.school.is_example and not options.fleet:
        print("This is a made-up school. First make your own school's file:  python3 scripts/handbook.py school new")
        return 1
    path = begin(mine.local, mine.policy, options.name, options.after, options.section)
    print(f"{shown(path)}: written. Open it in a text editor and change it; an update never touches it.")
    return 0


def _reviewed(options: Namespace, mine: Project) -> int:
    """Note that somebody has looked."""
    from handbook.local.reviewed import confirm

    for pair in confirm(mine.local, mine.policy, options.names):
        print(f"{pair.name}: set beside our text as it is now.")
    return 0
