"""What Git knows of this folder: the state that a change is held against. Without Git, or without a history, there is none."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

from handbook.ground.paths import ROOT

# What a change is meant for, the likeliest first.
_USUAL = ("origin/main", "origin/master", "main", "master")


class GitError(Exception):
    """The state that was named is not there."""


def base(named: str | None, root: Path = ROOT) -> str | None:
    """Return the commit that a change is held against: where it left the main line. None where there is no Git or no history.

    Args:
        named: The commit or branch that somebody named; by default the main branch.
        root: The project's folder.

    Raises:
        GitError: There is no such commit or branch.
    """
    if not shutil.which("git") or _asked(root, "rev-parse", "--show-prefix") != "":
        if named:
            raise GitError(f'"{named}" cannot be looked up: this folder has no history of Git.')
        return None
    for one in [named] if named else _USUAL:
        if _asked(root, "rev-parse", "--verify", "--quiet", f"{one}^{{commit}}"):
            return _asked(root, "merge-base", "HEAD", one) or _asked(root, "rev-parse", one)
    if named:
        raise GitError(f'there is no commit or branch "{named}" here. Name another after --base.')
    return _asked(root, "rev-parse", "--verify", "--quiet", "HEAD")


def changed_since(commit: str, root: Path = ROOT) -> list[str]:
    """Return the files that differ from a commit, new ones among them, as paths below the root."""
    tracked = _asked(root, "diff", "--name-only", "--no-renames", "-z", commit, "--") or ""
    new = _asked(root, "ls-files", "--others", "--exclude-standard", "-z") or ""
    return sorted({one for one in (*tracked.split("\0"), *new.split("\0")) if one})


def unpack(commit: str, target: Path, folders: tuple[str, ...] = (), root: Path = ROOT) -> Path:
    """Write the project as it was at a commit into a folder, or only some folders and files of it, and return that."""
    there = [one for one in folders if _asked(root, "ls-tree", "--name-only", commit, "--", one)]
    done = subprocess.run(["git", "archive", "--format=tar", commit, "--", *there], cwd=root, capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as packed:
        # The first releases of Python 3.11 know no filter. What is unpacked is the project's own history.
        if hasattr(tarfile, "data_filter"):
            packed.extractall(target, filter="data")
        else:
            packed.extractall(target)
    return target


def _asked(root: Path, *words: str) -> str | None:
    """Return what Git answers, without the line end; None if it complains."""
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, encoding="utf-8", errors="replace")
    return done.stdout.removesuffix("\n") if done.returncode == 0 else None
