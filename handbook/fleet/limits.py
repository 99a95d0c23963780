"""How many schools fit on a host, by its limits on files and bytes: said before anything is uploaded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """What a host takes on one site; 0 where it sets no limit.

    Attributes:
        name: The limit in words.
        files: The most files.
        size: The most bytes.
    """

    name: str
    files: int
    size: int


LIMITS = (Limit("a limit of 20,000 files", 20_000, 0), Limit("a limit of 1 GB", 0, 1_000_000_000))


def fitting(limit: Limit, files: int, size: int, shared_files: int = 0, shared_size: int = 0) -> int:
    """Return how many schools fit, each with so many files and bytes of its own beside those that all share."""
    counts = []
    if limit.files:
        counts.append((limit.files - shared_files) // max(1, files))
    if limit.size:
        counts.append((limit.size - shared_size) // max(1, size))
    return min(counts)


def allowed(schools: int, files: int, size: int, shared_files: int = 0, shared_size: int = 0) -> str:
    """Return in a sentence how many schools each limit allows on one host."""
    said = []
    for limit in LIMITS:
        most = fitting(limit, files, size, shared_files, shared_size)
        said.append(f"{limit.name} allows {most} schools" + ("" if schools <= most else f" of these {schools}"))
    return "On one web address, " + ", and ".join(said) + "."
