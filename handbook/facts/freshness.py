"""Which facts are due for another look, and when."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from handbook.facts.load import Facts
from handbook.facts.records import Fact
from handbook.ground.clock import today


@dataclass(frozen=True, order=True)
class Due:
    """A fact and the day its review falls due.

    Attributes:
        due: The day.
        kind: Kind in the words of readers, such as "law".
        record: Id of the record.
        reviewed: Day of the last review.
        days_left: Days until it is due; below nought when overdue.
    """

    due: date
    kind: str
    record: str
    reviewed: date
    days_left: int

    @property
    def overdue(self) -> bool:
        """Whether the day has passed."""
        return self.days_left < 0


def due_date(fact: Fact) -> date:
    """Return the day a fact should be looked at again: its kind's months after the last review."""
    months = fact.review.on.month - 1 + fact.months_between_reviews
    year, month = fact.review.on.year + months // 12, months % 12 + 1
    return date(year, month, min(fact.review.on.day, calendar.monthrange(year, month)[1]))


def all_due(facts: Facts, on: date | None = None) -> list[Due]:
    """Return every dated fact, the longest overdue first."""
    on = on or today()
    return sorted(Due(due_date(fact), fact.kind_in_words, fact.id, fact.review.on, (due_date(fact) - on).days) for _, fact in facts.dated())
