"""What stands between a school's file and a release, as a list that its owner can work off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel

from handbook.ground.problems import Problem
from handbook.ground.yaml_files import Place, YamlFile, dotted
from handbook.school.doubts import doubts
from handbook.school.load import LoadedSchool

_HOW = "Open the file in a text editor, go to each of these lines, and write after its colon and a space:"


def open_points(loaded: LoadedSchool, on: date) -> list[Problem]:
    """Return the details that are blank and those that can hardly be right on a day, in the order of the file.

    A detail whose key is not in the file at all has no line, and comes last.
    """
    source = loaded.source or YamlFile("", None)

    def point(place: Place, fault: str, remedy: str) -> Problem:
        return Problem(source.file, source.lines.get(place, 0), dotted(place), fault, remedy)

    points = [point(place, *_blank(loaded.school, place)) for place in loaded.missing]
    points += [point(*doubt) for doubt in doubts(loaded.school, on)]
    return sorted(points, key=lambda one: (one.line == 0, one.line))


def as_list(points: Iterable[Problem]) -> str:
    """Return points as a list for the person who fills in the file."""
    return "\n".join(
        [_HOW, *(f"  {f'line {one.line}' if one.line else 'not in the file yet'}, {one.place}: {one.fault}\n      {one.remedy}" for one in points)]
    )


def _blank(school: BaseModel, place: Place) -> tuple[str, str]:
    *parents, key = place
    part: object = school
    for step in parents:
        part = part[step] if isinstance(step, int) else getattr(part, str(step))  # type: ignore[index]  # a number in a place stands for an item of a list
    field = type(part).model_fields[str(key)]  # type: ignore[attr-defined]  # what holds a key is a model
    return field.description or "", f"Still blank. For example {field.examples[0]}."
