"""Look a record up: what to compare it with, and its review written by the program, with what it said then."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from handbook.facts.fingerprints import StampError, fingerprint, meant
from handbook.facts.freshness import due_date
from handbook.facts.load import Facts
from handbook.facts.records import Fact
from handbook.facts.spots import Spot
from handbook.ground.yaml_slips import in_quotes

_WIDTH = 118
_NAME_OF_A_PERSON = re.compile(r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir)\.? )?[A-Z][a-z]+(?: [A-Z]\.?)? [A-Z][a-z'-]+")


def to_compare(facts: Facts, name: str, changed: Mapping[str, tuple[str, ...]]) -> str:
    """Return what a record says, when somebody looked last, and where to look now.

    Args:
        facts: The facts.
        name: Its id, with its kind before it where several kinds have it (``glossary:ceop``).
        changed: For each link whose page has changed since somebody looked, what is new in it.

    Raises:
        StampError: There is no such record.
    """
    kind, id_ = meant(facts, name)
    record: Fact = getattr(facts, kind)[id_]
    spot = facts.spots[kind, id_]
    parts = [f"{id_} ({record.kind_in_words}): {spot.source.file}, line {spot.line('')}", "It says:\n" + _written(spot)]
    review = record.review
    parts.append(f"Last looked at on {review.on} by the {review.by}, against {review.against}\nTo be looked at again by {due_date(record)}.")
    if record.unconfirmed:
        parts.append("Nobody could confirm:\n" + "\n".join(f"  - {one}" for one in record.unconfirmed))
    lines = []
    for number, source in enumerate(record.sources, 1):
        if source.link:
            link = facts.links[source.link]
            lines.append(f"  {number}. {link.title}\n     {link.url}")
            lines += [f"     It has changed since. New: {one}" for one in changed.get(source.link, ())]
        else:
            lines.append(f"  {number}. no publication: {source.general}")
        if source.supports:
            lines.append(f"     for: {source.supports}")
    parts.append("Compare it with:\n" + "\n".join(lines))
    return "\n\n".join(parts)


def _written(spot: Spot) -> str:
    """Return a record as it stands in its file, without its review."""
    lines = _path(spot).read_text(encoding="utf-8").split("\n")
    begin, (first, last) = spot.line("") - 1, _review_lines(spot, lines)
    indent = len(lines[begin]) - len(lines[begin].lstrip())
    end = next((at for at in range(begin + 1, len(lines)) if re.match(rf" {{0,{indent}}}\S", lines[at])), len(lines))
    shown = [*lines[begin:first], *lines[last:end]]
    return "\n".join(f"  {line}" for line in shown if line.strip())


def renew(facts: Facts, name: str, by: str, against: str, on: date) -> Fact:
    """Write the review of a record that somebody has looked up, and return the record as it was.

    Args:
        facts: The facts, as they are in the files.
        name: Its id, with its kind before it where several kinds have it.
        by: The role of whoever looked.
        against: The version or date of the source that was seen.
        on: The day.

    Raises:
        StampError: There is no such record, or what is to be written says nothing.
    """
    kind, id_ = meant(facts, name)
    record: Fact = getattr(facts, kind)[id_]
    by, against = " ".join(by.split()), " ".join(against.split())
    if not by or _NAME_OF_A_PERSON.fullmatch(by) or any(map(str.isdigit, by)):
        raise StampError("Say who looked by their role, never by a name: editor, safeguarding lead, solicitor.")
    if not against:
        raise StampError("Say which version or date of the source you saw: “edition of September 2027”, “its site on 3 March 2027”.")
    if on != record.review.on and against == record.review.against:
        raise StampError(
            f"The review of {record.review.on} says the same of its source. Say what you saw this time: its version, or the day it names."
        )
    spot = facts.spots[kind, id_]
    path = _path(spot)
    lines = path.read_text(encoding="utf-8").split("\n")
    first, last = _review_lines(spot, lines)
    indent = re.match(r" *", lines[first])
    inner = f"{indent.group() if indent else ''}  "
    written = [
        f"{inner[:-2]}review:",
        f"{inner}on: {on}",
        f"{inner}of: {fingerprint(spot.content)}",
        f"{inner}by: {_value(by)}",
        *_text(inner, "against", against),
    ]
    lines[first:last] = written
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    return record


def _review_lines(spot: Spot, lines: list[str]) -> tuple[int, int]:
    """Return where a record's review begins and ends in the lines of its file, counted from 0."""
    first = spot.line("review") - 1
    indent = len(lines[first]) - len(lines[first].lstrip())
    last = first + 1
    while last < len(lines) and lines[last].strip() and len(lines[last]) - len(lines[last].lstrip()) > indent:
        last += 1
    return first, last


def _value(text: str) -> str:
    plain = re.fullmatch(r"[A-Za-z][\w ,./()-]*", text) and text.casefold() not in ("yes", "no", "on", "off", "null", "true", "false")
    return text if plain else in_quotes(text)


def _text(inner: str, key: str, text: str) -> list[str]:
    if len(text) + len(inner) + len(key) < _WIDTH:
        return [f"{inner}{key}: {_value(text)}"]
    return [f"{inner}{key}: >-", *textwrap.wrap(text, _WIDTH, initial_indent=f"{inner}  ", subsequent_indent=f"{inner}  ", break_on_hyphens=False)]


def _path(spot: Spot) -> Path:
    return spot.source.path or Path(spot.source.file)
