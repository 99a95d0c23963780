"""Links that still call a page by the title that it had before a change."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from handbook.ground.paths import DOCS, shown
from handbook.ground.problems import Problem
from handbook.policy.outline import title_of

_LINK = re.compile(r"\[([^\]\n]+)\]\(([^)\s#]+\.md)(?:#[\w-]+)?\)")


def faults(before: Path, changed: list[str], docs: Path = DOCS) -> Iterator[Problem]:
    """Yield each link whose words are the title that its page had before.

    Args:
        before: The folder of pages as they were.
        changed: The files that have changed since, as paths below the project's folder.
        docs: The folder of pages as they are.
    """
    renamed = dict(_renamed(before, [one.removeprefix("docs/") for one in changed if one.startswith("docs/") and one.endswith(".md")], docs))
    for path in sorted(docs.rglob("*.md")) if renamed else ():
        here = path.relative_to(docs).parent.as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            for found in _LINK.finditer(line):
                old, new = renamed.get(posixpath.normpath(posixpath.join(here, found[2])), ("", ""))
                if old and found[1].casefold() == old.casefold():
                    yield Problem(shown(path), number, "", f'the page that this link calls "{found[1]}" has another title now.', f"Write  [{new}]")


def _renamed(before: Path, pages: list[str], docs: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    for page in pages:
        if (before / page).is_file() and (docs / page).is_file():
            old, new = (title_of((folder / page).read_text(encoding="utf-8")) for folder in (before, docs))
            if old != new:
                yield page, (old, new)
