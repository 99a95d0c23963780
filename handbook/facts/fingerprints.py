"""Whether a record still says what it said when somebody looked it up.

A review keeps a fingerprint of what the record said (``of``). Whoever changes a number in passing, and nothing else, leaves a record that
no longer fits its review: that is told until somebody has looked it up, renewed the review and had the record stamped anew.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from handbook.facts.load import Facts
from handbook.facts.records import Fact
from handbook.ground.problems import Problem, did_you_mean

STAMP = "python3 scripts/handbook.py facts stamp"

_DIGITS = 10


class StampError(Exception):
    """Nothing was stamped; the message says why and what to do."""


def fingerprint(content: dict[str, Any]) -> str:
    """Return the fingerprint of what a record says, as it is written: all but its review.

    Line breaks and the order of keys and aliases make no difference.
    """
    said = {key: sorted(value) if key == "aliases" and value else value for key, value in content.items() if key != "review"}
    return hashlib.sha256(json.dumps(_bare(said), ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:_DIGITS]


def _bare(content: Any) -> Any:
    """Return content without what is blank, and its texts without line breaks."""
    if isinstance(content, dict):
        return {key: _bare(value) for key, value in content.items() if value not in (None, "", [], {})}
    if isinstance(content, list):
        return [_bare(item) for item in content]
    return " ".join(content.split()) if isinstance(content, str) else content


def fitting(facts: Facts) -> set[str]:
    """Return the names, with their kinds, of records that say what their reviews looked at."""
    return {f"{kind}:{record.id}" for kind, record in facts.dated() if record.review.of == fingerprint(facts.spots[kind, record.id].content)}


def unreviewed(facts: Facts) -> list[Problem]:
    """Return every record whose text does not fit its review, with file, line and remedy."""
    found = []
    for kind, record in facts.dated():
        of, spot = record.review.of, facts.spots[kind, record.id]
        if of == fingerprint(spot.content):
            continue
        if of:
            fault = f"changed since it was reviewed on {record.review.on}."
            look = "Look it up at its source. Write the day, your role and what you saw under  review:  (on, by, against)."
        else:
            fault = f"the fingerprint of what its review of {record.review.on} looked at is missing."
            look = "You have looked it up?"
        line = f"write there the line  of: {fingerprint(spot.content)}  below  on:"
        found.append(spot.problem(record.id, "review", fault, f"{look} Then {line} or run  {STAMP} {_name(facts, kind, record.id)}"))
    return sorted(found)


def listed(problems: list[Problem], most: int = 10) -> str:
    """Return problems as indented lines for the end of a command; of many only the first."""
    lines = [line for problem in problems[:most] for line in str(problem).splitlines()]
    more = [f"and {len(problems) - most} more; all of them:  python3 scripts/handbook.py facts"] if len(problems) > most else []
    return "\n".join(f"  {line}" for line in [*lines, *more])


def stamp(facts: Facts, names: Iterable[str]) -> list[Fact]:
    """Write into the reviews of some records what they say now, and return those records. Nothing is written if any cannot be stamped.

    Args:
        facts: The facts.
        names: Ids; where several kinds have a record of one id, its kind stands before it (``glossary:ceop``).

    Raises:
        StampError: There is no such record, or its review is not written on lines of its own.
    """
    chosen = [meant(facts, name) for name in dict.fromkeys(names)]
    written: dict[Path, list[str]] = {}
    # From the end of each file to its beginning, so that a new line moves nothing that is still to be found.
    for kind, name in sorted(chosen, key=lambda one: -facts.spots[one].line("review.on")):
        spot, record = facts.spots[kind, name], getattr(facts, kind)[name]
        path = Path(spot.source.file).resolve()
        lines = written.setdefault(path, path.read_text(encoding="utf-8").split("\n"))
        number, key = (spot.line("review.of"), "of") if record.review.of else (spot.line("review.on"), "on")
        found = re.fullmatch(rf"( +)(['\"]?){key}\2:.*", lines[number - 1])
        if not found:
            raise StampError(
                f"{spot.source.file}, line {number}, {name}: the review cannot be stamped. Write each of its keys on a line of its own:  on: …"
            )
        new = f"{found.group(1)}of: {fingerprint(spot.content)}"
        lines[number - 1 : number] = [new] if record.review.of else [lines[number - 1], new]
    for path, lines in written.items():
        path.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    return [getattr(facts, kind)[name] for kind, name in chosen]


def never_stamped(facts: Facts) -> list[str]:
    """Return the names of records that nobody has stamped yet."""
    return [f"{kind}:{record.id}" for kind, record in facts.dated() if not record.review.of]


def meant(facts: Facts, name: str) -> tuple[str, str]:
    """Return kind and id of the dated record that a name means.

    Raises:
        StampError: There is none, or there are several.
    """
    known = [(kind, record.id) for kind, record in facts.dated() if name in (record.id, f"{kind}:{record.id}")]
    if len(known) == 1:
        return known[0]
    if known:
        raise StampError(
            f'"{name}" is a record of several kinds. Write which you looked up: ' + " or ".join(f"{kind}:{name}" for kind, _ in known) + "."
        )
    raise StampError(f'There is no reviewed record "{name}". {did_you_mean(name, [record.id for _, record in facts.dated()])}')


def _name(facts: Facts, kind: str, name: str) -> str:
    """Return the name by which a record can be stamped: its id, and its kind where another kind has the same."""
    return name if sum(record.id == name for _, record in facts.dated()) == 1 else f"{kind}:{name}"
