"""Divide a fleet among several computers, so that each finds its earlier work: a school's part depends on nothing but its number."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

# GitHub Actions takes no larger matrix.
MOST_PARTS = 256


def part(urns: Iterable[str], which: int, of: int) -> list[str]:
    """Return the schools of one of several parts of about the same size, counted from 1. No school is in two, none in none."""
    return [urn for urn in urns if _part_of(urn, of) == which]


def _part_of(urn: str, of: int) -> int:
    """Return which part a school belongs to. Where there is one part more than before, schools only move into that one."""
    return max(range(1, of + 1), key=lambda which: hashlib.sha256(f"{urn} {which}".encode()).digest())


def parts(urns: list[str], about: int) -> dict[str, int]:
    """Return how many schools each part has, by its name such as ``3/10``, where each is to have about so many; parts without any are left out."""
    of = max(1, -(-len(urns) // about))
    counts = dict.fromkeys(range(1, of + 1), 0)
    for urn in urns:
        counts[_part_of(urn, of)] += 1
    return {f"{which}/{of}": count for which, count in counts.items() if count}


def matrix(found: dict[str, int]) -> str:
    """Return parts as a GitHub Actions workflow's matrix takes them. A part keeps its name when there are more of them than before."""
    return json.dumps({"include": [{"shard": shard, "name": f"part-{shard.split('/')[0]}", "schools": count} for shard, count in found.items()]})
