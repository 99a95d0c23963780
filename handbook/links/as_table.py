"""Write a report as a readable table for a terminal."""

from __future__ import annotations

from handbook.links.crawl import Use
from handbook.links.report import Entry, Report
from handbook.links.sources import Changed
from handbook.links.verdicts import Verdict
from handbook.links.words import EXPIRED, INTERRUPTED, NEW_HANDS, NOTED, SOURCE_CHANGED, SOURCE_CHANGED_MEANS, SUSPECT, VERDICTS

WIDTH = 13
MOST_USES = 4


def as_table(report: Report) -> str:
    """Return a report as text: what needs a person first, then what does not, then the sum of it."""
    parts: list[str] = []
    if report.internal:
        parts.append("BROKEN WITHIN THE SITE")
        parts += [f"{_cell('broken')}{one.target}\n{_row('where', _place(one.use))}\n{_row('why', one.fault)}" for one in report.internal]
    if report.for_a_person:
        parts.append("NEEDS A PERSON")
        parts += [_entry(one) for one in report.for_a_person]
    if report.new_hands:
        parts.append(NEW_HANDS.name.upper())
        parts += [
            f"{_cell('new hands?')}{one.url}\n{_row('record', one.id)}\n{_row('why', one.judgement.evidence)}\n{_row('do', one.advice)}"
            for one in report.new_hands
        ]
    if report.sources:
        parts.append(f"{SOURCE_CHANGED.upper()}\n{SOURCE_CHANGED_MEANS}")
        parts += [_source(one) for one in report.sources]
    if report.expired:
        parts.append(EXPIRED.name.upper())
        parts += [
            f"{_cell('ended')}{one.link}: {one.verdict.value} was tolerated until {one.until}\n"
            f"{_row('why', f'{one.reason} (agreed by the {one.agreed_by})')}\n{_row('do', EXPIRED.advice)}"
            for one in report.expired
        ]
    if report.suspects:
        parts.append(f"SUSPECT\n{SUSPECT}")
        parts += [_entry(one) for one in report.suspects]
    if report.not_asked:
        told = VERDICTS[Verdict.NOT_ASKED]
        parts.append(f"{told.name.upper()}\n{told.meaning} {told.advice}")
        parts += [_entry(one) for one in report.not_asked]
    if report.noted:
        parts.append(f"{NOTED.name.upper()}\n{NOTED.meaning} {NOTED.advice}")
        parts += [_entry(one, one.judgement.note) for one in report.noted]
    if report.exceptions:
        parts.append("TOLERATED")
        parts += [
            f"{_cell(one.verdict.value)}{one.link}: until {one.until}, agreed by the {one.agreed_by}\n{_row('why', one.reason)}"
            for one in report.exceptions
        ]
    if report.recovered:
        parts.append("WELL AGAIN\n" + "\n".join(f"{_cell('ok')}{name}" for name in report.recovered))
    if not report.complete:
        parts.append(INTERRUPTED)
    parts.append(report.summary())
    return "\n\n".join(parts)


def _entry(one: Entry, why: str = "") -> str:
    name = f"{one.url}  ({one.id})" if one.id else one.url
    lines = [f"{_cell(one.verdict.value)}{name}", _row("why", why or one.judgement.evidence)]
    if one.state is not None and one.state.runs > 1:
        lines.append(_row("since", f"{one.state.since}, {one.state.runs} runs"))
    places = [_place(use) for use in one.used_on[:MOST_USES]]
    if len(one.used_on) > MOST_USES:
        places.append(f"and {len(one.used_on) - MOST_USES} more")
    lines += [_row("where" if number == 0 else "", place) for number, place in enumerate(places)]
    if one.needs_person and not why:
        lines.append(_row("do", one.advice))
    return "\n".join(lines)


def _source(one: Changed) -> str:
    lines = [f"{_cell('changed')}{one.url}  ({one.link})", _row("since", f"{one.kept.changed}; known as of {one.kept.since}")]
    lines += [_row("new" if number == 0 else "", sentence) for number, sentence in enumerate(one.kept.new)]
    if one.kept.gone:
        lines.append(_row("gone", f"{one.kept.gone} sentence{'s' if one.kept.gone != 1 else ''}"))
    return "\n".join([*lines, _row("facts", ", ".join(one.records))])


def _place(use: Use) -> str:
    return f"{use.page}, line {use.line}" if use.line else use.page


def _cell(text: str) -> str:
    return f"{text:<{WIDTH}}"


def _row(name: str, text: str) -> str:
    return f"{'':<{WIDTH}}{name + ':' if name else '':<7} {text}"
