"""``check``: what CI runs after a push, before it, in seconds."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.commands.options import Commands, add_command, add_school

if TYPE_CHECKING:
    from handbook.check.whole import Checked


def add(commands: Commands) -> None:
    """Say what may be typed."""
    check = add_command(commands, "check", "say before a push what would be red after it: in pages, facts, reviews and the policy", "check --fix")
    add_school(check)
    check.add_argument(
        "--fix",
        action="store_true",
        help="first mend what a program can: spaces, quotes, spelling, form of Markdown and YAML, generated files",
    )
    check.add_argument("--base", metavar="COMMIT", help="commit or branch that the change is held against (where it left the main branch)")
    check.add_argument("--comment", type=Path, metavar="FILE", help="also write, as Markdown, what changes for readers")
    check.add_argument("--preview", metavar="ADDRESS", default="", help="where the changed site can be seen, for the links of --comment")
    check.add_argument(
        "--github",
        action="store_true",
        default=os.environ.get("GITHUB_ACTIONS") == "true",
        help="write what is found as GitHub's annotations (it does so by itself there)",
    )


def run(options: Namespace) -> int:
    """Check, mend first if asked to; 1 if something is left to mend, 2 if it cannot be checked."""
    from handbook.check import told
    from handbook.check.whole import check
    from handbook.machine.git import GitError

    try:
        if options.fix:
            _mend(options.base)
        done = check(options.school, options.base)
    except GitError as error:
        print(error, file=sys.stderr)
        return 2
    if done.problems:
        print(told.as_annotations(done.problems) if options.github else told.as_text(done.problems))
    for sentence in done.left_out:
        print(sentence)
    pages = f", {len(done.site.pages)} pages rendered" if done.site else ", no page rendered"
    count = len(done.problems)
    outcome = f"{count} problem{'s' if count != 1 else ''} to mend" if count else "all well"
    print(f"{done.files} files read{pages}: {outcome}.")
    if options.comment:
        _comment(options.comment, done, options.preview)
    return 1 if done.problems else 0


def _mend(base: str | None) -> None:
    from handbook.check import program, reviews
    from handbook.commands import update
    from handbook.ground.paths import shown
    from handbook.ground.problems import ProblemsError
    from handbook.machine import git

    commit = git.base(base)
    for path in [*reviews.mend(), *(program.mend(git.changed_since(commit)) if commit else [])]:
        print(f"{shown(path)}: mended")
    try:
        for path in update.written():
            print(f"{shown(path)}: written")
    except ProblemsError:
        # What stops it is told by the check that follows.
        return


def _comment(file: Path, done: Checked, preview: str) -> None:
    from handbook.check import for_readers

    file.write_text(for_readers.comment(done, preview), encoding="utf-8", newline="\n")
