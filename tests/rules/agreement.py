"""Hold what finished pages say against the records of situations, and against each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from handbook.facts.load import Facts
from handbook.facts.situations import SCHOOL_POSTS, Situation
from tests.rules.said import HELD_BACK, REPORT_REMOVE, Line, block_stance, delete_stance, offered, remove_stance, told, told_how_fast

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
EXCEPT = re.compile(r"\bnot if\b[^.|]*")
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


def gather(lines: Iterable[Line], facts: Facts, held: Mapping[str, str] | None = None) -> Gathered:
    """Read lines of any pages against all situations.

    Args:
        lines: What the pages say.
        facts: With the records.
        held: By post, who holds it in the school. Where one person holds two posts, either name is right.
    """
    found = Gathered()
    places = _places(facts)
    for line in lines:
        found.lines += 1
        for situation, sure in _about(line, facts, places):
            for question, answer, allowed, sentence in _answers(line, situation, sure, held or {}):
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
    """Say whether a text names a situation by words that it is known by. "Tell the DSL; not if it is about the head" is not about the head."""
    return bool(_any_of(tuple(situation.known_by)).search(EXCEPT.sub("", text)))


@lru_cache(maxsize=200)
def _any_of(known_by: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known_by)) or '(?!)'})(?!\w)", re.IGNORECASE)


def _answers(line: Line, situation: Situation, sure: bool, held: Mapping[str, str]) -> Iterator[tuple[str, str, set[str], str]]:
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
    if sure and (named := offered(line.text) & set(SCHOOL_POSTS)) and (posts := _with_same_holder(_at_home(situation), held)):
        yield "who helps in school", *_right_or_wrong(named, posts), line.text
    if not sure:
        first = next((EITHER.get(one.who, {one.who}) for one in situation.tell if not one.only_if and one.who in (*SCHOOL_POSTS, *EITHER)), set())
        first = _with_same_holder(first, held)
        for sentence in line.sentences if first else ():
            named = told(sentence) & set(SCHOOL_POSTS)
            if named and names(sentence, situation):
                yield "whom to tell first", *_right_or_wrong(named, first), sentence


def _right_or_wrong(named: set[str], right: set[str]) -> tuple[str, set[str]]:
    """Return whom of those named it is right to tell, else all named, and what would be right."""
    answer = " or ".join(sorted(named & right or named))
    return answer, {answer} if named & right else right


def _at_home(situation: Situation) -> set[str]:
    """Return whom in school families tell in every case."""
    return {who for one in situation.home if not one.only_if for who in EITHER.get(one.who, {one.who}) if who in SCHOOL_POSTS}


def _with_same_holder(posts: set[str], held: Mapping[str, str]) -> set[str]:
    """Return posts, and those that the same people hold in this school."""
    people = {held[post] for post in posts if post in held}
    return posts | {post for post, person in held.items() if person in people}
