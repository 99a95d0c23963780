"""The report as a web page that stands alone: opens from a folder, prints, and asks nothing of any other host."""

from __future__ import annotations

from html import escape
from pathlib import Path

from handbook.audit.findings import URGENCIES
from handbook.audit.reports.told import WHAT_IT_IS_NOT, Entry, Told
from handbook.audit.sharing import Shared

_STYLE = Path(__file__).with_name("report.css").read_text(encoding="utf-8")


def page(report: Told) -> str:
    """Return the page on one file."""
    parts = [f"<p>Looked at on {report.on.day} {report.on:%B %Y}.</p>", f'<ul class="summary">{_items(report.summary)}</ul>']
    if not report.problem:
        if report.entries:
            parts += ["<h2>In the policy’s own order</h2>", *(_entry(one) for one in report.entries)]
        if report.missing:
            parts += [
                "<h2>What it does not speak of</h2>",
                "<p>The law or national guidance asks for these. Perhaps another policy of the school meets them.</p>",
                *(_missing(one) for one in report.missing),
            ]
        if report.fine:
            parts += [
                "<h2>What it speaks of</h2>",
                "<p>The policy has words on each of these. Whether they are good enough, a person must judge.</p>",
                f"<ul>{_items(report.fine)}</ul>",
            ]
    parts += ["<h2>What this report cannot tell</h2>", f"<ul>{_items((*report.unread, *WHAT_IT_IS_NOT))}</ul>"]
    return _document(f"{report.file.name}: what is no longer true", "\n".join(parts))


def overview(reports: list[Told], names: dict[Path, str], shared: list[Shared]) -> str:
    """Return the page on several files: a table over all, and which of them share a text."""
    rows = []
    for one in reports:
        link = f'<a href="{escape(names[one.file])}.html">{escape(one.file.name)}</a>'
        if one.problem:
            rows.append(f'<tr><th scope="row">{link}</th><td colspan="5">{escape(one.problem)}</td></tr>')
            continue
        counts = "".join(f"<td>{sum(entry.finding.urgency == urgency for entry in one.entries)}</td>" for urgency in URGENCIES)
        rows.append(f'<tr><th scope="row">{link}</th>{counts}<td>{len(one.missing)}</td></tr>')
    head = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("Policy", "A child could be harmed", "The law is wrong", "A reader is stranded", "It looks old", "Duties with no trace")
    )
    parts = [
        f'<div class="wide" tabindex="0" role="region" aria-label="All '
        f'policies"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>',
        "<h2>Which share a text</h2>",
    ]
    if shared:
        parts.append(
            "<p>Mend the common part once, and copy it.</p><ul>"
            + "".join(
                f"<li>{escape(one.first.name)} and {escape(one.second.name)}: {one.percent} per cent of the shorter one stands in the other.</li>"
                for one in shared
            )
            + "</ul>"
        )
    else:
        parts.append("<p>No two of them share more than a tenth of their words in a row.</p>")
    parts += ["<h2>What this report cannot tell</h2>", f"<ul>{_items(WHAT_IT_IS_NOT)}</ul>"]
    return _document(f"{len(reports)} policies: what is no longer true", "\n".join(parts))


def _entry(one: Entry) -> str:
    found = one.finding
    details = [
        ("What is true now", found.now),
        ("Since", found.since),
        ("Where", found.where),
        ("Also at", "; ".join(one.also)),
        ("Kind", one.kind),
        ("How sure", one.sure),
        ("Source", found.source),
        ("Our clauses", _clauses(one)),
        ("Our pages", ", ".join(one.pages)),
    ]
    rows = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in details if text)
    return (
        f'<article class="{found.urgency}" id="no-{one.number}"><h3>{one.number}. '
        f"{escape(one.urgency)}</h3><blockquote>{escape(one.words)}</blockquote><dl>{rows}</dl></article>"
    )


def _missing(one: Entry) -> str:
    details = [("Our clauses", _clauses(one)), ("Source", one.finding.source)]
    rows = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in details if text)
    return f'<article id="no-{one.number}"><h3>{one.number}. {escape(one.finding.now)}</h3><dl>{rows}</dl></article>'


def _clauses(one: Entry) -> str:
    return ", ".join(f"{number} ({name.replace('-', ' ')})" for number, name in one.clauses)


def _items(texts: tuple[str, ...]) -> str:
    return "".join(f"<li>{escape(one)}</li>" for one in texts)


def _document(title: str, body: str) -> str:
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, '
        f'initial-scale=1">\n<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n'
        f"<body>\n<main>\n<h1>{escape(title)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )
