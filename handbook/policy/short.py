"""The short policy, held against the clauses it rests on: whoever changes one of them is asked to look at it.

``data/short-policy.yml`` keeps, for each clause that the page names, a fingerprint of the clause as it was when somebody last set the two
side by side.
"""

from __future__ import annotations

import re
from pathlib import Path

from handbook.ground.paths import DATA, DOCS, shown
from handbook.ground.problems import Problem
from handbook.ground.yaml_files import read
from handbook.policy import record
from handbook.policy.outline import Outline

PAGE = DOCS / "policy" / "short.md"
SEEN = DATA / "short-policy.yml"

_CALL = re.compile(r"\{\{\s*rests_on\(([^)]*)\)\s*\}\}")


def named(text: str) -> dict[str, int]:
    """Return the clauses that the short policy names, each with the line of the first time."""
    found: dict[str, int] = {}
    for call in _CALL.finditer(text):
        for name in re.findall(r'"([^"]+)"', call.group(1)):
            found.setdefault(name, text.count("\n", 0, call.start()) + 1)
    return found


def faults(policy: Outline, page: Path = PAGE, seen: Path = SEEN) -> list[Problem]:
    """Return the sentences that somebody should set beside their clauses again; none, where there is no short policy."""
    if not page.is_file():
        return []
    now = {name: print_ for name, (_, print_) in record.fingerprints(policy).items()}
    then = read(seen).content
    mine = named(page.read_text(encoding="utf-8"))
    problems = [
        Problem(
            shown(page),
            line,
            name,
            "the clause that this sentence rests on has changed since somebody last set the two side by side.",
            f'Read both and change the sentence if it needs it. Then write into {shown(seen)}:  {name}: "{now[name]}"',
        )
        for name, line in mine.items()
        if name in now and then.get(name) != now[name]
    ]
    return problems + [
        Problem(shown(seen), 0, name, "the short policy does not name this clause any more.", "Take the line out.")
        for name in then
        if name not in mine
    ]
