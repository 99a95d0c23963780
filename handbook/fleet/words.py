"""Look at the fleet's own words, and at those of single schools: what is wrong in them, and what stands against a release."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from handbook import project
from handbook.fleet.folder import Fleet
from handbook.ground.problems import Problem, ProblemsError
from handbook.local import reviewed
from handbook.local.begin import unfinished
from handbook.local.load import NOWHERE
from handbook.local.overlay import unexplained
from handbook.project import Project
from handbook.school.examples import SHOWN
from handbook.school.load import LoadedSchool


@dataclass(frozen=True)
class Found:
    """What there is to say of own words.

    Attributes:
        faults: What is wrong: nothing with these words can be built.
        doubts: What stands against a release.
    """

    faults: tuple[Problem, ...] = ()
    doubts: tuple[Problem, ...] = ()


@dataclass
class Words:
    """The own words of a fleet and its schools; nothing is read before somebody asks, nor where there are none."""

    fleet: Fleet

    @cached_property
    def of_all(self) -> Found:
        """What there is to say of the words that all schools have."""
        if not self.fleet.words.is_dir():
            return Found()
        try:
            return Found(doubts=tuple(_open(project.with_local(self._project, self.fleet.words))))
        except ProblemsError as error:
            return Found(tuple(error.problems))

    def of_school(self, urn: str, loaded: LoadedSchool) -> Found:
        """Return what there is to say of the words that a school has written itself."""
        own = self.fleet.words_of(urn)
        if not own.is_dir():
            return Found()
        try:
            # Faults of the words that all have are told once, of the fleet.
            mine = project.with_local(self._project, *([] if self.of_all.faults else [self.fleet.words]), own)
        except ProblemsError as error:
            return Found(tuple(error.problems))
        doubts = [*_open(mine), *unexplained(mine.local, mine.facts, loaded.school.identity)]
        return Found(doubts=tuple(one for one in doubts if one not in self.of_all.doubts))

    @cached_property
    def _project(self) -> Project:
        return project.load(SHOWN, local=NOWHERE)


def _open(mine: Project) -> list[Problem]:
    """Return what was never finished, or is still to be set beside our text."""
    return [*unfinished(mine.local), *reviewed.open_points(mine.local, mine.policy)]
