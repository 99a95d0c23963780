"""Policies with their answer sheets: what is dated stands between ⟦kind|words⟧ in the text itself. All of them, names too, are made up."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml

from handbook.audit.audit import Auditor
from handbook.audit.findings import Finding

FOLDER = Path(__file__).parent / "policies"
# What is dated in policies that are other people's text: known by a digest, not kept here.
ANSWERS = Path(__file__).parent / "answers"

_MARK = re.compile(r"⟦([a-z-]+)\|([^⟧]*)⟧")


@dataclass(frozen=True)
class Dated:
    """One statement that is out of date."""

    kind: str
    words: str
    by: str = ""


@dataclass(frozen=True)
class Judged:
    """What the audit made of one policy."""

    found: list[Dated]
    missed: list[Dated]
    right: list[Finding]
    wrong: list[Finding]


def sheet(path: Path) -> tuple[str, list[Dated]]:
    """Return a policy's text without its marks, and what is dated in it."""
    marked = path.read_text(encoding="utf-8")
    return _MARK.sub(r"\2", marked), [Dated(kind, words) for kind, words in _MARK.findall(marked)]


def judged(auditor: Auditor, path: Path, folder: Path) -> Judged:
    """Return what the audit finds in a policy, misses, and says wrongly. Duties that a short policy leaves out are not judged here."""
    text, dated = sheet(path)
    plain = folder / path.name
    plain.write_text(text, encoding="utf-8")
    findings = [one for one in auditor.audit(plain).findings if one.kind != "missing-duty"]
    found = [one for one in dated if any(_same(one, finding) for finding in findings)]
    right = [finding for finding in findings if any(_same(one, finding) for one in dated)]
    return Judged(found, [one for one in dated if one not in found], right, [one for one in findings if one not in right])


def answered(auditor: Auditor, path: Path) -> Judged | None:
    """Return what the audit makes of a policy whose answers are known, or nothing if they are not: words and replacement must be right."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""
    known = {one["document"]: one["dated"] for file in sorted(ANSWERS.glob("*.yml")) for one in yaml.safe_load(file.read_text(encoding="utf-8"))}
    if digest not in known:
        return None
    dated = [Dated(one["kind"], one["words"], one["by"]) for one in known[digest]]
    open_ones, right, wrong, found = list(dated), [], [], []
    for finding in auditor.audit(path).findings:
        if finding.kind != "missing-duty":
            answer = next((one for one in open_ones if one.by == finding.rule and one.kind == finding.kind and _is_said(one, finding)), None)
            (right if answer else wrong).append(finding)
            if answer:
                open_ones.remove(answer)
                found.append(answer)
    return Judged(found, open_ones, right, wrong)


def _is_said(dated: Dated, finding: Finding) -> bool:
    return not dated.words or " ".join(finding.words.split()) == dated.words


def _same(dated: Dated, finding: Finding) -> bool:
    """Say whether a finding is the statement meant: one holds the other, or they share most of their words; a neighbouring kind will do."""
    one, other = (" ".join(re.findall(r"[\w.@/&+-]+", words)).casefold() for words in (dated.words, finding.words))
    if _family(dated.kind) != _family(finding.kind):
        return False
    shared = sum((Counter(one.split()) & Counter(other.split())).values())
    return one in other or other in one or shared >= 0.6 * min(len(one.split()), len(other.split()))


def _family(kind: str) -> str:
    """Return the kinds that a fair judge would take for one another: closed or renamed, body or service or role; law repealed or changed."""
    if kind in ("body-closed", "body-renamed", "service-closed", "role-renamed", "address-dead"):
        return "name"
    return "law" if kind in ("law-repealed", "law-changed") else kind
