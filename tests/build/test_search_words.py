"""The words of searches are data: each slip in them is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.search.words import FILE, load

from handbook.ground.problems import ProblemsError


def test_the_words_of_the_handbook() -> None:
    words = load()
    assert len(words.left_out) > 100 and len(words.count_little) > 50 and len(words.same) > 100
    assert "mum" in words.same["parent"]


def test_every_word_stands_for_something_else() -> None:
    own = {here: [word for word in typed if word == here] for here, typed in load().same.items()}
    assert len(own) > 100
    assert {here: found for here, found in own.items() if found} == {}


@pytest.mark.parametrize(
    ("written", "wrong", "told"),
    [
        ("  child: son daughter", "  child: Son, daughter", ["same.child", '"Son,"', "small letters"]),
        ("  child: son daughter", "  child: son son daughter", ["same.child", '"son"', "twice"]),
        ("  child: son daughter", "  child: son it's", ["same.child", '"it\'s"']),
        ("count_little: >-", "count_litle: >-", ["count_litle", 'Did you mean "count_little"?']),
        ("same:\n", "same:\n  child: x\n", ["stands twice"]),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path: Path, written: str, wrong: str, told: list[str]) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert written in text
    file = tmp_path / "search-words.yml"
    file.write_text(text.replace(written, wrong, 1), encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        load(file)
    (problem,) = caught.value.problems
    for words in told:
        assert words in str(problem)
    assert problem.line in range(*(text[: text.index(written)].count("\n") + plus for plus in (1, 4)))
