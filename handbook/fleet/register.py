"""The public register of schools (Get Information about Schools, all establishment data, CSV), read as it really is.

Columns are found by name, never by position. What cannot be trusted in a row is told with the row and left out; what shows that the whole file
is wrong (a web page, a file cut short) is refused.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from handbook.ground.characters import mended, tidied
from handbook.ground.paths import shown
from handbook.ground.problems import Problem, ProblemsError, nearest

# The whole register has 70 MB.
MOST_BYTES = 400_000_000

_DOWNLOAD = 'Download it again: Get Information about Schools, Downloads, "Establishment fields CSV". Unpack it if it is a zip file.'

# What is read: for each, its columns in the register, the present name first. The first group must be there.
NEEDED = {
    "urn": ("URN",),
    "name": ("EstablishmentName",),
    "type": ("TypeOfEstablishment (name)",),
    "phase": ("PhaseOfEducation (name)",),
    "status": ("EstablishmentStatus (name)",),
    "authority": ("LA (name)",),
}
USED = {
    "authority_code": ("LA (code)",),
    "number": ("EstablishmentNumber",),
    "group": ("EstablishmentTypeGroup (name)",),
    "low": ("StatutoryLowAge",),
    "high": ("StatutoryHighAge",),
    "trust": ("Trusts (name)",),
    "head_title": ("HeadTitle (name)",),
    "head_first": ("HeadFirstName",),
    "head_last": ("HeadLastName",),
    "head_job": ("HeadPreferredJobTitle",),
    "street": ("Street",),
    "locality": ("Locality",),
    "address3": ("Address3",),
    "town": ("Town",),
    "county": ("County (name)",),
    "postcode": ("Postcode",),
    "website": ("SchoolWebsite",),
    "phone": ("TelephoneNum",),
    "closed_on": ("CloseDate",),
    "opened_on": ("OpenDate",),
}
_COLUMNS = NEEDED | USED

_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (
        b"PK\x03\x04",
        "is a zip or Excel file, not the CSV inside it.",
        "Unpack it and name the file that ends in .csv; from Excel save it as CSV UTF-8.",
    ),
    (b"\xd0\xcf\x11\xe0", "is an old Excel file.", "Save it in Excel as CSV UTF-8."),
    (b"%PDF", "is a PDF file.", _DOWNLOAD),
    (b"\x1f\x8b", "is a compressed file.", "Unpack it and name the file that ends in .csv."),
)


@dataclass(frozen=True)
class Row:
    """A row of the register.

    Attributes:
        urn: The school's number, as digits without leading zeros.
        line: The line of the file on which the row ends.
        values: What stands in the columns that are read, by our names for them; blank where nothing does.
    """

    urn: str
    line: int
    values: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass
class Register:
    """The register as read.

    Attributes:
        file: The file as shown to people.
        rows: The rows by number, in the order of the file.
        told: What was wrong in single rows or columns, and what was done about it.
    """

    file: str
    rows: dict[str, Row] = field(default_factory=dict)
    told: list[Problem] = field(default_factory=list)


def read(path: Path) -> Register:
    """Read the register.

    Raises:
        ProblemsError: It is not the register, or not the whole of it.
    """
    name = shown(path)
    text = _decoded(_bytes(path, name), name)
    register = Register(name)
    lines = _records(text, name)
    _, head = next(lines, (0, []))
    places = _places(head, register)
    last, cut = 0, 0
    for line, cells in lines:
        last = line
        if len(cells) != len(head):
            if len(cells) < len(head):
                cut = line
            _tell(register, line, "", f"it has {len(cells)} values, the first line names {len(head)} columns.", "The row is left out. " + _DOWNLOAD)
            continue
        row = _row({key: cells[place] for key, place in places.items()}, line, register)
        if row:
            register.rows[row.urn] = row
    if cut and cut == last:
        raise _refused(name, last, "the file is cut off: its last row is not complete.", _DOWNLOAD)
    if not register.rows:
        raise _refused(name, 0, "it holds no schools." if last == 0 else "no row of it can be used.", _DOWNLOAD)
    return register


def _bytes(path: Path, name: str) -> bytes:
    if path.is_dir():
        raise _refused(name, 0, "is a folder.", "Name the CSV file in it.")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _refused(name, 0, "is larger than the register ever was.", _DOWNLOAD)
        raw = path.read_bytes()
    except FileNotFoundError:
        raise _refused(name, 0, "there is no such file.", "Check the name and the folder you are in.") from None
    except OSError as error:
        raise _refused(name, 0, f"the file cannot be read ({error.strerror}).", "Check its name and permissions.") from None
    if not raw.strip():
        raise _refused(name, 0, "is empty.", _DOWNLOAD)
    return raw


def _decoded(raw: bytes, name: str) -> str:
    """Return the text of the file, which is Windows-1252 as published and UTF-8 as many programs save it."""
    for begins, fault, remedy in _BEGINNINGS:
        if raw.startswith(begins):
            raise _refused(name, 0, fault, remedy)
    if re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|head|script)", raw[:400], re.I):
        raise _refused(name, 0, "is a web page, not the register; perhaps an error page was saved under its name.", _DOWNLOAD)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    if b"\0" in raw[:4096]:
        raise _refused(name, 0, "is not a text file.", _DOWNLOAD)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _records(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line it ends on; a spreadsheet may have put semicolons or tabs for commas."""
    first = text.split("\n", 1)[0]
    divider = max(",;\t", key=first.count)
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    try:
        for cells in reader:
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        unclosed = "unexpected end" in str(error) or "field larger" in str(error)
        fault = "a quotation mark is opened and never closed." if unclosed else "the quotation marks of this row do not belong together."
        raise _refused(name, reader.line_num, fault, _DOWNLOAD) from None


def _places(head: Sequence[str], register: Register) -> dict[str, int]:
    """Return in which column each value stands. Capitals, spaces and the "(name)" of a column's name do not matter.

    Raises:
        ProblemsError: A column without which nothing can be done is missing.
    """
    by_letters: dict[str, list[int]] = {}
    for number, title in enumerate(head):
        by_letters.setdefault(_letters(title), []).append(number)
    found: dict[str, int] = {}
    missing: list[str] = []
    for key, titles in _COLUMNS.items():
        places = next(
            (by_letters[one] for title in titles for one in (_letters(title), _letters(title.removesuffix(" (name)"))) if one in by_letters), []
        )
        if len(places) > 1:
            _tell(register, 1, titles[0], "two columns have this name.", "The first of them is read.")
        if places:
            found[key] = places[0]
        elif key in NEEDED:
            missing.append(titles[0])
        else:
            _tell(register, 1, titles[0], "the register has no column of this name.", "What stands in it is left blank." + _meant(titles[0], head))
    if missing:
        if len(missing) == len(NEEDED):
            raise _refused(register.file, 1, "the first line does not name the register's columns.", _DOWNLOAD)
        lines = [Problem(register.file, 1, one, "this column is missing.", (_meant(one, head).strip() or _DOWNLOAD)) for one in missing]
        raise ProblemsError(lines)
    return found


def _meant(title: str, head: Sequence[str]) -> str:
    near = nearest(title, [one for one in head if one])
    return f' Is "{near}" its new name? Then name it {title} in the first line.' if near else ""


def _letters(title: str) -> str:
    return re.sub(r"[\W_]", "", title).casefold()


def _row(values: dict[str, str], line: int, register: Register) -> Row | None:
    """Return a row with its texts tidied; None, and why, if it is of no use."""
    typed = values["urn"].strip()
    urn = number_of(typed)
    if urn is None:
        _tell(register, line, "URN", f'"{typed}" is not a school\'s number.' if typed else "the school's number is missing.", "The row is left out.")
        return None
    if urn in register.rows:
        _tell(
            register, line, f"URN {urn}", f"this number stands twice; the first is on line {register.rows[urn].line}.", "The later row is left out."
        )
        return None
    clean: dict[str, str] = {}
    for key, value in values.items():
        text = " ".join(tidied(value).split())
        right = mended(text)
        if right != text:
            _tell(register, line, f"URN {urn}, {_COLUMNS[key][0]}", f'"{text}" was saved in the wrong encoding once.', f'It is read as "{right}".')
        clean[key] = right
    if not clean["name"]:
        _tell(register, line, f"URN {urn}", "the school has no name.", "The row is left out.")
        return None
    return Row(urn, line, clean)


def number_of(typed: str) -> str | None:
    """Return a school's number as digits without leading zeros, also from what a spreadsheet made of it; None if it is none."""
    text = typed.strip().replace("\xa0", "")
    if re.fullmatch(r"\d+\.0+", text):
        text = text.split(".")[0]
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", text):
        text = text.replace(",", "")
    if not re.fullmatch(r"[0-9]{1,9}", text) or not int(text):
        return None
    return str(int(text))


def _tell(register: Register, line: int, place: str, fault: str, remedy: str) -> None:
    register.told.append(Problem(register.file, line, place, fault, remedy))


def _refused(name: str, line: int, fault: str, remedy: str) -> ProblemsError:
    return ProblemsError([Problem(name, line, "", fault, remedy)])
