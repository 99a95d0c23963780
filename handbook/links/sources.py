"""What the sources of our facts said when somebody last looked at them, and what is new in them since.

Of each source only fingerprints of its sentences are kept (``data/link-sources.json``): enough to say which sentences are new and how many
have gone, and no copy of other people's pages. A look at a record, or at the link itself, takes the page as it then is for known.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from handbook.facts.load import Facts
from handbook.ground.paths import DATA
from handbook.ground.problems import Problem, ProblemsError

SOURCES = DATA / "link-sources.json"

_DIGITS = 6
# What is shown of a change: enough to see what it is about.
_MOST_SENTENCES = 5
_MOST_LETTERS = 240


@dataclass(frozen=True)
class Kept:
    """A source as it was when it was last taken for known.

    Attributes:
        since: The day of the run that saw it so.
        sentences: Fingerprints of its sentences.
        changed: The day of the first run that saw it otherwise; None if it is as it was.
        new: The first new sentences, cut short.
        gone: How many sentences have gone.
    """

    since: date
    sentences: tuple[str, ...]
    changed: date | None = None
    new: tuple[str, ...] = ()
    gone: int = 0


@dataclass(frozen=True)
class Changed:
    """A source that is not as somebody saw it.

    Attributes:
        link: Id of the link.
        url: Its address.
        kept: What is known of it.
        records: The records that rest on it.
    """

    link: str
    url: str
    kept: Kept
    records: tuple[str, ...]


@dataclass
class Sources:
    """Every source that is remembered, by the id of its link."""

    kept: dict[str, Kept] = field(default_factory=dict)

    def note(self, facts: Facts, seen: Mapping[str, tuple[str, ...]], on: date) -> list[Changed]:
        """Take in what a run saw and return the sources that have changed since somebody looked.

        Args:
            facts: The facts.
            seen: The sentences of each page, by its address.
            on: The day of the run.
        """
        looked = looks(facts)
        self.kept = {name: one for name, one in self.kept.items() if name in looked}
        found = []
        for name, (day, records) in looked.items():
            sentences = seen.get(facts.links[name].url)
            if not sentences:
                continue
            before = self.kept.get(name)
            # Whoever looked since then has seen the page as it is now, or nearly so.
            if before is None or before.since < day:
                self.kept[name] = Kept(on, tuple(_fingerprint(one) for one in sentences))
                continue
            self.kept[name] = now = _compared(before, sentences, on)
            if now.changed:
                found.append(Changed(name, facts.links[name].url, now, records))
        return found


def looks(facts: Facts) -> dict[str, tuple[date, tuple[str, ...]]]:
    """Return each link on which a dated fact rests: the day of the last look at it, and the records that rest on it."""
    found: dict[str, tuple[date, tuple[str, ...]]] = {}
    for _, record in facts.dated():
        for source in record.sources:
            if source.link:
                day, records = found.get(source.link, (facts.links[source.link].checked or date.min, ()))
                found[source.link] = (max(day, record.review.on), (*records, record.id))
    return found


def _compared(before: Kept, sentences: tuple[str, ...], on: date) -> Kept:
    now = {_fingerprint(one): one for one in sentences}
    new = [text for print_, text in now.items() if print_ not in set(before.sentences)]
    gone = len(set(before.sentences) - set(now))
    if not new and not gone:
        return Kept(before.since, before.sentences)
    return Kept(before.since, before.sentences, before.changed or on, tuple(one[:_MOST_LETTERS] for one in new[:_MOST_SENTENCES]), gone)


def _fingerprint(sentence: str) -> str:
    return hashlib.sha256(" ".join(sentence.casefold().split()).encode()).hexdigest()[:_DIGITS]


def read_sources(path: Path = SOURCES) -> Sources:
    """Read what is remembered; a missing file holds nothing.

    Raises:
        ProblemsError: The file is damaged.
    """
    if not path.exists():
        return Sources()
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
        return Sources({name: _kept(one) for name, one in content.items()})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        fault = f"what is remembered of the sources cannot be read ({error})."
        raise ProblemsError([Problem(str(path), 0, "", fault, "Take it from git again, or write  {}  into it to begin anew.")]) from None


def _kept(one: Any) -> Kept:
    sentences = tuple(one["sentences"].split())
    changed = date.fromisoformat(one["changed"]) if "changed" in one else None
    return Kept(date.fromisoformat(one["since"]), sentences, changed, tuple(one.get("new", ())), int(one.get("gone", 0)))


def write_sources(path: Path, sources: Sources) -> None:
    """Write what is remembered: sorted, one source a line, the same bytes for the same content."""
    rows = []
    for name, one in sorted(sources.kept.items()):
        content: dict[str, Any] = {"since": str(one.since), "sentences": " ".join(one.sentences)}
        if one.changed:
            content |= {"changed": str(one.changed), "new": list(one.new), "gone": one.gone}
        rows.append(f"  {json.dumps(name)}: {json.dumps(content, ensure_ascii=False)}")
    path.write_text("{\n" + ",\n".join(rows) + "\n}\n" if rows else "{}\n", encoding="utf-8", newline="\n")
