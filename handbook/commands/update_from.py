"""``update-from``: a newer edition, with all that is the school's own kept."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

from handbook.commands.options import Commands, add_command
from handbook.ground.paths import ROOT, shown
from handbook.machine.environment import RUNNING_INSIDE


def add(commands: Commands) -> None:
    """Say what may be typed."""
    example = "update-from ../handbook-main.zip"
    update = add_command(commands, "update-from", "take a newer edition, and keep all that is your own", example)
    update.add_argument(
        "source", nargs="?", type=Path, metavar="PATH|ARCHIVE", help="the newer edition: its folder, or the ZIP as you downloaded it (this folder)"
    )
    update.add_argument("--folder", type=Path, metavar="DIR", help="the folder of your school's handbook (this one)")


def run(options: Namespace) -> int:
    """Bring a folder to a newer edition; 1 if a person has something to mend, 2 if nothing could be done."""
    from handbook.editions.archive import UpdateError, is_edition, opened

    folder = (options.folder or ROOT).resolve()
    try:
        if not is_edition(folder):
            raise UpdateError(f"{shown(folder)} is no folder of a handbook. Name yours with --folder.")
        with opened(options.source or ROOT) as edition:
            if edition.resolve() == ROOT:
                return _update(folder)
            # The newer program knows the newer keys and texts.
            return _hand_over(edition.resolve(), folder)
    except UpdateError as error:
        print(f"{error}\n\nNothing was changed.", file=sys.stderr)
        return 2


def _hand_over(edition: Path, folder: Path) -> int:
    program = edition / "scripts" / "handbook.py"
    command = [sys.executable, str(program), "update-from", str(edition), "--folder", str(folder)]
    if not (edition / "handbook" / "commands" / "update_from.py").is_file():
        print(f"{shown(edition)} is older than this folder: it knows nothing of updates. Nothing was changed.", file=sys.stderr)
        return 2
    return subprocess.call(command, env={**os.environ, RUNNING_INSIDE: "1", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"})


def _update(folder: Path) -> int:
    from handbook.editions.told import lines
    from handbook.editions.update import update
    from handbook.policy.outline import outline

    print(f"Bringing {shown(folder)} to this edition …", file=sys.stderr, flush=True)
    made = update(folder)
    print("\n".join(lines(made, outline())))
    return 1 if made.to_mend or made.to_look_at else 0
