"""The command ``links check``: gather what is to be visited, have it visited, remember, and tell."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from handbook.facts import load as facts_load
from handbook.facts.load import Facts
from handbook.facts.records import Link, RetiredLink
from handbook.ground import addresses
from handbook.ground.clock import today
from handbook.ground.folder import MARKER
from handbook.ground.paths import SITE, shown
from handbook.ground.problems import Problem, ProblemsError
from handbook.links import raw, register
from handbook.links.as_json import as_json
from handbook.links.as_markdown import as_markdown
from handbook.links.as_table import as_table
from handbook.links.crawl import Crawl, CrawlError, Use, crawl
from handbook.links.exceptions import LinkException, load_exceptions
from handbook.links.report import Entry, Report, RetiredEntry
from handbook.links.run import ConsoleProgress, NoNetworkError, visit_all
from handbook.links.sources import SOURCES, Sources, read_sources, write_sources
from handbook.links.states import STATES, State, States, read_states, write_states
from handbook.links.verdicts import Judgement, Verdict


@dataclass
class Wanted:
    """What is to be looked at.

    Attributes:
        uses: External addresses and where each stands.
        site: What the crawl of a site found, if there was one.
        handbook: Whether that is a handbook's site, to which the register and the retired names belong.
    """

    uses: dict[str, list[Use]] = field(default_factory=dict)
    site: Crawl | None = None
    handbook: bool = False


@dataclass
class Briefing:
    """What is known before anything is visited."""

    on: date
    facts: Facts
    book: raw.Register
    exceptions: dict[str, LinkException]
    states: States | None = None
    sources: Sources | None = None
    archives: set[str] = field(default_factory=set)
    schools: set[str] = field(default_factory=set)


def check(options: Namespace) -> int:
    """Check links and return the exit code: 0 all well, 1 something needs a person, 2 could not run, 130 stopped early."""
    for file in (options.json, options.markdown, options.states):
        why = _cannot_write(file) if file else ""
        if why:
            print(f"{shown(file)} cannot be written ({why}).\nNothing was visited. Name another file, or make its folder writable.", file=sys.stderr)
            return 2
    try:
        facts = facts_load.load()
        known = Briefing(
            today(), facts, raw.register_of(facts), load_exceptions(facts), archives=register.archives(facts), schools=register.school_addresses()
        )
    except ProblemsError as error:
        print(f"{error}\n\nThe register has faults. Mend them, then check again.", file=sys.stderr)
        return 2 if options.urls else 1
    try:
        wanted = _from_file(options.urls) if options.urls else _from_site(options.site or SITE, known)
        states_file = options.states or (STATES if wanted.handbook else None)
        known.states = read_states(states_file) if states_file else None
        sources_file = (states_file or STATES).with_name(SOURCES.name) if wanted.handbook else None
        known.sources = read_sources(sources_file) if sources_file else None
    except (CrawlError, ProblemsError) as error:
        print(error, file=sys.stderr)
        return 2
    except (OSError, UnicodeDecodeError) as error:
        print(f"{shown(options.urls)} cannot be read ({error}).\nGive a text file with one address on each line.", file=sys.stderr)
        return 2
    report = _new_report(wanted, known, options.offline)
    try:
        if options.offline:
            report.entries = [
                entry for entry in (_entry(url, _NOT_VISITED, uses, wanted, known) for url, uses in wanted.uses.items()) if entry.needs_person
            ]
        elif report.complete:
            _visit(report, wanted, known, frozenset(options.allow_host))
    except NoNetworkError as error:
        print(error, file=sys.stderr)
        return 2
    if states_file and known.states is not None and not options.offline:
        _remember(states_file, known, report, wanted)
        if sources_file and known.sources is not None:
            write_sources(sources_file, known.sources)
    problems = raw.faults(facts) if wanted.handbook else []
    _tell(report, problems, options)
    if not report.complete:
        return 130
    return 1 if problems else report.code


def _cannot_write(file: Path) -> str:
    """Return why a file cannot be written, before a long run ends with that; empty if it can. Its folder is made."""
    try:
        if file.is_dir():
            return "it is a folder"
        file.parent.mkdir(parents=True, exist_ok=True)
        new = not file.exists()
        file.open("a", encoding="utf-8").close()
        if new:
            file.unlink()
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


_NOT_VISITED = Judgement(Verdict.OK, "", "not visited")


def _from_file(file: Path) -> Wanted:
    """Return the addresses of a text file: one a line; empty lines and lines that begin with # are left out."""
    wanted = Wanted()
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), 1):
        url = line.strip()
        if url and not url.startswith("#"):
            wanted.uses.setdefault(url, []).append(Use(str(file), number))
    return wanted


def _from_site(folder: Path, known: Briefing) -> Wanted:
    """Return what a built site links to; with a handbook's site goes everything in the register.

    Raises:
        CrawlError: There is no site.
    """
    folder = folder.resolve()
    total = sum(1 for _ in folder.rglob("*.html")) if folder.is_dir() else 0
    progress = ConsoleProgress("Pages read")
    found = crawl(folder, lambda done: progress(done, total, ""))
    # A folder that is not a handbook's site is checked for what it is, without the register.
    wanted = Wanted(dict(found.external), found, (folder / MARKER).is_file())
    if wanted.handbook:
        made_up = {url for url in wanted.uses if register.is_made_up(url) and addresses.key(url) in known.schools}
        wanted.uses = {url: uses for url, uses in wanted.uses.items() if url not in made_up}
        for url, one in register.known(known.facts).items():
            wanted.uses[url] = [*wanted.uses.get(url, []), one.use]
    return wanted


def _new_report(wanted: Wanted, known: Briefing, offline: bool) -> Report:
    report = Report(known.on, offline=offline)
    if wanted.handbook:
        report.expired = [one for one in known.exceptions.values() if one.until < known.on]
        report.exceptions = [one for one in known.exceptions.values() if one.until >= known.on]
    if wanted.site:
        report.pages, report.internal_links = wanted.site.pages, wanted.site.links
        report.internal, report.complete = wanted.site.faults, wanted.site.complete
    return report


def _visit(report: Report, wanted: Wanted, known: Briefing, allowed: frozenset[str]) -> None:
    watched = register.names_to_watch(known.facts) if wanted.handbook else {}
    visited = visit_all([*wanted.uses, *watched], allowed, progress=ConsoleProgress("Addresses visited"))
    report.complete = visited.complete
    failing_before = set(known.states.failing) if known.states else set()
    for url, uses in wanted.uses.items():
        judgement = visited.judgements.get(url)
        if judgement is None:
            continue
        name = _remembered_as(url, wanted, known)
        state = known.states.note(name, judgement.verdict, known.on) if known.states and name else None
        if judgement.verdict is Verdict.OK and name in failing_before:
            report.recovered.append(name)
        report.entries.append(_entry(url, judgement, uses, wanted, known, state))
    if known.sources is not None:
        report.sources = known.sources.note(known.facts, visited.sentences, known.on)
    for url, records in watched.items():
        if url in visited.judgements:
            report.retired += [_retired(url, visited.judgements[url], record, known) for record in records]


def _remembered_as(url: str, wanted: Wanted, known: Briefing) -> str:
    """Return the name under which an address is remembered; empty if it is not.

    A school's own addresses stand in its site and in no record. They are nobody else's business and never written down.
    """
    if not wanted.handbook:
        return url
    record = known.book.find(url)
    return record.id if isinstance(record, Link) else ""


def _entry(url: str, judgement: Judgement, uses: list[Use], wanted: Wanted, known: Briefing, state: State | None = None) -> Entry:
    record = known.book.find(url)
    exception = known.exceptions.get(record.id) if isinstance(record, Link) else None
    if exception is not None and not exception.holds(judgement.verdict, known.on):
        exception = None
    may_stand = record is not None or url in known.archives or addresses.key(url) in known.schools
    return Entry(
        url,
        judgement,
        tuple(uses),
        record.id if record else "",
        state,
        exception,
        registered=may_stand or not wanted.handbook,
        replacement=raw.instead(record, known.facts) if isinstance(record, RetiredLink) and url not in known.archives else "",
    )


def _retired(url: str, judgement: Judgement, record: RetiredLink, known: Briefing) -> RetiredEntry:
    answers = judgement.verdict.answers
    was_silent = known.states.note_retired(record.id, answers, known.on) if known.states else False
    # An owner who has moved may well send visitors on; to one of the register's own sites that is no surprise.
    home = {addresses.site_of(link.url) for link in known.facts.links.values()}
    sent_home = addresses.site_of(judgement.final_url) in home and judgement.verdict is not Verdict.PARKED
    surprise = was_silent or record.verdict in ("site-closed", "domain-lost") or judgement.verdict is Verdict.PARKED
    return RetiredEntry(record.id, url, judgement, answers, answers and surprise and not sent_home)


def _remember(file: Path, known: Briefing, report: Report, wanted: Wanted) -> None:
    assert known.states is not None
    if report.complete:
        known.states.last_run = known.on
    if wanted.handbook:
        known.states.forget_all_but({*known.facts.links, *known.facts.retired_links})
    write_states(file, known.states)


def _tell(report: Report, problems: list[Problem], options: Namespace) -> None:
    for problem in problems:
        print(problem, file=sys.stderr)
    # First what costs nothing: a full disk then takes only the files.
    print(as_table(report))
    if options.json:
        options.json.write_text(as_json(report), encoding="utf-8", newline="\n")
    if options.markdown:
        options.markdown.write_text(as_markdown(report), encoding="utf-8", newline="\n")
