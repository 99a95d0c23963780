"""``test``: what a contributor waits for, or everything."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace

from handbook.commands.options import Commands, add_command
from handbook.ground.paths import ROOT


def add(commands: Commands) -> None:
    """Say what may be typed; whatever else is typed goes to pytest."""
    test = add_command(
        commands, "test", "run the quick tests, fetching what they need the first time; anything else typed goes to pytest", "test -k school"
    )
    test.add_argument(
        "--all", action="store_true", help="run every test: also every page in the browser, real web servers and what else takes minutes"
    )


def run(options: Namespace) -> int:
    """Run the tests."""
    from handbook.machine.browser import BrowserMissingError, find_browser

    try:
        browser = find_browser(install=True)
    except BrowserMissingError as error:
        print(error, file=sys.stderr)
        return 2
    return subprocess.call([sys.executable, "-m", "pytest", *for_pytest(options)], cwd=ROOT, env={**os.environ, "HANDBOOK_BROWSER": browser})


def for_pytest(options: Namespace) -> list[str]:
    """Return what pytest is told: what was typed, or the usual."""
    typed: list[str] = options.pytest
    if typed:
        return typed
    # Three at a time even on two cores: some tests only wait for a server.
    usual = ["-q", "-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"]
    return usual if options.all else [*usual, "-m", "not whole"]
