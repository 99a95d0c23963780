"""Tell problems: to a person at a terminal, and to GitHub, which shows each on its line of the change."""

from __future__ import annotations

from handbook.ground.problems import Problem


def as_text(problems: list[Problem]) -> str:
    """Return problems for a terminal, one after the other."""
    return "\n".join(str(one) for one in problems)


def as_annotations(problems: list[Problem]) -> str:
    """Return problems as GitHub's commands, one a line: it shows them beside the lines of the change."""
    return "\n".join(_annotation(one) for one in problems)


def _annotation(one: Problem) -> str:
    where = f"file={_in_a_property(one.file)},line={max(one.line, 1)},title={_in_a_property(one.place or 'To mend')}"
    return f"::error {where}::{_escaped(one.fault)} {_escaped(one.remedy)}"


def _escaped(text: str) -> str:
    """Return text in which nothing ends the command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _in_a_property(text: str) -> str:
    return _escaped(text.replace("\\", "/")).replace(":", "%3A").replace(",", "%2C")
