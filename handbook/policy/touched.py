"""What a new edition of a document of guidance, or a change of a law, touches: clause by clause, then every record that names it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from handbook.facts.load import CALLED, KINDS, Facts
from handbook.facts.records import Requirement
from handbook.facts.references import references
from handbook.ground.problems import Problem, ProblemsError, did_you_mean
from handbook.policy.outline import Clause, Outline


@dataclass(frozen=True)
class Touched:
    """What rests on a document.

    Attributes:
        title: The document.
        clauses: Each clause that rests on it or meets a requirement of it, in order, with whether it says that it rests on it.
        unmet: Its requirements that no clause meets.
        records: Other records that name it: kind, id, where it is named, file and line.
        points: What could not be confirmed of it.
    """

    title: str
    clauses: tuple[tuple[Clause, bool, tuple[Requirement, ...]], ...]
    unmet: tuple[Requirement, ...]
    records: tuple[tuple[str, str, str, str, int], ...]
    points: tuple[str, ...]


def touched(name: str, policy: Outline, facts: Facts) -> Touched:
    """Return what rests on a document of guidance or a law.

    Raises:
        ProblemsError: There is no such document.
    """
    documents: dict[str, Any] = {**facts.guidance, **facts.legislation, **facts.announced}
    if name not in documents:
        raise ProblemsError([Problem(name, 0, "", "this is neither guidance nor law we hold.", did_you_mean(name, documents))])
    asked = [one for one in facts.requirements.values() if one.source == name]
    clauses = []
    for clause in policy.clauses.values():
        meets = tuple(one for one in asked if clause.id in one.met_by)
        if name in clause.rests_on or meets:
            clauses.append((clause, name in clause.rests_on, meets))
    points = tuple(point.id for point in facts.to_check.values() if any(one.partition(":")[2] == name for one in point.affects))
    return Touched(documents[name].title, tuple(clauses), tuple(one for one in asked if not one.met_by), tuple(_records(name, facts)), points)


def _records(name: str, facts: Facts) -> Iterator[tuple[str, str, str, str, int]]:
    for kind in KINDS:
        for record in getattr(facts, kind).values():
            # Requirements stand with the clauses that meet them.
            for part, named, to in references(record) if kind != "requirements" else ():
                if named == name and {"guidance", "legislation"} & set(to.kinds):
                    spot = facts.spots[kind, record.id]
                    yield CALLED[kind], record.id, part, spot.source.file, spot.line(part)


def as_markdown(found: Touched, pages: list[str]) -> str:
    """Return what is touched as a list to work through; ``pages`` are those that name the document."""
    parts = [f"# What rests on: {found.title}"]
    lines = []
    for clause, rests, meets in found.clauses:
        how = "rests on it" if rests else "does not say that it rests on it"
        lines.append(f"- [ ] {clause.number} `{clause.id}` (docs/{clause.page}, line {clause.line}): {how}")
        lines += [f"    - {one.level}: {one.requirement}" for one in meets]
    parts.append(f"## Clauses ({len(found.clauses)})\n\n" + "\n".join(lines or ["None."]))
    if found.unmet:
        parts.append("## Asked for and not met\n\n" + "\n".join(f"- [ ] `{one.id}`: {one.requirement}" for one in found.unmet))
    rows = [f"- [ ] `{name}` ({kind}), {part}: {file}, line {line}" for kind, name, part, file, line in found.records]
    parts.append(f"## Records that name it ({len(rows)})\n\n" + "\n".join(rows or ["None."]))
    if pages:
        parts.append(f"## Pages that name it ({len(pages)})\n\n" + "\n".join(f"- [ ] docs/{page}" for page in pages))
    if found.points:
        parts.append("## To confirm\n\n" + "\n".join(f"- [ ] `{one}` (data/to-check.yml)" for one in found.points))
    return "\n\n".join(parts) + "\n"
