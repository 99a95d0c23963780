"""Who looks after which file: .github/CODEOWNERS says it, for GitHub and for us."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

from handbook.ground.paths import ROOT

OWNERS = ROOT / ".github" / "CODEOWNERS"


def owner_of(file: str, owners: Path = OWNERS) -> str:
    """Return who looks after a file, as a team is written on GitHub; empty if nobody does.

    Args:
        file: The file's path below the project's folder, with forward slashes.
        owners: The file that says it. The last line that fits counts.
    """
    found = ""
    for line in owners.read_text(encoding="utf-8").splitlines() if owners.is_file() else ():
        words = line.partition("#")[0].split()
        if words and _fits(words[0], file):
            found = " ".join(words[1:])
    return found


def _fits(pattern: str, file: str) -> bool:
    if pattern.endswith("/"):
        return file.startswith(pattern.lstrip("/")) if pattern.startswith("/") else f"/{pattern}" in f"/{file}"
    return fnmatchcase(file, pattern.lstrip("/")) or pattern == "*"
