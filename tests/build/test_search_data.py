"""What is known of searches is data: each slip in it is told with its line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from handbook.ground.problems import ProblemsError
from handbook.search import data, fitting, vectors
from handbook.search.packing import pack, pieces_of, unpack


def test_what_is_known() -> None:
    known = data.load()
    assert len(known.words.left_out) > 100
    assert known.words.spelt["year N"] == ["yr N", "y N"]
    assert len(known.questions) > 2000
    assert set(Counter(one.who for one in known.questions)) == {"staff", "parent", "leader", "pupil"}
    asked = [one.ask for one in known.questions] + [one.ask for one in known.danger.questions]
    assert [ask for ask, count in Counter(asked).items() if count > 1] == []


SLIPS = [
    (data.WORDS, data.SearchWords, "left_out: >-\n  a about", "left_out: >-\n  A, about", ["left_out", '"A,"', "small letters"]),
    (data.WORDS, data.SearchWords, "left_out: >-\n  a about", "left_out: >-\n  a a about", ["left_out", '"a"', "twice"]),
    (data.WORDS, data.SearchWords, "under N: [u N]", "under N: [U N]", ["spelt", '"U N"', "small letters"]),
    (data.WORDS, data.SearchWords, "- page: glossary/", "- page: glosary/", ["pinned", '"glosary/"', 'Did you mean "glossary/"?']),
    (data.QUESTIONS, data.Questions, "who: parent, kind: plain", "who: mother, kind: plain", ["who", "mother"]),
    (data.QUESTIONS, data.Questions, "kind: question", "kinds: question", ["kinds", 'Did you mean "kind"?']),
    (data.DANGER, data.Dangers, "  - help-now/threats/", "  - help-now/threat/", ["pages", 'Did you mean "help-now/threats/"?']),
    (data.DANGER, data.Dangers, "  - help-now/threats/", "  - help-now/threats", ["pages", 'Did you mean "help-now/threats/"?']),
]


@pytest.mark.parametrize(("file", "model", "written", "wrong", "told"), SLIPS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_slip_is_told_with_its_line(tmp_path: Path, file: Path, model: type, written: str, wrong: str, told: list[str]) -> None:
    text = file.read_text(encoding="utf-8")
    assert written in text
    spoilt = tmp_path / file.name
    spoilt.write_text(text.replace(written, wrong, 1), encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        data.loaded(spoilt, model)
    (problem,) = caught.value.problems
    for words in told:
        assert words in str(problem)
    assert problem.line in range(*(text[: text.index(written)].count("\n") + plus for plus in (1, 4)))


def test_the_words_vectors_are_whole_and_say_where_they_come_from() -> None:
    words = vectors.load()
    table = fitting.unfolded(words)
    assert table.shape == (1 + len(words.words.split()), words.size) and len(table) > 2000
    assert "MiniLM" in words.source and "Apache-2.0" in words.licence and "scripts.word_vectors" in words.made
    assert words.words.split() == sorted(set(words.words.split()))
    with pytest.raises(ValueError, match="do not fit"):
        vectors.WordVectors.model_validate({**words.model_dump(), "numbers": words.numbers[2:]})


@pytest.mark.parametrize("text", ["", "a", "It's the  phone's \"case\" &amp; \\ more: 0800 1111.", "ünïcode – “quotes” \U0001f600"])
def test_packed_text_comes_back(text: str) -> None:
    pieces = pieces_of([text, "the phone the phone"])
    assert unpack(pack(text, {piece: number for number, piece in enumerate(pieces)}), pieces) == text
