"""The pages as they are written, and the menu they stand in: ours, or a school's own words in their place.

Whoever needs a page's text, file or title asks here, and never cares who wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from handbook.ground.paths import DOCS, shown
from handbook.ground.problems import Problem
from handbook.pages import navigation
from handbook.pages.front_matter import front_matter

_QUOTED = re.compile(r'"([^"]+)"')


@dataclass(frozen=True)
class Merged:
    """A page's text that no single file holds.

    Attributes:
        text: The text, front matter included.
        passages: Where it comes from, in order: from which line of the text, which file, and from which line of that.
    """

    text: str
    passages: tuple[tuple[int, Path, int], ...]


@dataclass(frozen=True)
class Sources:
    """The pages of a handbook.

    Attributes:
        menu: The menu, as mkdocs.yml writes it.
        own: A school's own files, pages and pictures, by their path below docs/; they stand in place of ours or beside them.
        merged: Our pages with a school's own clauses in them, by the same path.
    """

    menu: Any = field(default_factory=navigation.menu)
    own: Mapping[str, Path] = field(default_factory=dict)
    merged: Mapping[str, Merged] = field(default_factory=dict)

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The pages in the order of the menu, as paths below docs/ such as ``policy/about.md``."""
        return tuple(navigation.flat(self.menu))

    def path(self, page: str) -> Path:
        """Return the file that a page's author opens; of a merged page, the one that holds its beginning."""
        return self.own.get(page, DOCS / page)

    def text(self, page: str) -> str:
        """Return a page's whole text, front matter included."""
        if page in self.merged:
            return self.merged[page].text
        return self.path(page).read_text(encoding="utf-8-sig")

    def every_text(self) -> dict[str, str]:
        """Return the text of every page that there is, in the menu or not."""
        names = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} | {name for name in self.own if name.endswith(".md")}
        return {page: self.text(page) for page in sorted(names)}

    def pages_for_others(self, stages: tuple[str, ...]) -> list[str]:
        """Return the pages whose front matter names key stages, none of which the school teaches."""
        return [page for page in self._there() if (wanted := front_matter(self.path(page)).stages) and not set(wanted) & set(stages)]

    def pages_for_preparing(self) -> list[str]:
        """Return the pages to whoever prepares the handbook: no release has them."""
        return [page for page in self._there() if not front_matter(self.path(page)).released]

    def _there(self) -> list[str]:
        return [page for page in self.pages if self.path(page).is_file()]

    def origin(self, page: str, line: int) -> tuple[Path, int]:
        """Return the file and the line in it behind a line of a page's text; line 0 stands for the whole page."""
        if page in self.merged:
            started, path, begins = next(part for part in reversed(self.merged[page].passages) if part[0] <= max(line, 1))
            return path, line and begins + line - started
        return self.path(page), line

    def relocated(self, problem: Problem, page: str, line: int = 0) -> Problem:
        """Return a problem of a page, told of the file that a person has to open.

        Args:
            problem: What is wrong, told of our own file.
            page: The page.
            line: The line of the page's whole text; without it, the first that holds what the problem quotes.
        """
        if page not in self.own and page not in self.merged:
            return problem
        if not line and (quoted := _QUOTED.search(problem.fault)):
            line = next((number for number, words in enumerate(self.text(page).splitlines(), 1) if quoted[1] in words), 0)
        path, there = self.origin(page, line)
        return replace(problem, file=shown(path), line=there)

    def all_relocated(self, problems: list[Problem]) -> list[Problem]:
        """Return problems of which each is told of the file that a person has to open."""
        by_name = {shown(DOCS / page): page for page in (*self.own, *self.merged)}
        return [self.relocated(one, by_name[one.file]) if one.file in by_name else one for one in problems]
