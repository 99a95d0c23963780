"""The school's own Word file with each finding as a comment beside its words."""

from __future__ import annotations

import re
from pathlib import Path

import docx
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from handbook.audit.reports.told import Entry, Told

_AUTHOR = "Policy audit"
_P = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"


def write(source: Path, target: Path, report: Told, places: dict[int, list[tuple[int, str]]]) -> bool:
    """Write a copy of a Word file with comments; say whether it could be done.

    Args:
        source: The school's file; it is not changed.
        target: The copy.
        report: What to say.
        places: For each finding's number, the paragraphs it stands in and its words there.
    """
    try:
        document = docx.Document(str(source))
    except Exception:  # noqa: BLE001 (a file that only our own reader understands is no fault of the report)
        return False
    paragraphs = [Paragraph(one, document) for one in document.element.iter(_P)]
    for entry in report.entries:
        for anchor, words in places.get(entry.number, []) or [(0, entry.finding.words)]:
            near = paragraphs[max(0, anchor) :]
            runs = next((found for one in near[:12] if (found := _runs_with(one, words))), [])
            text = _said(entry)
            if not runs:
                # In a header, note or box, where no comment can stand: it is told on the nearest paragraph with words.
                runs = next(([run] for one in near for run in one.runs if run.text.strip()), [])
                text = f"({entry.finding.where}: “{entry.words}”)\n{text}"
            if runs:
                document.add_comment(runs=[runs[0], runs[-1]], text=text, author=_AUTHOR, initials="PA")
    document.save(str(target))
    return True


def _said(entry: Entry) -> str:
    found = entry.finding
    lines = [f"{entry.number}. {entry.urgency}. {entry.kind}.", found.now, f"How sure: {entry.sure}"]
    lines += [f"Since: {found.since}"] if found.since else []
    lines += [f"Source: {found.source}"] if found.source else []
    lines += ["Our clauses: " + ", ".join(number for number, _ in entry.clauses)] if entry.clauses else []
    return "\n".join(lines)


def _runs_with(paragraph: Paragraph, words: str) -> list[Run]:
    """Return the runs that hold some words."""
    runs = [run for run in paragraph.runs if run.text]
    joined = "".join(run.text for run in runs)
    match = re.search(r"\s+".join(re.escape(part) for part in words.split()), joined)
    if not match:
        return []
    at, hit = 0, []
    for run in runs:
        if at < match.end() and at + len(run.text) > match.start():
            hit.append(run)
        at += len(run.text)
    return hit
