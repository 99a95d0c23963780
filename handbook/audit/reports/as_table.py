"""The report as a table (CSV) for a spreadsheet: one line for each finding."""

from __future__ import annotations

import csv
import io

from handbook.audit.reports.told import Told

_HEAD = (
    "File",
    "No.",
    "How urgent",
    "Kind",
    "Where",
    "The policy's words",
    "What is true now",
    "Since",
    "Source",
    "How sure",
    "Our clauses",
    "Our pages",
    "Also at",
)


def made(reports: list[Told]) -> str:
    """Return the table; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEAD)
    for report in reports:
        if report.problem:
            writer.writerow([_safe(report.file.name), "", "", "Could not be read", "", "", _safe(report.problem)])
        for one in (*report.entries, *report.missing):
            found = one.finding
            row = (
                report.file.name,
                str(one.number),
                one.urgency,
                one.kind,
                found.where,
                one.words,
                found.now,
                found.since,
                found.source,
                one.sure,
                ", ".join(number for number, _ in one.clauses),
                ", ".join(one.pages),
                "; ".join(one.also),
            )
            writer.writerow([_safe(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def _safe(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
