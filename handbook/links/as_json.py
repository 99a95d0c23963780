"""Write a report as JSON for machines."""

from __future__ import annotations

import json
from typing import Any

from handbook.links.crawl import Use
from handbook.links.exceptions import LinkException
from handbook.links.report import Entry, Report


def as_json(report: Report) -> str:
    """Return a report as JSON."""
    content: dict[str, Any] = {
        "on": str(report.on),
        "complete": report.complete,
        "offline": report.offline,
        "checked": len(report.entries),
        "pages": report.pages,
        "links": [_entry(one) for one in report.entries],
        "internal": [{**_use(one.use), "target": one.target, "fault": one.fault} for one in report.internal],
        "retired": [
            {
                "id": one.id,
                "url": one.url,
                "verdict": one.judgement.verdict.value,
                "evidence": one.judgement.evidence,
                "answers": one.answers,
                "possibly_new_hands": one.new_hands,
            }
            for one in report.retired
        ],
        "exceptions": [_exception(one) for one in report.exceptions],
        "expired_exceptions": [_exception(one) for one in report.expired],
        "sources_changed": [
            {"link": one.link, "url": one.url, "known": str(one.kept.since), "changed": str(one.kept.changed), "records": list(one.records)}
            for one in report.sources
        ],
        "recovered": report.recovered,
        "needs_person": report.code == 1,
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _use(use: Use) -> dict[str, Any]:
    return {"page": use.page, "line": use.line}


def _entry(one: Entry) -> dict[str, Any]:
    return {
        "url": one.url,
        "verdict": one.verdict.value,
        "final_url": one.judgement.final_url,
        "evidence": one.judgement.evidence,
        "note": one.judgement.note or None,
        "used_on": [_use(use) for use in one.used_on],
        "id": one.id or None,
        "suspect": one.suspect,
        "failing_since": str(one.state.since) if one.state else None,
        "failed_runs": one.state.runs if one.state else None,
        "excepted": one.exception is not None,
        "registered": one.registered,
        "needs_person": one.needs_person,
        "suggestion": one.advice if one.needs_person else None,
    }


def _exception(one: LinkException) -> dict[str, str]:
    return {
        "link": one.link,
        "verdict": one.verdict.value,
        "reason": one.reason,
        "agreed_by": one.agreed_by,
        "agreed_on": str(one.agreed_on),
        "until": str(one.until),
    }
