"""``audit``: what in old policies is no longer true."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from handbook.commands.options import Commands, add_command


def add(commands: Commands) -> None:
    """Say what may be typed."""
    audit = add_command(commands, "audit", "tell what in a school's old policies is no longer true", "audit policy.docx --out report")
    audit.add_argument("files", nargs="+", type=Path, metavar="FILE", help="policies: .docx, .odt, .rtf, .html, .md, .txt, or .pdf with text")
    audit.add_argument("--school", type=Path, metavar="FILE", help="a school's file to compare names, people and numbers with")
    audit.add_argument("--out", type=Path, metavar="DIR", help="folder for the reports (audit-report)")
    audit.add_argument("--json", type=Path, metavar="FILE", help="write the findings for machines")


def run(options: Namespace) -> int:
    """Tell what in old policies is no longer true."""
    from handbook.audit.command import audit

    return audit(options)
