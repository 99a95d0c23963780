"""The report as Markdown."""

from __future__ import annotations

import re

from handbook.audit.reports.told import WHAT_IT_IS_NOT, Entry, Told


def made(report: Told) -> str:
    """Return one file's report."""
    lines = [f"# {_plain(report.file.name)}: what is no longer true", "", f"Looked at on {report.on.day} {report.on:%B %Y}.", ""]
    lines += [f"- {_plain(one)}" for one in report.summary]
    if report.problem:
        return "\n".join(lines) + "\n"
    if report.entries:
        lines += ["", "## In the policy's own order", ""]
        for one in report.entries:
            lines += [*_entry(one), ""]
    if report.missing:
        lines += [
            "",
            "## What it does not speak of",
            "",
            "The law or national guidance asks for these. Perhaps another policy of the school meets them.",
            "",
        ]
        lines += [f"- {_plain(one.finding.now)} {_ours(one)} *{_plain(one.finding.source)}*" for one in report.missing]
    if report.fine:
        lines += ["", "## What it speaks of", "", "The policy has words on each of these. Whether they are good enough, a person must judge.", ""]
        lines += [f"- {_plain(one)}" for one in report.fine]
    lines += ["", "## What this report cannot tell", ""]
    lines += [f"- {_plain(one)}" for one in (*report.unread, *WHAT_IT_IS_NOT)]
    return "\n".join(lines) + "\n"


def _entry(one: Entry) -> list[str]:
    found = one.finding
    lines = [f"### {one.number}. {_plain(found.where)}: {one.kind}", "", f"> {_plain(one.words)}", "", f"**{one.urgency}.** {_plain(found.now)}"]
    details = [
        f"Since: {found.since}" if found.since else "",
        f"Source: {_plain(found.source)}" if found.source else "",
        f"How sure: {one.sure}",
        _ours(one),
        f"Also at: {_plain('; '.join(one.also))}" if one.also else "",
    ]
    return [*lines, "", *(f"- {detail}" for detail in details if detail)]


def _ours(one: Entry) -> str:
    clauses = ", ".join(f"{number} (`{name}`)" for number, name in one.clauses)
    pages = ", ".join(one.pages)
    return "; ".join(part for part in (f"Our clauses: {clauses}" if clauses else "", f"Our pages: {pages}" if pages else "") if part)


def _plain(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", " ".join(text.split()))
