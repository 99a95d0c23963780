"""The record of the last edition's clauses: their ids, places and words, so that none is lost, renamed, moved or reworded unnoticed.

``data/policy-clauses.yml`` is written by ``update``, once for each edition, and never by hand. Until the next edition comes out, every
clause that differs from it needs a line in an edition that is being written: at the end of ``data/policy-versions.yml``, with
``published: null``. An id that has once been used stays in the record for ever.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from handbook.facts.load import Facts
from handbook.facts.records import PolicyVersion
from handbook.ground.paths import DATA, DOCS, shown
from handbook.ground.problems import Problem, nearest
from handbook.ground.yaml_files import read
from handbook.policy.clauses import fingerprints as prints_of
from handbook.policy.outline import Outline

RECORD = DATA / "policy-clauses.yml"
VERSIONS = DATA / "policy-versions.yml"

_NOTE = """\
# The clauses of the last edition: the page of each and a fingerprint of its words. Written by `update`; do not edit.
# `retired` are ids of clauses that have gone. They are never used again, because signed copies of the policy name them.
"""


@dataclass(frozen=True)
class Record:
    """What the last edition held.

    Attributes:
        edition: The edition.
        clauses: Page and fingerprint of each clause by its id, in order.
        retired: Ids that were used once.
    """

    edition: str
    clauses: dict[str, tuple[str, str]]
    retired: tuple[str, ...] = ()


def load(path: Path = RECORD) -> Record | None:
    """Return the record; None if there is none yet.

    Raises:
        ProblemsError: It cannot be read.
    """
    if not path.is_file():
        return None
    content = read(path).content
    clauses = {name: (page, print_) for page, those in (content["clauses"] or {}).items() for name, print_ in (those or {}).items()}
    return Record(content["edition"], clauses, tuple(content.get("retired") or ()))


def fingerprints(policy: Outline) -> dict[str, tuple[str, str]]:
    """Return page and fingerprint of each clause of the policy by its id, in order."""
    found: dict[str, tuple[str, str]] = {}
    for section in policy.sections:
        prints = prints_of((DOCS / section.page).read_text(encoding="utf-8"))
        found |= {clause.id: (section.page, prints[clause.id]) for clause in section.clauses}
    return found


def faults(policy: Outline, facts: Facts, record: Record | None) -> list[Problem]:
    """Return every clause that is no longer as the last edition had it, and that no edition being written names."""
    if record is None:
        return [Problem(shown(RECORD), 0, "", "the record of the policy's clauses is missing.", _WRITE)]
    return sorted(_faults(policy, facts, record))


_WRITE = "Write it:  python3 scripts/handbook.py update"


def _faults(policy: Outline, facts: Facts, record: Record) -> Iterator[Problem]:
    now, clauses = fingerprints(policy), policy.clauses
    told = _told(facts, record.edition)
    moved = _moved([name for name in record.clauses if name in now], [name for name in now if name in record.clauses])
    new = [name for name in now if name not in record.clauses]
    renamed: set[str] = set()
    for name in record.clauses:
        if name in now or "removed" in told.get(name, set()):
            continue
        page = record.clauses[name][0]
        twin = next((one for one in new if now[one][1] == record.clauses[name][1]), None)
        if twin:
            renamed.add(twin)
            fault, remedy = (
                f'the clause "{name}" is called "{twin}" now.',
                f'Give it its old id, "{name}": signed copies and links name it. An id never changes.',
            )
            yield Problem(shown(DOCS / clauses[twin].page), clauses[twin].line, twin, fault, remedy)
            continue
        near = nearest(name, new)
        also = f' If "{near}" is the same clause, give it its old id.' if near else ""
        yield Problem(shown(DOCS / page), 0, name, "this clause has gone.", f"{_line_for(name, 'removed', facts)}{also}")
    for name, (page, print_) in now.items():
        place = (shown(DOCS / page), clauses[name].line, name)
        if name in record.retired:
            yield Problem(*place, "this id belonged to a clause that has gone.", "Give the new clause an id that was never used.")
        elif name not in record.clauses:
            if name not in renamed and "new" not in told.get(name, set()):
                yield Problem(*place, "this clause is new, and no edition says so.", _line_for(name, "new", facts))
        else:
            before, print_before = record.clauses[name]
            if (page != before or name in moved) and not told.get(name):
                where = f"stood in {before}" if page != before else "stood elsewhere on this page"
                yield Problem(*place, f"this clause {where}, and no edition says that its number has changed.", _line_for(name, "changed", facts))
            elif print_ != print_before and not told.get(name):
                yield Problem(
                    *place,
                    f"the words of this clause are not those of edition {record.edition}, and no edition says so.",
                    f"{_line_for(name, 'changed', facts)} If only a slip was mended, put the id under  corrected:  there.",
                )


def _moved(before: list[str], now: list[str]) -> set[str]:
    """Return the fewest names that must be moved to turn one order into the other."""
    matcher = difflib.SequenceMatcher(None, before, now, autojunk=False)
    return {name for kind, _, _, begin, end in matcher.get_opcodes() if kind in ("insert", "replace") for name in now[begin:end]}


def _told(facts: Facts, edition: str) -> dict[str, set[str]]:
    """Return what editions after one say of each clause."""
    told: dict[str, set[str]] = {}
    for one in _later(facts, edition):
        for change in one.changes:
            told.setdefault(change.clause or "", set()).add(change.change)
        for name in one.corrected:
            told.setdefault(name, set()).add("corrected")
    return told


def _later(facts: Facts, edition: str) -> list[PolicyVersion]:
    """Return the editions that came after one, in the order of their file."""
    names = [one.version for one in facts.policy_versions]
    return facts.policy_versions[names.index(edition) + 1 :] if edition in names else facts.policy_versions


def _line_for(name: str, change: str, facts: Facts) -> str:
    draft = next((one for one in facts.policy_versions if one.is_draft), None)
    where = (
        f"to edition {draft.version} in {shown(VERSIONS)}"
        if draft
        else f"to a new edition at the end of {shown(VERSIONS)} (version, published: null, summary, changes)"
    )
    return f"Add  - clause: {name}  with  change: {change}  and  what: …  {where}."


def write(policy: Outline, facts: Facts, path: Path = RECORD) -> list[Path]:
    """Write the record if there is none, or if a new edition has come out that names every difference; return what was written."""
    record = load(path)
    newest = facts.editions[0].version
    if record is not None and (record.edition == newest or faults(policy, facts, record)):
        return []
    now = fingerprints(policy)
    gone = () if record is None else (*record.retired, *(name for name in record.clauses if name not in now))
    pages: dict[str, dict[str, str]] = {}
    for name, (page, print_) in now.items():
        pages.setdefault(page, {})[name] = print_
    content = {"edition": newest, "clauses": pages, "retired": sorted(gone)}
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=140, default_style=None)
    path.write_text(f"{_NOTE}\n{text}", encoding="utf-8", newline="\n")
    return [path]
