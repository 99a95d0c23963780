"""All facts load in one pass, only once, and each can be traced to a source and a review."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from handbook.facts.load import DATED, KINDS, load
from handbook.facts.references import references
from handbook.ground.paths import DATA
from handbook.ground.yaml_files import YamlFile, read
from tests.telling import nothing

# Far fewer than these would mean that a file or folder is no longer read.
AT_LEAST = {
    "links": 400,
    "retired_links": 40,
    "guidance": 40,
    "past_names": 80,
    "requirements": 100,
    "law_topics": 14,
    "legislation": 50,
    "announced": 10,
    "glossary": 110,
    "needs": 15,
    "organisations": 90,
    "platforms": 30,
    "decisions": 15,
    "situations": 30,
    "triage": 5,
    "to_check": 25,
}


@pytest.mark.mend(
    "A file in data/ is read by nothing. Give it a line in Facts (handbook/facts/load.py), or name it in this test if another part reads it."
)
def test_every_file_is_read_exactly_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    seen: Counter[Path] = Counter()

    def counted(path: Path) -> YamlFile:
        seen[path] += 1
        return read(path)

    monkeypatch.setattr("handbook.facts.load.read", counted)
    load(tmp_path / "data")
    # What is no fact is read by whoever needs it: exceptions of links, words of spelling, keys, the short policy, clauses, rules, searches.
    names = ("british-spelling", "one-word", "link-exceptions", "policy-clauses", "school-keys", "short-policy")
    own = {tmp_path / "data" / f"{name}.yml" for name in names}
    others = {*own, *(path for part in ("audit", "search") for path in (tmp_path / "data" / part).rglob("*.yml"))}
    assert set(seen) == set((tmp_path / "data").rglob("*.yml")) - others
    assert set(seen.values()) == {1}


def test_a_second_load_is_the_same_object() -> None:
    assert load() is load()


def test_a_saved_change_is_seen_at_once(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    before = load(data)
    file = data / "needs.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("title: A child is in danger now", "title: Changed", 1), encoding="utf-8")
    # A quick editor may save within the clock's grain; only the date of the file counts.
    os.utime(file, ns=(0, file.stat().st_mtime_ns + 1_000_000))
    after = load(data)
    assert after is not before
    assert after.needs["child-in-danger"].title == "Changed"


@pytest.mark.mend("A file or folder in data/ is no longer read, or records were taken out. If on purpose, lower the number in AT_LEAST.")
def test_there_are_as_many_facts_of_each_kind_as_there_should_be() -> None:
    facts = load()
    counts = {kind: len(getattr(facts, kind)) for kind in KINDS}
    print(counts)
    assert set(AT_LEAST) <= set(KINDS)
    nothing(f"{kind}: only {number} records." for kind, number in counts.items() if number < AT_LEAST.get(kind, 1))
    assert facts.policy_versions


def test_the_right_kinds_are_dated() -> None:
    assert set(DATED) == {"retired_links", "guidance", "legislation", "announced", "glossary", "organisations", "platforms", "situations"}


def test_every_dated_record_has_a_source_and_a_review() -> None:
    facts = load()
    dated = list(facts.dated())
    assert len(dated) == sum(len(getattr(facts, kind)) for kind in DATED)
    for kind, record in dated:
        assert record.sources, (kind, record.id)
        assert record.review.by and record.review.against, (kind, record.id)


@pytest.mark.mend("Begin the record with its id:  - id: its-name")
def test_every_record_knows_the_line_it_stands_on() -> None:
    facts = load()
    for (kind, name), spot in facts.spots.items():
        problem = spot.problem(name, "id", "", "")
        line = (Path.cwd() / problem.file).read_text(encoding="utf-8").splitlines()[problem.line - 1]
        key = "version" if kind == "policy_versions" else "id"
        assert line.replace("'", "").replace('"', "").split("#")[0].strip().removeprefix("- ") == f"{key}: {name}", (kind, name)


@pytest.mark.mend("Under  unconfirmed:  write each doubt on a line of its own that begins with a hyphen, as a whole sentence.")
def test_every_doubt_is_a_whole_sentence() -> None:
    # Written as [a list], a sentence with a comma falls apart, and readers get its halves without the comma.
    doubts = [(record.id, doubt) for _, record in load().dated() for doubt in record.unconfirmed]
    assert doubts
    nothing(f"{name}: {doubt}" for name, doubt in doubts if doubt[0].islower() or doubt[-1] not in ".!?)")


@pytest.mark.mend("Give the field that names another record its type from handbook/facts/references.py. If the field is meant, add it here.")
def test_every_field_that_names_a_record_is_known_by_its_type() -> None:
    facts = load()
    found = {
        (kind, re.sub(r"\[\d+\]", "", part))
        for kind in KINDS
        for record in getattr(facts, kind).values()
        for part, name, to in references(record)
        if any(name in getattr(facts, one) for one in to.kinds)
    }
    assert {part for kind, part in found if kind == "legislation"} == {"sources.link", "topics", "replaced_by", "link", "guidance"}
    assert {part for kind, part in found if kind == "requirements"} == {"from"}
    assert {part for kind, part in found if kind == "platforms"} >= {"sources.link", "report_links", "rules_link", "parental_controls.link"}
    assert {kind for kind, part in found if part == "sources.link"} == set(DATED)
    assert len(found) >= 20
