"""The short policy: each sentence rests on clauses, and a clause that changes asks for a look at it."""

from __future__ import annotations

import re
from pathlib import Path

from handbook import project
from handbook.policy import record
from handbook.policy import short as short_policy
from tests.telling import nothing


def test_every_sentence_rests_on_clauses() -> None:
    text = short_policy.PAGE.read_text(encoding="utf-8")
    points = re.findall(r"^- .+$", text, re.MULTILINE)
    assert len(points) > 30
    bare = [point for point in points if not point.rstrip().endswith("}}.") or "rests_on(" not in point]
    nothing(bare, 'docs/policy/short.md: end each of these with  {{ rests_on("a-clause") }}.')


def test_nobody_has_changed_a_clause_without_a_look_at_the_short_policy() -> None:
    mine = project.load().policy
    assert len(short_policy.named(short_policy.PAGE.read_text(encoding="utf-8"))) > 60
    assert set(record.fingerprints(mine)) == set(mine.clauses)
    nothing(short_policy.faults(mine))


def test_a_changed_clause_is_told_with_the_line_to_write(tmp_path: Path) -> None:
    mine = project.load().policy
    seen = tmp_path / "short-policy.yml"
    text = short_policy.SEEN.read_text(encoding="utf-8")
    print_of = record.fingerprints(mine)["child-comes-first"][1]
    assert f'child-comes-first: "{print_of}"' in text
    seen.write_text(text.replace(print_of, "00000000") + 'no-longer-named: "00000000"\n', encoding="utf-8")
    told = [str(problem) for problem in short_policy.faults(mine, seen=seen)]
    assert len(told) == 2
    assert "docs/policy/short.md" in told[0] and f'child-comes-first: "{print_of}"' in told[0]
    assert "no-longer-named" in told[1]
