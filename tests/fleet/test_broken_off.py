"""A build that was broken off, by a kill or by a full disk: no half-written school, the right words, and the next build goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from handbook.ground.folder import MARKER, listed
from tests.conftest import Project, copy_small
from tests.fleet.making import marked_school, write_fleet
from tests.fleet.test_build import build

FULL = Path(__file__).with_name("full.py")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the project with a dozen pages."""
    return copy_small(tmp_path_factory.mktemp("broken") / "project")


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three schools."""
    return write_fleet(tmp_path_factory.mktemp("fleet") / "fleet", {str(number): marked_school(letter) for number, letter in enumerate("ABC", 1)})


def whole(out: Path) -> list[str]:
    """Return the schools that have a site; every one is as its build listed it, file by file."""
    found = []
    for site in sorted(one for one in out.iterdir() if one.name.isdigit()):
        files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} - {MARKER}
        digests = listed(site)
        assert files == digests.keys() and len(files) > 10, site
        assert all(hashlib.sha256((site / name).read_bytes()).hexdigest() == digest for name, digest in digests.items()), site
        found.append(site.name)
    assert not list((out / ".fleet").glob("being-built/*/*"))
    return found


# After how many writings the disk is full, the layout, and how many schools are built then.
FULL_AFTER = {
    "at once": (0, "apart"),
    "in the first school": (40, "apart"),
    "in the second": (130, "apart"),
    "in what is common": (20, "shared"),
    "in the second, shared": (120, "shared"),
    "when a build is noted": ("note", "apart"),
}


@pytest.mark.whole
@pytest.mark.parametrize("case", FULL_AFTER)
def test_a_full_disk(case: str, place: Project, fleet: Path, tmp_path: Path) -> None:
    count, layout = FULL_AFTER[case]
    out = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, str(FULL), str(fleet), str(out), str(count), layout], cwd=place.root, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["left"] < 0, "the disk was never full"
    assert "disk is full" in found["stopped"], found
    built = found["states"].count("built")
    assert found["states"] in ([], ["failed"], ["built", "failed"]), found
    assert ("second" in case) == (built == 1), found
    assert len(whole(out) if out.is_dir() else []) == built
    if not built:
        return
    again = build(place, fleet, out, "--processes", "1", "--layout", layout)
    assert again.returncode == 0, again.stderr
    assert f"{3 - built} site" in again.stdout and f"{built} unchanged" in again.stdout
    assert whole(out) == ["1", "2", "3"]
    assert not [one for one in (out / ".fleet" / "shared").glob("*") if len(one.name) != 64], "nothing half written is kept"


def killed(place: Project, fleet: Path, out: Path) -> list[Path]:
    """Build a fleet, and kill the build and its helpers as soon as a draft is seen; return the drafts that were left."""
    running = place.start("fleet", "build", str(fleet), "--out", str(out), "--processes", "2")
    deadline = time.monotonic() + 60
    while not any(path.is_file() for path in (out / ".fleet").glob("being-built/*/*")):
        assert time.monotonic() < deadline and running.poll() is None, "it was never seen at work"
        time.sleep(0.002)
    # All at once where that can be: a helper lives on for a moment, in which it may finish its work.
    os.killpg(running.pid, signal.SIGKILL) if hasattr(os, "killpg") else running.kill()
    running.communicate(timeout=20)
    return list((out / ".fleet").glob("being-built/*"))


@pytest.mark.whole
def test_a_killed_build(place: Project, fleet: Path, tmp_path: Path) -> None:
    # Now and then the last draft has just become a site.
    outs = (tmp_path / f"out{number}" for number in range(10))
    out, halves = next((out, halves) for out in outs if (halves := killed(place, fleet, out)))
    for half in halves:
        half.rename(tmp_path / half.name)
    before = whole(out)
    for half in halves:
        (tmp_path / half.name).rename(half)
    again = build(place, fleet, out, "--processes", "1")
    assert again.returncode == 0, again.stderr
    assert f"{3 - len(before)} site" in again.stdout and f"{len(before)} unchanged" in again.stdout
    assert whole(out) == ["1", "2", "3"]
