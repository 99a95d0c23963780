"""What a record of each kind of fact must hold.

Each kind is one model; its fields use the words of the field. A record that could mislead (no source, a closed service
shown as open, law announced but not made) cannot be loaded.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from handbook.facts.references import GuidanceId, GuidanceOrLawId, InsteadId, LawOrGuidanceId, LinkId, NeedId, OrganisationId, TermId, TopicId
from handbook.ground.addresses import indirect
from handbook.ground.phones import tel_address
from handbook.ground.validation import Strict, fault
from handbook.ground.values import Day, Digest, Email, Id, Line, Phone, Text, Web, day
from handbook.school.model import Identity, LegalKind, Stage, key_stages, legal_kind

Audience = Literal["children", "parents", "staff", "leaders"]
Confidence = Literal["high", "medium", "low"]


class Source(Strict):
    """Where a fact comes from: a link of the register, or general knowledge where no publication is behind it.

    Attributes:
        link: Id of the link.
        general: What the fact rests on instead of a publication.
        supports: What the source supports.
        read: Whether the reviewer read that very page.
    """

    link: LinkId | None = None
    general: Text | None = None
    supports: Text | None = None
    read: bool = False

    @model_validator(mode="after")
    def _one_of_two(self) -> Source:
        if (self.link is None) == (self.general is None):
            raise fault("a source names neither or both of link and general.", "Give a link id, or say what general knowledge it rests on.")
        return self


def _fingerprint(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{10}", text):
        raise fault(
            "this is not a fingerprint as the program writes it.",
            "Delete this line, and have it written again:  python3 scripts/handbook.py facts stamp …",
        )
    return text


class Review(Strict):
    """Who looked, when, and at which version of the source.

    Attributes:
        on: Day of the review.
        of: Fingerprint of what the record said then (``handbook.facts.fingerprints``); the program writes it.
        by: Role of the reviewer, never a name.
        against: The version or date of the source that was looked at.
    """

    on: Day
    of: Annotated[Line, AfterValidator(_fingerprint)] | None = None
    by: Line
    against: Text


class Record(Strict):
    """Anything that has an id and other words people search it by."""

    id: Id
    aliases: list[Line] = []


class Fact(Record):
    """A record that can go stale.

    Attributes:
        sources: Where it comes from; at least one.
        review: Who stands behind it and since when.
        confidence: How sure the reviewer was.
        unconfirmed: What could not be confirmed, in sentences for readers.
    """

    months_between_reviews: ClassVar[int]
    kind_in_words: ClassVar[str]

    sources: list[Source]
    review: Review
    confidence: Confidence
    unconfirmed: list[Text] = []

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Ask every kind of facts how often it is looked at, and what it is called."""
        for name, example in (("months_between_reviews", "12"), ("kind_in_words", '"prizes"')):
            if not hasattr(cls, name):
                raise TypeError(f"{cls.__name__} in handbook/facts/records.py can go stale, so it needs a line such as  {name} = {example}")

    @model_validator(mode="after")
    def _has_a_source(self) -> Fact:
        if not self.sources:
            raise fault("the record has no source.", "Add at least one source, with the link it comes from.")
        if self.confidence == "low" and not self.unconfirmed:
            raise fault(
                "confidence is low, but the record does not say what is unconfirmed.",
                "Add a sentence for readers under unconfirmed.",
            )
        return self


class ToldAndNow(Strict):
    """What readers may have been told, and what is true now."""

    told: Text
    now: Text


class Link(Record):
    """An external address. It stands here and nowhere else; ``checked`` is the day somebody opened it.

    Attributes:
        archive: The address of a copy, to which readers are led while the page itself is dead.
        archived: The day on which that copy was made.
    """

    url: Web
    title: Line
    publisher: Line
    checked: Day | None = None
    insecure_reason: Line | None = None
    archive: Web | None = None
    archived: Day | None = None

    @model_validator(mode="after")
    def _copy_has_a_day(self) -> Link:
        if (self.archive is None) != (self.archived is None):
            raise fault("an archived copy is told with its day.", "Write both lines:  archive: https://…  and  archived: 2026-09-01")
        return self

    @model_validator(mode="after")
    def _is_secure(self) -> Link:
        if self.url.startswith("http://") and not self.insecure_reason:
            raise fault(
                "the address begins with http:// and not https://.",
                "Use the https address, or say in insecure_reason why there is none.",
            )
        why = indirect(self.url)
        if why:
            raise fault(f"this is {why}.", "Open it, and write the full address it leads to, without what only counts readers.")
        return self


class RetiredLink(Fact):
    """An address that old documents carry and nobody should follow unwarned.

    Attributes:
        url: The address; none where it may never be shown.
        sha256: The digests of such an address (``handbook.ground.addresses.digest``), enough to recognise it by.
        never_show: The address itself names a private person, so it stands nowhere, not even in its record.
    """

    months_between_reviews = 24
    kind_in_words = "retired addresses"

    url: Web | None = None
    sha256: list[Digest] = []
    as_written: list[Line] = []
    verdict: Literal["moved", "dead", "site-closed", "domain-lost", "unknown"]
    what_happened: Text
    replacement: LinkId | None = None
    archive: Web | None = None
    dangerous: bool
    never_show: bool = False

    @model_validator(mode="after")
    def _shown_or_hidden(self) -> RetiredLink:
        if self.never_show and (self.url or self.as_written or self.archive or not self.sha256):
            raise fault(
                "an address that may never be shown stands in its own record, or has no digest.",
                "Take away url, as_written and archive, and write the address's digest under sha256.",
            )
        if not self.never_show and (not self.url or self.sha256):
            raise fault("a retired address has no url, or a digest it does not need.", "Write the address under url; sha256 is for never_show only.")
        return self


class Guidance(Fact):
    """A document that a school works from, statutory or not.

    Attributes:
        cited_as: Other names of it in policies, in all its editions; a year beside one tells which edition is meant.
        old_words: Names of it, or of what it replaced, that only old documents use.
    """

    months_between_reviews = 12
    kind_in_words = "guidance"

    title: Line
    short_title: Line | None = None
    publisher: Line
    edition: Line
    published: Line
    applies_to: Line
    status: Literal["statutory", "non-statutory", "withdrawn", "superseded"]
    stage: Text | None = None
    asks: list[Text] = []
    replaces: list[Line] = []
    replaced_by: GuidanceId | None = None
    link: LinkId | None = None
    topics: list[Line] = []
    cited_as: list[Line] = []
    old_words: list[Line] = []
    you_may_have_been_told: list[ToldAndNow] = []

    @model_validator(mode="after")
    def _current_has_a_link(self) -> Guidance:
        if self.status in ("statutory", "non-statutory") and self.link is None:
            raise fault("current guidance has no link.", "Add the id of the link where it can be read.")
        return self


class PastName(Record):
    """A name that only old policies use: a repealed Act, a closed agency or service, a document of the past. It has no page of its own.

    Attributes:
        kind: What a report on an old policy calls it.
        names: Its names.
        sections: Only these sections, or parts, of the Acts named: the Acts themselves are in force.
        within: Words, one of which must stand near a name that is also something else.
        now: What is true now.
        since: Since when, in words.
        instead: Ids of what readers use instead, where the records hold it.
        source: What it rests on, in words.
    """

    kind: Literal["law-repealed", "law-changed", "guidance-superseded", "body-closed", "body-renamed", "service-closed", "role-renamed"]
    names: list[Line] = Field(min_length=1)
    sections: list[Line] = []
    within: list[Line] = []
    now: Text
    since: Line = ""
    instead: list[InsteadId] = []
    source: Line
    confidence: Confidence


class Requirement(Record):
    """One thing that guidance or law asks of a school, and the clauses that meet it. ``from`` is the document's id.

    Attributes:
        stages: Key stages that it is about; a school that teaches one of them has it. Without any, every school.
        school_types: Kinds of school that the law or guidance binds. Without any, every kind.
    """

    source: GuidanceOrLawId = Field(alias="from")
    heading: Line
    level: Literal["must", "should"]
    who: Line
    requirement: Text
    stages: list[Stage] | None = None
    school_types: list[LegalKind] | None = None
    met_by: list[Id]
    confidence: Confidence
    unconfirmed: list[Text] = []
    unmet_reason: Text | None = None

    @model_validator(mode="after")
    def _met_or_explained(self) -> Requirement:
        if not self.met_by and not self.unmet_reason:
            raise fault("no clause meets this requirement.", "Name the clauses under met_by, or say why none does in unmet_reason.")
        return self

    @field_validator("stages", "school_types")
    @classmethod
    def _somebody(cls, named: list[str] | None) -> list[str] | None:
        if named is not None and (not named or len(set(named)) < len(named)):
            raise fault(
                "this list is empty or names something twice.", "Name each one once. If the requirement is for every school, take the line away."
            )
        return named

    def applies_to(self, identity: Identity) -> bool:
        """Say whether a school of these ages and this kind has to meet it."""
        taught = self.stages is None or bool(set(self.stages) & set(key_stages(identity)))
        return taught and (self.school_types is None or legal_kind(identity) in self.school_types)


class LawTopic(Record):
    """A situation under which law is grouped."""

    title: Line
    summary: Text


class Provision(Strict):
    """A section of a law and what it says."""

    section: Line
    says: Text


class Legislation(Fact):
    """A law: what it says and what it means in a school.

    Attributes:
        ended: When it was repealed, in words.
        old_words: Short forms that policies use for a repealed law.
    """

    months_between_reviews = 12
    kind_in_words = "law"

    title: Line
    short_title: Line | None = None
    kind: Literal["act", "regulations", "order", "statutory-guidance", "convention", "common-law", "bill", "announcement"]
    topics: list[TopicId]
    status: Literal["in-force", "amended", "partly-in-force", "enacted-not-started", "announced", "repealed", "withdrawn"]
    status_note: Text
    says: Text
    in_school: Text
    penalty: Text
    applies_to: Text
    extent: Line
    sections: list[Provision] = []
    you_may_have_been_told: list[ToldAndNow] = []
    replaced_by: list[LawOrGuidanceId] = []
    ended: Line | None = None
    old_words: list[Line] = []
    link: LinkId | None = None
    guidance: list[GuidanceId] = []

    @model_validator(mode="after")
    def _gone_is_explained(self) -> Legislation:
        if self.status == "repealed" and not self.replaced_by and not self.you_may_have_been_told:
            raise fault("a repealed law names nothing that replaced it.", "Fill replaced_by, or you_may_have_been_told.")
        if self.status not in ("repealed", "withdrawn", "announced") and self.kind not in ("common-law", "announcement") and not self.link:
            raise fault("a law in the statute book has no link to its text.", "Add the id of the link to its official text.")
        return self


class Announced(Fact):
    """A measure that is not yet law, or was not when this record was made. Changing ``stage`` switches it everywhere.

    ``unconfirmed`` is for a measure that may be law already: nobody could confirm it either way since ``stage_on``.
    """

    months_between_reviews = 3
    kind_in_words = "announced measures"

    title: Line
    law: LawOrGuidanceId | None = None
    stage: Literal["announced", "enacted-not-started", "unconfirmed", "in-force", "dropped"]
    stage_on: Day
    notice: Text
    rule: Text


class Term(Fact):
    """A word and what it means to a parent. ``mark`` lists the exact forms that pages explain.

    Attributes:
        old_words: What only old policies call it.
        renamed: Since when they are wrong, in words.
    """

    months_between_reviews = 24
    kind_in_words = "glossary"

    term: Line
    meaning: Text
    more: Text | None = None
    mark: list[Line] = []
    era: Literal["current", "historical"] = "current"
    historical_note: Text | None = None
    old_words: list[Line] = []
    renamed: Line | None = None
    see: list[TermId] = []

    @model_validator(mode="after")
    def _old_words_are_explained(self) -> Term:
        if self.era == "historical" and not self.historical_note:
            raise fault("an old word has no historical_note.", "Say in a sentence what took its place.")
        return self


class Need(Record):
    """Why somebody looks for help."""

    title: Line
    audience: list[Audience]
    intro: Text


class PhoneLine(Strict):
    """A number, and what ringing it costs and when."""

    number: Phone
    label: Line | None = None
    cost: Line | None = None
    hours: Line | None = None
    hours_confirmed: bool = False

    @property
    def tel(self) -> str:
        """The number's ``tel:`` address."""
        return tel_address(self.number)

    @property
    def digits(self) -> str:
        """The number's digits alone, as people type them into a search."""
        return re.sub(r"\D", "", self.number)


class Organisation(Fact):
    """A body that helps, or used to.

    Attributes:
        nature: Whether it is a body, a service of one (a site, a programme, a helpline), or a board that every area had.
        ended: When it closed, merged or took its present name, in words.
        old_words: Other names that only old policies use.
        not_old: Former names that are still right, or are also everyday words, so that they say nothing about a policy's age.
    """

    months_between_reviews = 6
    kind_in_words = "organisations and helplines"

    name: Line
    former_names: list[Line] = []
    status: Literal["open", "closed", "renamed", "merged"]
    status_note: Text
    nature: Literal["body", "service", "board"] = "body"
    ended: Line | None = None
    old_words: list[Line] = []
    not_old: list[Line] = []
    successor: OrganisationId | None = None
    audiences: list[Audience]
    needs: list[NeedId] = []
    what_happens: Text | None = None
    phones: list[PhoneLine] = []
    text: Text | None = None
    email: Email | None = None
    link: LinkId | None = None
    report_link: LinkId | None = None
    emergency: bool = False
    you_may_have_been_told: list[ToldAndNow] = []

    @model_validator(mode="after")
    def _closed_is_not_open(self) -> Organisation:
        if self.status == "closed" and (self.phones or self.text or self.email or self.needs or self.report_link):
            raise fault(
                "a closed service still has a way to reach it.",
                "Take away its phones, text, email, report_link and needs, or correct its status.",
            )
        if self.status == "open" and not (self.phones or self.text or self.email or self.link):
            raise fault("an open service cannot be reached.", "Add a phone number, an email or a link.")
        return self


class Steps(Strict):
    """How to report one kind of content on a platform. ``labels`` says how sure we are of the words on the screen."""

    what: Literal[
        "post",
        "comment",
        "profile",
        "video",
        "group",
        "message",
        "live",
        "impersonation",
        "underage-account",
        "account-hacked",
        "intimate-image",
        "game-chat",
        "call",
        "game",
        "page",
        "search-result",
        "voice-chat",
        "privacy",
        "image",
        "chatbot-answer",
        "chatbot",
        "server",
        "story",
        "ad",
    ]
    device: Literal["phone", "computer", "both", "console"]
    account_needed: bool
    labels: Literal["confirmed", "older", "unsure", "none"]
    steps: list[Text] = Field(min_length=1)


class WhatAndHow(Strict):
    """A thing and how to get it."""

    what: Line
    how: Text


class ParentalControls(Strict):
    """A platform's controls for parents."""

    name: Line
    link: LinkId | None = None
    note: Text | None = None


class MenuPicture(Strict):
    """Where a platform's menu sits, for a small drawing of our own."""

    menu: Literal["three-dots", "arrow", "flag", "press-and-hold", "gear"]
    place: Literal["top-right", "below-post", "beside-name", "on-message"]
    caption: Text


class Platform(Fact):
    """A service children use: its age limit, and how to report, block and stay safe. Its page is written from this record.

    Attributes:
        summary: What its page says in short.
        heading: What its page is about, after the name.
        tags: Other words that its page is searched by.
        ended: When it closed or took its present name, in words.
        old_words: Other names that only old policies use.
        not_old: Former names that are still in use.
    """

    months_between_reviews = 6
    kind_in_words = "platforms"

    name: Line
    summary: Text | None = None
    heading: Line = "report, block, stay safe"
    tags: list[Line] = []
    owner: Line | None = None
    formerly: list[Line] = []
    status: Literal["open", "closed"]
    status_note: Text
    ended: Line | None = None
    old_words: list[Line] = []
    not_old: list[Line] = []
    kind: Literal["social media", "messaging", "video", "gaming", "console", "chatbot", "search"]
    order: int
    minimum_age: int | None = None
    minimum_age_note: Text | None = None
    teen_protections: list[Text] = []
    parental_controls: ParentalControls | None = None
    report: list[Steps] = []
    report_without_account: Text | None = None
    report_links: list[LinkId] = []
    block: list[Text] = []
    restrict: list[Text] = []
    keep: list[WhatAndHow] = []
    find_address: list[WhatAndHow] = []
    next: Text | None = None
    appeal: Text | None = None
    rules_in_a_line: Text | None = None
    rules_link: LinkId | None = None
    police: Text | None = None
    picture: MenuPicture | None = None
    you_may_have_been_told: list[ToldAndNow] = []

    @model_validator(mode="after")
    def _closed_is_not_open(self) -> Platform:
        if self.status == "closed" and (self.report or self.block):
            raise fault("a closed platform still has steps to report or block.", "Take away report and block, or correct its status.")
        if self.status == "open" and not (self.report and self.block and self.summary):
            raise fault("an open platform has no summary, or no steps to report or block.", "Add summary, report and block, or correct its status.")
        return self


class Answer(Strict):
    """An answer and where it leads: to a page, or to another question."""

    text: Line
    page: Line | None = None
    asks: Id | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Answer:
        if (self.page is None) == (self.asks is None):
            raise fault("an answer leads nowhere, or to two places.", "Give either page or asks.")
        return self


class Question(Record):
    """A question of the guided way in."""

    question: Line
    hint: Text | None = None
    answers: list[Answer] = Field(min_length=2)


class Confirmation(Strict):
    """Who confirmed a point, when, and at which source."""

    on: Day
    by: Line
    against: Text


class ToCheck(Record):
    """A point that nobody could confirm; ``confirmed`` is filled in by whoever does."""

    order: int
    check: Text
    where: Text
    affects: list[Line] = []
    confirmed: Confirmation | None = None


class Change(Strict):
    """What one clause asks that it did not ask before."""

    clause: Id | None = None
    change: Literal["new", "changed", "removed"]
    what: Text


# The day of an edition that is being written: after all others.
NOT_YET = date.max


def _day_or_not_yet(written: Any) -> Any:
    return NOT_YET if written is None else day(written)


class PolicyVersion(Strict):
    """One edition of the policy's wording and what changed in it.

    Attributes:
        version: Its number.
        published: The day it came out; left blank (``null``) while it is being written.
        summary: What it is about.
        changes: What somebody must now do differently, clause by clause.
        corrected: Clauses in which only a slip was mended, so that nobody need do anything.
    """

    version: Line
    published: Annotated[date, BeforeValidator(_day_or_not_yet)]
    summary: Text
    changes: list[Change]
    corrected: list[Id] = []

    @property
    def is_draft(self) -> bool:
        """Whether it is still being written: no page shows it."""
        return self.published == NOT_YET
