"""The audit of one file: read it, look at every block, gather what only the whole tells, put the findings in order."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from handbook.audit import derived, rules, unsafe
from handbook.audit.blanks import RULE as BLANK
from handbook.audit.blanks import Blanks
from handbook.audit.dates import Dates
from handbook.audit.document import Block, Reading
from handbook.audit.findings import URGENCIES, USUAL_URGENCY, Finding
from handbook.audit.folding import Folder
from handbook.audit.matching import Matcher
from handbook.audit.names import Names
from handbook.audit.phrases import Phrase, words_of
from handbook.audit.reading import blocks_of
from handbook.audit.rule import Rule
from handbook.audit.sought import Sought
from handbook.facts.load import Facts
from handbook.facts.records import Requirement
from handbook.ground.paths import DATA
from handbook.policy.outline import Outline
from handbook.school.model import School

# A shorter text is a letter or a notice, not a policy with duties to name.
FEWEST_WORDS = 300
# A longer document is not compared word by word with others.
_MOST_SHINGLES = 200_000


@dataclass
class Audited:
    """One file with what was found in it.

    Attributes:
        met: Ids of the requirements that it has words on.
        not_looked_for: Ids of the requirements of law and statutory guidance for which there are no words to look for.
        shingles: Marks of its pieces of eight words, for comparing it with others.
    """

    file: Path
    reading: Reading
    findings: list[Finding] = field(default_factory=list)
    met: list[str] = field(default_factory=list)
    not_looked_for: tuple[str, ...] = ()
    shingles: set[int] = field(default_factory=set, repr=False)

    def count(self, urgency: str) -> int:
        """Return how many findings are that urgent."""
        return sum(one.urgency == urgency for one in self.findings)


class Auditor:
    """Everything that is looked for, made once for any number of files.

    Args:
        facts: The records.
        policy: The handbook's clauses.
        today: The day that counts as today.
        school: A school's file to compare with.
        kinds: The kinds to look for, if not all.
    """

    def __init__(
        self, facts: Facts, policy: Outline, today: date, school: School | None = None, kinds: Collection[str] = USUAL_URGENCY.keys()
    ) -> None:
        written = rules.load(facts, policy)
        self._today, self._school = today, school
        self._duties = [
            (one.requirement, rule)
            for one, rule in written
            if one.kind == "missing-duty" and one.requirement and _binds(facts.requirements[one.requirement], school)
        ]
        traced = {name for name, _ in self._duties}
        self.not_looked_for = tuple(
            one.id for one in facts.requirements.values() if _is_statutory(one, facts) and _binds(one, school) and one.id not in traced
        )
        found = [*derived.rules(facts, policy), *(rule for one, rule in written if one.kind != "missing-duty")]
        found = [rule for rule in found if rule.kind in kinds]
        wanted = frozenset(
            word for one, rule in written for wanted in rule.find if isinstance(wanted.pattern, Phrase) for word in words_of(wanted.pattern.text)
        ) | _words_of_names(facts)
        self._folder = Folder(rules.spellings(), wanted, _known_words())
        looks = [*derived.looks(facts, policy)]
        if "unsafe-procedure" in kinds:
            looks.append(unsafe.found(facts, policy).in_block)
        self._matcher = Matcher(self._folder, Sought(found), tuple(looks))

    def audit(self, file: Path, progress: Callable[[Block], None] = lambda block: None) -> Audited:
        """Audit one file; what stops it stands in its reading. ``progress`` is told about once a second where the work is."""
        reading = Reading()
        done = Audited(file, reading, not_looked_for=self.not_looked_for)

        def watched() -> Iterator[Block]:
            last = time.monotonic()
            for block in blocks_of(file, reading):
                if time.monotonic() - last > 1:
                    last = time.monotonic()
                    progress(block)
                yield block

        done.findings = _in_order(list(self.look(watched(), done)))
        if reading.problem:
            # What broke off in the middle may have spoken of a duty further down.
            done.findings = [one for one in done.findings if one.words]
        return done

    def in_block(self, block: Block) -> list[Finding]:
        """Return what a block says by itself that is no longer true."""
        return self._matcher.findings(block)

    def look(self, blocks: Iterator[Block], done: Audited) -> Iterator[Finding]:
        """Yield the findings in blocks, those of the whole document last."""
        dates, names, blanks = Dates(self._today), Names(self._school, self._today.year), Blanks()
        matcher = replace(self._matcher, looks=(*self._matcher.looks, blanks.look))
        missing = dict(self._duties)
        words = 0
        for block in blocks:
            folded = self._folder.fold(block.text)
            words += len(folded.text.split())
            found = matcher.findings(block)
            yield from (one for one in found if one.kind != "blank-left" or not blanks.in_letter or one.rule == BLANK.id)
            dates.see(block, folded)
            names.see(block, folded)
            lower = folded.text.lower()
            for name, rule in list(missing.items()):
                if _has_trace(rule, folded.text, lower):
                    del missing[name]
                    done.met.append(name)
            _add_shingles(done.shingles, lower)
        yield from dates.findings()
        yield from names.findings()
        if words >= FEWEST_WORDS:
            for name, rule in missing.items():
                yield Finding(
                    words="",
                    where="the whole document",
                    kind="missing-duty",
                    now=rule.now,
                    since="",
                    source=rule.source,
                    sure="medium",
                    urgency=USUAL_URGENCY["missing-duty"],
                    clauses=rule.clauses,
                    pages=("policy/compliance-map.md",),
                    rule=name,
                    order=10**9,
                )


def _binds(requirement: Requirement, school: School | None) -> bool:
    return requirement.applies_to(school.identity) if school else requirement.stages is None and requirement.school_types is None


def _is_statutory(requirement: Requirement, facts: Facts) -> bool:
    guidance = facts.guidance.get(requirement.source)
    return requirement.level == "must" or guidance is None or guidance.status == "statutory"


def _has_trace(rule: Rule, text: str, lower: str) -> bool:
    return any(all(any(key in lower for key in group) for group in wanted.keys) and wanted.pattern.search(text) is not None for wanted in rule.find)


def _in_order(findings: list[Finding]) -> list[Finding]:
    """Put findings in the policy's own order; the same words found by two ways count once."""
    seen: set[tuple[int, int, str, str]] = set()
    kept = []
    for one in sorted(findings, key=lambda one: (one.order, one.start, URGENCIES.index(one.urgency))):
        key = (one.order, one.start, one.words, one.kind if one.words else one.rule)
        if key not in seen:
            seen.add(key)
            kept.append(one)
    return kept


def _words_of_names(facts: Facts) -> frozenset[str]:
    """Return the words of the names that records give rise to, so that a slip in one is met."""
    texts = [one.title for one in facts.legislation.values() if one.status == "repealed"]
    texts += [text for one in facts.guidance.values() for text in (one.title, *one.cited_as, *one.old_words)]
    texts += [text for one in facts.organisations.values() if one.status != "open" for text in (one.name, *one.former_names, *one.old_words)]
    texts += [text for one in facts.glossary.values() for text in one.old_words]
    return frozenset(word.lower() for text in texts for word in re.findall(r"[A-Za-z]{5,}", text))


def _known_words() -> frozenset[str]:
    """Return the words of our own records: they are right as they stand."""
    return frozenset(
        word
        for path in sorted(DATA.rglob("*.yml"))
        if rules.FOLDER not in path.parents
        for word in re.findall(r"[a-z]{5,}", path.read_text(encoding="utf-8").lower())
    )


def _add_shingles(shingles: set[int], text: str) -> None:
    words = re.findall(r"[a-z]+", text)
    if len(shingles) < _MOST_SHINGLES:
        marks = (zlib.crc32(" ".join(words[at : at + 8]).encode()) for at in range(max(0, len(words) - 7)))
        # Every fourth, by its own number, is the same share of every text.
        shingles.update(mark for mark in marks if mark % 4 == 0)
