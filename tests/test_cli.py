"""What a person types is understood as the help says."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator

import pytest

from handbook.cli import parser, read


def every_parser(one: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Yield the parsers of all commands below one."""
    for action in one._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield below
                yield from every_parser(below)


EXAMPLES = [(one.epilog or "").removeprefix("Example: python3 scripts/handbook.py ") for one in every_parser(parser()) if one.epilog]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_the_help_is_understood(example: str) -> None:
    words = shlex.split(example)
    assert read(words).command == words[0]


def test_every_command_has_an_example() -> None:
    assert {example.split()[0] for example in EXAMPLES} == {"serve", "build", "test", "school", "facts", "links", "update"}


@pytest.mark.parametrize("typed", [["-k", "school"], ["-q", "-n", "2", "tests/browser"], ["tests/school", "--durations=5"], ["-x"]])
def test_what_follows_test_goes_to_pytest(typed: list[str]) -> None:
    assert read(["test", *typed]).pytest == typed


def test_nothing_after_test_means_every_test() -> None:
    assert read(["test"]).pytest == []


@pytest.mark.parametrize("typed", [["build", "--relase"], ["facts", "more"], ["links", "check", "-k"]])
def test_other_commands_refuse_what_they_do_not_know(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        read(typed)
    assert stop.value.code == 2
    assert "unrecognized arguments" in capsys.readouterr().err
