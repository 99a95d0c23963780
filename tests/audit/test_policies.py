"""Policies in the manner of many hands: nearly all that is dated is found, next to nothing is said wrongly, every unsafe procedure is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.audit.audit import Auditor
from tests.audit.sheets import FOLDER, judged, sheet

POLICIES = sorted(FOLDER.glob("*.*"))


def test_there_are_policies_to_learn_on_and_others_kept_back() -> None:
    assert len(POLICIES) >= 5
    assert len(list((FOLDER / "kept_back").glob("*.*"))) >= 3
    assert sum(len(sheet(path)[1]) for path in POLICIES) > 80


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_what_is_dated_is_found_and_the_rest_left_alone(path: Path, auditor: Auditor, tmp_path: Path) -> None:
    one = judged(auditor, path, tmp_path)
    assert [dated.words for dated in one.missed] == []
    assert [(finding.words, finding.rule) for finding in one.wrong] == []


@pytest.mark.whole
def test_policies_by_other_hands_lose_nothing_that_was_won(auditor: Auditor, tmp_path: Path) -> None:
    done = [judged(auditor, path, tmp_path) for path in sorted((FOLDER / "other_hands").glob("*.*"))]
    found, missed = [one for policy in done for one in policy.found], [one for policy in done for one in policy.missed]
    wrong, right = sum(len(policy.wrong) for policy in done), sum(len(policy.right) for policy in done)
    assert len(done) == 66 and len(found) + len(missed) > 1100
    assert len(missed) <= 0.1 * (len(found) + len(missed)), [one.words for one in missed]
    assert wrong <= 0.05 * (wrong + right)
    unsafe = [one for one in missed if one.kind == "unsafe-procedure"]
    assert len(unsafe) <= 3, [one.words for one in unsafe]
