"""What is out of date by our own records and yet typed into a page: an old edition of guidance, a body that is closed or has another name.

The audit of old policies knows how such things are worded, and when a sentence tells history.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from handbook.audit.audit import Auditor
from handbook.audit.document import Block
from handbook.facts.load import Facts
from handbook.ground.clock import today
from handbook.ground.paths import DOCS, shown
from handbook.ground.problems import Problem
from handbook.pages.page_source import first_line_of_text, text_of
from handbook.policy.outline import Outline

_KINDS = ("guidance-superseded", "body-closed", "body-renamed")
_REMEDY = "{} Let the page ask its record for the name:  {}  Or say that it is past, as in: older policies named it, it is no longer used."
_ASKED = {"guidance-superseded": '{{ guidance("its-id") }}', "body-closed": '{{ org("its-id") }}', "body-renamed": '{{ org("its-id") }}'}


def faults(facts: Facts, policy: Outline, docs: Path = DOCS) -> Iterator[Problem]:
    """Yield each line of a page that says what our records know to be past."""
    auditor = Auditor(facts, policy, today(), kinds=_KINDS)
    for path in sorted(docs.rglob("*.md")):
        heading = ""
        for number, line in enumerate(_shown(path.read_text(encoding="utf-8").split("\n")), 1):
            if line.startswith("#"):
                heading = line.strip("# ")
            for one in auditor.in_block(Block(line, heading=heading)) if line.strip() else ():
                if one.kind in _KINDS:
                    yield Problem(shown(path), number, "", f'"{one.words}" is out of date.', _REMEDY.format(one.now, _ASKED[one.kind]))


def _shown(lines: list[str]) -> list[str]:
    """Return the lines of a page, blank where readers see nothing; tags are what people search by, old names among them."""
    top = first_line_of_text(lines)
    return [*("" if line.startswith("tags:") else line for line in lines[:top]), *text_of(lines)[top:]]
