"""The made-up schools that ship with the project, and what of them still stands in a school's own file.

Their numbers are of the range that Ofcom keeps free for drama, their addresses of names that nobody may own, their places and people are
called Example, Sample or Model. None of that may reach the readers of a real school.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from handbook.ground.paths import EXAMPLES
from handbook.ground.yaml_files import Place, read

# Shown where there is no school.yml.
SHOWN = EXAMPLES / "example-primary.yml"

_NUMBER = re.compile(r"01632 960\d{3}\b")
# No place in the UK has a postcode that begins with ZZ.
_POSTCODE = re.compile(r"ZZ\d.*|AB1 2CD")
_HOST = re.compile(r"(?:@|://)(?:[\w-]+\.)*example(?:\.(?:org|com|net))?(?:[/:?#]|$)", re.I)
_NAME = re.compile(r"\bExampl(?!es\b)\w+")
_PERSON = re.compile(r"\b(?:Sample|Model)\b")


def made_up(school: BaseModel) -> Iterator[tuple[Place, str]]:
    """Yield the places and values of a school that are a made-up school's."""
    for place, value in _texts(school, ()):
        if (
            _NUMBER.match(value)
            or _POSTCODE.fullmatch(value)
            or _HOST.search(value)
            or _NAME.search(value)
            or (_PERSON.search(value) and value in _people())
        ):
            yield place, value


def is_made_up_name(name: str) -> bool:
    """Say whether a school of this name is one of those that ship with the project, or one like them."""
    return _NAME.search(name) is not None


def _texts(part: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(part, BaseModel):
        part = dict(part)
    if isinstance(part, dict):
        for key, value in part.items():
            yield from _texts(value, (*place, key))
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from _texts(value, (*place, index))
    elif isinstance(part, str):
        yield place, part


@lru_cache(maxsize=1)
def _people() -> frozenset[str]:
    """Return the people of the shipped schools who are not called Example."""
    files: list[Path] = sorted(EXAMPLES.glob("*.yml"))
    return frozenset(value for file in files for _, value in _texts(read(file).content, ()) if _PERSON.search(value))
