"""Read robots.txt as RFC 9309 says: the longest matching rule decides, and allowing wins a tie."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit


@dataclass
class Rules:
    """What one site asks of us.

    Attributes:
        rules: Pairs of pattern and whether it allows.
        delay: Seconds it wants between two requests; 0 if it does not say.
    """

    rules: list[tuple[str, bool]] = field(default_factory=list)
    delay: float = 0.0

    def allows(self, url: str) -> bool:
        """Say whether an address may be visited."""
        parts = urlsplit(url)
        path = unquote(parts.path or "/") + (f"?{unquote(parts.query)}" if parts.query else "")
        best, allowed = -1, True
        for pattern, allow in self.rules:
            if len(pattern) >= best and _matches(pattern, path) and (len(pattern) > best or allow):
                best, allowed = len(pattern), allow
        return allowed


def _matches(pattern: str, path: str) -> bool:
    # Piece by piece: a regular expression with many stars could be made to take hours.
    first, *pieces = (unquote(piece) for piece in pattern.removesuffix("$").split("*"))
    if not path.startswith(first):
        return False
    here, last = len(first), ""
    if pattern.endswith("$"):
        if not pieces:
            return path == first
        last = pieces.pop()
    for piece in pieces:
        here = path.find(piece, here)
        if here < 0:
            return False
        here += len(piece)
    return path.endswith(last) and len(path) - len(last) >= here


def read_rules(text: str, agent: str) -> Rules:
    """Return the rules for a program.

    Args:
        text: The content of robots.txt.
        agent: The program's name in small letters; a group for it goes before the group for everybody (*).
    """
    groups: dict[str, Rules] = {}
    current: list[Rules] = []
    naming = False
    # 500 kB is what the standard asks every reader to take in.
    for line in text[:500_000].splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            if not naming:
                current = []
            naming = True
            current.append(groups.setdefault(value.lower(), Rules()))
            continue
        naming = False
        for group in current:
            if name in ("allow", "disallow") and value:
                # Runs of stars mean no more than one and would make matching slow.
                group.rules.append((re.sub(r"\*+", "*", value), name == "allow"))
            elif name == "crawl-delay" and re.fullmatch(r"\d{1,4}(?:\.\d{1,3})?", value):
                group.delay = float(value)
    for name, group in groups.items():
        if name != "*" and name and name in agent:
            return group
    return groups.get("*", Rules())
