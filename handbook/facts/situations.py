"""What to do in each situation: the decision (who is told, how fast, what is kept, when to block), once for every page.

A situation is a record like any other fact: sourced, reviewed, checked. It holds no prose. What a decision means to staff, parents and
pupils stands once in a record of its own, so that every page that asks for it says the same in its reader's voice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator

from handbook.facts.records import Fact, Record
from handbook.facts.spots import Spot
from handbook.ground.problems import Problem, did_you_mean
from handbook.ground.validation import Strict, fault
from handbook.ground.values import Id, Line, Text
from handbook.school.model import LegalKind

Reader = Literal["staff", "parents", "pupils"]
Topic = Literal["block", "report", "remove", "keep", "delete"]
When = Literal["first", "at-once", "same-day", "within-one-working-day", "within-72-hours", "early", "as-needed"]

# Posts of the school, services around it, and others who are told; everybody else is an organisation of data/organisations/.
SCHOOL_POSTS = (
    "dsl",
    "head",
    "chair",
    "anti_bullying_lead",
    "online_safety_lead",
    "filtering_lead",
    "filtering_governor",
    "data_protection",
    "it_support",
)
LOCAL_SERVICES = ("police", "childrens_services", "lado", "prevent", "legal_adviser", "staff_support")
OTHERS = (
    "emergency",
    "first_aider",
    "medical_advice",
    "dsl_or_online_safety_lead",
    "contact_report_to",
    "line_manager",
    "families",
    "affected",
    "bank",
    "union",
    "adult",
    "complainant",
)

# Who tells somebody, where it is not the reader.
Teller = Literal[
    "dsl",
    "head",
    "chair",
    "head-or-chair",
    "dsl-or-head",
    "data-protection",
    "it-support",
    "leader",
    "filtering-lead",
    "teacher-or-dsl",
    "family",
    "target",
    "target-or-dsl",
]

# What is never done, as records name it.
Act = Literal[
    "look",
    "copy",
    "delete",
    "pay",
    "reply",
    "pose",
    "confront",
    "question",
    "promise-secrecy",
    "leave-alone",
    "name-it",
    "search",
    "investigate",
    "forward",
    "post",
    "name-the-accused",
    "move-money",
    "blame",
]


class Telling(Strict):
    """Somebody to tell.

    Attributes:
        who: A post of the school, a local service, one of the others, or the id of an organisation.
        when: How fast; ``first`` is before anything else.
        only_if: The condition, beginning with "if", "when", "for" or "unless"; ``{head}`` stands for the head's title.
        by: Who tells them, where it is not the reader.
        else_you: The reader tells them where no DSL or deputy can be reached quickly.
        how: How, where it is not as usual.
        page: A page that says more.
        choice: A choice of the school and its value, without which the row does not hold.
        school_types: Kinds of school in which it can be so. Without any, every kind.
    """

    who: Line
    when: When
    only_if: Line | None = None
    by: Teller | None = None
    else_you: bool = False
    how: Line | None = None
    page: Line | None = None
    choice: dict[str, str] = {}
    school_types: list[LegalKind] = []

    @model_validator(mode="after")
    def _condition_reads_on(self) -> Telling:
        if self.only_if and self.only_if.split()[0] not in ("if", "when", "for", "unless", "where", "before", "after", "once", "to", "in"):
            raise fault(f'only_if is "{self.only_if}".', 'Begin the condition with "if", "when", "for" or "unless".')
        return self


class Decision(Record):
    """One answer to a question such as "when to block", and what it means to each reader. A reader without words never meets it."""

    topic: Topic
    words: dict[Reader, Text]


class Situation(Fact):
    """Something that has happened, and what is then decided.

    Attributes:
        title: The situation in a few words.
        known_by: Words by which a sentence of any page is recognised to be about it.
        told_on: The pages, or sections of pages, that tell each reader what to do.
        tell: Whom staff tell.
        home: Whom families tell.
        closed: Whom families tell when school is closed; a condition of the first holds for all, another one for its row alone.
        decided: The decision on each topic, by id.
        never: What nobody does.
    """

    months_between_reviews: ClassVar[int] = 12
    kind_in_words: ClassVar[str] = "situations"

    title: Line
    known_by: list[Line] = []
    told_on: dict[Reader, list[Line]]
    tell: list[Telling] = Field(min_length=1)
    home: list[Telling] = []
    closed: list[Telling] = []
    decided: dict[Topic, Id] = {}
    never: list[Act] = []

    @model_validator(mode="after")
    def _families_are_not_left_alone(self) -> Situation:
        if "parents" in self.told_on and not (self.home and self.closed):
            raise fault(
                "a situation with a page for parents does not say whom families tell.", "Fill home, and closed for nights, weekends and holidays."
            )
        return self


def faults(
    situations: Mapping[str, Situation], decisions: Mapping[str, Decision], organisations: Mapping[str, Any], spots: Mapping[tuple[str, str], Spot]
) -> Iterator[Problem]:
    """Yield what does not fit together: somebody nobody knows, a decision that is not there or has no words for a reader."""
    known = {*SCHOOL_POSTS, *LOCAL_SERVICES, *OTHERS, *organisations}
    for one in situations.values():
        spot = spots["situations", one.id]
        for part in ("tell", "home", "closed"):
            for number, telling in enumerate(getattr(one, part), 1):
                if telling.who not in known:
                    yield spot.problem(one.id, f"{part}[{number}].who", f'nobody is called "{telling.who}".', did_you_mean(telling.who, known))
        for topic, name in one.decided.items():
            if name not in decisions:
                yield spot.problem(one.id, f"decided.{topic}", f'there is no decision "{name}".', did_you_mean(name, decisions))
            elif decisions[name].topic != topic:
                yield spot.problem(
                    one.id, f"decided.{topic}", f'"{name}" is a decision on "{decisions[name].topic}".', "Name a decision on this topic."
                )
