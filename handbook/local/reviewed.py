"""Our text under a school's own words, as it was when somebody last set the two side by side; and what has changed in it since.

For each page and clause that stands in place of ours, a copy of ours is kept in the folder ``reviewed``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from handbook.ground.paths import DOCS, shown
from handbook.ground.problems import Problem, ProblemsError, did_you_mean
from handbook.local.model import Local
from handbook.policy.clauses import parts
from handbook.policy.outline import Outline

CONFIRM = "python3 scripts/handbook.py local reviewed"


@dataclass(frozen=True)
class Pair:
    """A school's own words and ours under them.

    Attributes:
        name: The page's path below docs/, or the clause's id.
        path: The file with the school's words.
        copy: The file with our text as it was when somebody last looked.
        ours: Our text now.
    """

    name: str
    path: Path
    copy: Path
    ours: str

    @property
    def before(self) -> str | None:
        """Our text as it was when somebody last looked; None if nobody has."""
        return self.copy.read_text(encoding="utf-8") if self.copy.is_file() else None

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look."""
        return self.before != self.ours

    def problem(self) -> Problem:
        """Return what has changed under the school's words, and how to confirm that somebody has looked."""
        remedy = f"Change your words if they need it. Then say so:  {CONFIRM} {self.name}"
        if self.before is None:
            return Problem(shown(self.path), 0, "", "nobody has said yet that this was set beside our text.", remedy)
        fault = f"our text under it has changed (- before, + now):\n{difference(self.before, self.ours)}"
        return Problem(shown(self.path), 0, "", fault, remedy)


def pairs(local: Local, policy: Outline) -> list[Pair]:
    """Return all of a school's words that stand in place of ours, pages first."""

    def copy(path: Path) -> Path:
        home = local.home_of(path)
        return home / "reviewed" / path.relative_to(home)

    pages = [page for page in local.pages if (DOCS / page).is_file()]
    found = [Pair(page, local.files[page], copy(local.files[page]), (DOCS / page).read_text(encoding="utf-8")) for page in pages]
    for one in local.clauses.values():
        if one.about.change != "added" and one.id in policy.clauses:
            found.append(Pair(one.id, one.path, copy(one.path), ours(one.id, policy)))
    return found


def ours(clause: str, policy: Outline) -> str:
    """Return the words of a clause of ours, with a line end."""
    text = (DOCS / policy.clauses[clause].page).read_text(encoding="utf-8")
    part = next(one for one in parts(text) if one.id == clause)
    return text[part.words : part.ends].strip() + "\n"


def open_points(local: Local, policy: Outline) -> list[Problem]:
    """Return what somebody has to set side by side again."""
    return [pair.problem() for pair in pairs(local, policy) if pair.is_open]


def difference(before: str, now: str) -> str:
    """Return the lines that differ between two texts, with a line of what stands around each."""
    lines = difflib.unified_diff(before.splitlines(), now.splitlines(), lineterm="", n=0)
    return "\n".join(f"      {line}" for line in lines if not line.startswith(("---", "+++", "@@")))


def confirm(local: Local, policy: Outline, names: Iterable[str]) -> list[Pair]:
    """Note that somebody has set words of the school beside ours, and return which.

    Args:
        local: What the school has written.
        policy: Our own outline.
        names: Pages or clauses, by their names or by their files.

    Raises:
        ProblemsError: One of them does not stand in place of ours. Nothing was noted.
    """
    known = pairs(local, policy)
    chosen = [_chosen(name, known) for name in names]
    for pair in chosen:
        keep(pair.copy, pair.ours)
    return chosen


def keep(copy: Path, text: str) -> None:
    """Write the copy of a text of ours."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(text, encoding="utf-8", newline="\n")


def _chosen(name: str, known: list[Pair]) -> Pair:
    for pair in known:
        if name.replace("\\", "/") == pair.name or Path(name).resolve() == pair.path.resolve():
            return pair
    raise ProblemsError(
        [Problem(name, 0, "", "this does not stand in place of any text of ours.", did_you_mean(name, [pair.name for pair in known]))]
    )
