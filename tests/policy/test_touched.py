"""The September update: what a new edition of guidance touches is listed clause by clause, and nothing that rests on it is missing."""

from __future__ import annotations

import pytest

from handbook.facts.load import load
from handbook.ground.problems import ProblemsError
from handbook.policy.outline import outline
from handbook.policy.touched import as_markdown, touched
from tests.conftest import Project

pytestmark = pytest.mark.mend(
    "After a new edition of Keeping children safe in education write its id here, under KCSIE, and name what is still to be "
    "confirmed in data/to-check.yml."
)

POLICY, FACTS = outline(), load()
KCSIE = "kcsie-2026"


def test_every_clause_that_rests_on_it_or_meets_it_is_listed_in_order() -> None:
    found = touched(KCSIE, POLICY, FACTS)
    names = [clause.id for clause, _, _ in found.clauses]
    resting = {name for name, clause in POLICY.clauses.items() if KCSIE in clause.rests_on}
    meeting = {name for one in FACTS.requirements.values() if one.source == KCSIE for name in one.met_by}
    assert set(names) == resting | meeting and len(names) > 100
    assert names == [name for name in POLICY.clauses if name in set(names)]
    assert {one.id for _, _, meets in found.clauses for one in meets} == {
        one.id for one in FACTS.requirements.values() if one.source == KCSIE and one.met_by
    }
    assert "kcsie-2026-wording" in found.points


def test_records_that_name_it_are_listed_with_their_lines() -> None:
    found = touched("online-safety-act-2023", POLICY, FACTS)
    assert found.records
    for _, name, part, file, line in found.records:
        assert line and name and part and file.endswith(".yml")
    text = as_markdown(found, ["law/index.md"])
    assert f"## Clauses ({len(found.clauses)})" in text and "- [ ] docs/law/index.md" in text


def test_what_we_do_not_hold_is_told() -> None:
    with pytest.raises(ProblemsError, match='Did you mean "kcsie-2026"'):
        touched("kcsie-2062", POLICY, FACTS)


@pytest.mark.whole
def test_the_command_lists_pages_too(small: Project) -> None:
    done = small.run("facts", "touches", KCSIE)
    assert done.returncode == 0, done.stderr
    assert "# What rests on: Keeping children safe in education" in done.stdout
    assert "## Pages that name it" in done.stdout
