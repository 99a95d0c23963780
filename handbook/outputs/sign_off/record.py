"""The staff and what they have signed, in files that any spreadsheet opens, in the folder ``sign-off`` of the school's own words."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from handbook.ground.clock import today
from handbook.ground.folder import why
from handbook.ground.paths import shown
from handbook.ground.problems import Problem, ProblemsError
from handbook.ground.text_files import read_text
from handbook.ground.values import british_date
from handbook.outputs.documents.versions import safe_name
from handbook.school.load import LoadedSchool
from handbook.school.people import key

STAFF, SIGNED = "staff.csv", "signed.csv"
_RECORD = ("name", "role", "version", "signed on", "fingerprint")
_TEXT = "policy-"
_DIGITS = 11


@dataclass(frozen=True)
class Person:
    """Somebody who has to sign: the name, and the role if one was given."""

    name: str
    role: str


@dataclass(frozen=True)
class Signature:
    """What somebody signed.

    Attributes:
        name: Who.
        role: In which role.
        version: The school's version of the policy.
        on: The day.
        fingerprint: Of the text that was signed.
    """

    name: str
    role: str
    version: str
    on: date
    fingerprint: str


def folder_of(school: LoadedSchool) -> Path:
    """Return where a school keeps its staff and what they have signed."""
    return school.path.parent / "local" / "sign-off" / school.path.stem


def staff(folder: Path) -> list[Person]:
    """Return who has to sign, in the order of the file.

    Raises:
        ProblemsError: The file is not there (one to fill in has been written), holds nobody, or somebody twice.
    """
    file = folder / STAFF
    if not file.is_file():
        _write(file, ["name", "role"], [])
        remedy = "Open it in a spreadsheet, write a line for each member of staff, governor and volunteer, and save it as CSV."
        raise ProblemsError([Problem(shown(file), 0, "", "nobody knows your staff yet; an empty list has been written.", remedy)])
    found: list[Person] = []
    seen: dict[str, int] = {}
    problems = []
    for line, row in _rows(file, ("name",)):
        name = row["name"]
        if first := seen.get(key(name)):
            problems.append(
                Problem(shown(file), line, name, f"this name stands in line {first} already.", "Add what tells the two apart, or delete one.")
            )
        elif name:
            seen[key(name)] = line
            found.append(Person(name, row.get("role", "")))
    if not found and not problems:
        problems.append(Problem(shown(file), 0, "", "the list is empty.", "Write a line for each member of staff: name, role."))
    if problems:
        raise ProblemsError(problems)
    return found


def signatures(folder: Path) -> list[Signature]:
    """Return all that has been signed, in the order of the record.

    Raises:
        ProblemsError: The record cannot be read.
    """
    file = folder / SIGNED
    if not file.is_file():
        return []
    return [
        Signature(row["name"], row["role"], row["version"], _day(row["signed on"], file, line), row["fingerprint"])
        for line, row in _rows(file, _RECORD)
        if row["name"]
    ]


def last_signed(found: Iterable[Signature]) -> dict[str, Signature]:
    """Return what each person signed last, by the key of the name."""
    return {key(one.name): one for one in sorted(found, key=lambda one: one.on)}


def keep_text(folder: Path, version: str, words: str) -> str:
    """Keep the text that is handed out to be signed, and return its fingerprint: the letter p and the first digits of the file's SHA-256."""
    text = f"Version {version}\n{words}"
    # With the letter it is no number, which a spreadsheet would write in its own way.
    fingerprint = f"p{hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{_TEXT}{safe_name(version)}-{fingerprint}.txt").write_text(text, encoding="utf-8", newline="\n")
    return fingerprint


def kept_texts(folder: Path) -> dict[str, str]:
    """Return the version of each text that was handed out, by its fingerprint."""
    names = (path.stem.removeprefix(_TEXT).rpartition("-") for path in folder.glob(f"{_TEXT}*.txt"))
    return {fingerprint: version for version, _, fingerprint in names}


def take_in(folder: Path, returned: Path) -> list[Signature]:
    """Add the signatures of a returned list to the record, and return those that are new.

    Raises:
        ProblemsError: The list cannot be read, a day in it is none, or a fingerprint is not that of the text of its version. Nothing was added.
        OSError: The record cannot be written.
    """
    there = signatures(folder)
    known = {(key(one.name), one.version) for one in there}
    kept = kept_texts(folder)
    new, problems = [], []
    for line, row in _rows(returned, ("name", "version", "fingerprint", "signed on")):
        if not row["name"] or not row["signed on"]:
            continue
        version = kept.get(row["fingerprint"], row["version"])
        if (key(row["name"]), version) in known:
            continue
        known.add((key(row["name"]), version))
        if not _is_same(version, row["version"]) or row["fingerprint"] not in kept:
            problems.append(Problem(shown(returned), line, row["name"], *_not_that_text(row, kept)))
        new.append(Signature(row["name"], row.get("role", ""), version, _day(row["signed on"], returned, line), row["fingerprint"]))
    if problems:
        raise ProblemsError(problems)
    if new:
        _write(folder / SIGNED, _RECORD, [(one.name, one.role, one.version, one.on.isoformat(), one.fingerprint) for one in [*there, *new]])
    return new


def _is_same(version: str, typed: str) -> bool:
    """Say whether a version is the one in a list: a spreadsheet makes 1 of 1.0."""
    try:
        return version == safe_name(typed) or float(version) == float(typed)
    except ValueError:
        return False


def _not_that_text(row: Mapping[str, str], kept: Mapping[str, str]) -> tuple[str, str]:
    """Return what is wrong with the fingerprint of a signature, and what to do about it."""
    version, found = row["version"], row["fingerprint"]
    if found in kept:
        return (
            f"the fingerprint is that of version {kept[found]}; the row says version {version}.",
            f"If that older text was signed, write {kept[found]} under version. If not, the person signs the list of version {version}.",
        )
    there = ", ".join(f"{one} of version {of}" for one, of in sorted(kept.items(), key=lambda text: text[1])) or "none so far"
    return (
        f'"{found}" is the fingerprint of no text that was handed out here.' if found else "no fingerprint says which text was signed.",
        f"Copy it from the list that the person signed. Kept are: {there}. If the list is older than they are, run  sign-off  once, then this again.",
    )


def strangers(folder: Path, new: Iterable[Signature]) -> list[str]:
    """Return the names of those who have signed and are not in the list of staff, such as a name that was typed otherwise.

    Raises:
        ProblemsError: The list of staff cannot be read.
    """
    if not (folder / STAFF).is_file():
        return []
    known = {key(one.name) for one in staff(folder)}
    return [one.name for one in new if key(one.name) not in known]


def as_csv(head: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """Return a table as spreadsheets read it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(list(head))
    writer.writerows([list(row) for row in rows])
    # With the mark that lets Excel see that it is UTF-8.
    return text.getvalue().encode("utf-8-sig")


def _write(file: Path, head: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.being-written")
    draft.write_bytes(as_csv(head, rows))
    draft.replace(file)


def _rows(file: Path, needed: Iterable[str]) -> list[tuple[int, Mapping[str, str]]]:
    """Return a file's rows with their lines, by the small letters of the columns' names; some programs part columns by semicolons."""
    text = read_text(file)
    first = text.split("\n", 1)[0]
    parted = ";" if first.count(";") > first.count(",") else "\t" if "\t" in first else ","
    reader = csv.reader(io.StringIO(text), delimiter=parted)
    try:
        head = [name.strip().lower() for name in next(reader, [])]
        rows = [(reader.line_num, dict(zip(head, (cell.strip() for cell in row), strict=False))) for row in reader if any(row)]
    except csv.Error as error:
        raise ProblemsError([Problem(shown(file), reader.line_num, "", f"the list cannot be read ({error}).", "Save it as CSV again.")]) from None
    missing = [name for name in needed if name not in head]
    if missing:
        remedy = f"Its first line names the columns: {', '.join(needed)}."
        raise ProblemsError([Problem(shown(file), 1, "", f'there is no column "{missing[0]}".', remedy)])
    return [(line, {name: row.get(name, "") for name in head}) for line, row in rows]


def _day(text: str, file: Path, line: int) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        # Spreadsheets in Britain write days as people do.
        meant = british_date(text)
        if meant is None:
            remedy = "Write the day as 2026-09-01 or 1/9/2026."
            raise ProblemsError([Problem(shown(file), line, "signed on", f'"{text}" is not a day.', remedy)]) from None
        found = meant
    if found > today() + timedelta(days=1):
        raise ProblemsError([Problem(shown(file), line, "signed on", f"{found} is still to come.", "Write the day on which the person signed.")])
    return found


def cannot_write(error: OSError, file: Path) -> Problem:
    """Return why a file could not be written, for the person who has it open."""
    return Problem(shown(file), 0, "", f"it cannot be written: {why(error)}.", "Close the program that has it open, then run the command again.")
