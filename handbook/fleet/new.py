"""Make a fleet's folder from the register: one file for what all share, one short file a school."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handbook.fleet import from_register, register
from handbook.fleet.folder import Said, write_said
from handbook.fleet.from_register import CLOSED, CLOSING, OPENING, Known
from handbook.fleet.register import Register, number_of
from handbook.fleet.write import flat, fleet_file, school_file
from handbook.ground.folder import why
from handbook.ground.paths import shown
from handbook.ground.problems import Problem, ProblemsError, did_you_mean
from handbook.ground.text_files import read_text
from handbook.ground.yaml_files import Place
from handbook.school.load import FLEET_FILE, FLEET_SCHOOLS


@dataclass
class Made:
    """What was made.

    Attributes:
        schools: The schools that have a file now.
        left_out: Schools that were chosen and have none, each with the reason.
        told: What the register had wrong, or what needs a look.
    """

    schools: list[Known] = field(default_factory=list)
    left_out: list[tuple[Known, str]] = field(default_factory=list)
    told: list[Problem] = field(default_factory=list)


def make(root: Path, file: Path, authority: str = "", trust: str = "", urns: Path | None = None) -> Made:
    """Write a fleet's folder.

    Args:
        root: The folder, new or empty.
        file: The register.
        authority: The council whose schools are meant, as the register names it.
        trust: The trust whose schools are meant.
        urns: A file with numbers of schools, one in each line.

    Raises:
        ProblemsError: The register or the choice has faults, or the folder may not be written to. Nothing has been written.
    """
    if root.is_file() or (root.is_dir() and any(root.iterdir())):
        remedy = "Name a new folder. To take over what the register has changed:  fleet check DIR --register FILE"
        raise ProblemsError([Problem(shown(root), 0, "", "a file stands there." if root.is_file() else "the folder is not empty.", remedy)])
    whole = register.read(file)
    chosen = choice(whole, authority, trust, urns)
    made = sorted_out(chosen, whole)
    if not made.schools:
        reasons = "; ".join(f"{count} {reason}" for reason, count in Counter(reason for _, reason in made.left_out).items())
        raise ProblemsError([Problem(whole.file, 0, "", f"none of the {len(chosen)} chosen schools gets a handbook: {reasons}.", "Choose others.")])
    shared, authorities = _shared(made.schools, authority)
    name = authority or trust or "Our schools"
    try:
        (root / FLEET_SCHOOLS).mkdir(parents=True, exist_ok=True)
        for one in made.schools:
            (root / FLEET_SCHOOLS / f"{one.urn}.yml").write_text(school_file(one, shared), encoding="utf-8", newline="\n")
        write_said(root, Said(len(whole.rows), {one.urn: saying(one) for one in made.schools}))
        # Last: a folder with this file is a fleet.
        kind = "authority" if authority else "trust" if trust else "list"
        (root / FLEET_FILE).write_text(fleet_file(_as_written(name, made.schools, kind), kind, shared, authorities), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ProblemsError([Problem(shown(root), 0, "", f"the folder cannot be written: {why(error)}.", "Name another folder.")]) from error
    return made


def _as_written(name: str, schools: list[Known], kind: str) -> str:
    """Return a council's or trust's name as the register writes it."""
    return next((found for one in schools for found in (getattr(one, kind, ""),) if found.casefold() == name.casefold()), name)


def _shared(schools: list[Known], authority: str) -> tuple[dict[Place, Any], list[str]]:
    """Return what all schools have in common, by place, and the councils of their areas."""
    authorities = sorted({one.authority for one in schools if one.authority})
    shared: dict[Place, Any] = {}
    if len(authorities) == 1:
        shared["local", "authority"] = authorities[0]
    return shared, authorities


def saying(one: Known) -> dict[str, Any]:
    """Return what the register says of a school, as register.json keeps it."""
    kept: dict[str, Any] = {"status": one.status, "key": one.key, "values": flat(one.values)}
    kept |= {"town": one.town} if one.town else {}
    return kept | ({"closed_on": one.closed_on.isoformat()} if one.closed_on else {})


def choice(whole: Register, authority: str, trust: str, urns: Path | None) -> list[Known]:
    """Return the schools that were chosen.

    Raises:
        ProblemsError: The register has none of that name or number.
    """
    if urns:
        return [from_register.known(whole.rows[one]) for one in _listed(urns, whole)]
    column, wanted = ("authority", authority) if authority else ("trust", trust)
    found = [row for row in whole.rows.values() if _letters(row[column]) == _letters(wanted)]
    if not found:
        names = {row[column] for row in whole.rows.values() if row[column]}
        remedy = did_you_mean(wanted, names) if len(names) > 8 or names else "The register names none at all: use --urns."
        if remedy.startswith("Check the spelling"):
            remedy = "Write the name as the register has it."
        raise ProblemsError([Problem(whole.file, 0, "", f'no school has the {column} "{wanted}".', remedy)])
    return [from_register.known(row) for row in found]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _listed(file: Path, whole: Register) -> list[str]:
    problems: list[Problem] = []
    found: dict[str, int] = {}
    for line, text in enumerate(read_text(file).split("\n"), 1):
        typed = re.split(r"[,;\t#]", text)[0].strip().strip('"')
        if not typed or (line == 1 and typed.casefold() == "urn"):
            continue
        urn = number_of(typed)
        if urn is None:
            problems.append(Problem(shown(file), line, "", f'"{typed}" is not a school\'s number.', "Write one URN in each line, digits alone."))
        elif urn not in whole.rows:
            problems.append(Problem(shown(file), line, "", f"the register has no school {urn}.", "Check the number, or take a newer register."))
        elif urn in found:
            problems.append(Problem(shown(file), line, "", f"school {urn} stands twice; the first is on line {found[urn]}.", "Delete this line."))
        else:
            found[urn] = line
    if not found and not problems:
        problems.append(Problem(shown(file), 0, "", "it names no school.", "Write one URN in each line."))
    if problems:
        raise ProblemsError(problems)
    return list(found)


def sorted_out(chosen: Iterable[Known], whole: Register) -> Made:
    """Return which schools get a file, which do not and why, and what needs a look."""
    made = Made()
    lines = {urn: row.line for urn, row in whole.rows.items()}
    mine = set()
    for one in chosen:
        mine.add(one.urn)
        reason = one.left_out or {CLOSED: "closed", OPENING: "proposed to open, not open yet"}.get(one.status, "")
        if reason:
            made.left_out.append((one, reason))
            continue
        made.schools.append(one)
        if one.status == CLOSING:
            when = f" on {one.closed_on}" if one.closed_on else ""
            one.told.append(("status", f"the school is proposed to close{when}.", "It gets its handbook until then."))
        made.told += [Problem(whole.file, lines[one.urn], f"URN {one.urn}, {what}", fault, remedy) for what, fault, remedy in one.told]
    made.told += [one for one in whole.told if not (found := re.search(r"URN (\d+)", one.place)) or found[1] in mine or found[1] not in whole.rows]
    made.told += _doubles(made.schools, whole.file, lines)
    return made


def _doubles(schools: list[Known], file: str, lines: dict[str, int]) -> list[Problem]:
    by_name: dict[tuple[str, str], list[Known]] = {}
    for one in schools:
        by_name.setdefault((one.authority.casefold(), one.name.casefold()), []).append(one)
    return [
        Problem(
            file,
            lines[group[1].urn],
            f"URN {group[1].urn}",
            f'"{group[0].name}" is the name of {len(group)} schools in {group[0].authority or "one area"}: {", ".join(one.urn for one in group)}.',
            "Give each a short_name by which people tell them apart.",
        )
        for group in by_name.values()
        if len(group) > 1
    ]
