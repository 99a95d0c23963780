"""Kinds of unsafe procedures and examples of each, and of what is sound: data/audit/procedures/.

kinds.yml says of each kind what is true now. Every other file there holds sentences of policies under the name of their kind, or ``sound``;
before ``||`` stands what introduces the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from handbook.audit.document import FAR_BACK
from handbook.audit.rule import Rule
from handbook.audit.rules import FOLDER, Said, as_said, faults_of
from handbook.facts.load import Facts
from handbook.facts.spots import Spot
from handbook.ground.problems import Problem, ProblemsError, did_you_mean
from handbook.ground.validation import checked
from handbook.ground.values import Line, Text
from handbook.ground.yaml_files import read
from handbook.policy.outline import Outline

EXAMPLES = FOLDER / "procedures"
SOUND = "sound"
# What the audit says where the kind is not clear.
OTHER = "other"
_KINDS = "kinds.yml"


class Kind(Said):
    """One kind of unsafe procedure."""

    now: Text
    rests_on: list[Line] = Field(min_length=1)


@dataclass(frozen=True)
class Example:
    """A sentence of a policy.

    Attributes:
        before: What introduces it.
        kind: Its kind of unsafe procedure, or ``sound``.
        file: The name of the file that it stands in, without its ending: who wrote it.
    """

    text: str
    before: str
    kind: str
    file: str


def kinds(facts: Facts, policy: Outline, folder: Path = EXAMPLES) -> dict[str, Rule]:
    """Return what the audit says of each kind.

    Raises:
        ProblemsError: A kind is faulty, stands twice, or names what is not there.
    """
    source = read(folder / _KINDS)
    found: dict[str, Rule] = {}
    problems: list[Problem] = []
    for index, content in enumerate(source.content or []):
        spot = Spot(source, (index,))
        try:
            said = checked(Kind, content, source, (index,))
        except ProblemsError as error:
            problems += error.problems
            continue
        if said.id in found or said.id == SOUND:
            problems.append(spot.problem(said.id, "id", "this id stands twice, or is taken.", "Give the kind another id."))
        problems += faults_of(said, facts, policy, spot)
        found[said.id] = as_said(said, "unsafe-procedure", facts, policy)
    if OTHER not in found and not problems:
        problems.append(Problem(source.file, 0, OTHER, "this kind is missing.", "Write what the audit says of what is unsafe in another way."))
    if problems:
        raise ProblemsError(problems)
    return found


def examples(known: Collection[str], folder: Path = EXAMPLES) -> list[Example]:
    """Return all examples, in the order of their files.

    Args:
        known: The ids of the kinds.

    Raises:
        ProblemsError: An example stands under a kind that is not there, stands twice, or is none; or a kind has none.
    """
    problems: list[Problem] = []
    found: list[Example] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        if path.name == _KINDS:
            continue
        source = read(path)
        for kind, texts in (source.content or {}).items():
            spot = Spot(source, (kind,))
            if kind != SOUND and kind not in known:
                problems.append(Problem(source.file, source.line_of((kind,)), kind, "there is no such kind.", did_you_mean(kind, [*known, SOUND])))
            for number, text in enumerate(texts if isinstance(texts, list) else [], 1):
                if not isinstance(text, str) or not text.strip():
                    problems.append(
                        spot.problem(kind, f"[{number}]", "this is no sentence.", "Write a sentence, in quotation marks if it holds a colon.")
                    )
                    continue
                before, _, rest = text.rpartition(" || ")
                key = " ".join(re.findall(r"\w+", text.lower()))
                if key in seen:
                    problems.append(
                        spot.problem(kind, f"[{number}]", f"this example stands twice; the other is under {seen[key]}.", "Take one of the two away.")
                    )
                seen[key] = kind
                found.append(Example(rest, before[-FAR_BACK:], kind, path.stem))
    problems += [
        Problem(
            folder.name, 0, kind, "nothing is learned of this kind: it has no example.", f"Write sentences under {kind} in a file of {folder.name}."
        )
        for kind in (*known, SOUND)
        if kind not in seen.values() and not problems
    ]
    if problems:
        raise ProblemsError(problems)
    return found
