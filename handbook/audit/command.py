"""The command: python3 scripts/handbook.py audit FILE…"""

from __future__ import annotations

import re
import sys
import time
from argparse import Namespace
from pathlib import Path

from handbook.audit.audit import Audited, Auditor
from handbook.audit.reports import as_html, as_json, as_markdown, as_table, as_word
from handbook.audit.reports.told import Told, told
from handbook.audit.sharing import shared
from handbook.facts.load import load as load_facts
from handbook.ground.clock import today
from handbook.ground.paths import shown
from handbook.policy.outline import outline

OUT = Path("audit-report")


def audit(options: Namespace) -> int:
    """Audit files and write the report: 0 nothing found, 1 something to mend, 2 no file could be read."""
    from handbook.school.load import load as load_school

    facts, sections, on = load_facts(), outline(), today()
    school = load_school(options.school).school if options.school else None
    auditor = Auditor(facts, sections, on, school)
    files = _files(options.files)
    done: list[Audited] = []
    for number, file in enumerate(files, 1):
        begun = time.monotonic()
        _say(f"Reading {shown(file)} ({number} of {len(files)}) …")
        one = auditor.audit(file, lambda block: _say(f"  … {f'page {block.page}' if block.page else f'paragraph {block.order}'}"))
        done.append(one)
        _say(
            f"  {one.reading.problem}"
            if one.reading.problem
            else f"  {len(one.findings)} findings in {one.reading.words:,} words, {time.monotonic() - begun:.1f} seconds."
        )
    reports = [told(one, facts, sections, on) for one in done]
    if options.json:
        as_json.write(options.json, done)
        print(f"Written for machines: {shown(options.json)}")
    if options.out or not options.json:
        folder = options.out or OUT
        first = _write(folder, done, reports)
        print(f"Open {shown(first)} in your browser. Nothing has left this computer.")
    for report in reports:
        print(f"\n{report.file.name}")
        print("\n".join(f"  {line}" for line in report.summary))
    if all(one.reading.problem for one in done):
        return 2
    return 1 if any(one.findings or one.reading.problem for one in done) else 0


def _files(named: list[Path]) -> list[Path]:
    """Return the files, each once; Windows leaves a star as it was typed."""
    files: list[Path] = []
    for one in named:
        files += sorted(one.parent.glob(one.name)) or [one] if "*" in one.name or "?" in one.name else [one]
    return list(dict.fromkeys(files))


def _write(folder: Path, done: list[Audited], reports: list[Told]) -> Path:
    """Write every format into a folder, and return the page to open first."""
    folder.mkdir(parents=True, exist_ok=True)
    names = _names([report.file for report in reports])
    for one, report in zip(done, reports, strict=True):
        name = names[report.file]
        (folder / f"{name}.html").write_text(as_html.page(report), encoding="utf-8")
        (folder / f"{name}.md").write_text(as_markdown.made(report), encoding="utf-8")
        if one.reading.format == "Word" and not report.problem:
            as_word.write(report.file, folder / f"{name} with comments.docx", report, _places(one, report))
    (folder / "findings.csv").write_text(as_table.made(reports), encoding="utf-8", newline="")
    if len(reports) == 1:
        return folder / f"{names[reports[0].file]}.html"
    (folder / "index.html").write_text(as_html.overview(reports, names, shared(done)), encoding="utf-8")
    return folder / "index.html"


def _places(one: Audited, report: Told) -> dict[int, list[tuple[int, str]]]:
    """Return for each entry's number where its words stand in the file."""
    numbers = {(entry.finding.rule, entry.words.casefold()): entry.number for entry in report.entries}
    places: dict[int, list[tuple[int, str]]] = {}
    for found in one.findings:
        number = numbers.get((found.rule, " ".join(found.words.split()).casefold()))
        if number and found.anchor >= 0:
            places.setdefault(number, []).append((found.anchor, found.words))
    return places


def _names(files: list[Path]) -> dict[Path, str]:
    """Return a name for each file's reports, none twice."""
    names: dict[Path, str] = {}
    for file in files:
        base = re.sub(r"[^\w .()-]+", "_", file.stem).strip(" .") or "policy"
        name, number = base, 2
        while name.casefold() in {one.casefold() for one in (*names.values(), "index", "findings")}:
            name, number = f"{base} ({number})", number + 1
        names[file] = name
    return names


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
