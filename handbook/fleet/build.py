"""Build a fleet: every school's site, stamped where it can be, rendered by itself where it must; one school's fault is never another's."""

from __future__ import annotations

import errno
import gc
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from pathlib import Path

from handbook import project
from handbook.finish.pages import FinishError
from handbook.fleet import folder, place, stamped, state
from handbook.fleet.folder import Fleet
from handbook.fleet.forms import Forms, NotStampedError
from handbook.ground import folder as output
from handbook.ground.clock import today
from handbook.ground.locks import alone
from handbook.ground.paths import shown
from handbook.ground.problems import ProblemsError
from handbook.outputs import site as single
from handbook.outputs.site import BuildError
from handbook.pages.marks import words_of
from handbook.project import Project
from handbook.rendering import stamping
from handbook.school.load import LoadedSchool
from handbook.school.model import key_stages

BUILT, UNCHANGED, FAILED = "built", "unchanged", "failed"

# How many schools a process takes at a time: they come in groups that have forms in common.
_AT_ONCE = 16


@dataclass(frozen=True)
class Wanted:
    """What is to be built.

    Attributes:
        root: The fleet's folder.
        out: The folder of all sites.
        release: Refuse what may not reach readers.
        documents: Also make the documents.
        address: Where the sites will stand; empty if nobody knows.
    """

    root: Path
    out: Path
    release: bool = False
    documents: bool = False
    address: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a school.

    Attributes:
        urn: Its number.
        state: ``built``, ``unchanged`` or ``failed``.
        name: Its name, if its file could be read.
        told: Why it failed.
        by_itself: Why it was rendered by itself; empty if it was stamped.
        files: How many files its site has.
        size: How many bytes.
        stops: No other school can be built either: the disk is full.
    """

    urn: str
    state: str
    name: str = ""
    told: str = ""
    by_itself: str = ""
    files: int = 0
    size: int = 0
    stops: bool = False


@dataclass
class Report:
    """What became of a fleet."""

    outcomes: list[Outcome] = field(default_factory=list)
    stopped: str = ""
    seconds: float = 0.0

    def of(self, state_: str) -> list[Outcome]:
        """Return the schools of which something became."""
        return [one for one in self.outcomes if one.state == state_]


def build(fleet: Fleet, urns: list[str], wanted: Wanted, processes: int = 0, progress: bool = False) -> Report:
    """Build schools of a fleet.

    Args:
        fleet: The fleet.
        urns: The schools.
        wanted: What is to be built.
        processes: How many work at a time; 0 for as many as there are cores.
        progress: Say on standard error how far it is.

    Raises:
        OutputError: The folder of the sites cannot be used. Nothing was written.
        ProblemsError: The project itself has faults.
    """
    begun = time.monotonic()
    report = Report()
    if wanted.out.is_file():
        raise output.OutputError(f"{shown(wanted.out)} is a file. Name a folder for the sites with --out.")
    wanted.out.mkdir(parents=True, exist_ok=True)
    with alone(wanted.out / ".fleet-being-built.lock", lambda: _say_who_waits(wanted.out)):
        place.begin(wanted.out)
        try:
            _run(urns, wanted, processes or os.cpu_count() or 1, report, progress)
        finally:
            place.end(wanted.out)
    order = {urn: number for number, urn in enumerate(urns)}
    report.outcomes.sort(key=lambda one: order[one.urn])
    report.seconds = time.monotonic() - begun
    return report


def _say_who_waits(out: Path) -> None:
    print(f"Another build is writing to {shown(out)}. This one waits until it is done …", file=sys.stderr, flush=True)


def _run(urns: list[str], wanted: Wanted, processes: int, report: Report, progress: bool) -> None:
    job = _Job(wanted)
    if processes == 1 or len(urns) == 1:
        look = job.looked(urns)
        for outcome in _ordered(look, report):
            report.outcomes += job.made([outcome])
            _tell(report, len(urns), progress)
            if report.stopped:
                return
        return
    # A forked process has the project in memory already.
    fork = sys.platform not in ("win32", "darwin")
    context = multiprocessing.get_context("fork" if fork else "spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(job if fork else wanted,)) as pool:
        try:
            size = max(1, min(200, -(-len(urns) // processes)))
            parts = [urns[first : first + size] for first in range(0, len(urns), size)]
            waiting = _ordered([one for part in pool.map(_look, parts) for one in part], report)
            tasks = [pool.submit(_make, chunk) for chunk in _chunks(waiting, processes)]
            for done in as_completed(tasks):
                report.outcomes += done.result()
                _tell(report, len(urns), progress)
                if report.stopped:
                    _cancel(tasks)
        except BrokenProcessPool:
            report.stopped = "A process was ended by the system, perhaps because memory ran out. Build again, with fewer at a time:  --processes 1"
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _cancel(tasks: list[Future[list[Outcome]]]) -> None:
    for one in tasks:
        one.cancel()


def _tell(report: Report, whole: int, progress: bool) -> None:
    """Note what stops everything, and say how far it is."""
    if not report.stopped and any(one.stops for one in report.outcomes[-2 * _AT_ONCE :]):
        report.stopped = "The disk is full. What is built stands; make room and build again: it goes on where it stopped."
    if progress:
        print(f"\r{len(report.outcomes)} of {whole} schools …", end="", file=sys.stderr, flush=True)


@dataclass(frozen=True)
class _Looked:
    """A school as seen before the building: what it has forms in common by, or what is wrong."""

    urn: str
    group: tuple[object, ...] = ()
    outcome: Outcome | None = None


def _ordered(looked: list[_Looked], report: Report) -> list[str]:
    """Return what has to be built, schools with forms in common beside each other; the others are done."""
    report.outcomes += [one.outcome for one in looked if one.outcome]
    return [one.urn for one in sorted((one for one in looked if not one.outcome), key=lambda one: (repr(one.group), int(one.urn)))]


def _chunks(urns: list[str], processes: int) -> Iterator[list[str]]:
    """Divide schools so that each process works in a part of its own, in which forms are in common."""
    share = -(-len(urns) // processes)
    parts = [urns[first : first + share] for first in range(0, len(urns), share)] if urns else []
    for first in range(0, share, _AT_ONCE):
        for part in parts:
            if part[first : first + _AT_ONCE]:
                yield part[first : first + _AT_ONCE]


class _Job:
    """A process's work: looks at schools, then makes their sites."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.fleet = folder.load(wanted.root)
        self.base: Project = project.load(_any_school(), wanted.release)
        self.forms: Forms | None = None
        self.store = place.Store(wanted.out)
        self.digest = state.project_digest(today(), (wanted.release, wanted.documents, wanted.address))
        self.words = words_of(self.base.facts)

    def looked(self, urns: list[str]) -> list[_Looked]:
        """Look at schools: which are unchanged, which cannot be built, which have forms in common."""
        return [self._looked(urn) for urn in urns]

    def _looked(self, urn: str) -> _Looked:
        try:
            loaded = self.fleet.school(urn).loaded
        except ProblemsError as error:
            return _Looked(urn, outcome=Outcome(urn, FAILED, told=str(error)))
        before = state.last(self.wanted.out, urn)
        if before and before.of == state.school_digest(self.digest, loaded):
            return _Looked(urn, outcome=Outcome(urn, UNCHANGED, before.name, by_itself=before.by_itself))
        school = loaded.school
        return _Looked(
            urn,
            (
                key_stages(school.identity),
                school.identity.phase,
                school.identity.type,
                school.choices.model_dump_json(),
            ),
        )

    def made(self, urns: list[str]) -> list[Outcome]:
        """Make the sites of schools."""
        return [self._made(urn) for urn in urns]

    def _made(self, urn: str) -> Outcome:
        name = ""
        try:
            loaded = self.fleet.school(urn).loaded
            name = loaded.school.identity.name or ""
            return self._written(urn, loaded)
        except (ProblemsError, BuildError, output.OutputError, FinishError) as error:
            return Outcome(urn, FAILED, name, str(error))
        except OSError as error:
            full = error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
            return Outcome(urn, FAILED, name, f"Its site was not built: {output.why(error)} ({error.filename or self.wanted.out / urn}).", stops=full)

    def _written(self, urn: str, loaded: LoadedSchool) -> Outcome:
        mine = replace(self.base, school=loaded)
        if self.wanted.release:
            single.check_release(mine)
        site = self.wanted.out / urn
        address = f"{self.wanted.address}{urn}/" if self.wanted.address else ""
        with place.draft(self.wanted.out, urn) as draft:
            writer = place.Writer(draft, site)
            by_itself = "its documents are made from its own pages" if self.wanted.documents else ""
            if not by_itself:
                try:
                    pages = self._stamp(mine, writer, address)
                except NotStampedError as error:
                    by_itself = str(error)
            if by_itself:
                single.made(mine, draft, site_url=address, documents=self.wanted.documents)
                pages = sum(1 for _ in draft.rglob("*.html"))
                output.publish(draft, site)
            else:
                writer.publish()
            files = len(writer.written or output.listed(site)) + 1
            size = writer.bytes or sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
        name = loaded.school.identity.name or ""
        edition = self.base.facts.editions[0].version
        state.note(
            self.wanted.out,
            urn,
            state.Built(state.school_digest(self.digest, loaded), today().isoformat(), name, edition, pages, self.wanted.release, by_itself),
        )
        return Outcome(urn, BUILT, name, by_itself=by_itself, files=files, size=size)

    def _stamp(self, mine: Project, writer: place.Writer, address: str) -> int:
        """Stamp a site into its draft; return how many pages it has."""
        self.forms = self.forms or Forms(self.base, bool(address))
        split = stamping.split(mine.school.school, self.base.facts.editions[0].published, self.words)
        form = self.forms.site(mine, split)
        digests = self.forms.shared_digests()
        for name, content in self.forms.shared_files().items():
            writer.link(name, self.store, content, digests[name])
        for name, content in stamped.files(self.forms, form, mine, split, address):
            writer.write(name, content)
        if address:
            for name, drawn in stamped.cards_of(form, mine, split):
                writer.write(name, drawn.read_bytes())
        return len(form.pages)


def _any_school() -> Path:
    from handbook.school.examples import SHOWN

    return SHOWN


# What a process of several works with: given to it at its beginning.
_job: list[_Job] = []


def _begin(given: _Job | Wanted) -> None:
    # A web server is often another user: it can read the sites whatever is usual for files of the one who builds.
    os.umask(0o022)
    # Most of what is there now stays to the end: looking through it for forgotten objects again and again would cost a tenth of the time.
    gc.freeze()
    gc.set_threshold(200_000, 20, 50)
    _job[:] = [given if isinstance(given, _Job) else _Job(given)]


def _look(urns: list[str]) -> list[_Looked]:
    return _job[0].looked(urns)


def _make(urns: list[str]) -> list[Outcome]:
    return _job[0].made(urns)
