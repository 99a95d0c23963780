"""Write a fleet's files: ``fleet.yml`` with every shared key and its note, and a short file for each school."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from handbook.fleet.from_register import Known
from handbook.ground.yaml_files import Place, YamlFile, dotted
from handbook.school.model import Identity, People, Policy, is_needed
from handbook.school.write import group, scalar

_HEAD = """\
# What the schools of this fleet share. Each school's own file stands in schools/, named for its number (URN).
#
#   - A value is looked for in the school's file first, then in the groups below (the last one first), then under "shared".
#   - A blank says nothing: the next one is asked.
#   - Where a value of a school comes from:  python3 scripts/handbook.py fleet show FOLDER URN
"""

_SCHOOL_HEAD = """\
# {name}, number {urn}. Only what is this school's own stands here; what it shares comes from ../fleet.yml.
# Names and numbers here are published with the handbook: use work details only.
"""

# In a school's short file: the details that a register or only the school itself knows, in the order of the whole file.
_IDENTITY = "name short_name phase key_stages type trust head_title address postcode phone email website".split()
_OWN: tuple[Place, ...] = (
    *(("identity", key) for key in _IDENTITY),
    ("people", "head", "name"),
    ("people", "chair", "name"),
    *(("people", "dsl", key) for key in ("name", "phone", "email")),
    ("people", "safeguarding_governor", "name"),
    ("people", "data_protection", "name"),
    ("people", "it_support", "name"),
    ("local", "authority"),
    ("policy", "approved_on"),
    ("policy", "next_review"),
)  # fmt: skip


def fleet_file(name: str, kind: str, shared: Mapping[Place, Any], authorities: Sequence[str]) -> str:
    """Return the text of fleet.yml.

    Args:
        name: Whose schools they are.
        kind: ``authority``, ``trust`` or ``list``.
        shared: What is known to be the same for all, by place.
        authorities: The councils of their areas; where there are several, each becomes a group with its own local services.
    """
    lines = [
        *_HEAD.splitlines(),
        f"name: {scalar(name)}",
        "# authority, trust or list.",
        f"kind: {kind}",
        "",
        "# Where on the web the sites stand, each in a folder named for its school's number. For example https://schools.example.org/handbooks/",
        "address:",
        "",
        "shared:",
    ]
    several = len(authorities) > 1
    for key in ("local", "technology", "branding", "choices"):
        if key == "local" and several:
            lines += ["  # Local services stand in the groups below: these schools are in the areas of several councils.", "  local:", ""]
        else:
            lines += [*_indented(group(key, dict(shared)), 1), ""]
    lines += [
        "# Schools that share more: by phases, types, authorities, or single schools by number. For example",
        "#   - name: Secondary schools",
        "#     phases: [secondary, upper, sixth-form, all-through]",
        "#     values:",
        "#       choices:",
        "#         pupil_phones: locked-pouches",
        "groups:",
    ]
    for authority in authorities if several else ():
        lines += [f"  - name: {scalar(f'Schools in {authority}')}", f"    authorities: [{_in_list(authority)}]", "    values:"]
        lines += [*_indented(group("local", {("local", "authority"): authority}), 3), ""]
    lines += [
        "",
        "# Places that no school's own file may change. For example",
        "#   - local.lado",
        "#   - choices.staff_phones",
        "fixed:",
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _in_list(text: str) -> str:
    found = scalar(text)
    return f'"{text}"' if found == text and re.search(r"[,\[\]]", text) else found


def _indented(lines: Iterable[str], depth: int) -> list[str]:
    return [f"{'  ' * depth}{line}" for line in lines]


def school_file(known: Known, shared: Mapping[Place, Any]) -> str:
    """Return the text of a school's short file: what the register knows, and blanks for what only the school does."""
    values = {place: value for place, value in known.values.items() if shared.get(place) != value}
    lines = _SCHOOL_HEAD.format(name=known.name.replace("\n", " "), urn=known.urn).splitlines()
    above: Place = ()
    for place in _OWN:
        value = values.get(place)
        if value is None and not _asked(place, known, shared):
            continue
        for depth in range(len(place) - 1):
            if place[: depth + 1] != above[: depth + 1]:
                lines.append(f"{'  ' * depth}{place[depth]}:")
        above = place[:-1]
        text = f"[{', '.join(value)}]" if isinstance(value, list) else "" if value is None else scalar(value)
        lines.append(f"{'  ' * (len(place) - 1)}{place[-1]}:{' ' if text else ''}{text}")
    return "\n".join(lines) + "\n"


def _asked(place: Place, known: Known, shared: Mapping[Place, Any]) -> bool:
    """Say whether a school's file has a line for a detail that nobody knows yet."""
    if shared.get(place) is not None or place[0] == "local":
        return False
    if place[0] == "identity":
        kind: Any = {"type": known.values.get(("identity", "type"), "community")}
        return is_needed(Identity(**kind), str(place[1]))
    part: Any = {"people": People, "policy": Policy}[str(place[0])]
    for step in place[1:-1]:
        part = part.model_fields[step].annotation
    return is_needed(part(), str(place[-1]))


def with_value(text: str, source: YamlFile, place: Place, value: Any) -> str | None:
    """Return a file's text with another value at a place that has a line of its own; None if it has none that can be changed so."""
    line = source.lines.get(place)
    if not line:
        return None
    lines = text.split("\n")
    found = re.match(r"(\s*[\w-]+:)(?:[ \t]+(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^#\n]*?))?([ \t]+#.*)?$", lines[line - 1])
    if not found:
        return None
    typed = f"[{', '.join(value)}]" if isinstance(value, list) else scalar(value)
    lines[line - 1] = f"{found.group(1)} {typed}{found.group(2) or ''}"
    return "\n".join(lines)


def place_of(text: str) -> Place:
    """Return the place that :func:`dotted` wrote."""
    return tuple(text.split("."))


def flat(values: Mapping[Place, Any]) -> dict[str, Any]:
    """Return values by their dotted places, as register.json keeps them."""
    return {dotted(place): value for place, value in values.items()}
