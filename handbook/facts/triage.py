"""The guided way in: a tree of questions. Every path must end at a page, and every question must be reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handbook.facts.records import Question
from handbook.facts.spots import Spot
from handbook.ground.problems import Problem, did_you_mean

START = "start"
DEEPEST = 3


def paths(questions: Mapping[str, Question], start: str = START) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every path through the tree: the answers chosen, and the page they end at."""
    for answer in questions[start].answers:
        if answer.page:
            yield (answer.text,), answer.page
        elif answer.asks:
            for chosen, page in paths(questions, answer.asks):
                yield (answer.text, *chosen), page


def faults(questions: Mapping[str, Question], spots: Mapping[tuple[str, str], Spot]) -> Iterator[Problem]:
    """Yield what is wrong with the tree: unknown or unreached questions, loops, paths that are too long."""
    if START not in questions:
        yield Problem("data/triage.yml", 1, "", f'there is no question "{START}".', f"Give the first question the id {START}.")
        return
    reached: set[str] = set()

    def walk(name: str, above: tuple[str, ...]) -> Iterator[Problem]:
        spot = spots["triage", name]
        reached.add(name)
        if len(above) >= DEEPEST:
            yield spot.problem(name, "question", f"it is {len(above)} questions deep.", f"Nobody should answer more than {DEEPEST} questions.")
            return
        for number, answer in enumerate(questions[name].answers, 1):
            part = f"answers[{number}].asks"
            if not answer.asks:
                continue
            if answer.asks not in questions:
                yield spot.problem(name, part, f'there is no question "{answer.asks}".', did_you_mean(answer.asks, questions))
            elif answer.asks in (*above, name):
                yield spot.problem(name, part, f'the answer "{answer.text}" leads back to "{answer.asks}": a loop.', "Lead it to a page.")
            else:
                yield from walk(answer.asks, (*above, name))

    yield from walk(START, ())
    for name in questions:
        if name not in reached:
            yield spots["triage", name].problem(name, "id", "no answer leads to this question.", "Lead an answer to it, or delete it.")
