"""Dates of the policy itself: a review that is overdue, an approval older than the review, dates that cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from handbook.audit.document import Block
from handbook.audit.findings import USUAL_URGENCY, Finding
from handbook.audit.folding import Folded

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DATE = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<month>{_MONTH})\.?,?[\s-]+(?P<year>\d{{4}}|'?\d\d)\b"
    rf"|(?P<month2>{_MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})\b"
    rf"|(?P<month3>{_MONTH})\.?,?(?:\s+half[\s-]term)?[\s-]+(?P<year3>\d{{4}}|'?\d\d)\b"
    r"|(?P<day4>\d{1,2})\s?[/.-]\s?(?P<month4>\d{1,2})\s?[/.-]\s?(?P<year4>\d{4}|\d\d)\b"
    r"|(?P<month7>0?[1-9]|1[0-2])\s?/\s?(?P<year7>20\d\d)\b"
    r"|(?P<iso>\d{4}-\d\d-\d\d)\b"
    r"|(?P<term>autumn|spring|summer|michaelmas|lent|trinity)(?:\s+term)?(?:\s+\d)?,?\s+(?:of\s+)?(?P<year5>\d{4})\b"
    r"|(?P<year6>20\d\d)(?:\s?[/-]\s?(?:20)?\d\d)?\b",
    re.IGNORECASE,
)
_TERMS = {"autumn": 12, "spring": 4, "summer": 7, "michaelmas": 12, "lent": 4, "trinity": 7}

_NEXT = (
    r"(?:review\w*\b[^.\d]{0,45}?[\s(,]+(?:next\s+(?:one|time|edition|version)|due)(?:\s+(?:is|due|will\s+be))*(?:\s+(?:by|in|on))?|"
    r"date\s+(?:of|for)\s+(?:the\s+|our\s+)?next\s+(?:policy\s+|full\s+|annual\s+)?review|next\s+(?:policy\s+|scheduled\s+|full\s+|annual\s+)?(?:review|revision|update)(?:\s+(?:date|due|due\s+on|is\s+due|will\s+be|by|on|in))*|"
    r"(?:policy\s+)?(?:review|renewal|expiry)\s+(?:due|due\s+date|by|is\s+due)(?:\s+(?:by|on|in))?|due\s+for\s+(?:a\s+)?(?:review|revision|renewal)(?:\s+(?:on|in|by))?|(?:policy\s+)?review\s+date|date\s+(?:for|of)\s+renewal|"
    r"(?:will|to|should|shall|must|it'll|we'll)\s+(?:next\s+)?(?:be\s+brought\s+back(?:\s+to\s+the(?:\s+\w+){1,6}?)?|look\s+at\s+(?:it|this|them)\s+afresh(?:\s+at\s+\w+\s+(?:next\s+)?meeting)?)(?:\s+(?:on|in|by))?|(?:will|to|should|shall|must|it'll|we'll)\s+(?:next\s+)?be\s+(?:next\s+)?(?:reviewed|revised|revisited|updated|looked\s+at|renewed|reconsidered)(?:\s+(?:again|next|fully))?(?:\s+(?:on|in|by|before|no\s+later\s+than))?|valid\s+until|expires?(?:\s+on)?|review\s+(?:again\s+)?(?:in|by|on)|(?:will|to|shall)\s+(?:look|return)\s+(?:(?:at|to)\s+(?:it|this|them|these)\s+)?again(?:\s+(?:in|by|on))?|next\s+due(?:\s+(?:in|by|on))?|review(?=:)|next(?=:)|(?:good|valid|lasts?|to\s+last|in\s+force|runs?)\s+(?:until|to)|(?:due\s+for\s+)?renewal(?:\s+(?:date|due))?|revisit(?=:)|"
    r"new\s+(?:one|version|policy|edition)\s+(?:will\s+be|is\s+to\s+be|is)\s+(?:ready|written|due)(?:\s+(?:for|by|in))?|back\s+to\s+(?:the\s+)?(?:full\s+)?(?:governors|governing\s+(?:body|board)|trustees|board|committee)|(?:will|shall|to)\s+(?:revisit|rewrite|go\s+(?:over|through)|come\s+back\s+to)\s+(?:this|it|the)(?:\s+(?!in\b|by\b|on\b|again\b)\w+)?(?:\s+again)?(?:\s+(?:in|by|on))?|"
    r"(?<!last\s)(?<!of\s)review(?=\s+(?:date\s+)?\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))|"
    r"(?:will|shall)\s+(?:next\s+)?review\s+(?:this\s+policy|the\s+policy|this|it)(?:\s+(?:again|next))?(?:\s+(?:by|in|on|before|no\s+later\s+than))?|(?:and\s+)?at\s+the\s+latest(?:\s+(?:by|in|on))?|for\s+review(?:\s+(?:in|by|on))?|"
    r"(?:it|this|policy|document|paper)\s+(?:will|is\s+to|should|shall|must)\s+be\s+(?:gone\s+(?:over|through)|read\s+through|considered|rewritten|refreshed|checked|discussed)\s+(?:again|afresh|anew)(?:\s+(?:by|in|on))?|"
    r"(?:it|this|policy|document)\s+(?:then\s+|next\s+)?(?:comes?|falls|is)\s+(?:up|round|back|due)(?:\s+(?:again|for\s+(?:review|renewal|discussion)|to\s+(?:the\s+)?(?:governors|trustees|board|committee)))*(?:\s+again)?(?:\s+(?:by|in|on))?|"
    r"(?:cycle|policy|version|edition|document)\s+(?:ends|lapses|will\s+(?:lapse|end|run\s+out|expire))(?:\s+(?:by|in|on))?)"
)
_LAST = (
    r"(?:(?:was\s+|were\s+)?last\s+(?:reviewed|updated|revised|amended|review|update|revision|done|checked|discussed|gone\s+over)(?:\s+(?:date|on|in|by))?|most\s+recently(?:\s+(?:in|on))?|(?:the\s+)?(?:present|current|latest)\s+(?:one|version|edition)(?:\s+(?:is|was|dates))?(?:\s+(?:of|from|in))?|date\s+(?:of\s+)?(?:last\s+)?(?:review(?:ed)?|revis(?:ion|ed)|updated?)|(?:this\s+policy\s+was\s+|policy\s+|was\s+|has\s+been\s+|have\s+been\s+)?(?:reviewed|updated|revised|amended)"
    r"(?:\s+(?:on|in|and\s+updated|date))*|(?:policy|document|version|issue|publication)\s+date|date\s+of\s+(?:the\s+)?(?:policy|issue|publication)|date\s+(?:written|produced|issued|published)|(?:policy\s+)?(?:written|produced|issued|drawn\s+up|looked\s+at|last\s+looked\s+at)(?:\s+(?:on|in))?|version\s+[\d.]+,?)"
)
_APPROVED = (
    r"(?:(?:this\s+policy\s+was\s+|policy\s+|was\s+|date\s+(?:of\s+)?)?(?:approv(?:ed|al)|ratifi(?:ed|cation)|adopt(?:ed|ion)|"
    r"agreed|signed\s+off|accepted)(?:\s+(?:on|in|date|by\b[^:.;\d]{0,50}?(?:on|in|:)?))?)"
)
_NOT_OURS = (
    r"(?:upload(?:ed)?|print(?:ed)?|download(?:ed)?|accessed|retrieved|saved|created|posted|last\s+modified|copyright|©|training|"
    r"trained|insurance|born|ofsted|inspect(?:ed|ion)|meeting)"
)
_LABEL = re.compile(rf"\b(?:(?P<not>{_NOT_OURS})|(?P<next>{_NEXT})|(?P<last>{_LAST})|(?P<approved>{_APPROVED}))\b", re.IGNORECASE)
_BETWEEN = re.compile(
    r"^(?:\s+(?:by\s+)?the\s+(?:\w+\s*){1,4}?(?=\bin\b|\bon\b|:))?[\s:|,.()\-_/]*(?:(?:on|in|by|the|date|dated|is|was|of|due|at|governors?|governing|body|board|full|chair|trustees|committee|headteacher|head|staff|meeting|and|annually|each|every|\d|two|three|years?|months?|years?'|year's|time|so|term|yearly|before|no|later|than|end)[\s:|,.()\-_/]*){0,8}$",
    re.IGNORECASE,
)
# "will be looked at again when we move in 2017".
_WHEN = re.compile(r"^\s*(?:again\s+)?(?:when|once|after|as soon as)\b[^.;:]{0,60}\bin\s+$", re.IGNORECASE)
_YEARLY = re.compile(
    r"\b(?:review\w*|updat\w*)\b[^.]{0,50}\b(?:annual(?:ly)?|every year|each year|yearly|once a year|every 12 months|every twelve "
    r"months)\b|\bannual(?:ly)?\b[^.]{0,30}\breview",
    re.IGNORECASE,
)
_ONLY = re.compile(rf"^\W*(?:\w+[.,]?\s+){{0,3}}?(?:{_DATE.pattern.replace('(?P<', '(?P<only_')})\W*(?:v(?:ersion)?\.?\s*[\d.]+)?\W*$", re.IGNORECASE)


@dataclass(frozen=True)
class _Seen:
    role: str
    on: date
    exact: bool
    words: str
    block: Block
    start: int


class Dates:
    """Gathers the dates of a document, and tells at its end what is wrong with them.

    Args:
        today: The day that counts as today.
    """

    def __init__(self, today: date) -> None:
        self._today = today
        self._seen: list[_Seen] = []
        self._impossible: list[Finding] = []
        self._yearly = False
        self._since_review = 99

    def see(self, block: Block, folded: Folded) -> None:
        """Look at a block."""
        text = folded.text
        self._yearly = self._yearly or bool(_YEARLY.search(text))
        self._since_review = 0 if block.kind == "heading" and re.search(r"\breview", text, re.IGNORECASE) else self._since_review + 1
        if not any(one.isdigit() for one in text):
            return
        labels = list(_LABEL.finditer(text))
        for match in _DATE.finditer(text):
            on = _date_of(match)
            label = next((one for one in reversed(labels) if one.end() <= match.start()), None)
            # The Byron review in 2008 was of something else.
            if (
                label
                and label.group()[:6] == "review"
                and re.search(r"[a-z] (?!Policy|Governors?|Annual|Next|Full|Last)[A-Z][a-z]+ $", text[: label.start()])
            ):
                continue
            # "Searching and screening, updated January 2018" is another document's date.
            if label and label.start() > 3 and label.group().casefold() in ("updated", "revised", "amended"):
                continue
            between = text[label.end() : match.start()] if label else ""
            near = label and len(between) < 90 and (_BETWEEN.match(_without_dates(between)) or label.group("next") and _WHEN.match(between))
            if on is None:
                if (label or match.group("month") or match.group("month2")) and 28 < int(
                    match.group("day") or match.group("day2") or match.group("day4") or 0
                ) <= 31:
                    self._cannot_be(block, folded, *match.span())
                continue
            # A year alone is a date of the policy only right behind its label.
            if (
                label
                and near
                and not label.group("not")
                and (not match.group("year6") or len(between) < 30 or _WHEN.match(between) or _DATE.search(between))
            ):
                start = label.start() if _DATE.search(text[label.end() : match.start()]) is None else match.start()
                self._keep(
                    label.lastgroup or "last",
                    on,
                    bool(match.group("day") or match.group("day2") or match.group("day4") or match.group("iso")),
                    block,
                    folded,
                    start,
                    match.end(),
                )
        if (
            not labels
            and len(text.split()) <= 10
            and (block.order <= 25 or block.kind in ("footer", "header") or re.search(r"\s\d{1,3}\s*$", text) or self._since_review < 6)
        ):
            alone = _DATE.search(text)
            on = _date_of(alone) if alone and not alone.group("year6") else None
            if (
                alone
                and on
                and (
                    _ONLY.match(text)
                    or text.strip().startswith(alone.group())
                    and (block.kind in ("footer", "header") or re.search(r"\s\d{1,3}\s*$", text))
                )
            ):
                self._keep("cover", on, False, block, folded, *alone.span())

    def _keep(self, role: str, on: date, exact: bool, block: Block, folded: Folded, start: int, end: int) -> None:
        first, last = folded.span(start, end)
        self._seen.append(_Seen(role, on, exact, block.text[first:last], block, first))

    def _cannot_be(self, block: Block, folded: Folded, start: int, end: int) -> None:
        first, last = folded.span(start, end)
        self._impossible.append(
            _finding(block, block.text[first:last], first, "There is no such day in the calendar. Correct the date.", "", "date-cannot-be", "high")
        )

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong with the dates."""
        yield from self._impossible
        future = [one for one in self._seen if one.role == "next"]
        past = [one for one in self._seen if one.role in ("last", "cover")]
        approved = [one for one in self._seen if one.role == "approved"]
        newest = max((one.on for one in [*past, *approved]), default=None)
        if future:
            latest = max(one.on for one in future)
            # "Review date: May 2025" above "Next review: May 2027" is the last one.
            if latest < self._today:
                for one in _each(one for one in future if one.on == latest or (self._today - one.on).days > 0 and not newest):
                    yield _finding(
                        one.block,
                        one.words,
                        one.start,
                        f"The review was due by {one.on:%B %Y}. Review the policy, approve it and set the next date, at most a year ahead.",
                        f"{one.on:%B %Y}",
                        "review-overdue",
                        "high",
                    )
            elif newest and latest <= newest:
                one = next(one for one in future if one.on == latest)
                yield _finding(
                    one.block,
                    one.words,
                    one.start,
                    "The next review is not after the approval or the last review. Correct one of the dates.",
                    "",
                    "date-cannot-be",
                    "medium",
                )
        elif newest:
            old = (self._today - newest).days
            if old > (400 if self._yearly else 560):
                for one in _each(one for one in [*past, *approved] if one.on == newest):
                    yield _finding(
                        one.block,
                        one.words,
                        one.start,
                        "Nothing newer is said about a review. The approach to online safety is reviewed at least once a year.",
                        f"{newest:%B %Y}",
                        "review-overdue",
                        "medium" if one.role == "cover" else "high",
                    )
        reviewed = max((one.on for one in past if one.role == "last"), default=None)
        if approved and reviewed and max(one.on for one in approved) < reviewed and (reviewed - max(one.on for one in approved)).days > 31:
            one = max(approved, key=lambda one: one.on)
            yield _finding(
                one.block,
                one.words,
                one.start,
                f"The policy was reviewed or changed after this, in {reviewed:%B %Y}; nobody has approved it since. Ask the governors to "
                f"approve what is in force.",
                "",
                "approved-before-reviewed",
                "medium",
            )
        for one in _each(one for one in [*past, *approved] if (one.on - self._today).days > 45 and one.role != "cover"):
            yield _finding(
                one.block,
                one.words,
                one.start,
                "This date lies in the future, but tells of something done. Correct it.",
                "",
                "date-cannot-be",
                "medium",
            )


def _each(seen: Iterator[_Seen]) -> Iterator[_Seen]:
    words: set[str] = set()
    for one in seen:
        key = " ".join(one.words.split()).casefold()
        if key not in words:
            words.add(key)
            yield one


def _finding(block: Block, words: str, start: int, now: str, since: str, rule: str, sure: str) -> Finding:
    return Finding(
        words=words,
        where=block.where,
        kind="review-overdue",
        now=now,
        since=since,
        source="the policy's own dates, and Keeping children safe in education: review at least once a year",
        sure=sure,
        urgency=USUAL_URGENCY["review-overdue"],
        clauses=("review-at-least-yearly",),
        pages=("leaders/annual-cycle.md",),
        rule=rule,
        order=block.order,
        start=start,
        anchor=block.anchor,
        context=words,
    )


def _without_dates(text: str) -> str:
    return _DATE.sub(" ", text)


def _date_of(match: re.Match[str]) -> date | None:
    """Return a date, the last day it can mean; None for a day that is not in the calendar."""
    named = match.groupdict()
    try:
        if named["iso"]:
            return date.fromisoformat(named["iso"])
        if named["year6"]:
            return date(int(named["year6"]), 12, 31)
        if named["term"]:
            return date(int(named["year5"]), _TERMS[named["term"].lower()], 28)
        if named["day4"]:
            return date(_year(named["year4"]), int(named["month4"]), int(named["day4"]))
        if named["month7"]:
            return date(int(named["year7"]), int(named["month7"]), 28)
        if named["month3"]:
            return date(_year(named["year3"]), _MONTHS.index(named["month3"][:3].lower()) + 1, 28)
        month, day, year = (named["month"], named["day"], named["year"]) if named["month"] else (named["month2"], named["day2"], named["year2"])
        return date(_year(year), _MONTHS.index(month[:3].lower()) + 1, int(day))
    except ValueError:
        return None


def _year(text: str) -> int:
    digits = text.strip("'")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)
