"""Three levels of value: the fleet's, a group's, the school's own. The nearest wins, and a blank says nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from handbook.ground.yaml_files import Place


def laid_over(far: Any, near: Any) -> Any:
    """Return content with nearer content over it: keys are joined, everything else is replaced, blanks change nothing."""
    if isinstance(far, Mapping) and isinstance(near, Mapping):
        return {key: laid_over(far.get(key), near.get(key)) for key in (*far, *(one for one in near if one not in far))}
    return far if near is None or near == {} else near


def said(content: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Yield each value that content says, with its place; a list is one value."""
    if isinstance(content, Mapping):
        for key, value in content.items():
            yield from said(value, (*place, key))
    elif content is not None:
        yield place, content


def at(content: Any, place: Place) -> Any:
    """Return what stands at a place; None where nothing does."""
    for key in place:
        content = content.get(key) if isinstance(content, Mapping) else None
    return content


def same(one: Any, other: Any) -> bool:
    """Say whether two values as typed mean the same: spaces and capitals aside."""
    return " ".join(str(one).split()).casefold() == " ".join(str(other).split()).casefold()
