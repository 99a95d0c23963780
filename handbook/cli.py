"""The command line: reads what a person typed after scripts/handbook.py with Python alone, and runs that command in the project's environment."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from types import ModuleType

from handbook.commands import (
    audit,
    build,
    check,
    documents,
    facts,
    fleet,
    links,
    local,
    school,
    serve,
    sign_off,
    test,
    update,
    update_from,
    uses,
)
from handbook.commands.options import Help
from handbook.machine import environment

DESCRIPTION = """\
The online-safety handbook: one source, one file for each school.

Most used:
  python3 scripts/handbook.py serve      see your handbook at http://127.0.0.1:8000
  python3 scripts/handbook.py build      write the finished site
On Windows type  py scripts\\handbook.py  instead.
"""

# In the order in which the help lists them. A command is named as its file, with a hyphen where that has a low line.
COMMANDS: tuple[ModuleType, ...] = (
    serve,
    build,
    documents,
    sign_off,
    check,
    test,
    school,
    local,
    fleet,
    facts,
    links,
    uses,
    audit,
    update,
    update_from,
)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(prog="handbook.py", description=DESCRIPTION, formatter_class=Help)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return top


def read(arguments: list[str]) -> argparse.Namespace:
    """Return what was typed; whatever ``test`` does not know itself is for pytest.

    Raises:
        SystemExit: It cannot be understood, or only help was wanted; the words for it have been printed.
    """
    known, rest = parser().parse_known_args(arguments)
    if known.command == "test":
        known.pytest = rest
    elif rest:
        # Only to be refused, in the words that argparse has for it.
        parser().parse_args(arguments)
    return known


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 something needs mending, 2 could not run."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # both are text streams
    options = read(arguments)
    # Facts and pages are a million objects, nearly all of them in use to the end: looking for forgotten ones all the time finds none.
    gc.set_threshold(300_000, 50, 50)
    if not environment.inside():
        try:
            python = environment.ensure(["build", "test"] if options.command in ("check", "test") else ["build"])
        except environment.SetupError as error:
            print(f"\n{error}", file=sys.stderr)
            return 2
        except KeyboardInterrupt:
            print("\nStopped. The next start begins set-up again.", file=sys.stderr)
            return 130
        return environment.run_inside(python, arguments)
    try:
        code = _run(options)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever reads what is printed has seen enough, such as `head`. Nothing more goes there, not even when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(options: argparse.Namespace) -> int:
    from handbook.ground.problems import ProblemsError

    chosen = next(command for command in COMMANDS if command.__name__.endswith(f".{options.command.replace('-', '_')}"))
    try:
        code: int = chosen.run(options)
        return code
    except ProblemsError as error:
        count = len(error.problems)
        print(f"{error}\n\n{count} problem{'s' if count != 1 else ''} to mend.", file=sys.stderr)
        return 1
