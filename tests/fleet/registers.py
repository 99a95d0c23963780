"""Registers for the tests, as the public one really is: a few made-up rows, and what can be wrong with them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

COLUMNS = (
    "URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName", "TypeOfEstablishment (name)", "EstablishmentTypeGroup (name)",
    "EstablishmentStatus (name)", "OpenDate", "CloseDate", "PhaseOfEducation (name)", "StatutoryLowAge", "StatutoryHighAge", "Trusts (name)", "Street",
    "Locality", "Address3", "Town", "County (name)", "Postcode", "SchoolWebsite", "TelephoneNum", "HeadTitle (name)", "HeadFirstName", "HeadLastName",
    "HeadPreferredJobTitle",
)  # fmt: skip

USUAL = {
    "URN": "100001", "LA (code)": "001", "LA (name)": "Exampleshire", "EstablishmentNumber": "2001", "EstablishmentName": "Oak Primary School",
    "TypeOfEstablishment (name)": "Community school", "EstablishmentTypeGroup (name)": "Local authority maintained schools", "EstablishmentStatus (name)": "Open",
    "OpenDate": "01/09/1990", "CloseDate": "", "PhaseOfEducation (name)": "Primary", "StatutoryLowAge": "3", "StatutoryHighAge": "11", "Trusts (name)": "",
    "Street": "1 Example Road", "Locality": "", "Address3": "", "Town": "Exampleton", "County (name)": "", "Postcode": "AB1 2CD",
    "SchoolWebsite": "www.oak.example.org", "TelephoneNum": "01632960001", "HeadTitle (name)": "Mrs", "HeadFirstName": "Amina", "HeadLastName": "Example",
    "HeadPreferredJobTitle": "Headteacher",
}  # fmt: skip


def row(urn: int = 100001, **changes: str) -> dict[str, str]:
    """Return a row; columns are named by their first letters, such as ``EstablishmentName="…"`` or ``LA_name="…"``."""
    made = {**USUAL, "URN": str(urn), "EstablishmentNumber": str(2000 + urn % 1000)}
    for key, value in changes.items():
        found = [column for column in COLUMNS if column.replace(" (", "_").replace(")", "") == key] or [one for one in COLUMNS if one.startswith(key)]
        made[found[0]] = value
    return made


def text(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS, divider: str = ",") -> str:
    """Return a register as text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=divider, lineterminator="\r\n")
    writer.writerow(columns)
    for one in rows:
        writer.writerow([one.get(column, "") for column in columns])
    return out.getvalue()


def write(folder: Path, content: str | bytes, name: str = "register.csv", encoding: str = "utf-8") -> Path:
    """Write a register into a folder."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path
