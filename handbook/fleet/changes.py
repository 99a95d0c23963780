"""What the register has changed since it was last taken, and what of it may be taken over: never what a person wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handbook.fleet import from_register, register
from handbook.fleet.folder import Fleet, Said, write_said
from handbook.fleet.from_register import CLOSED, CLOSING, OPEN, OPENING, Known
from handbook.fleet.levels import at, laid_over, same
from handbook.fleet.new import saying
from handbook.fleet.write import place_of, school_file, with_value
from handbook.ground.paths import shown
from handbook.ground.problems import Problem, ProblemsError
from handbook.ground.text_files import save
from handbook.ground.yaml_files import parse, read
from handbook.school.load import FLEET_SCHOOLS

# A register that holds less than this part of the schools that the last one held is not the whole of it.
LEAST_PART = 0.6

RENAMED, HEAD, STATUS, GONE, CONVERTED, OPENED, VALUE = "renamed", "new head", "status", "gone", "converted", "opened", "changed"


@dataclass(frozen=True)
class Change:
    """Something that the register says otherwise than it did.

    Attributes:
        urn: The school's number.
        kind: What sort of change it is.
        what: The place in the school's file, or what it is about.
        before: What the register said, or what stands in the file.
        now: What it says now.
        offered: What taking it over would do; empty where a person has to decide.
    """

    urn: str
    kind: str
    what: str
    before: str
    now: str
    offered: str

    def __str__(self) -> str:
        told = f"{self.urn}, {self.what}: {self.now}" if not self.before else f'{self.urn}, {self.what}: "{self.before}" is now "{self.now}"'
        return f"{told}\n    {self.offered}"


@dataclass(frozen=True)
class Compared:
    """A fleet beside a register.

    Attributes:
        changes: What is otherwise.
        told: What was wrong in the register.
        now: What the register says of the schools.
        rows: How many schools it holds.
    """

    changes: tuple[Change, ...]
    told: tuple[Problem, ...]
    now: Mapping[str, Known]
    rows: int


def compare(fleet: Fleet, file: Path, far_fewer: bool = False) -> Compared:
    """Return what a register says otherwise than the last one.

    Args:
        fleet: The fleet.
        file: The register.
        far_fewer: Take it though it holds far fewer schools than the last one did.

    Raises:
        ProblemsError: It is not the register, or not the whole of it.
    """
    whole = register.read(file)
    before = fleet.register_said()
    here = sum(urn in whole.rows for urn in fleet.files)
    fewer = len(whole.rows) < LEAST_PART * before.rows or here < LEAST_PART * len(fleet.files)
    if fewer and not far_fewer:
        counted = f"{len(whole.rows)} schools, where the last one held {before.rows}; {here} of this fleet's {len(fleet.files)} are in it"
        remedy = "Download it again and take it whole. If the smaller file is right, say so with --far-fewer."
        raise ProblemsError([Problem(whole.file, 0, "", f"it holds far too few schools: {counted}. Nothing was changed.", remedy)])
    now = {urn: from_register.known(whole.rows[urn]) for urn in fleet.files if urn in whole.rows}
    others = {urn: row for urn, row in whole.rows.items() if urn not in fleet.files}
    mine = {one: row for one, row in others.items() if _is_mine(fleet, row)}
    changes: list[Change] = []
    heirs = _heirs({urn: (before.schools.get(urn, {}), now.get(urn)) for urn in fleet.files if urn not in now or now[urn].status == CLOSED}, others)
    for urn in fleet.files:
        old = before.schools.get(urn, {})
        one = now.get(urn)
        heir = heirs.get(urn)
        if heir:
            offered = (
                f"With --take: schools/{heir.urn}.yml is written with what a person wrote for {urn}. "
                f"Delete schools/{urn}.yml when the new address is known."
            )
            changes.append(Change(urn, CONVERTED, "school", "", f"it has a new number, {heir.urn} ({heir.name})", offered))
        elif one is None:
            changes.append(
                Change(urn, GONE, "school", "", "the register does not know it any more", f"Check its number, or delete schools/{urn}.yml.")
            )
        elif one.status != old.get("status", one.status) or one.status == CLOSED:
            when = f" on {one.closed_on}" if one.closed_on and one.status in (CLOSED, CLOSING) else ""
            remedy = {
                CLOSED: f"Delete schools/{urn}.yml when its handbook is not needed any more.",
                CLOSING: "It keeps its handbook until then.",
                OPEN: "Nothing to do.",
                OPENING: "Check its number.",
            }[one.status]
            changes.append(Change(urn, STATUS, "status", "", f"{one.status}{when}", remedy))
        if one is not None and one.status != CLOSED:
            changes += _values(fleet, urn, old, one)
    taken = {heir.urn for heir in heirs.values()}
    for urn, row in mine.items():
        one = from_register.known(row)
        if urn not in taken and not one.left_out and one.status in (OPEN, CLOSING):
            changes.append(
                Change(urn, OPENED, "school", "", f"{one.name} is open and not in this fleet", f"With --take: schools/{urn}.yml is written.")
            )
    told = tuple(one for one in whole.told if any(f"URN {urn}" in one.place for urn in fleet.files) or "URN" not in one.place)
    return Compared(
        tuple(changes),
        told,
        {**now, **{urn: from_register.known(row) for urn, row in others.items() if urn in mine or urn in taken}},
        len(whole.rows),
    )


def _is_mine(fleet: Fleet, row: register.Row) -> bool:
    """Say whether a school of the register belongs to the fleet by its council or trust."""
    kind = fleet.file.kind
    return kind in ("authority", "trust") and same(row[kind], fleet.file.name)


def _heirs(ended: Mapping[str, tuple[Mapping[str, Any], Known | None]], others: Mapping[str, register.Row]) -> dict[str, Known]:
    """Return which school took over from which: an open row, not in the fleet yet, with its number in its authority, else its postcode and name."""
    found: dict[str, Known] = {}
    open_ = {urn: from_register.known(row) for urn, row in others.items() if row["status"].casefold().startswith("open")} if ended else {}
    by_key = {one.key: one for one in open_.values() if one.key}
    for urn, (old, one) in ended.items():
        key = one.key if one else str(old.get("key", ""))
        if key in by_key:
            found[urn] = by_key[key]
    for urn, (old, _) in ended.items():
        values = old.get("values", {})
        gone = {one.urn for one in found.values()}
        for other in open_.values() if urn not in found and values.get("identity.postcode") else ():
            same_place = same(values["identity.postcode"], other.values.get(("identity", "postcode"), ""))
            if other.urn not in gone and same_place and _alike(str(values.get("identity.name", "")), other.name):
                found[urn] = other
                break
    return found


def _alike(one: str, other: str) -> bool:
    """Say whether two names share a word that says which school it is."""
    common = {"school", "primary", "academy", "the", "of", "and", "community", "junior", "infant", "secondary", "church", "england", "ce", "high"}
    return bool({word for word in one.casefold().split() if word not in common} & set(other.casefold().split()))


def _values(fleet: Fleet, urn: str, old: Mapping[str, Any], one: Known) -> list[Change]:
    """Return the values that the register has changed, and what may become of each."""
    said = old.get("values", {})
    found = []
    own = None
    for place, value in one.values.items():
        dotted = ".".join(map(str, place))
        was = said.get(dotted)
        if not said or was == value or (was is not None and same(_text(was), _text(value))):
            continue
        if own is None:
            own = read(fleet.files[urn]).content or {}
        here = at(own, place)
        if here is not None and same(_text(here), _text(value)):
            continue
        kind = RENAMED if dotted == "identity.name" else HEAD if dotted == "people.head.name" else VALUE
        if here is None and was is not None and at(fleet.source.content.get("shared") or {}, place) is not None:
            offered = "All schools share this value in fleet.yml: change it there if it is wrong."
        elif here is None or (was is not None and same(_text(here), _text(was))):
            offered = f"With --take: the line in schools/{urn}.yml says so."
        else:
            offered = f'Left as a person wrote it: "{_text(here)}".'
        found.append(Change(urn, kind, dotted, _text(was) if was is not None else "nothing", _text(value), offered))
    return found


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def take(fleet: Fleet, compared: Compared) -> tuple[list[str], list[Problem]]:
    """Take over what is offered, and remember what the register says now.

    Returns:
        The files written, and what could not be taken over.
    """
    written: list[str] = []
    left: list[Problem] = []
    for change in compared.changes:
        if not change.offered.startswith("With --take"):
            continue
        if change.kind in (OPENED, CONVERTED):
            urn = change.urn if change.kind == OPENED else change.now.split("number, ")[1].split(" ")[0]
            target = fleet.root / FLEET_SCHOOLS / f"{urn}.yml"
            if not target.exists():
                save(target, school_file(_with_own(fleet, change, compared.now[urn]), {}))
                written.append(shown(target))
            continue
        path = fleet.files[change.urn]
        text = path.read_text(encoding="utf-8")
        place = place_of(change.what)
        value = compared.now[change.urn].values[place]
        changed = with_value(text, read(path), place, value)
        if changed is None or at(parse(changed, "").content, place) != (value if isinstance(value, list) else str(value)):
            left.append(Problem(shown(path), 0, change.what, "this line cannot be changed by the program.", f"Write it yourself:  {change.now}"))
            continue
        if changed != text:
            save(path, changed)
            written.append(shown(path))
    schools = {
        **fleet.register_said().schools,
        **{urn: saying(one) for urn, one in compared.now.items() if (fleet.root / FLEET_SCHOOLS / f"{urn}.yml").exists()},
    }
    write_said(fleet.root, Said(compared.rows, schools))
    return list(dict.fromkeys(written)), left


def _with_own(fleet: Fleet, change: Change, heir: Known) -> Known:
    """Return a school that took over from another, with what a person wrote for that one beside what the register says."""
    if change.kind != CONVERTED:
        return heir
    own = read(fleet.files[change.urn]).content or {}
    register_of_old = fleet.register_said().schools.get(change.urn, {}).get("values", {})

    def theirs(content: Any, place: tuple[str, ...] = ()) -> dict[tuple[str | int, ...], Any]:
        found: dict[tuple[str | int, ...], Any] = {}
        for key, value in content.items():
            here = (*place, key)
            if isinstance(value, dict):
                found |= theirs(value, here)
            elif value is not None and not same(_text(register_of_old.get(".".join(here), "")), _text(value)):
                found[here] = value
        return found

    heir.values = {**heir.values, **theirs(laid_over({}, own))}
    return heir
