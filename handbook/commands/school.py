"""``school new`` and ``school check``: a school's own file."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.commands.options import Commands, add_command
from handbook.ground.paths import ROOT, SCHOOL_FILE, shown

if TYPE_CHECKING:
    from handbook.school.load import LoadedSchool


def add(commands: Commands) -> None:
    """Say what may be typed."""
    school = add_command(commands, "school", "make or check a school's file", "school new")
    actions = school.add_subparsers(dest="action", required=True, metavar="new|check")
    new = add_command(actions, "new", "ask the few essential questions and write a school's file", "school new")
    new.add_argument("--file", type=Path, metavar="FILE", help="file to write (school.yml)")
    check = add_command(actions, "check", "check school files and list what is missing", "school check")
    check.add_argument("files", nargs="*", type=Path, metavar="FILE", help="files to check (school.yml)")


def run(options: Namespace) -> int:
    """Make or check a school's file."""
    return {"new": _new, "check": _check}[options.action](options)


def _new(options: Namespace) -> int:
    """Ask the essential questions and write a file."""
    from handbook import project
    from handbook.editions.shipped import remember
    from handbook.rendering.uses import clauses_changed_by, noted
    from handbook.school.new import ask_and_write

    target = options.file or SCHOOL_FILE
    code = ask_and_write(target)
    if code == 0:
        text = target.read_text(encoding="utf-8")
        loaded = project.load(target)
        target.write_text(noted(text, clauses_changed_by(loaded)), encoding="utf-8", newline="\n")
        if target.resolve().parent == ROOT:
            # Before anybody changes a page of ours: the next update can tell.
            remember(ROOT, loaded.facts.editions[0].version)
    return code


def _check(options: Namespace) -> int:
    """Check school files; 1 if one has faults, 0 if all are sound, whether or not they are complete."""
    from handbook.ground.problems import ProblemsError
    from handbook.school.load import SCHOOL_VARIABLE, load

    code = 0
    chosen: list[LoadedSchool] = []
    for path in options.files or [Path(os.environ.get(SCHOOL_VARIABLE) or SCHOOL_FILE)]:
        try:
            loaded = load(path)
        except ProblemsError as error:
            print(f"{error}\n", file=sys.stderr)
            code = 1
            continue
        print("\n".join(_findings(loaded)))
        chosen.append(loaded)
    code = max([code, *map(own_words, chosen)])
    if chosen and not code:
        print(_choices(chosen[-1]) if len(chosen) == 1 else "\nCheck one file alone to see which clauses its choices change.")
    return code


def own_words(loaded: LoadedSchool) -> int:
    """Tell what is to be done about the words that a school has written itself; 1 if they have faults."""
    from handbook import project
    from handbook.ground.problems import ProblemsError
    from handbook.local import reviewed
    from handbook.local.begin import unfinished

    try:
        mine = project.load(loaded.path)
    except ProblemsError as error:
        print(f"\n{error}\n", file=sys.stderr)
        return 1
    for point in [*unfinished(mine.local), *reviewed.open_points(mine.local, mine.policy)]:
        print(f"\n{point}")
    return 0


def _choices(loaded: LoadedSchool) -> str:
    from handbook import project
    from handbook.rendering.uses import clauses_changed_by

    choices = loaded.school.choices
    lines = [
        f"  {key}: {getattr(choices, key)} (clauses {', '.join(clauses)})" for key, clauses in clauses_changed_by(project.load(loaded.path)).items()
    ]
    return "\nIts choices, and the clauses of the policy that each changes:\n" + "\n".join(lines)


def _findings(loaded: LoadedSchool) -> list[str]:
    """Return what stands between a school's file and a release, in lines."""
    from handbook.ground.clock import today
    from handbook.school.release import as_list, open_points

    name = f"{shown(loaded.path)} ({loaded.school.identity.name or 'no name yet'})"
    if loaded.is_example:
        return [f"{name}: sound. This is a made-up school, which cannot be released."]
    points = open_points(loaded, today())
    if not points:
        return [f"{name}: complete."]
    return [f"{name}: sound; {len(points)} detail{'s' if len(points) != 1 else ''} still to be completed before a release.", as_list(points)]
