"""A clause that is lost, renamed, moved, reworded or given an old id is told, also when nothing refers to it, unless an edition says so."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook.facts.load import Facts, load
from handbook.facts.records import Change, PolicyVersion
from handbook.ground.paths import DOCS, shown
from handbook.policy import record
from handbook.policy.outline import outline
from handbook.policy.record import Record
from tests.telling import nothing

POLICY, FACTS = outline(), load()
NOW = record.fingerprints(POLICY)
# A clause that nothing else names, and its neighbours.
NAME = "email-hours"
AT = list(NOW).index(NAME)
PAGE = NOW[NAME][0]
SOUND = Record(FACTS.editions[0].version, NOW)


def without(name: str, clauses: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    return {key: value for key, value in clauses.items() if key != name}


def put(name: str, value: tuple[str, str], at: int = AT) -> dict[str, tuple[str, str]]:
    rows = [row for row in NOW.items() if row[0] != name]
    return dict([*rows[:at], (name, value), *rows[at:]])


# What the last edition held, how the difference is told, the remedy, and what an edition may say of it.
DIFFERENCES: dict[str, tuple[Record, str, str, str, str]] = {
    "a clause that is new": (Record(SOUND.edition, without(NAME, NOW)), NAME, "this clause is new", "change: new", "new"),
    "a clause that has gone": (Record(SOUND.edition, put("gone-long-ago", (PAGE, "00000000"))), "gone-long-ago", "this clause has gone.", "change: removed", "removed"),
    "a clause that was renamed": (
        Record(SOUND.edition, {("the-old-id" if name == NAME else name): value for name, value in NOW.items()}),
        NAME, 'the clause "the-old-id" is called "email-hours" now.', 'Give it its old id, "the-old-id"', "",
    ),
    "a clause that was reworded": (Record(SOUND.edition, put(NAME, (PAGE, "00000000"))), NAME, "are not those of edition", "corrected:", "changed"),
    "a slip that was mended": (Record(SOUND.edition, put(NAME, (PAGE, "00000000"))), NAME, "are not those of edition", "corrected:", "corrected"),
    "a clause that stood on another page": (Record(SOUND.edition, put(NAME, ("policy/about.md", NOW[NAME][1]))), NAME, "stood in policy/about.md", "change: changed", "changed"),
    "a clause that stood elsewhere on the page": (Record(SOUND.edition, put(NAME, NOW[NAME], AT - 2)), NAME, "stood elsewhere on this page", "change: changed", "changed"),
    "an id that was used before": (Record(SOUND.edition, NOW, (NAME,)), NAME, "belonged to a clause that has gone", "never used", ""),
}  # fmt: skip


def saying(change: str, name: str) -> Facts:
    """Return the facts with an edition in the making that says something of a clause."""
    changes = [Change(clause=name, change=change, what="Planted.")] if change != "corrected" else []
    draft = PolicyVersion(version="2099.1", published=None, summary="Planted.", changes=changes, corrected=[name] if change == "corrected" else [])
    return dataclasses.replace(FACTS, policy_versions=[*(one for one in FACTS.policy_versions if not one.is_draft), draft])


def test_the_record_fits_the_policy_as_it_is() -> None:
    assert len(NOW) > 350
    found = record.faults(POLICY, FACTS, record.load())
    nothing(found)


@pytest.mark.parametrize("case", DIFFERENCES)
def test_a_difference_is_told(case: str) -> None:
    before, name, fault, remedy, _ = DIFFERENCES[case]
    (found,) = record.faults(POLICY, FACTS, before)
    assert found.place == name
    assert fault in found.fault
    assert remedy in found.remedy
    if name in NOW:
        assert (found.file, found.line) == (shown(DOCS / PAGE), POLICY.clauses[name].line)


@pytest.mark.parametrize("case", [case for case, row in DIFFERENCES.items() if row[4]])
def test_an_edition_in_the_making_may_say_so(case: str) -> None:
    before, name, _, _, change = DIFFERENCES[case]
    assert record.faults(POLICY, saying(change, name), before) == []


@pytest.mark.parametrize("case", ["a clause that was renamed", "an id that was used before"])
def test_nothing_excuses_another_id_for_the_same_clause(case: str) -> None:
    before, name, fault, _, _ = DIFFERENCES[case]
    assert any(fault in one.fault for one in record.faults(POLICY, saying("changed", name), before))


def test_the_remedy_names_the_edition_in_the_making() -> None:
    (found,) = record.faults(
        POLICY, saying("changed", "email-at-work" if "email-at-work" in NOW else next(iter(NOW))), DIFFERENCES["a clause that has gone"][0]
    )
    assert "to edition 2099.1 in" in found.remedy


def test_no_page_shows_an_edition_in_the_making() -> None:
    assert saying("changed", NAME).editions == FACTS.editions


def written(facts: Facts, before: Record | None, file: Path) -> bool:
    if before:
        pages: dict[str, dict[str, str]] = {}
        for name, (page, print_) in before.clauses.items():
            pages.setdefault(page, {})[name] = print_
        lines = [f"edition: '{before.edition}'", "clauses:"]
        for page, those in pages.items():
            lines += [f"  {page}:", *(f"    {name}: '{print_}'" for name, print_ in those.items())]
        file.write_text("\n".join([*lines, "retired: [long-gone]", ""]), encoding="utf-8")
    return bool(record.write(POLICY, facts, file))


def out(change: str, name: str) -> Facts:
    """Return the facts when that edition has come out."""
    facts = saying(change, name)
    last = facts.policy_versions[-1].model_copy(update={"published": FACTS.editions[0].published.replace(year=2099)})
    return dataclasses.replace(facts, policy_versions=[*facts.policy_versions[:-1], last])


@pytest.mark.parametrize(
    ("facts", "writes"),
    [
        (lambda: FACTS, False),
        (lambda: saying("removed", "gone-long-ago"), False),
        (lambda: out("removed", "gone-long-ago"), True),
        (lambda: out("new", NAME), False),
    ],
    ids=["no new edition", "an edition in the making", "an edition that says all", "an edition that says something else"],
)
def test_the_record_is_written_once_for_an_edition_that_says_all(facts: Callable[[], Facts], writes: bool, tmp_path: Path) -> None:
    file = tmp_path / "policy-clauses.yml"
    assert written(facts(), DIFFERENCES["a clause that has gone"][0], file) is writes
    after = record.load(file)
    assert after is not None
    if writes:
        assert after == Record("2099.1", NOW, ("gone-long-ago", "long-gone"))
        assert not written(facts(), None, file), "nothing is left to write"


def test_a_record_that_is_missing_is_told_and_written(tmp_path: Path) -> None:
    (found,) = record.faults(POLICY, FACTS, None)
    assert "is missing" in found.fault and "update" in found.remedy
    file = tmp_path / "policy-clauses.yml"
    assert written(FACTS, None, file)
    assert record.load(file) == SOUND
