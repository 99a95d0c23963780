"""Details of a made-up school that somebody has typed into a page: every school would read them. A page asks for them instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from handbook.ground.paths import DOCS, shown
from handbook.ground.problems import Problem
from handbook.pages.page_source import text_of
from handbook.school.load import LoadedSchool


def faults(schools: Iterable[LoadedSchool], docs: Path = DOCS) -> Iterator[Problem]:
    """Yield each name of a school or of a person of it that stands in a page as it was typed."""
    names: dict[str, str] = {}
    for one in schools:
        names |= {name: key for name, key in _names(one.school.model_dump(), "") if " " in name}
    for path in sorted(docs.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        if not any(name in text for name in names):
            continue
        for number, line in enumerate(text_of(text.split("\n")), 1):
            for name, key in names.items():
                if name in line:
                    yield Problem(
                        shown(path),
                        number,
                        "",
                        f'"{name}" is a detail of one school, and would be shown to all.',
                        f"Ask for it:  {_asked(key)}",
                    )


def _asked(key: str) -> str:
    """Return how a page asks for a detail."""
    whose = key.split(".")
    return f'{{{{ person("{whose[1]}") }}}}' if whose[0] == "people" else f"{{{{ {key} }}}}"


def _names(part: Any, key: str) -> Iterator[tuple[str, str]]:
    """Yield the names within a school's details, each with the key by which a page asks for it."""
    if isinstance(part, BaseModel):
        part = part.model_dump()
    if isinstance(part, Mapping):
        for name, inner in part.items():
            below = "school" if name == "identity" and not key else str(name)
            yield from _names(inner, f"{key}.{below}" if key else below)
    elif isinstance(part, str) and key.rpartition(".")[2] in ("name", "short_name") and key.split(".")[0] in ("school", "people"):
        yield part, key
