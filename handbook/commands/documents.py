"""``documents``: what the school hands out, in Word and PDF."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from handbook.commands.options import Commands, add_command, add_school


def add(commands: Commands) -> None:
    """Say what may be typed."""
    documents = add_command(
        commands, "documents", "make the Word and PDF documents: policy, forms, letters, sheets, guides", "documents --only policy"
    )
    add_school(documents)
    documents.add_argument("--out", type=Path, metavar="DIR", help="folder for the documents (documents)")
    documents.add_argument("--only", action="append", default=[], metavar="ID", help="make only this one, such as policy; may be given again")
    documents.add_argument("--keep", action="store_true", help="keep the policy as it is under its version: governors have approved it")
    documents.add_argument(
        "--since", metavar="VERSION", help="make only the policy, with everything marked that changed since a version that was kept"
    )
    documents.add_argument("--list", action="store_true", help="list all documents and make none")
    documents.add_argument("--json", action="store_true", help="list them as JSON for machines")


def run(options: Namespace) -> int:
    """Make the documents that the school hands out."""
    from handbook.outputs.documents import command

    return command.run(options)
