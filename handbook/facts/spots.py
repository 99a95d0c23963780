"""Where a record stands in its file, so that a fault found later can still name the line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from handbook.ground.problems import Problem
from handbook.ground.yaml_files import Place, YamlFile


@dataclass(frozen=True)
class Spot:
    """Where a record stands, for messages."""

    source: YamlFile
    place: Place

    @property
    def content(self) -> Any:
        """What the record says, as it is written."""
        content = self.source.content
        for step in self.place:
            content = content[step]
        return content

    def line(self, part: str) -> int:
        """Return the line of a part of this record."""
        return self.source.line_of((*self.place, *_steps(part)))

    def problem(self, record: str, part: str, fault: str, remedy: str) -> Problem:
        """Return a problem at a part (``field`` or ``field[2].inner``) of this record."""
        return Problem(self.source.file, self.line(part), f"{record}, {part}", fault, remedy)


def _steps(part: str) -> Place:
    return tuple(int(step) - 1 if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", part))
