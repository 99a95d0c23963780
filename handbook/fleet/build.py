"""Build a fleet: every school's site, stamped where it can be, rendered by itself where it must; one school's fault is never another's."""

from __future__ import annotations

import errno
import gc
import multiprocessing
import os
import sys
import time
from collections import deque
from collections.abc import Hashable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from handbook import project
from handbook.facts import load as facts_load
from handbook.finish.common import Common
from handbook.finish.pages import FinishError
from handbook.fleet import check, folder, names, place, stamped, state
from handbook.fleet.folder import Fleet
from handbook.fleet.forms import Forms, NotStampedError
from handbook.fleet.words import Words
from handbook.ground import folder as output
from handbook.ground.clock import today
from handbook.ground.locks import alone
from handbook.ground.paths import shown
from handbook.ground.problems import Problem, ProblemsError
from handbook.ground.processes import end_with_parent
from handbook.local.load import NOWHERE, stamps
from handbook.outputs import site as single
from handbook.outputs.site import BuildError
from handbook.pages.marks import words_of
from handbook.project import Project
from handbook.rendering import stamping
from handbook.school.load import FLEET_FILE, LoadedSchool
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
        shared: What all sites have in common stands once, beside them.
    """

    root: Path
    out: Path
    release: bool = False
    documents: bool = False
    address: str = ""
    shared: bool = False


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
    """What became of a fleet.

    Attributes:
        outcomes: What became of each school.
        stopped: Why the build was stopped; empty if it was not.
        seconds: How long it took.
        beside_files: How many files stand beside the sites for all of them.
        beside_size: How many bytes these have.
        told: What went wrong beside the schools.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    stopped: str = ""
    seconds: float = 0.0
    beside_files: int = 0
    beside_size: int = 0
    told: list[Problem] = field(default_factory=list)

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
        BuildError: No school can be released, because of the facts or of what all share. Nothing was written.
        ProblemsError: The project itself has faults.
    """
    begun = time.monotonic()
    report = Report()
    known = names.given(fleet)
    if wanted.release:
        faults = single.against_facts(facts_load.load())
        if open_ := Words(fleet).of_all.doubts:
            faults.append("Of the words that all schools share:\n" + "\n".join(map(str, open_)))
        if faults:
            raise BuildError("Nothing can be released yet.\n\n" + "\n\n".join(faults))
    if wanted.out.is_file():
        raise output.OutputError(f"{shown(wanted.out)} is a file. Name a folder for the sites with --out.")
    wanted.out.mkdir(parents=True, exist_ok=True)
    with alone(wanted.out / ".fleet-being-built.lock", lambda: _say_who_waits(wanted.out)), _for_all_to_read():
        place.begin(wanted.out)
        try:
            _run(urns, wanted, processes or os.cpu_count() or 1, report, progress)
        finally:
            place.end(wanted.out)
        try:
            report.told = names.put(wanted.out, known, wanted.address)
        except OSError as error:
            report.stopped = report.stopped or f"The pages for readable names were not all written: {output.why(error)}. Build again."
        report.beside_files, report.beside_size = place.beside(wanted.out)
    order = {urn: number for number, urn in enumerate(urns)}
    report.outcomes.sort(key=lambda one: order[one.urn])
    report.seconds = time.monotonic() - begun
    return report


@contextmanager
def _for_all_to_read() -> Iterator[None]:
    """Let everybody read what is written: a web server is often another user, whatever is usual for files of the one who builds."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


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
            shares = _shares(waiting, processes)
            # What a process has at hand, with the share that it is of: the next of that share is for the process that has just become free.
            at_hand = {pool.submit(_make, share.popleft()): share for share in shares}
            while at_hand:
                for done in wait(at_hand, return_when=FIRST_COMPLETED).done:
                    share = at_hand.pop(done)
                    report.outcomes += done.result()
                    _tell(report, len(urns), progress)
                    if not report.stopped and (schools := _next(share, shares)):
                        at_hand[pool.submit(_make, schools)] = share
        except BrokenProcessPool:
            report.stopped = "A process was ended by the system, perhaps because memory ran out. Build again, with fewer at a time:  --processes 1"
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


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


def _shares(urns: list[str], processes: int) -> list[deque[list[str]]]:
    """Divide schools so that each process has a share of its own, in which forms are in common, in parts of a few schools."""
    size = -(-len(urns) // processes)
    shares = [urns[first : first + size] for first in range(0, len(urns), size)] if urns else []
    return [deque(share[first : first + _AT_ONCE] for first in range(0, len(share), _AT_ONCE)) for share in shares]


def _next(share: deque[list[str]], shares: list[deque[list[str]]]) -> list[str]:
    """Return the next schools of a share; of one that is done, the last of the longest other: forms that its own process comes to last."""
    longest = max(shares, key=len)
    return share.popleft() if share else longest.pop() if longest else []


class _Job:
    """A process's work: looks at schools, then makes their sites."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.fleet = folder.load(wanted.root)
        # Without own words, and with those that all schools share.
        self.ours: Project = project.load(_any_school(), wanted.release, NOWHERE)
        self.base: Project = project.with_local(self.ours, self.fleet.words)
        self.forms: Forms | None = None
        self.faults: dict[Hashable, str] = {}
        self.store = place.Store(wanted.out)
        options = (wanted.release, wanted.documents, wanted.address, wanted.shared, state.words_digest(self.fleet.words))
        self.digest = state.project_digest(today(), options)
        self.words = words_of(self.base.facts)

    def looked(self, urns: list[str]) -> list[_Looked]:
        """Look at schools: which are unchanged, which cannot be built, which have forms in common."""
        return [self._looked(urn) for urn in urns]

    def _looked(self, urn: str) -> _Looked:
        try:
            loaded = self.fleet.school(urn).loaded
            before = state.last(self.wanted.out, urn)
            if before and before.of == state.school_digest(self.digest, loaded, self.fleet.words_of(urn)):
                return _Looked(urn, outcome=Outcome(urn, UNCHANGED, before.name, by_itself=before.by_itself))
        except Exception as error:  # noqa: BLE001 (as below: one school's fault is its own)
            return _Looked(urn, outcome=self._failed(urn, "", error))
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
        except Exception as error:  # noqa: BLE001 (whatever is wrong with one school never stops another)
            return self._failed(urn, name, error)

    def _failed(self, urn: str, name: str, error: Exception) -> Outcome:
        """Return what became of a school that cannot be built, in words for whoever has to mend it."""
        if isinstance(error, ProblemsError | BuildError | output.OutputError | FinishError):
            return Outcome(urn, FAILED, name, str(error))
        if isinstance(error, OSError):
            full = error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
            return Outcome(urn, FAILED, name, f"Its site was not built: {output.why(error)} ({error.filename or self.wanted.out / urn}).", stops=full)
        said = f"The program met something that it did not expect ({type(error).__name__}: {error})."
        return Outcome(urn, FAILED, name, f"{said}\nThe other schools do not suffer from it. Please tell whoever looks after the program.")

    def _written(self, urn: str, loaded: LoadedSchool) -> Outcome:
        words = self.fleet.words_of(urn)
        own = bool(stamps(words))
        mine = replace(project.with_local(self.ours, self.fleet.words, words) if own else self.base, school=loaded)
        if self.wanted.release:
            self._check_release(urn, mine)
        site = self.wanted.out / urn
        address = f"{self.wanted.address}{urn}/" if self.wanted.address else ""
        with place.draft(self.wanted.out, urn) as draft:
            writer = place.Writer(draft, site)
            by_itself = "documents are made from whole pages" if self.wanted.documents else "words of its own" if own else ""
            kind: Hashable = None
            if not by_itself:
                try:
                    pages = self._stamp(mine, writer, urn, address)
                except NotStampedError as error:
                    by_itself, kind = str(error), error.kind
            if by_itself:
                self._made_by_itself(mine, draft, urn, address, kind)
                pages = sum(1 for _ in draft.rglob("*.html"))
            name = loaded.school.identity.name or ""
            of, edition = state.school_digest(self.digest, loaded, words), self.base.facts.editions[0].version
            with state.noting(self.wanted.out, urn, state.Built(of, today().isoformat(), name, edition, pages, self.wanted.release, by_itself)):
                if by_itself:
                    output.publish(draft, site)
                else:
                    writer.publish()
            files = len(writer.written or output.listed(site)) + 1
            size = writer.bytes or sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
        return Outcome(urn, BUILT, name, by_itself=by_itself, files=files, size=size)

    def _made_by_itself(self, mine: Project, draft: Path, urn: str, address: str, kind: Hashable) -> None:
        """Render a school's site. What is wrong with words that all share is found once for each kind of school, however many schools have them.

        Raises:
            BuildError: It cannot be made.
            FinishError: A page holds what may not be published.
        """
        if kind in self.faults:
            raise BuildError(self.faults[kind])
        try:
            single.made(mine, draft, site_url=address, documents=self.wanted.documents, common=self._common(urn, address))
        except BuildError as error:
            if kind is not None and mine.local:
                self.faults[kind] = str(error)
            raise
        place.link_equal(draft, self.store)

    def _check_release(self, urn: str, mine: Project) -> None:
        """Refuse to release a school that is not ready, in a few lines: a fleet may have hundreds.

        Raises:
            BuildError: It is not.
        """
        blank, doubts = check.blanks_and_doubts(mine.school, today())
        faults = [f"{one.file}, line {one.line}, {one.place}: {one.fault}" if one.line else check.told(one) for one in doubts]
        if blank:
            where = f"What all share goes into {FLEET_FILE}, the rest into {shown(mine.school.path)}."
            faults.insert(0, f"Blank: {', '.join(blank)}.\n{where}")
        faults += single.against_words(mine)
        if faults:
            raise BuildError("This cannot be released yet.\n" + "\n".join(faults))

    def _forms(self, address: str) -> Forms:
        """Return what makes forms; what all sites have in common stands in its place then."""
        if self.forms is None:
            self.forms = Forms(self.base, bool(address), place.COMMON if self.wanted.shared else "")
            if self.forms.common:
                place.put_common(self.wanted.out, self.forms.common.place, self.forms.common_files())
        return self.forms

    def _common(self, urn: str, address: str) -> Common | None:
        """Return what a site that is rendered by itself has in common with the others."""
        common = self._forms(address).common if self.wanted.shared else None
        return replace(common, top="" if address else f"/{urn}/") if common else None

    def _stamp(self, mine: Project, writer: place.Writer, urn: str, address: str) -> int:
        """Stamp a site into its draft; return how many pages it has."""
        forms = self._forms(address)
        split = stamping.split(mine.school.school, self.base.facts.editions[0].published, self.words)
        form = forms.site(mine, split)
        digests = forms.shared_digests()
        for name, content in forms.own_files().items():
            writer.link(name, self.store, content, digests[name])
        for file in stamped.files(forms, form, mine, split, urn, address):
            if file.by_many:
                writer.link(file.name, self.store, file.content, file.digest)
            else:
                writer.write(file.name, file.content, file.digest)
        if address:
            for file in stamped.cards_of(form, mine, split):
                writer.write(file.name, file.content, file.digest)
        return len(form.pages)


def _any_school() -> Path:
    from handbook.school.examples import SHOWN

    return SHOWN


# What a process of several works with: given to it at its beginning.
_job: list[_Job] = []


def _begin(given: _Job | Wanted) -> None:
    end_with_parent()
    # Where processes begin anew it is theirs again.
    os.umask(0o022)
    # Most of what is there now stays to the end: looking through it for forgotten objects again and again would cost a tenth of the time.
    gc.freeze()
    gc.set_threshold(200_000, 20, 50)
    _job[:] = [given if isinstance(given, _Job) else _Job(given)]


def _look(urns: list[str]) -> list[_Looked]:
    return _job[0].looked(urns)


def _make(urns: list[str]) -> list[Outcome]:
    return _job[0].made(urns)
