"""The report as a web page that stands alone: opens from a folder, prints, and asks nothing of any other host."""

from __future__ import annotations

from html import escape
from pathlib import Path

from handbook.audit.findings import URGENCIES
from handbook.audit.reports.told import WHAT_IT_IS_NOT, Entry, Told
from handbook.audit.sharing import Shared

_STYLE = """
:root { color-scheme: light dark; --text: #1b1b1f; --page: #fff; --soft: #f2f3f7; --line: #767680; --link: #1d4f91; --harm: #a3161d; --law: #7a3b00; }
@media (prefers-color-scheme: dark) { :root { --text: #ececf1; --page: #16171b; --soft: #24262d; --line: #9a9aa6; --link: #9dc1ff; --harm: #ff9d9d; --law: #ffc38a; } }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); max-width: 52rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { margin-top: 2rem; } h3 { margin: 0 0 .5rem; font-size: 1.05rem; }
a { color: var(--link); } a:focus-visible { outline: 3px solid; outline-offset: 2px; }
article { border-left: .4rem solid var(--line); background: var(--soft); padding: .8rem 1rem; margin: 1rem 0; break-inside: avoid; }
article.child-could-be-harmed { border-color: var(--harm); } article.law-is-wrong { border-color: var(--law); }
blockquote { margin: 0 0 .6rem; padding: 0; font-weight: 600; overflow-wrap: anywhere; } blockquote::before { content: "“"; } blockquote::after { content: "”"; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .8rem; margin: .6rem 0 0; font-size: .92rem; } dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid var(--line); padding: .35rem .5rem; text-align: left; vertical-align: top; }
.summary { background: var(--soft); padding: .6rem 1rem .6rem 2.2rem; }
@media print { body { max-width: none; } :root { --page: #fff; --text: #000; --soft: #fff; } article { border: 1px solid #000; border-left-width: .4rem; } }
"""


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
        f'<div class="wide" tabindex="0" role="region" aria-label="All policies"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>',
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
        ("Our pages", ", ".join(found.pages)),
    ]
    rows = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in details if text)
    return f'<article class="{found.urgency}" id="no-{one.number}"><h3>{one.number}. {escape(one.urgency)}</h3><blockquote>{escape(one.words)}</blockquote><dl>{rows}</dl></article>'


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
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n'
        f"<body>\n<main>\n<h1>{escape(title)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )
