"""What a run found, put together for people: each address with its verdict, its uses, and what to do. Formatters only write it out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from handbook.links.crawl import InternalFault, Use
from handbook.links.exceptions import LinkException
from handbook.links.sources import Changed
from handbook.links.states import State
from handbook.links.verdicts import Judgement, Verdict
from handbook.links.words import ADVICE, NEW_HANDS, RETIRED, UNREGISTERED, VERDICTS


@dataclass(frozen=True)
class Entry:
    """One address.

    Attributes:
        url: The address.
        judgement: What was found.
        used_on: Where it stands.
        id: Id of its record; empty if it has none.
        state: How long it has failed; None if it is well or nothing is remembered.
        exception: The exception that holds for it, if any.
        registered: Whether it may stand in the site.
        replacement: What to use instead, if the address is retired.
    """

    url: str
    judgement: Judgement
    used_on: tuple[Use, ...] = ()
    id: str = ""
    state: State | None = None
    exception: LinkException | None = None
    registered: bool = True
    replacement: str = ""

    @property
    def verdict(self) -> Verdict:
        """The verdict."""
        return self.judgement.verdict

    @property
    def suspect(self) -> bool:
        """Whether it fails, but not yet long enough to count."""
        return self.verdict.is_fault and self.exception is None and self.state is not None and not self.state.counts

    @property
    def needs_person(self) -> bool:
        """Whether somebody has to do something now."""
        if not self.registered or self.replacement:
            return True
        return self.verdict.is_fault and self.exception is None and not self.suspect

    @property
    def advice(self) -> str:
        """What to do."""
        if self.replacement:
            return f"{RETIRED.meaning} {self.replacement}"
        if not self.registered:
            return UNREGISTERED.advice
        if self.verdict is Verdict.MOVED:
            where = next((use for use in self.used_on if use.page.startswith("data/")), None)
            line = f"{where.page}, line {where.line}: " if where else ""
            return f"{line}change it to {self.judgement.final_url}"
        if self.judgement.failure in ADVICE:
            return ADVICE[self.judgement.failure]
        return VERDICTS[self.verdict].advice


@dataclass(frozen=True)
class RetiredEntry:
    """A retired name that was looked at.

    Attributes:
        id: Id of the record.
        url: The front page that was asked for.
        judgement: What came.
        answers: Whether anything answered.
        new_hands: Whether that is a surprise.
    """

    id: str
    url: str
    judgement: Judgement
    answers: bool
    new_hands: bool

    @property
    def advice(self) -> str:
        """What to do."""
        return NEW_HANDS.advice


@dataclass
class Report:
    """What a run found.

    Attributes:
        on: Day of the run.
        entries: Every external address visited.
        retired: Retired names looked at.
        internal: Links within the site that lead nowhere.
        expired: Exceptions that have ended.
        exceptions: Exceptions that hold, whether they were needed or not.
        recovered: Records that failed before and are well again.
        sources: Sources of facts that have changed since somebody looked.
        pages: Pages of the site that were read.
        internal_links: Links in them.
        offline: Whether external addresses were left out on purpose.
        complete: Whether the run came to its end.
    """

    on: date
    entries: list[Entry] = field(default_factory=list)
    retired: list[RetiredEntry] = field(default_factory=list)
    internal: list[InternalFault] = field(default_factory=list)
    expired: list[LinkException] = field(default_factory=list)
    exceptions: list[LinkException] = field(default_factory=list)
    recovered: list[str] = field(default_factory=list)
    sources: list[Changed] = field(default_factory=list)
    pages: int = 0
    internal_links: int = 0
    offline: bool = False
    complete: bool = True

    @property
    def for_a_person(self) -> list[Entry]:
        """Addresses that need somebody now, by verdict."""
        order = list(Verdict)
        return sorted((one for one in self.entries if one.needs_person), key=lambda one: (order.index(one.verdict), one.url))

    @property
    def suspects(self) -> list[Entry]:
        """Addresses that fail, but not yet long enough."""
        return [one for one in self.entries if one.suspect]

    @property
    def not_asked(self) -> list[Entry]:
        """Addresses whose hosts want to be left in peace."""
        return [one for one in self.entries if one.verdict is Verdict.NOT_ASKED]

    @property
    def noted(self) -> list[Entry]:
        """Addresses that do not fail, and that somebody might look at."""
        return [one for one in self.entries if one.judgement.note]

    @property
    def new(self) -> list[Entry]:
        """Addresses that fail since this run."""
        return [one for one in self.entries if one.state is not None and one.state.new and one.exception is None]

    @property
    def new_hands(self) -> list[RetiredEntry]:
        """Retired names that answer, to our surprise."""
        return [one for one in self.retired if one.new_hands]

    @property
    def code(self) -> int:
        """The exit code: 0 all well, 1 something needs a person."""
        return 1 if self.for_a_person or self.internal or self.expired or self.new_hands or self.sources else 0

    def summary(self) -> str:
        """Return what was looked at and what came of it, in one or two sentences."""
        parts = []
        if self.pages:
            parts.append(f"{self.pages} pages and {self.internal_links} links in them read: {len(self.internal) or 'none'} broken within the site.")
        if not self.offline:
            counts = ", ".join(f"{number} {verdict.value}" for verdict in Verdict if (number := sum(one.verdict is verdict for one in self.entries)))
            parts.append(f"{len(self.entries)} external addresses visited{f': {counts}' if counts else ''}.")
        if self.retired:
            parts.append(f"{len(self.retired)} retired names looked at: {len(self.new_hands) or 'none'} possibly in new hands.")
        return " ".join(parts)
