"""What is known of searches is data: each slip in it is told with its line."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from handbook.ground.problems import ProblemsError
from handbook.ground.yaml_files import read
from handbook.search import data, fitting, form, index, meaning, vectors
from handbook.search.often import OftenTranslated
from handbook.search.rows import in_usual_form
from tests.conftest import Project
from tests.telling import nothing


def test_what_is_known() -> None:
    known = data.load()
    assert len(known.words.left_out) > 100
    assert known.words.spelt["year N"] == ["yr N", "y N"]
    assert len(known.questions) > 2000
    assert set(Counter(one.who for one in known.questions)) == {"staff", "parent", "leader", "pupil"}
    asked = [one.ask for one in known.questions] + [one.ask for one in known.danger.questions]
    twice = (f'"{ask}" stands {count} times.' for ask, count in Counter(asked).items() if count > 1)
    nothing(twice, "Take one out, in data/search/questions.yml or data/search/danger.yml.")


@pytest.mark.parametrize("file", [data.QUESTIONS, data.DANGER], ids=lambda file: file.stem)
def test_the_usual_form_says_what_yaml_says(file: Path) -> None:
    quick = in_usual_form(file.read_text(encoding="utf-8"))
    assert quick is not None and len(quick["questions"]) > 300
    assert quick == read(file).content


ROW = '  - {who: staff, kind: plain, ask: "a b", pages: [a/, b/]}'


@pytest.mark.parametrize(
    "unusual",
    [
        ROW,
        f"questions:\n{ROW[1:]}",
        f"questions:\n{ROW}  # said twice",
        f"questions:\n{ROW}\nquestions:\n{ROW}",
        "questions:\n" + ROW.replace('"a b"', "a b"),
        "questions:\n" + ROW.replace('"a b"', r'"a\x41b"'),
        "questions:\n" + ROW.replace('"a b"', '"a\tb"'),
        "questions:\n" + ROW.replace('"a b"', '"a\u200bb"'),
        "questions:\n" + ROW.replace('"a b"', '"a â€™ b"'),
        "questions:\n" + ROW.replace('"a b"', '"a b\\"'),
        "questions:\n" + ROW.replace("kind: plain", "ask: plain"),
        "questions:\n" + ROW.replace("kind: plain", "pages: plain"),
        "questions:\n" + ROW.replace("kind: plain", "kind: no"),
        "questions:\n" + ROW.replace("kind: plain", "who: parent"),
        "questions:\n" + ROW.replace("kind: plain", "kind: 5"),
        "questions:\n" + ROW.replace("[a/, b/]", "a/"),
        "questions:\n" + ROW.replace("a/, b/", ""),
        "questions:\n  - who: staff\n    ask: a",
    ],
)
def test_what_is_in_another_form_is_left_to_the_general_reader(unusual: str) -> None:
    assert in_usual_form(f"questions:\n{ROW}\n") == {"questions": [{"who": "staff", "kind": "plain", "ask": "a b", "pages": ["a/", "b/"]}]}
    assert in_usual_form(unusual) is None


SLIPS = [
    (data.WORDS, data.SearchWords, "left_out: >-\n  a about", "left_out: >-\n  A, about", ["left_out", '"A,"', "small letters"]),
    (data.WORDS, data.SearchWords, "left_out: >-\n  a about", "left_out: >-\n  a a about", ["left_out", '"a"', "twice"]),
    (data.WORDS, data.SearchWords, "under N: [u N]", "under N: [U N]", ["spelt", '"U N"', "small letters"]),
    (data.WORDS, data.SearchWords, "- page: glossary/", "- page: glosary/", ["pinned", '"glosary/"', 'Did you mean "glossary/"?']),
    (data.WORDS, data.SearchWords, "- page: glossary/", "- page: /", ["pinned", '"/"', "There is no page"]),
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


@pytest.mark.parametrize("text", ["", "a", "It's the  phone's \"case\" &amp; \\ more: 0800 1111.", "ünïcode – “quotes” \U0001f600 \ue000"])
def test_packed_text_comes_back(text: str) -> None:
    entries = [[{"location": "a/", "title": text, "text": f"{text} the phone", "aliases": [text]}, {"location": "a/#b", "title": "", "text": text}]]
    assert index.docs_of(index.index(entries, data.load())) == entries[0]


def test_a_form_filled_is_the_index_of_what_it_says() -> None:
    first, second = form.gap_sign(0), form.gap_sign(1)
    texts = [f"{first}'s phone", f"ask {first} or {second}.", f"mailto:{first}{second}x", f"the{first}the the {second}", 'no gap"\\', f'"{second}"']
    entries = [[{"location": f"{at}/", "title": text, "text": text * 3, "aliases": [text]}] for at, text in enumerate(texts)]
    # A heading with a detail: how its address is said depends on whether its name is the usual one.
    entries[0] += [
        {"location": f"0/#{name}", "title": title, "text": ""} for name, title in ((f"ask-{first}", f"Ask {first}"), ("ask", first), (first, "ask"))
    ]
    signs, known = form.Signs(), data.load()
    pages = [form.packed(one, signs) for one in entries]
    made, often_made = form.Form(pages, known, signs), form.Form(pages, known, signs, OftenTranslated)
    assert made.gaps == {first, second} and made.pages == [f"{at}/" for at in range(6)]
    looked = 0
    for details in ({first: "Amina Example", second: "the phone"}, {first: 'O"k\\ \u0142', second: " "}, {first: "ask", second: "'s the the the"}):
        table = {ord(gap): detail for gap, detail in details.items()}
        told = [
            [
                {key: [one.translate(table) for one in value] if isinstance(value, list) else value.translate(table) for key, value in entry.items()}
                for entry in page
            ]
            for page in entries
        ]
        assert made.filled(details) == often_made.filled(details) == index.index(told, known).encode()
        looked += len(index.docs_of(made.filled(details).decode()))
    assert looked == 27


def test_a_page_that_search_is_not_to_know_answers_no_question(small: Project, tmp_path: Path) -> None:
    small.change("docs/glossary.md", "audience:", "search:\n  exclude: true\naudience:")
    done = small.run("build", "--out", str(tmp_path / "site"))
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "site" / index.INDEX).read_text(encoding="utf-8")
    places = [entry["location"] for entry in index.docs_of(written) if "#" not in entry["location"]]
    table = json.loads((tmp_path / "site" / meaning.TABLE).read_text(encoding="utf-8"))
    assert "glossary/" not in places and len(places) == len(table["pages"]) == 10
