"""Divide a fleet among several computers: each takes a part, the same each time for the same fleet."""

from __future__ import annotations

import json


def part(urns: list[str], which: int, of: int) -> list[str]:
    """Return the schools of one of several equal parts, counted from 1. No school is in two, none in none."""
    return urns[which - 1 :: of]


def matrix(urns: list[str], most: int) -> str:
    """Return the parts as a GitHub Actions workflow's matrix takes them, none with more than some number of schools."""
    count = max(1, -(-len(urns) // most))
    return json.dumps(
        {
            "include": [
                {"shard": f"{which}/{count}", "name": f"{which}-of-{count}", "schools": len(part(urns, which, count))}
                for which in range(1, count + 1)
            ]
        }
    )
