"""What is typed in answer to school new is taken as meant, or told at once, and always reads back from the file it writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handbook.ground.yaml_files import Place
from handbook.school.load import load
from handbook.school.new import QUESTIONS, TRUST, ask_and_write

# What is typed for a question, and what the file then holds: None for a blank.
TAKEN: list[tuple[str, str, str | None]] = [
    ("identity.name", "Oak School", "Oak School"),
    ("identity.name", "  Oak   School ", "Oak School"),
    ("identity.name", '"Oak"', "Oak"),
    ("identity.name", "'Oak'", "Oak"),
    ("identity.name", "“Oak”", "Oak"),
    ("identity.name", "‘Oak’", "Oak"),
    ("identity.name", "„Oak“", "Oak"),
    ("identity.name", "“Kind” and “brave”", "“Kind” and “brave”"),
    ("identity.name", 'The "Oak" School', 'The "Oak" School'),
    ("identity.name", "St Mary's", "St Mary's"),
    ("identity.name", "St Mary’s", "St Mary’s"),
    ("identity.name", "St Peter: an academy", "St Peter: an academy"),
    ("identity.name", "Oak:", "Oak:"),
    ("identity.name", "#1 School", "#1 School"),
    ("identity.name", "School #1", "School #1"),
    ("identity.name", "School # 1", "School # 1"),
    ("identity.name", "null", "null"),
    ("identity.name", "~", None),
    ("identity.name", "True", "True"),
    ("identity.name", "1984", "1984"),
    ("identity.name", "@oak", "@oak"),
    ("identity.name", "!Oak", "!Oak"),
    ("identity.name", "&Oak", "&Oak"),
    ("identity.name", "*Oak*", "*Oak*"),
    ("identity.name", "- Oak", "- Oak"),
    ("identity.name", "[Oak]s", "[Oak]s"),
    ("identity.name", "{Oak}s", "{Oak}s"),
    ("identity.name", "|Oak", "|Oak"),
    ("identity.name", "Oak \\ Ash", "Oak \\ Ash"),
    ("identity.name", "<b>Oak</b> & co", "<b>Oak</b> & co"),
    ("identity.name", "{{ 7*7 }} {% x %} Oak", "{{ 7*7 }} {% x %} Oak"),
    ("identity.name", "Oak 🌳", "Oak 🌳"),
    ("identity.name", "مدرسة البلوط 2026", "مدرسة البلوط 2026"),
    ("identity.name", "Oak\u2028Ash", "Oak Ash"),
    ("identity.name", "Oak\u0085Ash", "Oak Ash"),
    ("identity.name", "Oak\u00a0School", "Oak School"),
    ("identity.name", "O\u200bak\ufeff", "Oak"),
    ("identity.name", "O\u00adak", "Oak"),
    ("identity.name", "O" * 160, "O" * 160),
    ("identity.name", "Oak\tSchool", "Oak School"),
    ("identity.name", "TBC", None),
    ("people.head.name", "n/a", None),
    ("people.head.name", "?", None),
    ("people.dsl.name", "vacant", None),
    ("people.dsl.name", "Null, Amina", "Null, Amina"),
    ("identity.phase", "Primary", "primary"),
    ("identity.phase", "ALL THROUGH", "all-through"),
    ("identity.phase", "sixth form", "sixth-form"),
    ("identity.type", "Voluntary aided", "voluntary-aided"),
    ("identity.phone", "+44 1632 960001", "01632 960001"),
    ("identity.phone", "“01632 960001”", "01632 960001"),
    ("people.dsl.phone", "01632–960002", "01632 960002"),
    ("identity.email", "Office@Example.ORG", "Office@example.org"),
    ("local.authority", "Bath & North East Somerset", "Bath & North East Somerset"),
]

# What is typed for a question, and words of what is said before it is asked again.
TOLD = [
    ("identity.name", "O" * 161, "the text is longer than 160 characters. Shorten it."),
    ("identity.name", "Oa\u202ek", "the text holds an invisible character: a right-to-left override (U+202E)."),
    ("identity.name", "Oa\u0007k", "the text holds an invisible character: a control character (U+0007)."),
    ("identity.phase", "primry", '"primry" is not one of the choices. Did you mean "primary"?'),
    ("identity.type", "Academy converter", 'Did you mean "academy"?'),
    ("identity.type", "maintained", "The choices are: community"),
    ("identity.phone", "0161 496 000", "is not a UK phone number: one of its digits seems to be missing."),
    ("identity.phone", "1632960001", "lacks the 0 at its start"),
    ("identity.email", "office at oak", '"office at oak" is not an email address.'),
]

Answer = Callable[[dict[str, list[str]]], Path]


@pytest.fixture
def answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Answer the questions in this very process: what is typed for some, and Enter for the others; the file that is written."""
    monkeypatch.chdir(tmp_path)

    def answer(typed: dict[str, list[str]]) -> Path:
        def lines() -> Iterator[str]:
            for place, _ in QUESTIONS:
                # The trust is asked of academies only.
                if place != TRUST or ".".join(map(str, place)) in typed:
                    yield from typed.get(".".join(map(str, place)), [""])

        given = lines()
        monkeypatch.setattr("builtins.input", lambda prompt: next(given))
        file = tmp_path / "new.yml"
        assert ask_and_write(file) == 0
        assert next(given, None) is None
        return file

    return answer


def answered_blank(file: Path) -> Path:
    """Return a file of a school that answered nothing."""
    blank = file.with_name("blank.yml")
    blank.write_text("nation: england\n", encoding="utf-8")
    return blank


def held(file: Path, place: str) -> object:
    """Return what a file holds at a place."""
    value: object = load(file).school
    for key in place.split("."):
        value = getattr(value, key)
    return value


@pytest.mark.parametrize(("place", "typed", "value"), TAKEN, ids=[f"{place} {typed[:30]!a}" for place, typed, _ in TAKEN])
def test_taken(place: str, typed: str, value: str | None, answered: Answer) -> None:
    assert held(answered({place: [typed]}), place) == value


@pytest.mark.parametrize(("place", "typed", "words"), TOLD, ids=[f"{place} {typed[:30]!a}" for place, typed, _ in TOLD])
def test_told_and_asked_again(place: str, typed: str, words: str, answered: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    before: Place = tuple(place.split("."))
    assert before in dict(QUESTIONS)
    file = answered({place: [typed, ""]})
    said = capsys.readouterr().out
    assert words in said
    assert held(file, place) == held(answered_blank(file), place)


@pytest.mark.parametrize("kind", ["academy", "Free school"])
def test_an_academy_is_asked_for_its_trust(kind: str, answered: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    file = answered({"identity.type": [kind], "identity.trust": ["Oak Trust"]})
    assert "Which trust runs the school?" in capsys.readouterr().out
    assert held(file, "identity.trust") == "Oak Trust"


def test_others_are_not(answered: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    answered({"identity.type": ["community"]})
    assert "Which trust" not in capsys.readouterr().out


def test_every_next_command_names_the_file(answered: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    answered({})
    said = capsys.readouterr().out
    for command in ("serve --school new.yml\n", "school check new.yml\n", "build --school new.yml --release\n"):
        assert f"python3 scripts/handbook.py {command}" in said


def test_a_file_name_with_a_space_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("builtins.input", lambda prompt: "")
    assert ask_and_write(tmp_path / "my school.yml") == 0
    assert 'serve --school "my school.yml"\n' in capsys.readouterr().out
