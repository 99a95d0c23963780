#!/usr/bin/env python3
"""How long a fleet takes, beside single builds of the same schools and beside writing as many files and bytes with nothing to do for them.

Run by hand:  python3 benchmarks/fleet.py [--schools 100 1000 3000] [--singles 3]

The schools are rows of a register (by default the rows of the tests, again and again with other numbers, names and phones), of all phases and in
ten groups with choices of their own; each has people and numbers of its own. Each size begins with no text of a page rendered before; compiled
templates are there, as after any build. The folders of sites that are done are cleared while the next are built, so that the disk need not hold
them all. That is in the seconds, though nobody who builds a fleet waits for it; what it takes of a processor is told beside them. Some file systems
(ext4) take five times as long to make a file where many have just gone: with TMPDIR=/dev/shm everything is in memory, and what is measured is the
program.

The first school of each kind (its phase, type and choices) takes longer than the next: at the end stands what each school more took of a processor
from one size to the next, and of how many kinds these were.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from itertools import pairwise
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
    """Clears the folders of sites that are done while others are being built; knows how many seconds of a processor that took."""

    def __init__(self, out: Path, keep: int) -> None:
        self.out, self.keep, self.stop, self.seconds = out, keep, threading.Event(), 0.0
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        while not self.stop.wait(0.5):
            self.clear(self.keep)
        self.seconds = time.thread_time()

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


@dataclass(frozen=True)
class Ran:
    """What a command took, all its processes together, and what it said.

    Attributes:
        seconds: How long it took.
        processor: How many seconds of a processor.
        memory: The most memory of one process, in MB.
        said: The lines that it said.
    """

    seconds: float
    processor: float
    memory: float
    said: list[str]


def ran(*arguments: str) -> Ran:
    """Run a command of the program."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        start = time.perf_counter()
        child = subprocess.Popen([sys.executable, str(ROOT / "scripts" / "handbook.py"), *arguments], cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(child.pid, 0)
        seconds, child.returncode = time.perf_counter() - start, os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = [line for line in said.read().splitlines() if line]
    if child.returncode:
        # What fails takes no time.
        raise SystemExit("\n".join(lines[-20:]))
    return Ran(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, lines)


@dataclass(frozen=True)
class Built:
    """A fleet that was built.

    Attributes:
        schools: How many schools it has.
        kinds: Of how many kinds they are.
        build: What building it took.
        clearing: How many seconds of a processor the clearing of sites took beside it.
    """

    schools: int
    kinds: int
    build: Ran
    clearing: float


def kinds(folder: Path) -> int:
    """Return of how many kinds the schools of a fleet are."""
    from handbook.fleet import folder as folders

    fleet = folders.load(folder)
    schools = (fleet.school(urn).loaded.school for urn in fleet.files)
    return len({(one.identity.phase, one.identity.type, tuple(one.identity.key_stages or ()), one.choices.model_dump_json()) for one in schools})


def built(folder: Path, out: Path, count: int) -> Built:
    """Build a fleet with the real command, with no text of a page rendered before."""
    shutil.rmtree(ROOT / ".cache" / "texts", ignore_errors=True)
    with Clearing(out, 150) as clearing:
        done = ran("fleet", "build", str(folder), "--out", str(out))
    return Built(count, kinds(folder), done, clearing.seconds)


def built_alone(folder: Path, urn: str, scratch: Path) -> Ran:
    """Build one of its schools by itself, from nothing."""
    from handbook.fleet import folder as folders
    from handbook.fleet import show

    file = scratch / f"{urn}.yml"
    file.write_text(show.whole(folders.load(folder).school(urn), file), encoding="utf-8")
    shutil.rmtree(ROOT / ".cache" / "pages", ignore_errors=True)
    return ran("build", "--school", str(file), "--out", str(scratch / urn))


def told(done: Built, singles: list[Ran], disk: float) -> str:
    """Return what a build took, beside single builds and plain writing."""
    count, build = done.schools, done.build
    lines = [
        f"{count} schools of {done.kinds} kinds: {build.seconds:.1f} s, {1000 * build.seconds / count:.1f} ms a school, "
        f"most memory of one process {build.memory:.0f} MB",
        f"{build.processor:.1f} s of a processor, {1000 * build.processor / count:.1f} ms a school; "
        f"beside it {done.clearing:.1f} s for the clearing; load {os.getloadavg()[0]:.1f}",
    ]
    if singles:
        seconds, processor = (sum(found) / len(singles) for found in zip(*((one.seconds, one.processor) for one in singles), strict=True))
        lines.append(
            f"one single build {seconds:.1f} s and {processor:.1f} s of a processor: {seconds * count / build.seconds:.0f} times as long, "
            f"{processor * count / build.processor:.0f} times the work"
        )
    lines.append(f"plain writing of the same files {disk:.1f} s (measured for {min(count, 300)})")
    return "\n  ".join([*lines, *build.said[1:]])


def compared(less: Built, more: Built) -> str:
    """Return what each school more took of a processor, from one size to the next."""
    each = (more.build.processor - less.build.processor) / (more.schools - less.schools)
    return (
        f"From {less.schools} to {more.schools} schools ({less.kinds} to {more.kinds} kinds) each took {1000 * each:.1f} ms of a processor; "
        f"what does not grow with them took {less.build.processor - each * less.schools:.1f} s."
    )


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
    done: list[Built] = []
    with tempfile.TemporaryDirectory(prefix="fleet-") as made:
        scratch = Path(made)
        for count in options.schools:
            folder, out = scratch / f"fleet-{count}", scratch / f"out-{count}"
            make_fleet(folder, options.register, count)
            done.append(built(folder, out, count))
            site = next(one for one in sorted(out.iterdir()) if not one.name.startswith("."))
            disk = disk_seconds(site, scratch / "disk", min(count, 300)) * count / min(count, 300)
            shutil.rmtree(scratch / "disk", ignore_errors=True)
            some = [str(200_000 + number * (count // options.singles)) for number in range(options.singles)]
            print(told(done[-1], [built_alone(folder, urn, scratch) for urn in some], disk), flush=True)
            shutil.rmtree(out, ignore_errors=True)
    for less, more in pairwise(sorted(done, key=lambda one: one.schools)):
        print(compared(less, more))
    return 0


if __name__ == "__main__":
    if not environment.inside():
        python = environment.ensure(["build"])
        sys.exit(subprocess.call([str(python), __file__, *sys.argv[1:]], env={**os.environ, environment.RUNNING_INSIDE: "1"}))
    sys.exit(main())
