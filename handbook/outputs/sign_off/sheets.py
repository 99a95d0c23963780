"""The list of staff for one version of the policy: what is new for each since they last signed, as Word, PDF and CSV."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handbook.outputs.documents import pdf, versions, word
from handbook.outputs.documents.blocks import Block, Heading, Paragraph, Run, Table, plain_text
from handbook.outputs.documents.catalogue import PDF, WORD, Document, documents
from handbook.outputs.documents.composing import Composed, compose
from handbook.outputs.documents.differences import changed
from handbook.outputs.documents.imprint import Imprint
from handbook.outputs.documents.reading import Page
from handbook.outputs.sign_off.record import Person, Signature, as_csv
from handbook.school.load import LoadedSchool
from handbook.school.people import key
from handbook.school.view import spoken_date

HEAD = ("name", "role", "last signed", "what is new", "version", "fingerprint", "signed on")
_WHOLE = "The whole policy"
_NOTHING = "Nothing: signed"
# More than these, and it is quicker to read the marked policy.
_MOST_NAMED = 12


@dataclass(frozen=True)
class Line:
    """What one person has still to read.

    Attributes:
        person: Who.
        before: What they signed last; None if they never did.
        news: What is new for them, in words.
    """

    person: Person
    before: Signature | None
    news: str

    @property
    def is_open(self) -> bool:
        """Whether they have still to sign."""
        return self.news != _NOTHING


def words(pages: Mapping[str, Page]) -> str:
    """Return the policy's words as they are now, a line for each block: what is signed."""
    return plain_text(compose(_policy(pages), pages).blocks) + "\n"


def lines(staff: list[Person], last: Mapping[str, Signature], school: LoadedSchool, pages: Mapping[str, Page], imprint: Imprint) -> list[Line]:
    """Return what each member of staff has still to read.

    Args:
        staff: Who has to sign.
        last: What each signed last, by the key of the name.
        school: The school, beside whose file its approved versions are kept.
        pages: The policy's pages as they are now, read.
        imprint: The school's imprint.
    """
    news: dict[str, str] = {}
    found = []
    for person in staff:
        before = last.get(key(person.name))
        version = before.version if before else ""
        if version not in news:
            news[version] = _news(version, school, pages, imprint)
        found.append(Line(person, before, news[version]))
    return found


def _news(version: str, school: LoadedSchool, pages: Mapping[str, Page], imprint: Imprint) -> str:
    if not version:
        return _WHOLE
    if version == imprint.version:
        return _NOTHING
    try:
        return clauses_since(version, school, pages, imprint) or "No clause has changed"
    except versions.VersionError:
        return f"{_WHOLE} (version {version} was not kept)"


def clauses_since(version: str, school: LoadedSchool, pages: Mapping[str, Page], imprint: Imprint) -> str:
    """Return in words which clauses are other than in a version that was kept; nothing if none is.

    Raises:
        VersionError: That version was not kept.
    """
    marked = versions.since(school, version, _policy(pages), pages, imprint)
    numbers = [f"{clause.number}{' (removed)' if clause.change == 'removed' else ''}" for clause in changed(marked.blocks)]
    if not numbers:
        return ""
    named = ", ".join(numbers[:_MOST_NAMED]) + (f" and {len(numbers) - _MOST_NAMED} more" if len(numbers) > _MOST_NAMED else "")
    return f"Clause{'s' if len(numbers) > 1 else ''} {named}"


def _policy(pages: Mapping[str, Page]) -> Document:
    return next(one for one in documents(list(pages)) if one.id == "policy")


def files(found: list[Line], school: LoadedSchool, fingerprint: str, imprint: Imprint) -> dict[str, bytes]:
    """Return the list as Word, PDF and CSV, by the names of the files."""
    name = f"sign-off-{versions.safe_name(imprint.version)}"
    document = Document(name, "Read and signed", "form", (), "", (WORD, PDF))
    composed = Composed(document, document.title, (), tuple(_blocks(found, fingerprint, imprint)))
    rows = [
        (
            one.person.name,
            one.person.role,
            _signed(one.before),
            one.news,
            imprint.version,
            fingerprint,
            one.before.on.isoformat() if not one.is_open and one.before else "",
        )
        for one in found
    ]
    return {
        f"{name}.{WORD}": word.write(composed, imprint, school.letterhead),
        f"{name}.{PDF}": pdf.write(composed, imprint),
        f"{name}.csv": as_csv(HEAD, rows),
    }


def _blocks(found: list[Line], fingerprint: str, imprint: Imprint) -> list[Block]:
    def cell(text: str) -> tuple[Block, ...]:
        return (Paragraph((Run(text),)),) if text else ()

    still = sum(one.is_open for one in found)
    said = f"{imprint.line}. {still} of {len(found)} have still to read and sign. Text signed: {fingerprint}."
    rows = tuple(
        tuple(map(cell, (one.person.name, one.person.role, _signed(one.before), one.news, "" if one.is_open else "Signed", ""))) for one in found
    )
    head = tuple(map(cell, ("Name", "Role", "Last signed", "What is new for you", "Signature", "Date")))
    return [
        Heading(1, (Run("Read and signed"),), "sign-off"),
        Paragraph((Run(said),)),
        Paragraph(
            (Run("By signing, I confirm that I have read what is new for me, that I accept the policy's rules, and that I know whom to tell."),)
        ),
        Table(head, rows, fill=True),
        Paragraph((Run("Keep this list with personnel records. It is not for publication."),)),
    ]


def _signed(before: Signature | None) -> str:
    return f"Version {before.version}, {spoken_date(before.on)}" if before else "Never"
