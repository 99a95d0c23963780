"""``sign-off``: who has still to read what, and who has signed."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.commands.options import Commands, add_command, add_school
from handbook.ground.paths import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handbook.outputs.documents.imprint import Imprint
    from handbook.outputs.documents.reading import Page
    from handbook.project import Project


def add(commands: Commands) -> None:
    """Say what may be typed."""
    sign_off = add_command(commands, "sign-off", "list what each member of staff has still to read and sign, in Word, PDF and CSV", "sign-off")
    add_school(sign_off)
    sign_off.add_argument("--signed", type=Path, metavar="FILE", help="take in the CSV list with the days on which people signed")


def run(options: Namespace) -> int:
    """Make the list for the present version, or take in what was signed; 1 if the policy is not approved yet."""
    from handbook import project
    from handbook.ground.problems import ProblemsError
    from handbook.outputs.documents import making, pages
    from handbook.outputs.documents.imprint import imprint_of
    from handbook.outputs.sign_off import record, sheets

    mine = project.load(options.school)
    folder = record.folder_of(mine.school)
    try:
        if options.signed:
            new = record.take_in(folder, options.signed)
            print(f"{len(new)} signature{'s' if len(new) != 1 else ''} added to {shown(folder / record.SIGNED)}. Keep that file: it is the record.")
            if not new:
                print(f"Nothing in {shown(options.signed)} is new to it. To correct a day, open the record itself in a spreadsheet.")
            for name in record.strangers(folder, new):
                print(f"{name} is not in {shown(folder / record.STAFF)}: add the line there, or correct the name in the record.")
            return 0
        staff = record.staff(folder)
        imprint = imprint_of(mine)
        if mine.school.school.policy.approved_on is None:
            print(
                "The policy has no date of approval yet: nobody can sign it. Write it into the school's file, under  policy: approved_on:",
                file=sys.stderr,
            )
            return 1
        read = making.read_pages(pages.pages_of(mine))
        lines = sheets.lines(staff, record.last_signed(record.signatures(folder)), mine.school, read, imprint)
        fingerprint = record.keep_text(folder, imprint.version, sheets.words(read))
        made = sheets.files(lines, mine.school, fingerprint, imprint)
        for name, content in made.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise ProblemsError([record.cannot_write(error, Path(error.filename or folder))]) from error
    _tell_other_words(mine, read, imprint)
    still = sum(line.is_open for line in lines)
    print(f"{still} of {len(lines)} have still to read version {imprint.version}. The list, to print or to send: {shown(folder)}")
    print(f"  {'  '.join(made)}\nWhen people have signed, write the days into the CSV, and run:  sign-off --signed FILE")
    return 0


def _tell_other_words(mine: Project, read: Mapping[str, Page], imprint: Imprint) -> None:
    """Say so if the present version was kept with other words: those who signed it are not asked to read them."""
    from handbook.outputs.documents.versions import VersionError
    from handbook.outputs.sign_off.sheets import clauses_since

    try:
        clauses = clauses_since(imprint.version, mine.school, read, imprint)
    except VersionError:
        return
    if clauses:
        print(f"{clauses}: not as kept when version {imprint.version} was approved. If more has changed than a name, a number or a link,")
        print("  raise our version in the school's file, under  policy: version:  Nobody who signed this one is asked to read it again.")
