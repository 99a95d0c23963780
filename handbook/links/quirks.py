"""Ways of particular services to turn programs away, as a table: a name in plain words, and the mark it is known by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Quirk:
    """One service's way of saying no.

    Attributes:
        name: What it is, for people.
        statuses: Statuses it comes with; empty for any.
        header: Header it is known by, in small letters; empty if the status says enough.
        value: Pattern that the header's value must contain.
    """

    name: str
    statuses: frozenset[int] = frozenset()
    header: str = ""
    value: str = ""


QUIRKS = (
    Quirk("Cloudflare tests whether a person asks", header="cf-mitigated", value="challenge"),
    Quirk("Amazon's firewall tests whether a person asks", header="x-amzn-waf-action", value="challenge|captcha"),
    Quirk("DataDome turns programs away", frozenset({403, 405, 429}), "x-datadome", "."),
    Quirk("Imperva turns programs away", frozenset({403, 503}), "x-iinfo", "."),
    Quirk("PerimeterX turns programs away", frozenset({403}), "x-px-authorization", "."),
    Quirk("Sucuri's firewall turns programs away", frozenset({403}), "x-sucuri-block", "."),
    Quirk("LinkedIn's own status for programs", frozenset({999})),
)


def quirk(status: int, headers: Mapping[str, str]) -> str:
    """Return the name of the quirk that an answer shows; empty if none."""
    for one in QUIRKS:
        if one.statuses and status not in one.statuses:
            continue
        if one.header and not re.search(one.value, headers.get(one.header, ""), re.IGNORECASE):
            continue
        return one.name
    return ""
