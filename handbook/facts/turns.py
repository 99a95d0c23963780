"""Whose turn it is: in which month of its interval a record comes up to be looked at, so that a year's reviews are not all due on one day.

A record's review holds for its kind's months, and is overdue after them (``handbook.facts.freshness``). Its turn comes before that, in a
month that its id decides: a twelfth of what is looked at once a year comes up each month, and always the same twelfth.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handbook.facts.freshness import due_date
from handbook.facts.load import DATED, KINDS, Facts
from handbook.facts.owners import owner_of
from handbook.facts.records import Fact
from handbook.ground.clock import today

NOBODY = "nobody"


@dataclass(frozen=True)
class Turn:
    """A record that is to be looked at.

    Attributes:
        record: The record.
        file: Its file, below the project's folder.
        owner: Who looks after that file.
        due: The day after which its review is overdue.
    """

    record: Fact
    file: str
    owner: str
    due: date


def turn_of(fact: Fact) -> date:
    """Return the first day of the month in which a record comes up: the last of its months before its review runs out."""
    due = due_date(fact)
    months = due.year * 12 + due.month - 1
    own = int(hashlib.sha256(fact.id.encode()).hexdigest(), 16) % fact.months_between_reviews
    months -= (months - own) % fact.months_between_reviews
    # Somebody who has looked in the very month it came up has the whole interval before them.
    return date(months // 12, months % 12 + 1, 1)


def turns(facts: Facts, on: date | None = None) -> list[Turn]:
    """Return the records that are to be looked at by the end of the month, the first due first: it is their turn, or they are overdue."""
    on = on or today()
    found = []
    for kind in DATED:
        for record in getattr(facts, kind).values():
            if turn_of(record) <= on and turn_of(record) > record.review.on.replace(day=1) or due_date(record) < on:
                file = _file(kind, facts.spots[kind, record.id].source.path)
                found.append(Turn(record, file, owner_of(file) or NOBODY, due_date(record)))
    return sorted(found, key=lambda one: (one.due, one.record.id))


def _file(kind: str, path: object) -> str:
    """Return a record's file as CODEOWNERS writes it, wherever the program was started."""
    place = KINDS[kind][0]
    return f"data/{place}" if place.endswith(".yml") else f"data/{place}/{str(path).replace(chr(92), '/').rpartition('/')[2]}"


def issues(facts: Facts, changed: Mapping[str, tuple[str, ...]], on: date | None = None) -> dict[str, str]:
    """Return one list of records to look at for each owner, as Markdown, by the owner's name.

    Args:
        facts: The facts.
        changed: For each link whose page has changed since somebody looked, what is new in it.
        on: The day; by default today.
    """
    on = on or today()
    by_owner: dict[str, list[Turn]] = {}
    for one in turns(facts, on):
        by_owner.setdefault(one.owner, []).append(one)
    return {owner: _issue(owner, those, facts, changed, on) for owner, those in sorted(by_owner.items())}


def _issue(owner: str, those: list[Turn], facts: Facts, changed: Mapping[str, tuple[str, ...]], on: date) -> str:
    count = f"{len(those)} fact{'s' if len(those) != 1 else ''}"
    lines = [
        f"{owner}: {count} to look at in {on:%B %Y}. Each comes up once in its interval; what is overdue stands first.",
        "",
        "1. `python3 scripts/handbook.py facts review ID` shows what the record says and where to look. On GitHub: open the file and the source.",
        "2. Compare them. Correct the record if the source says something else.",
        "3. Write the review: the day, your role, which version or date of the source you saw. The command does it for you.",
        "",
    ]
    for one in those:
        late = f" **overdue since {one.due}**" if one.due < on else f" by {one.due}"
        lines.append(f"- [ ] `{one.record.id}` ({one.record.kind_in_words}, `{one.file}`):{late}")
        for source in one.record.sources:
            if source.link:
                link = facts.links[source.link]
                new = " **The page has changed since somebody looked.**" if source.link in changed else ""
                lines.append(f"    - {link.title}: <{link.url}>{new}")
    return "\n".join(lines) + "\n"
