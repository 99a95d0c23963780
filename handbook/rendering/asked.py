"""What a page reads of a school while it is filled in: schools that answer the same get the same text, whatever else they say.

A page is given the school's details behind a glass: everything it looks at is noted, with what it saw. Two schools that differ only in what a
page never looked at have that page in common.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel

from handbook.project import Project
from handbook.school.view import Blank, Details

# Which detail was looked at: names of attributes, numbers of items, and what was asked of a function (a tuple of its arguments).
Path = tuple[Any, ...]
# What was seen there.
Token = tuple[Any, ...]

_ABSENT = object()


@dataclass
class Reads:
    """What was read, in order, each once, with what was seen."""

    seen: dict[Path, Token] = field(default_factory=dict)

    def note(self, path: Path, value: Any) -> None:
        """Note a look."""
        self.seen.setdefault(path, token(value))


def token(value: Any) -> Token:
    """Return what a look shows of a value; what is inside a group is looked at by itself."""
    if value is _ABSENT or isinstance(value, (Blank, Details, BaseModel)):
        return (type(value).__name__,)
    if isinstance(value, list):
        return ("list", len(value))
    if callable(value):
        return ("function",)
    return (type(value).__name__, str.__str__(value) if isinstance(value, str) else repr(value))


def at(root: Mapping[str, Any], path: Path) -> Token:
    """Return what a look along a path shows of a school."""
    value = root[path[0]]
    for step in path[1:]:
        if isinstance(step, tuple):
            value = value(*step)
        elif isinstance(step, int):
            value = value[step]
        else:
            value = getattr(value, step, _ABSENT)
    return token(value)


class Looking(dict[Path, Token]):
    """What a look along each path shows of a school: looked at once, however many pages ask."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        super().__init__()
        self.root = root

    def __missing__(self, path: Path) -> Token:
        """Look along a path."""
        return self.setdefault(path, at(self.root, path))


@dataclass(frozen=True)
class Asked:
    """A variable that is noted when a page first asks for it."""

    value: Any
    path: Path
    reads: Reads

    def told(self) -> Any:
        """Return what the page gets."""
        return _glazed(self.value, self.path, self.reads)


def watched(variables: Mapping[str, Any], mine: Project, reads: Reads) -> tuple[dict[str, Any], Project]:
    """Return a school's variables and the project with it, behind the glass."""
    told = {name: Asked(value, (name,), reads) for name, value in variables.items()}
    held: Any = _Watched(mine.school, ("handbook", "school"), reads)
    return told, replace(mine, school=held)


def _glazed(value: Any, path: Path, reads: Reads) -> Any:
    reads.note(path, value)
    if isinstance(value, (Details, BaseModel)):
        return _Watched(value, path, reads)
    if isinstance(value, list):
        return [_glazed(item, (*path, number), reads) for number, item in enumerate(value)]
    if callable(value) and not isinstance(value, str):

        def ask(*arguments: Any) -> Any:
            return _glazed(value(*arguments), (*path, arguments), reads)

        return ask
    return value


class _Watched:
    """A group of details behind the glass."""

    __slots__ = ("_path", "_reads", "_value")

    def __init__(self, value: Any, path: Path, reads: Reads) -> None:
        object.__setattr__(self, "_value", value)
        object.__setattr__(self, "_path", path)
        object.__setattr__(self, "_reads", reads)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._value, name, _ABSENT)
        if value is _ABSENT:
            self._reads.note((*self._path, name), _ABSENT)
            raise AttributeError(name)
        return _glazed(value, (*self._path, name), self._reads)

    # Macros look a post up by its name in the group's own dictionary.
    @property
    def __dict__(self) -> Any:  # type: ignore[override]  # a dictionary that notes what is looked up in it
        return _Named(self)


class _Named(Mapping[str, Any]):
    """A watched group, by names."""

    def __init__(self, group: _Watched) -> None:
        self.group = group

    def __getitem__(self, name: str) -> Any:
        try:
            return getattr(self.group, name)
        except AttributeError:
            raise KeyError(name) from None

    def __contains__(self, name: object) -> bool:
        return name in vars(self.group._value)  # noqa: SLF001 (both are one)

    def __iter__(self) -> Iterator[str]:
        return iter(vars(self.group._value))  # noqa: SLF001 (both are one)

    def __len__(self) -> int:
        return len(vars(self.group._value))  # noqa: SLF001 (both are one)
