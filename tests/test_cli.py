"""What a person types is understood as the help says."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator

import pytest

from handbook.cli import COMMANDS, main, parser, read
from handbook.commands.test import for_pytest
from handbook.ground.paths import ROOT
from tests.conftest import Project


def every_parser(one: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Yield the parsers of all commands below one."""
    for action in one._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield below
                yield from every_parser(below)


EXAMPLES = [(one.epilog or "").removeprefix("Example:\n  python3 scripts/handbook.py ") for one in every_parser(parser()) if one.epilog]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_the_help_is_understood(example: str) -> None:
    words = shlex.split(example)
    assert read(words).command == words[0]


def test_every_command_has_an_example() -> None:
    names = {command.__name__.rpartition(".")[2].replace("_", "-") for command in COMMANDS}
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("| Command | What it does |")[2].partition("\n\n")[0]
    assert len(names) > 12
    for name in sorted(names):
        assert any(example.split()[0] == name for example in EXAMPLES), f"handbook/commands/{name}.py: give add_command an example of {name!r}"
        assert f"| `{name}" in table, f"README.md: give {name!r} a line in the table of all commands"


@pytest.mark.parametrize("typed", [["-k", "school"], ["-q", "-n", "2", "tests/browser"], ["tests/school", "--durations=5"], ["-x"]])
def test_what_follows_test_goes_to_pytest(typed: list[str]) -> None:
    assert read(["test", *typed]).pytest == typed


@pytest.mark.parametrize(
    ("typed", "given"),
    [([], ["-m", "not whole"]), (["--all"], ["--no-loadscope-reorder"]), (["-k", "school"], ["-k", "school"]), (["--all", "-x"], ["-x"])],
)
def test_quick_tests_all_tests_or_those_that_were_named(typed: list[str], given: list[str]) -> None:
    assert for_pytest(read(["test", *typed]))[-len(given) :] == given


@pytest.mark.parametrize("typed", [["build", "--relase"], ["update", "more"], ["links", "check", "-k"]])
def test_other_commands_refuse_what_they_do_not_know(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        read(typed)
    assert stop.value.code == 2
    assert "unrecognized arguments" in capsys.readouterr().err


@pytest.mark.parametrize("columns", ["40", "60", "80", "200"])
def test_help_breaks_nothing_that_can_be_typed(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    helps = [one.format_help() for one in every_parser(parser())]
    assert len(helps) > 10
    for text in helps:
        for line in text.splitlines():
            assert not line.rstrip().endswith("-"), line
    for example in EXAMPLES:
        assert any(f"  python3 scripts/handbook.py {example}\n" in text for text in helps), example


def test_an_address_is_checked_before_anything_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    assert read(["build", "--site-url", "https://www.example.org/oak"]).site_url == "https://www.example.org/oak/"
    for typed, words in (
        (["--site-url", "www.example.org/trust/oak"], "Did you mean  https://www.example.org/trust/oak/ ?"),
        (["--site-url", "https://www.example.org", "--offline"], "not allowed with"),
    ):
        with pytest.raises(SystemExit) as stop:
            read(["build", *typed])
        assert stop.value.code == 2
        assert words in capsys.readouterr().err


def test_an_address_in_the_environment_is_checked_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("HANDBOOK_SITE_URL", "www.example.org/trust/oak")
    assert main(["build"]) == 2
    assert "HANDBOOK_SITE_URL: " in (said := capsys.readouterr().err)
    assert "Did you mean  https://www.example.org/trust/oak/ ?" in said


def test_whoever_has_read_enough_sees_no_fault() -> None:
    running = Project(ROOT).start("facts", "touches", "kcsie-2026")
    assert running.stdout and running.stderr
    assert running.stdout.readline().startswith("# What rests on")
    running.stdout.close()
    assert "Traceback" not in running.stderr.read()
    assert running.wait() == 0
