"""Whether a page of "Something has happened" has the shape that somebody in a hurry learns once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from handbook.check.situations import APART
from handbook.ground.paths import DOCS, shown
from handbook.ground.problems import Problem

# The headings of a procedure for staff, in their order; the first three stand on every page.
STAFF = (
    "Do now",
    "Do not",
    "Tell",
    "Keep",
    "Report and remove",
    "Support",
    "Afterwards",
    "The law in a line",
    "What a parent should know",
    "Our rules",
)
FIRST_THREE = STAFF[:3]
PARENTS = ("Do this now", "Who can help", "What to say to your child")
# No single situation: how to keep from harm without meaning it.
_OF_ITS_OWN_SHAPE = frozenset({"without-meaning-to"})
FEWEST_STEPS = 3
MOST_STEPS = {"staff": 9, "parents": 8}

_HEADING = re.compile(r"^## (.+?)(?: \{.*)?$", re.MULTILINE)
_STEP = re.compile(r"^(\d+)\. (.*)$", re.MULTILINE)


def faults(docs: Path = DOCS) -> Iterator[Problem]:
    """Yield what is wrong with the headings and the first steps of each page that says what to do."""
    for path in sorted((docs / "help-now").rglob("*.md")):
        if path.relative_to(docs).as_posix() in APART or path.stem in _OF_ITS_OWN_SHAPE:
            continue
        text = path.read_text(encoding="utf-8")
        of_parents = path.parent.name == "parents"
        for line, fault, remedy in (_for_parents if of_parents else _for_staff)(text):
            yield Problem(shown(path), line, "", fault, remedy)


Fault = tuple[int, str, str]


def _for_staff(text: str) -> Iterator[Fault]:
    found = [(one[1], _line(text, one.start())) for one in _HEADING.finditer(text)]
    known = [(name, line) for name, line in found if name in STAFF]
    for at, wanted in enumerate(FIRST_THREE):
        if at >= len(known) or known[at][0] != wanted:
            # What stands there instead.
            line = found[at][1] if at < len(found) else 0
            names = ", ".join(f"## {name}" for name in FIRST_THREE)
            yield line, f'the heading "{wanted}" is missing, or stands elsewhere.', f"Begin the procedure with {names}, in this order."
            return
    for (before, _), (name, line) in zip(known, known[1:], strict=False):
        if STAFF.index(name) < STAFF.index(before):
            yield line, f'"{name}" stands below "{before}".', f"Put it above: the order is {', '.join(STAFF)}."
    yield from _steps(text, FIRST_THREE[0], MOST_STEPS["staff"])


def _for_parents(text: str) -> Iterator[Fault]:
    found = [one[1] for one in _HEADING.finditer(text)]
    first = PARENTS[0]
    if found[:1] != [first]:
        yield 0, f'the first heading is not "{first}".', f"Begin with  ## {first}  and the steps."
        return
    for name in PARENTS:
        if name not in found:
            yield 0, f'the heading "{name}" is missing.', f"Write  ## {name}  and its words."
    yield from _steps(text, first, MOST_STEPS["parents"])


def _steps(text: str, heading: str, most: int) -> Iterator[Fault]:
    begin = text.index(f"## {heading}")
    end = text.find("\n## ", begin)
    steps = list(_STEP.finditer(text, begin, end if end > 0 else len(text)))
    line = _line(text, begin)
    # Schools that choose otherwise read other steps; a number that stands in several choices is one step.
    count = max((int(step[1]) for step in steps), default=0)
    if not FEWEST_STEPS <= count <= most:
        yield line, f'below "{heading}" stand {count} steps.', f"Write {FEWEST_STEPS} to {most}: nobody in a hurry follows more."
    if steps and not steps[0][2].startswith("{{ in_danger("):
        remedy = "Write the danger first, by the macro  {{ in_danger(…) }}  as other pages do."
        yield _line(text, steps[0].start()), "the first step does not say what to do in danger.", remedy


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
