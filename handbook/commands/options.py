"""What commands share: how each is described, and kinds of value that several take."""

from __future__ import annotations

import argparse
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.ground.site_address import AddressError, site_address

if TYPE_CHECKING:
    from handbook.school.load import LoadedSchool

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 (argparse gives it no other name)
else:
    Commands = object


class Help(argparse.RawDescriptionHelpFormatter):
    """Help in which nothing that can be typed is broken: not at a hyphen, and an example not at all."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return textwrap.wrap(" ".join(text.split()), width, break_on_hyphens=False, break_long_words=False)


def add_command(commands: Commands, name: str, what: str, example: str) -> argparse.ArgumentParser:
    """Add a command, or an action of one, with a line of what it does and an example of it."""
    description = textwrap.fill(f"{what[:1].upper()}{what[1:]}.", 78, break_on_hyphens=False)
    epilog = f"Example:\n  python3 scripts/handbook.py {example}"
    return commands.add_parser(name, help=what, description=description, epilog=epilog, formatter_class=Help)


def add_school(command: argparse.ArgumentParser) -> None:
    """Let a command be told which school's file to take."""
    command.add_argument("--school", type=Path, metavar="FILE", help="the school's file (school.yml; where there is none, a made-up school)")


def web_address(typed: str) -> str:
    """Return the web address of a site, checked.

    Raises:
        argparse.ArgumentTypeError: No site can stand there.
    """
    try:
        return site_address(typed)
    except AddressError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def port(typed: str) -> int:
    """Return the number of a port of this computer.

    Raises:
        argparse.ArgumentTypeError: It is none.
    """
    if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= 65535:
        return int(typed)
    raise argparse.ArgumentTypeError(f'"{typed}" is not the number of a port. Write one from 1024 to 65535, for example 8001.')


def invented(school: LoadedSchool) -> str:
    """Return the line that says how to make a file for one's own school, where the school is a made-up one."""
    return "\nThis is a made-up school. Make your own school's file:  python3 scripts/handbook.py school new" if school.is_example else ""
