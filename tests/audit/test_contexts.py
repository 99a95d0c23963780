"""Single sentences through the whole audit: what is dated is found, what is right is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from handbook.audit.audit import Audited, Auditor
from handbook.audit.document import Block, Reading, placed

CASES = yaml.safe_load((Path(__file__).parent / "contexts.yml").read_text(encoding="utf-8"))


def _blocks(text: str, kind: str = "item") -> list[Block]:
    heading, mark, rest = text.partition(" || ")
    return [Block(heading, "heading"), Block(heading), Block(rest, kind)] if mark else [Block(text)]


def _found(auditor: Auditor, text: str) -> list[tuple[str, str]]:
    blocks = _blocks(text)
    return [(one.words, one.kind) for one in auditor.look(placed(blocks), Audited(Path("x"), Reading())) if one.kind != "missing-duty"]


@pytest.mark.parametrize("case", CASES["found"], ids=lambda case: case["text"][:50])
def test_dated_words_are_found(case: dict[str, str], auditor: Auditor) -> None:
    assert (case["words"], case["kind"]) in _found(auditor, case["text"])


@pytest.mark.parametrize("text", CASES["left"])
def test_what_is_right_is_left_alone(text: str, auditor: Auditor) -> None:
    assert _found(auditor, text) == []


def test_what_a_column_forbids_is_not_asked(auditor: Auditor) -> None:
    rows = ["| Incident | First response | Never |", "| Nude | Print the indecent image | Copy the indecent image |"]
    found = auditor.look(placed([Block(row, "cell") for row in rows]), Audited(Path("x"), Reading()))
    assert [one.words for one in found if one.kind == "unsafe-procedure"] == ["Print the indecent image"]
