"""Write a report as Markdown for an issue. Addresses stand in code, so that nobody follows one by accident."""

from __future__ import annotations

from handbook.links.report import Entry, Report
from handbook.links.sources import Changed
from handbook.links.verdicts import Verdict
from handbook.links.words import EXPIRED, INTERRUPTED, NEW_HANDS, NOTED, SOURCE_CHANGED, SOURCE_CHANGED_MEANS, SUSPECT, VERDICTS

# GitHub takes 65,536 characters; the summary and the urgent parts come first, so the end can be spared.
MOST_CHARACTERS = 60_000


def as_markdown(report: Report) -> str:
    """Return a report as Markdown."""
    parts = [f"Links checked on {report.on}. {report.summary()}"]
    if not report.complete:
        parts.append(f"**{INTERRUPTED}**")
    parts.append(
        _section(NEW_HANDS.name, [f"- {_code(one.url)} (`{one.id}`): {_text(one.judgement.evidence)}. {one.advice}" for one in report.new_hands])
    )
    parts.append(
        _section(
            EXPIRED.name,
            [f"- `{one.link}`: {one.verdict.value} was tolerated until {one.until}. {_text(one.reason)} {EXPIRED.advice}" for one in report.expired],
        )
    )
    parts.append(_section(SOURCE_CHANGED, [f"{SOURCE_CHANGED_MEANS}", "", *(_source(one) for one in report.sources)] if report.sources else []))
    parts.append(_section("New since the last run", [_line(one) for one in report.new]))
    parts.append(_section("Well again", [f"- `{name}`" for name in report.recovered]))
    parts.append(_section("Needs a person", _by_verdict(report.for_a_person)))
    parts.append(
        _section(
            "Broken within the site",
            [f"- {_code(one.use.page)}, line {one.use.line}: {_code(one.target)}: {_text(one.fault)}" for one in report.internal],
        )
    )
    parts.append(_section("Suspect", [SUSPECT, "", *(_line(one) for one in report.suspects)] if report.suspects else []))
    told = VERDICTS[Verdict.NOT_ASKED]
    parts.append(
        _section(
            told.name,
            [f"{told.meaning} {told.advice}", "", *(_short(one, one.judgement.evidence) for one in report.not_asked)] if report.not_asked else [],
        )
    )
    parts.append(
        _section(
            NOTED.name, [f"{NOTED.meaning} {NOTED.advice}", "", *(_short(one, one.judgement.note) for one in report.noted)] if report.noted else []
        )
    )
    parts.append(
        _section(
            "Tolerated",
            [
                f"- `{one.link}`: {one.verdict.value}, until {one.until}, agreed by the {_text(one.agreed_by)}: {_text(one.reason)}"
                for one in report.exceptions
            ],
        )
    )
    text = "\n\n".join(part for part in parts if part) + "\n"
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS].rpartition("\n")[0] + "\n\nThe rest is in the run's report.\n"
    return text


def _source(one: Changed) -> str:
    new = "".join(f"\n    - new: {_text(sentence)}" for sentence in one.kept.new)
    gone = f"\n    - gone: {one.kept.gone} sentence{'s' if one.kept.gone != 1 else ''}" if one.kept.gone else ""
    records = ", ".join(f"`{name}`" for name in one.records)
    days = f"seen otherwise since {one.kept.changed}; it was known as of {one.kept.since}"
    return f"- [ ] {_code(one.url)} (`{one.link}`), {days}. Rests on it: {records}{new}{gone}"


def _section(title: str, lines: list[str]) -> str:
    return f"## {title}\n\n" + "\n".join(lines) if lines else ""


def _by_verdict(entries: list[Entry]) -> list[str]:
    lines: list[str] = []
    last = None
    for one in entries:
        if one.verdict is not last:
            last = one.verdict
            lines += ["", f"**{VERDICTS[last].name}.** {VERDICTS[last].meaning}", ""]
        lines.append(_line(one))
    return lines[1:]


def _line(one: Entry) -> str:
    return f"- [ ] {_named(one)}: {one.verdict.value}, {_text(one.judgement.evidence)}. {_text(one.advice.rstrip('.'))}. Used on: {_where(one)}"


def _short(one: Entry, why: str) -> str:
    return f"- {_named(one)}: {_text(why)}. Used on: {_where(one)}"


def _named(one: Entry) -> str:
    return _code(one.url) + (f" (`{one.id}`)" if one.id else "")


def _where(one: Entry) -> str:
    return _text(
        "; ".join(f"{use.page}, line {use.line}" for use in one.used_on[:3]) + (f"; and {len(one.used_on) - 3} more" if len(one.used_on) > 3 else "")
    )


def _code(text: str) -> str:
    return "`" + text.replace("`", "%60") + "`"


def _text(text: str) -> str:
    """Return text in which nothing acts: no link, no mention, no markup; servers write part of it."""
    # All at once: what takes the place of one mark holds others.
    return text.translate({ord(mark): f"&#{ord(mark)};" for mark in "\\`*_[]<>|#@"}).replace("://", "&#58;//").replace("\n", " ")
