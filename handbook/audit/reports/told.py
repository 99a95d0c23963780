"""The report in plain data: what every format shows, in the order a head reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handbook.audit.audit import Audited
from handbook.audit.findings import KIND_IN_WORDS, URGENCIES, URGENCY_IN_WORDS, Finding
from handbook.facts.load import Facts
from handbook.ground.paths import DOCS
from handbook.policy.outline import Outline, title_of

SURE_IN_WORDS = {"high": "sure", "medium": "fairly sure", "low": "nobody could confirm it: check"}

WHAT_IT_IS_NOT = (
    "This report is guidance, not legal advice. A program read the words of the policy. It cannot tell whether the policy is followed, "
    "or whether its rules suit the school.",
    "Read each finding beside the policy before you change anything. Where it says that nobody could confirm a point, look it up first.",
    "What the program does not know, it does not find. A short report is no proof that a policy is sound.",
)


@dataclass(frozen=True)
class Entry:
    """One finding, with the other places where the same words stand."""

    number: int
    finding: Finding
    also: tuple[str, ...]
    clauses: tuple[tuple[str, str], ...]

    @property
    def kind(self) -> str:
        """The kind in words."""
        return KIND_IN_WORDS[self.finding.kind]

    @property
    def urgency(self) -> str:
        """The urgency in words."""
        return URGENCY_IN_WORDS[self.finding.urgency]

    @property
    def sure(self) -> str:
        """How sure, in words."""
        return SURE_IN_WORDS[self.finding.sure]

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages by their headings, with where each stands in the handbook."""
        return tuple(f"{title_of((DOCS / one).read_text(encoding='utf-8'))} ({one.removesuffix('.md')})" for one in self.finding.pages)

    @property
    def words(self) -> str:
        """The policy's words on one line."""
        return " ".join(self.finding.words.split())


@dataclass(frozen=True)
class Told:
    """Everything a report on one file says."""

    file: Path
    on: date
    problem: str
    summary: tuple[str, ...]
    entries: tuple[Entry, ...]
    missing: tuple[Entry, ...]
    fine: tuple[str, ...]
    unread: tuple[str, ...]
    unsure: int


def told(done: Audited, facts: Facts, policy: Outline, on: date) -> Told:
    """Return what a report on one file says."""
    clauses = policy.clauses
    found = [one for one in done.findings if one.kind != "missing-duty"]
    # What the law itself asks for comes before what guidance asks for.
    missing = sorted((one for one in done.findings if one.kind == "missing-duty"), key=lambda one: facts.requirements[one.rule].level != "must")

    def entry(number: int, one: Finding, also: Iterable[str] = ()) -> Entry:
        named = tuple((clauses[name].number, name) for name in one.clauses if name in clauses)
        return Entry(number, one, tuple(dict.fromkeys(also)), named)

    grouped: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        grouped.setdefault((one.rule, " ".join(one.words.split()).casefold()), []).append(one)
    entries = tuple(entry(number, group[0], (one.where for one in group[1:])) for number, group in enumerate(grouped.values(), 1))
    fine = tuple(facts.requirements[name].requirement for name in done.met if name in facts.requirements)
    return Told(
        file=done.file,
        on=on,
        problem=done.reading.problem,
        summary=tuple(_summary(done, found, entries, missing)),
        entries=entries,
        missing=tuple(entry(number, one) for number, one in enumerate(missing, len(entries) + 1)),
        fine=fine,
        unread=tuple(_unread(done, facts)),
        unsure=sum(one.sure == "low" for one in found),
    )


def _summary(done: Audited, found: list[Finding], entries: tuple[Entry, ...], missing: list[Finding]) -> Iterable[str]:
    if done.reading.problem:
        yield done.reading.problem
        return
    if not found:
        yield "Nothing in this policy is known to be out of date."
    else:
        times = f" ({len(found)} places)" if len(found) != len(entries) else ""
        yield (
            f"{len(entries)} thing{'s' if len(entries) != 1 else ''} in this policy {'are' if len(entries) != 1 else 'is'} no longer "
            f"true, unsafe or unfinished{times}."
        )
        for urgency in URGENCIES:
            mine = [one for one in entries if one.finding.urgency == urgency]
            if mine:
                kinds = Counter(one.kind for one in mine)
                yield (
                    f"{URGENCY_IN_WORDS[urgency]}: {len(mine)}. "
                    + "; ".join(f"{kind} ({count})" if count > 1 else kind for kind, count in kinds.most_common())
                    + "."
                )
    if missing:
        yield (
            f"{len(missing)} {'duties have' if len(missing) != 1 else 'duty has'} no trace in it. Another policy of the school may meet "
            f"{'them' if len(missing) != 1 else 'it'}."
        )
    worst = [one for one in entries if one.finding.urgency == URGENCIES[0]]
    if worst:
        yield (
            "Change today what could harm a child: "
            + "; ".join(f"no. {one.number} ({one.finding.where})" for one in worst[:6])
            + ("; and more below." if len(worst) > 6 else ".")
        )


def _unread(done: Audited, facts: Facts) -> Iterable[str]:
    reading = done.reading
    if reading.scanned_pages:
        pages = ", ".join(map(str, reading.scanned_pages))
        yield (
            f"Not read: page{'s' if len(reading.scanned_pages) > 1 else ''} {pages}. These are pictures of text. Have their text "
            f"recognised (OCR), and try again."
        )
    if reading.deletions or reading.insertions:
        yield (
            f"The file holds tracked changes ({reading.insertions} insertions, {reading.deletions} deletions). It was read as if all of "
            f"them were accepted. Accept or reject them before you adopt it."
        )
    yield from reading.notes
    yield "Pictures, charts and anything drawn were not read."
    for name in done.not_looked_for:
        yield f"Not looked for, because no single words show it: {facts.requirements[name].requirement}"
    yield "Advice that is not statutory was looked for only in part. The compliance map on the site names all of it."
