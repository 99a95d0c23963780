"""Figures about people that a page states by itself: a share, "one in five", "thousands of". They grow old, and nobody can look them up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.check.slips import Slip
from handbook.pages.page_source import first_line_of_text, text_of

_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|fifty|a hundred|\d[\d,.]*)"
_PEOPLE = (
    r"(?:all |the |these |those |our |UK |British |young |younger |older |primary |secondary |teenage |school ?)*"
    r"(?:children|child|pupils?|people|girls?|boys?|teenagers?|teens?|parents?|carers?|famil(?:y|ies)|households?|homes?|adults?|teachers?|staff|"
    r"schools?|users?|cases|reports|victims)"
)
_SHARE = r"(?:half|a third|one third|two[ -]thirds|a quarter|one quarter|three[ -]quarters|a fifth|one fifth|the (?:vast )?majority)"
_FIGURE = re.compile(
    # A page at 200% and a battery to 20% are no figures about people.
    r"(?<!at )(?<!to )(?<!and )\b\d[\d,.]* ?(?:%|per ?cent\b)"
    rf"|\b{_NUMBER} (?:in|out of) (?:every )?{_NUMBER}(?= (?:of )?{_PEOPLE}\b|[.,]? (?:has|have|had|is|are|was|were|say|said|says|see|saw|meet)\b)"
    rf"|\b{_NUMBER} {_PEOPLE} (?:in|out of) (?:every )?{_NUMBER}\b"
    rf"|\b{_SHARE} of (?:all )?{_PEOPLE}\b"
    r"|\b(?:tens of thousands|hundreds of thousands|thousands|millions|billions) of\b"
    rf"|\bhundreds of {_PEOPLE}\b",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"\{\{ *(?:link|guidance|law|org)\(")


def figures(lines: list[str]) -> Iterator[Slip]:
    """Find figures about people in lines that name no source."""
    top = first_line_of_text(lines)
    for number, (line, seen) in enumerate(zip(lines, [*lines[:top], *text_of(lines)[top:]], strict=True), 1):
        found = _FIGURE.search(seen)
        if found and not _SOURCE.search(line) and not line.startswith("tags:"):
            yield Slip(
                number,
                f'"{found.group()}" is a figure without a source, and grows old.',
                'Say it without the figure, for the advice seldom needs it. Or name the source in the same line:  {{ link("its-id") }}',
            )


RULES = (figures,)
