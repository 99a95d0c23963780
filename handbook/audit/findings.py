"""What the audit finds: one finding, its kinds and how urgent each is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

Kind = Literal[
    "law-repealed",
    "law-changed",
    "guidance-superseded",
    "body-closed",
    "body-renamed",
    "service-closed",
    "address-dead",
    "role-renamed",
    "unsafe-procedure",
    "age-limit",
    "blank-left",
    "name-left",
    "review-overdue",
    "figure-dated",
    "missing-duty",
]
Urgency = Literal["child-could-be-harmed", "law-is-wrong", "reader-is-stranded", "looks-old"]
Sure = Literal["high", "medium", "low"]

KINDS: tuple[str, ...] = get_args(Kind)
URGENCIES: tuple[str, ...] = get_args(Urgency)

USUAL_URGENCY: dict[str, Urgency] = {
    "unsafe-procedure": "child-could-be-harmed",
    "law-repealed": "law-is-wrong",
    "law-changed": "law-is-wrong",
    "guidance-superseded": "law-is-wrong",
    "age-limit": "law-is-wrong",
    "missing-duty": "law-is-wrong",
    "body-closed": "reader-is-stranded",
    "service-closed": "reader-is-stranded",
    "address-dead": "reader-is-stranded",
    "name-left": "reader-is-stranded",
    "body-renamed": "looks-old",
    "role-renamed": "looks-old",
    "blank-left": "looks-old",
    "review-overdue": "looks-old",
    "figure-dated": "looks-old",
}
KIND_IN_WORDS: dict[str, str] = {
    "law-repealed": "Law that has been repealed",
    "law-changed": "Law that has changed",
    "guidance-superseded": "Guidance that has been replaced",
    "body-closed": "Body that has closed or merged",
    "body-renamed": "Body that has another name now",
    "service-closed": "Service that has closed, moved on or been renamed",
    "address-dead": "Web or email address that is dead or has moved",
    "role-renamed": "Role, board or term with another name now",
    "unsafe-procedure": "Unsafe procedure",
    "age-limit": "Age limit that is wrong",
    "blank-left": "Blank or alternative left in",
    "name-left": "Name that is not this school's",
    "review-overdue": "Date or review",
    "figure-dated": "Figure that is out of date",
    "missing-duty": "Duty that the policy does not mention",
}
URGENCY_IN_WORDS: dict[str, str] = {
    "child-could-be-harmed": "A child could be harmed",
    "law-is-wrong": "The law is wrong",
    "reader-is-stranded": "A reader is stranded",
    "looks-old": "It looks old",
}


@dataclass(frozen=True)
class Finding:
    """One thing that is no longer true, or missing.

    Attributes:
        words: The policy's own words, exactly as in the file; empty for a missing duty.
        where: Page, clause or heading, in words.
        now: What is true now.
        since: Since when, in words; empty where nobody could say.
        source: What that rests on.
        clauses: Ids of the handbook's clauses that replace it.
        pages: Pages of the handbook that help.
        rule: The id of the rule that found it.
        order: The block's place in the document.
        anchor: Where a report that is written into the file finds the block.
    """

    words: str
    where: str
    kind: str
    now: str
    since: str
    source: str
    sure: str
    urgency: str
    clauses: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    rule: str = ""
    order: int = 0
    start: int = 0
    anchor: int = -1
    context: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it for machines, in the words that the README documents."""
        return {
            "words": self.words,
            "where": self.where,
            "kind": self.kind,
            "now": self.now,
            "since": self.since,
            "source": self.source,
            "sure": self.sure,
            "urgency": self.urgency,
            "clauses": list(self.clauses),
        }
