"""Where a record stands in its file, so that a fault found later can still name the line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handbook.problems import Problem
from handbook.yaml_files import Place, YamlFile


@dataclass(frozen=True)
class Spot:
    """Where a record stands, for messages."""

    source: YamlFile
    place: Place

    def problem(self, record: str, part: str, fault: str, remedy: str) -> Problem:
        """Return a problem at a part (``field`` or ``field[2].inner``) of this record."""
        inner = (int(step) - 1 if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", part))
        return Problem(self.source.file, self.source.line_of((*self.place, *inner)), f"{record}, {part}", fault, remedy)
