"""Tell of one school where each value comes from, or write it out as a whole file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from handbook.fleet.folder import USUAL, FleetSchool
from handbook.fleet.levels import said
from handbook.ground.yaml_files import Place, dotted
from handbook.school.write import school_file


def origins(one: FleetSchool) -> Iterator[tuple[str, str, str]]:
    """Yield each value of a school: its place, what it is, and whose it is (``fleet``, ``group NAME``, ``school``, ``usual``, ``blank``)."""
    missing = {dotted(place) for place in one.loaded.missing}
    for place, value in _values(one.loaded.school, ()):
        name = dotted(place)
        # A list is one value, and whose it is was noted for the whole.
        key = next((place[:length] for length in range(len(place), 0, -1) if place[:length] in one.origins), None)
        whose = one.origins[key] if key is not None and value is not None else "blank" if value is None else USUAL
        if value is not None or name in missing:
            yield name, "" if value is None else str(value), whose


def _values(part: BaseModel, place: Place) -> Iterator[tuple[Place, Any]]:
    for key in type(part).model_fields:
        value, here = getattr(part, key), (*place, key)
        if isinstance(value, BaseModel):
            yield from _values(value, here)
        elif isinstance(value, list):
            for number, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from _values(item, (*here, number))
                else:
                    yield (*here, number), item
        else:
            yield here, value


def whole(one: FleetSchool, target: Path) -> str:
    """Return a school's whole file, as it stands without its fleet. Its logo and letterhead stand beside it, by name."""
    values = dict(said(one.content))
    for key, path in (("logo", one.loaded.logo), ("letterhead", one.loaded.letterhead)):
        if path:
            values["branding", key] = path.name
    return school_file(values, target)
