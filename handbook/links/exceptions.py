"""Exceptions: addresses that fail and are tolerated for a while, each with a reason, somebody who agreed, and an end."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pydantic import model_validator

from handbook.facts.load import Facts
from handbook.ground.paths import DATA
from handbook.ground.problems import Problem, ProblemsError, did_you_mean
from handbook.ground.validation import Strict, checked, fault
from handbook.ground.values import Day, Id, Line, Text
from handbook.ground.yaml_files import Place, dotted, read
from handbook.links.verdicts import Verdict

EXCEPTIONS = DATA / "link-exceptions.yml"
# Whoever agrees has to look again at least once a year.
MOST_DAYS = 366


class LinkException(Strict):
    """An address whose verdict is tolerated.

    Attributes:
        link: Id of the link.
        verdict: The verdict that is tolerated; any other counts.
        reason: Why, in a sentence.
        agreed_by: Role of who agreed, never a name.
        agreed_on: Day of the agreement.
        until: Last day of the exception.
    """

    link: Id
    verdict: Verdict
    reason: Text
    agreed_by: Line
    agreed_on: Day
    until: Day

    @model_validator(mode="after")
    def _ends(self) -> LinkException:
        if not self.verdict.is_fault:
            raise fault(f'"{self.verdict.value}" needs no exception.', "Name the verdict that is tolerated.")
        if not 0 <= (self.until - self.agreed_on).days <= MOST_DAYS:
            raise fault("an exception holds for a year at most, and not less than a day.", "Set until to a day within a year after agreed_on.")
        return self

    def holds(self, verdict: Verdict, on: date) -> bool:
        """Say whether a verdict is tolerated on a day."""
        return verdict is self.verdict and on <= self.until


def load_exceptions(facts: Facts, path: Path | None = None) -> dict[str, LinkException]:
    """Return all exceptions by link id, also those that have ended.

    Raises:
        ProblemsError: An exception has a fault, stands twice, or names a link that is not there.
    """
    path = path or EXCEPTIONS
    if not path.exists():
        return {}
    source = read(path)
    if not isinstance(source.content, list | None):
        raise ProblemsError([Problem(source.file, 1, "", "a list of exceptions is expected.", "Begin each one with  - link: …")])
    found: dict[str, LinkException] = {}
    problems: list[Problem] = []
    for index, content in enumerate(source.content or []):
        name = content.get("link", f"record {index + 1}") if isinstance(content, dict) else f"record {index + 1}"

        def label(place: Place, name: Any = name) -> str:
            inner = dotted(place[1:])
            return f"{name}, {inner}" if inner else str(name)

        try:
            one = checked(LinkException, content, source, (index,), label)
        except ProblemsError as error:
            problems += error.problems
            continue
        where = source.line_of((index, "link"))
        if one.link not in facts.links:
            problems.append(Problem(source.file, where, name, f'there is no link "{one.link}".', did_you_mean(one.link, facts.links)))
        elif one.link in found:
            problems.append(Problem(source.file, where, name, "this link has two exceptions.", "Keep one of them."))
        found[one.link] = one
    if problems:
        raise ProblemsError(problems)
    return found
