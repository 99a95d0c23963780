"""Hold what finished pages say against the records of situations, and against each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from handbook.facts.load import Facts
from handbook.facts.situations import SCHOOL_POSTS, Situation
from tests.rules.said import HELD_BACK, REPORT_REMOVE, Line, block_stance, delete_stance, remove_stance, told, told_how_fast

# What a page may say on blocking, by decision.
BLOCK = {
    "block-once-noted": {"go"},
    "block-when-dsl-says": {"ask"},
    "block-when-told": {"ask"},
    "block-once-kept": {"go"},
    "block-once-police-say": {"ask"},
    "mute-now-ask-to-leave": {"ask"},
}
REMOVE = {"report-remove-now": {"go"}}
DELETE = {"delete-nothing": {"never"}, "close-once-kept": {"never", "ask"}}
# Where a record leaves a choice, any of these is right.
EITHER = {"contact_report_to": {"dsl", "head", "line_manager"}, "dsl_or_online_safety_lead": {"dsl", "online_safety_lead"}}
SPEEDS = {"first": "at-once", "at-once": "at-once", "same-day": "same-day", "within-one-working-day": "within-one-working-day"}


@dataclass
class Gathered:
    """What pages say, and where they say something else than the record.

    Attributes:
        said: By situation and question, each answer with the places that give it.
        faults: Sentences that contradict their record.
        lines: How many lines were looked at.
    """

    said: dict[tuple[str, str], dict[str, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    faults: list[str] = field(default_factory=list)
    lines: int = 0


def gather(lines: Iterable[Line], facts: Facts) -> Gathered:
    """Read lines of any pages against all situations."""
    found = Gathered()
    places = _places(facts)
    for line in lines:
        found.lines += 1
        for situation, sure in _about(line, facts, places):
            for question, answer, allowed, sentence in _answers(line, situation, sure):
                found.said[situation.id, question][answer].append(line.page)
                if answer not in allowed:
                    found.faults.append(
                        f"{line.page}: on {question} in {situation.id} the record says {' or '.join(sorted(allowed)) or 'nobody'}, "
                        f'the page says {answer}: "{sentence}"'
                    )
    return found


def _places(facts: Facts) -> Mapping[str, list[tuple[str, Situation]]]:
    """Return, by page, the situations it tells of, each with its section or with nothing for the whole page."""
    places: dict[str, list[tuple[str, Situation]]] = defaultdict(list)
    for one in facts.situations.values():
        for targets in one.told_on.values():
            for target in targets:
                page, _, anchor = target.partition("#")
                places[page.removesuffix(".md").removesuffix("/index")].append((anchor, one))
    return places


def _about(line: Line, facts: Facts, places: Mapping[str, list[tuple[str, Situation]]]) -> Iterator[tuple[Situation, bool]]:
    """Yield the situations a line is about, and whether its page is theirs."""
    own = [(anchor, one) for anchor, one in places.get(line.page, ()) if not anchor or anchor in line.sections]
    if own:
        # A section of a situation's own stands for itself; the rest of the page is about the page's situation.
        sections = [one for anchor, one in own if anchor]
        # On a sheet for many situations, and in a table of them, a line that names another one is about that one.
        named = [one for one in _named(line, facts) if one not in [mine for _, mine in own]] if sections or line.row else []
        for one in named or sections or [one for _, one in own]:
            yield one, True
        return
    for one in _named(line, facts):
        yield one, False


def _named(line: Line, facts: Facts) -> list[Situation]:
    return [one for one in facts.situations.values() if names(line.text, one)]


def names(text: str, situation: Situation) -> bool:
    """Say whether a text names a situation by words that it is known by."""
    return any(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) for words in situation.known_by)


def _answers(line: Line, situation: Situation, sure: bool) -> Iterator[tuple[str, str, set[str], str]]:
    """Yield each question that a line answers: the question, the answer, what the record allows, and the sentence."""
    decided = situation.decided
    # What follows may hold back what has just been offered: "… can use Report Remove. Ask the DSL when to start."
    if decided.get("remove") in REMOVE and REPORT_REMOVE.search(line.text) and HELD_BACK.search(line.text):
        yield "Report Remove", "wait", REMOVE[decided["remove"]], line.text
    for sentence in line.sentences:
        if decided.get("block") in BLOCK and (stance := block_stance(sentence)):
            yield "blocking", stance, BLOCK[decided["block"]], sentence
        if decided.get("remove") in REMOVE and (stance := remove_stance(sentence)):
            yield "Report Remove", stance, REMOVE[decided["remove"]], sentence
        if sure and decided.get("delete") in DELETE and (stance := delete_stance(sentence)):
            yield "deleting", stance, DELETE[decided["delete"]], sentence
        if sure:
            for who, speed in told_how_fast(sentence):
                speeds = {SPEEDS.get(one.when, one.when) for one in (*situation.tell, *situation.home) if who in EITHER.get(one.who, {one.who})}
                if who in SCHOOL_POSTS and speeds:
                    yield f"how fast the {who} is told", speed, speeds, sentence
    if not sure:
        first = next((EITHER.get(one.who, {one.who}) for one in situation.tell if not one.only_if and one.who in (*SCHOOL_POSTS, *EITHER)), set())
        for sentence in line.sentences if first else ():
            named = told(sentence) & set(SCHOOL_POSTS)
            if named and names(sentence, situation):
                yield "whom to tell first", " or ".join(sorted(first & named or named)), {*first, " or ".join(sorted(first))}, sentence
