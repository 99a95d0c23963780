"""Which policies share a text, so that a common part is mended once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from handbook.audit.audit import Audited

# Less than this is what every policy says.
_LEAST = 10


@dataclass(frozen=True)
class Shared:
    """Two policies, and how much of the shorter one stands in the other."""

    first: Path
    second: Path
    percent: int


def shared(files: list[Audited]) -> list[Shared]:
    """Return the pairs that share a text, the closest first: eight words in a row count as one piece."""
    found = []
    for one, other in combinations([file for file in files if file.shingles], 2):
        common = len(one.shingles & other.shingles)
        percent = round(100 * common / min(len(one.shingles), len(other.shingles)))
        if percent >= _LEAST:
            found.append(Shared(one.file, other.file, percent))
    return sorted(found, key=lambda pair: -pair.percent)
