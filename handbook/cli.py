"""What a person may type after scripts/handbook.py. Reads the command with Python alone; each command loads what it needs."""

from __future__ import annotations

import argparse
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from handbook import environment
from handbook.site_address import AddressError, site_address

DESCRIPTION = """\
The online-safety handbook: one source, one file for each school.

Most used:
  python3 scripts/handbook.py serve      see your handbook at http://127.0.0.1:8000
  python3 scripts/handbook.py build      write the finished site
On Windows type  py scripts\\handbook.py  instead.
"""


if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 (argparse gives it no other name)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(prog="handbook.py", description=DESCRIPTION, formatter_class=_Help)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    serve = _command(commands, "serve", "show the handbook in the browser, updated whenever a file is saved", "serve")
    _school_option(serve)
    serve.add_argument("--port", type=_port, metavar="N", default=8000, help="port on this computer (8000)")

    build = _command(commands, "build", "write the finished site", "build --release")
    _school_option(build)
    build.add_argument("--out", type=Path, metavar="DIR", help="folder for the site (site)")
    place = build.add_mutually_exclusive_group()
    place.add_argument(
        "--site-url",
        type=_site_url,
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

    documents = _command(commands, "documents", "make the Word and PDF documents: policy, forms, letters, sheets, guides", "documents --only policy")
    _school_option(documents)
    documents.add_argument("--out", type=Path, metavar="DIR", help="folder for the documents (documents)")
    documents.add_argument("--only", action="append", default=[], metavar="ID", help="make only this one, such as policy; may be given again")
    documents.add_argument("--keep", action="store_true", help="keep the policy as it is under its version: governors have approved it")
    documents.add_argument(
        "--since", metavar="VERSION", help="make only the policy, with everything marked that changed since a version that was kept"
    )
    documents.add_argument("--list", action="store_true", help="list all documents and make none")
    documents.add_argument("--json", action="store_true", help="list them as JSON for machines")

    test = _command(
        commands, "test", "run the quick tests, fetching what they need the first time; anything else typed goes to pytest", "test -k school"
    )
    test.add_argument(
        "--all", action="store_true", help="run every test: also every page in the browser, real web servers and what else takes minutes"
    )

    school = _command(commands, "school", "make or check a school's file", "school new")
    actions = school.add_subparsers(dest="action", required=True, metavar="new|check")
    new = _command(actions, "new", "ask the few essential questions and write a school's file", "school new")
    new.add_argument("--file", type=Path, metavar="FILE", help="file to write (school.yml)")
    check = _command(actions, "check", "check school files and list what is missing", "school check")
    check.add_argument("files", nargs="*", type=Path, metavar="FILE", help="files to check (school.yml)")

    facts = _command(commands, "facts", "list facts that are overdue or due soon for review", "facts --within 90")
    facts.add_argument("--within", type=int, default=60, metavar="DAYS", help="how far ahead to look (60 days)")
    facts.add_argument("--json", action="store_true", help="print JSON for machines")
    actions = facts.add_subparsers(dest="action", metavar="stamp")
    stamp = _command(
        actions,
        "stamp",
        "write into the review of a record what it says now; whoever does so stands for having looked it up at its source",
        "facts stamp childline nspcc-helpline",
    )
    stamp.add_argument("records", nargs="*", metavar="ID", help="records that somebody has looked up; kind:id where two kinds have the same id")
    stamp.add_argument("--all", action="store_true", help="every record that was never stamped; none that has changed since")

    links = _command(commands, "links", "check links within the site and every external address", "links check --json report.json")
    actions = links.add_subparsers(dest="action", required=True, metavar="check|fix")
    check = _command(actions, "check", "check a built site's links and visit every external address once", "links check --offline")
    where = check.add_mutually_exclusive_group()
    where.add_argument("--site", type=Path, metavar="DIR", help="folder of the built site (site)")
    where.add_argument("--urls", type=Path, metavar="FILE", help="check the addresses in a text file instead, one a line")
    check.add_argument("--json", type=Path, metavar="FILE", help="also write a report for machines")
    check.add_argument("--markdown", type=Path, metavar="FILE", help="also write a report for an issue")
    check.add_argument("--allow-host", action="append", default=[], metavar="HOST", help="a private host that may be visited; may be given again")
    check.add_argument("--offline", action="store_true", help="only what needs no network: internal links, anchors and the register")
    check.add_argument("--states", type=Path, metavar="FILE", help="what is remembered between runs (data/link-states.json for a handbook's site)")
    fix = _command(actions, "fix", "write moved addresses of a report into the register", "links fix report.json")
    fix.add_argument("report", type=Path, metavar="REPORT", help="what links check --json wrote")

    uses = _command(commands, "uses", "list the pages and clauses that ask for a fact, a choice, a detail or a macro", "uses choices.pupil_phones")
    uses.add_argument("name", help="a choice (choices.pupil_phones), a detail (people.dsl.phone), a macro (helpline) or a fact's id (childline)")
    _school_option(uses)

    audit = _command(commands, "audit", "tell what in a school's old policies is no longer true", "audit policy.docx --out report")
    audit.add_argument("files", nargs="+", type=Path, metavar="FILE", help="policies: .docx, .odt, .rtf, .html, .md, .txt, or .pdf with text")
    audit.add_argument("--school", type=Path, metavar="FILE", help="a school's file to compare names, people and numbers with")
    audit.add_argument("--out", type=Path, metavar="DIR", help="folder for the reports (audit-report)")
    audit.add_argument("--json", type=Path, metavar="FILE", help="write the findings for machines")

    _command(commands, "update", "write again what is generated and committed: the school's schema", "update")
    return top


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help in which nothing that can be typed is broken: not at a hyphen, and an example not at all."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return textwrap.wrap(" ".join(text.split()), width, break_on_hyphens=False, break_long_words=False)


def _site_url(typed: str) -> str:
    try:
        return site_address(typed)
    except AddressError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _port(typed: str) -> int:
    if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= 65535:
        return int(typed)
    raise argparse.ArgumentTypeError(f'"{typed}" is not the number of a port. Write one from 1024 to 65535, for example 8001.')


def _command(commands: Subparsers, name: str, what: str, example: str) -> argparse.ArgumentParser:
    description = textwrap.fill(f"{what[:1].upper()}{what[1:]}.", 78, break_on_hyphens=False)
    epilog = f"Example:\n  python3 scripts/handbook.py {example}"
    return commands.add_parser(name, help=what, description=description, epilog=epilog, formatter_class=_Help)


def _school_option(command: argparse.ArgumentParser) -> None:
    command.add_argument("--school", type=Path, metavar="FILE", help="the school's file (school.yml; where there is none, a made-up school)")


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
    if not environment.inside():
        try:
            python = environment.ensure(["build", "test"] if options.command == "test" else ["build"])
        except environment.SetupError as error:
            print(f"\n{error}", file=sys.stderr)
            return 2
        except KeyboardInterrupt:
            print("\nStopped. The next start begins set-up again.", file=sys.stderr)
            return 130
        return environment.run_inside(python, arguments)
    try:
        return _run(options)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def _run(options: argparse.Namespace) -> int:
    from handbook import commands
    from handbook.problems import ProblemsError

    try:
        code: int = getattr(commands, options.command)(options)
        return code
    except ProblemsError as error:
        count = len(error.problems)
        print(f"{error}\n\n{count} problem{'s' if count != 1 else ''} to mend.", file=sys.stderr)
        return 1
