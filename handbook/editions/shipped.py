"""What in a school's folder is ours as we shipped it, and what somebody has changed there since."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

# Entries of the folder that are never ours: the school's own, and what the program makes.
NOT_OURS = frozenset({"school.yml", "local", ".git", ".venv", ".cache", "site", "documents"})
BEFORE = "before-update-"
# The list of what was shipped. It stands in the school's folder and in no repository.
LIST = ".handbook-edition.json"
# Where more files are others than this, it was no person: somebody has put another edition over the folder.
_MOST_BY_HAND = 60


def entries(edition: Path) -> list[str]:
    """Return the names at the top of an edition's folder that are ours."""
    return sorted(path.name for path in edition.iterdir() if path.name not in NOT_OURS and path.name != LIST and not _passing(path.name))


def _passing(name: str) -> bool:
    return name.startswith((BEFORE, ".update-", ".site-")) or name.endswith((".pyc", ".lock")) or name in ("__pycache__", ".pytest_cache")


def remember(folder: Path, edition: str) -> None:
    """Write down what is shipped, so that the next update can tell what somebody has changed."""
    said = {"edition": edition, "files": digests(folder)}
    (folder / LIST).write_text(json.dumps(said, ensure_ascii=False, indent=0) + "\n", encoding="utf-8", newline="\n")


def remembered(folder: Path) -> str:
    """Return the edition that was written down; empty if none was."""
    try:
        return str(json.loads((folder / LIST).read_text(encoding="utf-8"))["edition"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def changed(folder: Path) -> list[str] | None:
    """Return the files of ours that somebody has changed or added, as relative names; None if nobody knows how they were shipped."""
    try:
        files: dict[str, str] = json.loads((folder / LIST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    found = [name for name, digest in digests(folder).items() if files.get(name) != digest]
    return found if len(found) <= _MOST_BY_HAND else None


def digests(folder: Path) -> dict[str, str]:
    """Return a digest of each file that is ours, whatever its line ends."""
    found = {}
    for entry in entries(folder):
        top = folder / entry
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                content = path.read_bytes().replace(b"\r\n", b"\n")
                found[path.relative_to(folder).as_posix()] = hashlib.sha256(content).hexdigest()[:16]
    return found
