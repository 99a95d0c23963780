#!/usr/bin/env python3
"""How long a fleet takes, beside single builds of the same schools and beside writing as many files and bytes with nothing to do for them.

Run by hand:  python3 benchmarks/fleet.py [--schools 100 1000 3000] [--singles 3]

The schools are rows of a register (by default the rows of the tests, again and again with other numbers, names and phones), of all phases and in
ten groups with choices of their own; each has people and numbers of its own. The folders of sites that are done are cleared while the next are
built, so that the disk need not hold them all; what that costs is in the time. Some file systems (ext4) take five times as long to make a file
where many have just gone: with TMPDIR=/dev/shm everything is in memory, and what is measured is the program.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from handbook.machine import environment

REGISTER = ROOT / "tests" / "fleet" / "register.csv"
# Ages and types beside those of the register's sample, so that every phase comes up.
MIXED = (
    ("nursery", "maintained-nursery"),
    ("infant", "community"),
    ("first", "community"),
    ("primary", "voluntary-aided"),
    ("primary", "community"),
    ("junior", "foundation"),
    ("middle", "community"),
    ("secondary", "voluntary-controlled"),
    ("special", "community-special"),
    ("alternative-provision", "pupil-referral-unit"),
)
CHOICES = (
    ("pupil_phones", "locked-pouches"),
    ("pupil_phones", "not-on-site"),
    ("staff_phones", "off-and-locked-away"),
    ("parents_as_friends", "never"),
    ("former_pupils", "never"),
    ("pupil_ai", "approved-tools"),
    ("pupil_email", "full"),
    ("school_social_accounts", "none"),
    ("scope", "all-adults"),
    ("image_consent", "parent"),
)


def make_fleet(folder: Path, register: Path, count: int) -> None:
    """Write a fleet of a number of schools, each unlike the others."""
    from handbook.fleet import from_register
    from handbook.fleet import register as registers
    from handbook.fleet.write import school_file

    rows = list(registers.read(register).rows.values())
    (folder / "schools").mkdir(parents=True)
    groups: list[list[str]] = [[] for _ in CHOICES]
    for number in range(count):
        known = from_register.known(rows[number % len(rows)])
        known.urn = str(200_000 + number)
        known.values["identity", "name"] = f"{known.values['identity', 'name'].title()} Site {number}X"
        if ("identity", "trust") in known.values:
            known.values["identity", "trust"] = known.values["identity", "trust"].title()
        if number % 3:
            known.values["identity", "phase"], known.values["identity", "type"] = MIXED[number % len(MIXED)]
            for key in ("trust", "key_stages"):
                known.values.pop(("identity", key), None)
        known.values["identity", "phone"] = f"01632 960{number % 1000:03}"
        known.values["identity", "email"] = f"office{number}@example.org"
        for place, name in (
            ("head", "Head"),
            ("chair", "Chair"),
            ("dsl", "Lead"),
            ("safeguarding_governor", "Governor"),
            ("data_protection", "Officer"),
            ("it_support", "Support"),
        ):
            known.values["people", place, "name"] = f"{name} Number{number}"
        known.values["people", "dsl", "phone"] = f"01632 960{number % 1000:03}"
        known.values["people", "dsl", "email"] = f"dsl{number}@example.org"
        known.values["policy", "approved_on"], known.values["policy", "next_review"] = "2026-09-01", "2027-08-31"
        (folder / "schools" / f"{known.urn}.yml").write_text(school_file(known, {}), encoding="utf-8", newline="\n")
        groups[number % len(groups)].append(known.urn)
    lines = ["name: Example Council", "shared:", "  technology:", "    filtering_product: Example Filter", "groups:"]
    for number, (urns, (choice, value)) in enumerate(zip(groups, CHOICES, strict=True)):
        if urns:
            lines += [f"  - name: Group {number}", f"    schools: [{', '.join(urns)}]", "    values:", "      choices:", f"        {choice}: {value}"]
    (folder / "fleet.yml").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


class Clearing:
    """Clears the folders of sites that are done while others are being built; counts files and bytes."""

    def __init__(self, out: Path, keep: int) -> None:
        self.out, self.keep, self.files, self.bytes, self.stop = out, keep, 0, 0, threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        while not self.stop.wait(0.5):
            self.clear(self.keep)

    def clear(self, keep: int) -> None:
        """Clear all but the newest."""
        done = (
            sorted((one for one in self.out.iterdir() if not one.name.startswith(".")), key=lambda one: one.stat().st_mtime)
            if self.out.is_dir()
            else []
        )
        for one in done[: max(0, len(done) - keep)]:
            shutil.rmtree(one, ignore_errors=True)

    def __enter__(self) -> Clearing:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join()


def worked() -> float:
    """Return how many seconds of a processor's time finished children have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def fleet_seconds(folder: Path, out: Path) -> tuple[float, float, str, float]:
    """Build a fleet with the real command; return seconds, seconds of a processor, what it said and the most memory of one process in MB."""
    command = [sys.executable, str(ROOT / "scripts" / "handbook.py"), "fleet", "build", str(folder), "--out", str(out)]
    with Clearing(out, 150):
        start, before = time.perf_counter(), worked()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
        taken, used = time.perf_counter() - start, worked() - before
    if done.returncode:
        # Schools that fail take no time.
        raise SystemExit(done.stderr[-2000:] or done.stdout[-2000:])
    said = "\n  ".join(line for line in done.stdout.strip().splitlines()[1:] if line)
    return taken, used, said, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def single_seconds(folder: Path, urn: str, scratch: Path) -> float:
    """Build one of its schools by itself, from nothing."""
    from handbook.fleet import folder as folders
    from handbook.fleet import show

    file = scratch / f"{urn}.yml"
    file.write_text(show.whole(folders.load(folder).school(urn), file), encoding="utf-8")
    shutil.rmtree(ROOT / ".cache" / "pages", ignore_errors=True)
    start = time.perf_counter()
    command = [sys.executable, str(ROOT / "scripts" / "handbook.py"), "build", "--school", str(file), "--out", str(scratch / urn)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return time.perf_counter() - start


def disk_seconds(site: Path, scratch: Path, count: int) -> float:
    """Write the files of one site so many times, by two processes, as plainly as can be."""
    files = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    start = time.perf_counter()
    children = []
    for part in range(2):
        child = os.fork()
        if not child:
            for number in range(part, count, 2):
                for name, content in files.items():
                    target = scratch / str(number) / name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content)
                old = scratch / str(number - 100)
                shutil.rmtree(old, ignore_errors=True)
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    return time.perf_counter() - start


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schools", type=int, nargs="+", default=[100, 1000, 3000])
    parser.add_argument("--singles", type=int, default=3)
    parser.add_argument("--register", type=Path, default=REGISTER)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fleet-") as made:
        scratch = Path(made)
        for count in options.schools:
            folder, out = scratch / f"fleet-{count}", scratch / f"out-{count}"
            make_fleet(folder, options.register, count)
            seconds, used, said, memory = fleet_seconds(folder, out)
            site = next(one for one in sorted(out.iterdir()) if not one.name.startswith("."))
            disk = disk_seconds(site, scratch / "disk", min(count, 300)) * count / min(count, 300)
            shutil.rmtree(scratch / "disk", ignore_errors=True)
            singles = [
                single_seconds(folder, str(200_000 + number * (count // max(1, options.singles))), scratch) for number in range(options.singles)
            ]
            one = sum(singles) / len(singles) if singles else 0.0
            print(
                f"{count} schools: {seconds:.1f} s, {1000 * seconds / count:.1f} ms a school "
                f"({1000 * used / count:.1f} ms of a processor); one single build {one:.1f} s, "
                f"so {one * count / seconds:.0f} times faster; plain writing of the same files {disk:.1f} s (measured for {min(count, 300)}); "
                f"most memory of one process {memory:.0f} MB\n  {said}",
                flush=True,
            )
            shutil.rmtree(out, ignore_errors=True)
    return 0


if __name__ == "__main__":
    if not environment.inside():
        python = environment.ensure(["build"])
        sys.exit(subprocess.call([str(python), __file__, *sys.argv[1:]], env={**os.environ, environment.RUNNING_INSIDE: "1"}))
    sys.exit(main())
