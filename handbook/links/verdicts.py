"""From what was seen to a verdict. Pure: the same observation always gives the same verdict, without network, clock or files."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from handbook.ground import addresses
from handbook.links import parts, signs
from handbook.links.page import VisitedPage, alike


class Trait(enum.Flag):
    """What follows from a verdict, whatever the address."""

    FAULT = enum.auto()
    MAY_PASS = enum.auto()
    ANSWERS = enum.auto()


class Verdict(enum.Enum):
    """Everything that can be said of an address, and what follows from it.

    Attributes:
        is_fault: Something is wrong; otherwise the page is there, or nothing was learnt about it.
        may_pass: It may be one bad day, so it counts only when it stays. The others show something that is there, and count at once.
        answers: Somebody runs the name.
    """

    OK = "ok", Trait.ANSWERS
    MOVED = "moved", Trait.FAULT | Trait.ANSWERS
    DEAD = "dead", Trait.FAULT | Trait.MAY_PASS
    SOFT_404 = "soft-404", Trait.FAULT | Trait.MAY_PASS | Trait.ANSWERS
    PARKED = "parked", Trait.FAULT | Trait.ANSWERS
    WITHDRAWN = "withdrawn", Trait.FAULT | Trait.ANSWERS
    BLOCKED = "blocked", Trait.FAULT | Trait.ANSWERS
    INSECURE = "insecure", Trait.FAULT | Trait.MAY_PASS
    UNREACHABLE = "unreachable", Trait.FAULT | Trait.MAY_PASS
    NOT_ASKED = "not-asked", Trait.ANSWERS

    is_fault: bool
    may_pass: bool
    answers: bool

    def __new__(cls, name: str, traits: Trait | None = None) -> Verdict:  # noqa: D102 (the class says what it is)
        # Left out only where a verdict is looked up by its name, which makes none.
        if traits is None:
            raise TypeError(f"{name}: say what follows from this verdict")
        made = object.__new__(cls)
        made._value_ = name
        made.is_fault, made.may_pass, made.answers = Trait.FAULT in traits, Trait.MAY_PASS in traits, Trait.ANSWERS in traits
        return made


class Failure(enum.Enum):
    """Why no answer came."""

    NO_NAME = "the name does not resolve"
    NAME_SERVER = "the name could not be looked up just now"
    CERTIFICATE = "the certificate is not valid"
    CHAIN = "the site leaves out a certificate that browsers fetch by themselves"
    TLS = "no secure connection could be made"
    REFUSED = "the connection was refused"
    RESET = "the connection was cut off"
    TIME_OUT = "no answer came in time"
    NOT_HTTP = "the answer was not HTTP"
    UNROUTED = "there is no way to the host"
    NOT_FROM_HERE = "it could not be asked from here: its host has addresses of the new kind (IPv6) only, and this computer has no way to those"
    PRIVATE = "it leads to a private address, which is never visited"
    ROBOTS = "its robots.txt asks programs not to visit"
    NOT_WEB = "it leads to something that is not a web address"
    NO_ADDRESS = "nobody can open it"
    NOT_ASKED = "not asked, because its host wants to be left in peace"
    SURPRISE = "the checker itself stumbled over it"


# Failures of the host and not of one address: the next address there need not be tried.
OF_THE_HOST = frozenset(
    {
        Failure.NO_NAME,
        Failure.NAME_SERVER,
        Failure.CERTIFICATE,
        Failure.CHAIN,
        Failure.TLS,
        Failure.REFUSED,
        Failure.UNROUTED,
        Failure.NOT_FROM_HERE,
        Failure.PRIVATE,
    }
)
# Worth another try in the same run.
PASSING_FAILURES = frozenset({Failure.NAME_SERVER, Failure.REFUSED, Failure.RESET, Failure.TIME_OUT, Failure.UNROUTED, Failure.NOT_HTTP})
PASSING_STATUSES = frozenset({408, 425, 429, *range(500, 600)})

PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})

_BY_FAILURE = {
    Failure.NO_NAME: Verdict.DEAD,
    Failure.NAME_SERVER: Verdict.UNREACHABLE,
    Failure.CERTIFICATE: Verdict.INSECURE,
    Failure.CHAIN: Verdict.INSECURE,
    Failure.TLS: Verdict.UNREACHABLE,
    Failure.REFUSED: Verdict.UNREACHABLE,
    Failure.RESET: Verdict.UNREACHABLE,
    Failure.TIME_OUT: Verdict.UNREACHABLE,
    Failure.NOT_HTTP: Verdict.UNREACHABLE,
    Failure.UNROUTED: Verdict.UNREACHABLE,
    Failure.NOT_FROM_HERE: Verdict.UNREACHABLE,
    Failure.PRIVATE: Verdict.BLOCKED,
    Failure.ROBOTS: Verdict.BLOCKED,
    Failure.NOT_WEB: Verdict.BLOCKED,
    Failure.NO_ADDRESS: Verdict.BLOCKED,
    Failure.NOT_ASKED: Verdict.NOT_ASKED,
    Failure.SURPRISE: Verdict.UNREACHABLE,
}


@dataclass(frozen=True)
class Answer:
    """What one request brought.

    Attributes:
        url: The address asked for.
        status: HTTP status; 0 when no answer came.
        headers: Header lines with small letters in their names; the last of equal ones.
        page: What the body says, if it is HTML.
        pdf_pages: How many pages it has, if it is a PDF that says so at its beginning; 0 if that is not known.
        failure: Why no answer came.
        detail: The failure in the words of whoever reported it.
    """

    url: str
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    page: VisitedPage | None = None
    pdf_pages: int = 0
    failure: Failure | None = None
    detail: str = ""

    @property
    def passing(self) -> bool:
        """Whether another try, a little later, may bring something better."""
        if self.failure:
            return self.failure in PASSING_FAILURES
        return self.status in PASSING_STATUSES and not signs.challenge(self.status, self.headers, self.page)


@dataclass(frozen=True)
class Hop:
    """A step from one address to the next."""

    url: str
    to: str
    permanent: bool
    how: str


@dataclass(frozen=True)
class Observation:
    """Everything seen while visiting one address.

    Attributes:
        url: The address visited.
        hops: The redirects followed, in order.
        answer: What stood at their end.
        looped: Whether the redirects never ended.
        tries: How often the end was asked for.
        sibling: What came for an address beside it that cannot exist; None if that was not asked.
    """

    url: str
    hops: tuple[Hop, ...]
    answer: Answer
    looped: bool = False
    tries: int = 1
    sibling: Answer | None = None


@dataclass(frozen=True)
class Judgement:
    """A verdict on an address.

    Attributes:
        verdict: The verdict.
        final_url: Where the address leads.
        evidence: What the verdict rests on, in one sentence.
        failure: Why no answer came, if none did.
        note: What is worth a look although nothing fails; empty if nothing is.
    """

    verdict: Verdict
    final_url: str
    evidence: str
    failure: Failure | None = None
    note: str = ""


def judge(seen: Observation, part: str = "") -> Judgement:
    """Return the verdict on an address. The first rule that applies decides; each names its evidence.

    Args:
        seen: What was seen.
        part: What stands after ``#`` in the address. It is never sent, and never more than a note.
    """
    verdict, evidence = _at_the_end(seen)
    target = seen.answer.url
    if verdict is Verdict.OK and seen.hops:
        permanent = _permanent_target(seen)
        if permanent:
            verdict, target = Verdict.MOVED, permanent
            evidence = f"{seen.hops[0].how} to {permanent}"
        else:
            evidence = f"{evidence}, after {seen.hops[0].how} to {target}"
    elif seen.hops and not seen.looped:
        evidence = f"{evidence} (redirected to {target})"
    if seen.tries > 1:
        evidence = f"{evidence}, at try {seen.tries}" if verdict in (Verdict.OK, Verdict.MOVED) else f"{evidence}, {seen.tries} times"
    note = parts.not_there(part, seen.answer.page, seen.answer.pdf_pages) if part and verdict in (Verdict.OK, Verdict.MOVED) else ""
    return Judgement(verdict, target, evidence, seen.answer.failure, note)


def _permanent_target(seen: Observation) -> str:
    """Return where the redirects lead for good: as far as they are permanent from the start."""
    target = ""
    for hop in seen.hops:
        if not hop.permanent:
            break
        target = hop.to
    return target if target and target != seen.url else ""


def _at_the_end(seen: Observation) -> tuple[Verdict, str]:
    answer = seen.answer
    if seen.looped:
        return Verdict.DEAD, f"redirects that never end ({len(seen.hops)} followed)"
    if answer.failure:
        detail = f": {answer.detail}" if answer.detail else ""
        return _BY_FAILURE[answer.failure], f"{answer.failure.value}{detail}"
    sign = signs.challenge(answer.status, answer.headers, answer.page)
    if sign:
        return Verdict.BLOCKED, f"{sign} (status {answer.status})"
    if answer.status in (404, 410):
        return Verdict.DEAD, f"status {answer.status}"
    if answer.status >= 500:
        return Verdict.UNREACHABLE, f"status {answer.status}"
    if answer.status == 429:
        return Verdict.BLOCKED, "status 429, too many requests"
    if not 200 <= answer.status < 300:
        return Verdict.BLOCKED, f"status {answer.status}"
    return _of_a_good_answer(seen)


def _of_a_good_answer(seen: Observation) -> tuple[Verdict, str]:
    answer, page = seen.answer, seen.answer.page
    sign = signs.parked(answer.url, page)
    if sign:
        return Verdict.PARKED, sign
    sign = signs.sign_in(seen.url, answer.url, page)
    if sign:
        return Verdict.BLOCKED, sign
    if seen.hops and addresses.is_home(answer.url) and not addresses.is_home(seen.url):
        return Verdict.SOFT_404, "a page below the front page is sent to a front page"
    if page is not None:
        sign = signs.not_found(page)
        if sign:
            return Verdict.SOFT_404, sign
        sign = signs.withdrawn(page)
        if sign:
            return Verdict.WITHDRAWN, sign
        other = seen.sibling
        # The made-up name may be repeated in the page ("/x1y2 was not found"), so both names are taken out first.
        if other is not None and other.page is not None and 200 <= other.status < 300 and alike(page, answer.url, other.page, other.url):
            if signs.mostly_links(page):
                return Verdict.PARKED, "every address there answers with the same list of links"
            return Verdict.SOFT_404, "an address beside it that cannot exist answers with the same page"
    return Verdict.OK, f"status {answer.status}"
