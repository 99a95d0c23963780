"""A fleet's folder: ``fleet.yml``, one file a school in ``schools/``, and what the register said of each when it was last taken."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from handbook.fleet.levels import at, laid_over, said, same
from handbook.fleet.model import FleetFile, Group
from handbook.fleet.register import number_of
from handbook.ground.paths import shown
from handbook.ground.problems import Problem, ProblemsError, did_you_mean
from handbook.ground.text_files import save
from handbook.ground.validation import checked
from handbook.ground.yaml_files import Place, YamlFile, dotted, read
from handbook.local.load import stamps
from handbook.school.load import FLEET_FILE, FLEET_SCHOOLS, LoadedSchool, check_logo, made_of
from handbook.school.model import Choices, School

SAID = "register.json"
# The folder of own words: beside fleet.yml for all schools, in schools/URN/ for one.
WORDS = "local"

# Whose value it is, as `fleet show` says.
OF_FLEET, OF_SCHOOL, USUAL = "fleet", "school", "usual"


@dataclass(frozen=True)
class Said:
    """What the register said when it was last taken.

    Attributes:
        rows: How many schools it held in all.
        schools: For each of the fleet's schools, by number: ``status``, ``key``, ``values`` by dotted place, perhaps ``town`` and ``closed_on``.
    """

    rows: int
    schools: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class FleetSchool:
    """A school of a fleet, with what it shares.

    Attributes:
        urn: Its number.
        loaded: The school as every build takes it.
        content: What the three levels say together, as typed.
        origins: For each value that a level says: ``fleet``, ``group NAME`` or ``school``.
        groups: The names of its groups.
    """

    urn: str
    loaded: LoadedSchool
    content: Mapping[str, Any]
    origins: Mapping[Place, str]
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Fleet:
    """A fleet.

    Attributes:
        root: Its folder.
        file: What fleet.yml says.
        source: As it stands in the file, with line numbers.
        files: The schools' files by number, in the order of numbers.
        strays: Files in schools/ that are no school's, each with what to do.
    """

    root: Path
    file: FleetFile
    source: YamlFile
    files: Mapping[str, Path]
    strays: tuple[Problem, ...] = field(default=())

    @property
    def words(self) -> Path:
        """The folder of the fleet's own words, which all its schools have; it need not be there."""
        return self.root / WORDS

    def words_of(self, urn: str) -> Path:
        """Return the folder of a school's own words, over those of the fleet; it need not be there."""
        return self.root / FLEET_SCHOOLS / urn / WORDS

    def chosen(self, typed: list[str]) -> list[str]:
        """Return numbers of this fleet's schools as somebody typed them; all if nobody typed any.

        Raises:
            ProblemsError: One of them is none of this fleet's.
        """
        wrong = [one for one in typed if number_of(one) not in self.files]
        if wrong:
            where = shown(self.root / FLEET_SCHOOLS)
            raise ProblemsError([Problem(where, 0, one, "this fleet has no school of this number.", did_you_mean(one, self.files)) for one in wrong])
        return list(dict.fromkeys(str(number_of(one)) for one in typed)) or list(self.files)

    def groups_of(self, urn: str, own: Mapping[str, Any]) -> list[tuple[int, Group]]:
        """Return the groups that a school belongs to, with their place in the file."""
        base = laid_over(self.source.content.get("shared") or {}, own)
        identity = {key: at(base, ("identity", key)) for key in ("phase", "type")}
        authority = at(base, ("local", "authority"))
        found = []
        for number, group in enumerate(self.file.groups):
            by_kind = bool(group.phases or group.types or group.authorities) and (
                (not group.phases or _letters(identity["phase"] or "primary") in group.phases)
                and (not group.types or _letters(identity["type"] or "community") in group.types)
                and (not group.authorities or any(same(authority, one) for one in group.authorities))
            )
            if by_kind or urn in group.schools:
                found.append((number, group))
        return found

    def school(self, urn: str) -> FleetSchool:
        """Return a school with all it shares.

        Raises:
            ProblemsError: With every fault of its file.
        """
        path = self.files[urn]
        source = read(path)
        own = source.content if source.content is not None else {}
        if not isinstance(own, dict):
            checked(School, own, source)
        groups = self.groups_of(urn, own)
        levels = [(OF_FLEET, self.source.content.get("shared") or {}, self.root)]
        levels += [(f"group {group.name}", group.values or {}, self.root) for _, group in groups]
        levels.append((OF_SCHOOL, own, path.parent))
        content: Any = {}
        origins: dict[Place, str] = {}
        folders: dict[Place, Path] = {}
        for label, one, folder in levels:
            content = laid_over(content, one)
            for place, _ in said(one):
                origins[place], folders[place] = label, folder
        school = checked(School, content, source)
        if changed := self._changed(urn, own, source, groups):
            raise ProblemsError(changed)
        loaded = made_of(school, path.resolve(), source, folders.get(("branding", "logo")), folders.get(("branding", "letterhead")))
        check_logo(loaded)
        return FleetSchool(urn, loaded, content, origins, tuple(group.name for _, group in groups))

    def _changed(self, urn: str, own: Mapping[str, Any], source: YamlFile, groups: list[tuple[int, Group]]) -> list[Problem]:
        """Return what a school's own file says of places that the fleet has fixed, where it says something else."""
        found = []
        fixed = [tuple(one.split(".")) for one in self.file.fixed]
        for place, value in said(own):
            if any(place[: len(one)] == one for one in fixed):
                shared = at(self.source.content.get("shared") or {}, place)
                for _, group in groups:
                    shared = at(group.values or {}, place) or shared
                if shared is None and place[0] == "choices":
                    shared = Choices.model_fields[str(place[1])].default
                if not same(shared if shared is not None else "", value):
                    fault = f'"{value}" is written here, but the fleet has fixed this value{f": {shared}" if shared is not None else ""}.'
                    found.append(
                        Problem(source.file, source.line_of(place), dotted(place), fault, "Delete the line, or ask whoever looks after the fleet.")
                    )
        return found

    def register_said(self) -> Said:
        """Return what the register said when it was last taken; nothing if it never was.

        Raises:
            ProblemsError: The file of it is damaged.
        """
        path = self.root / SAID
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            return Said(int(found["rows"]), {str(urn): dict(one) for urn, one in found["schools"].items()})
        except FileNotFoundError:
            return Said(0, {})
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            remedy = "Take it from your last copy, or delete it: what the register has changed is then not told until it is taken anew."
            raise ProblemsError([Problem(shown(path), 0, "", "this file, which the program writes, is damaged.", remedy)]) from None


def _letters(text: str) -> str:
    return "-".join(str(text).casefold().replace("_", " ").replace("-", " ").split())


def write_said(root: Path, said_now: Said) -> None:
    """Write what the register said, completely or not at all; a line for each school, so that versions can be compared."""
    ordered = {urn: said_now.schools[urn] for urn in sorted(said_now.schools, key=int)}
    lines = ",\n".join(f"{json.dumps(urn)}: {json.dumps(one, ensure_ascii=False, sort_keys=True)}" for urn, one in ordered.items())
    save(root / SAID, f'{{"rows": {said_now.rows}, "schools": {{\n{lines}\n}}}}\n')


def load(root: Path) -> Fleet:
    """Read a fleet's folder; its schools' files are read one by one later.

    Raises:
        ProblemsError: It is no fleet's folder, or fleet.yml has faults.
    """
    root = root.resolve()
    path = root / FLEET_FILE
    if not path.is_file():
        nested = next(root.glob(f"*/{FLEET_FILE}"), None) if root.is_dir() else None
        meant = nested.parent if nested else root.parent if (root.parent / FLEET_FILE).is_file() else None
        remedy = f"Did you mean {shown(meant)}?" if meant else "Make one:  python3 scripts/handbook.py fleet new DIR --register FILE --authority NAME"
        fault = (
            "this is a file; a fleet is a folder."
            if root.is_file()
            else "this is no fleet's folder: it holds no fleet.yml."
            if root.is_dir()
            else "there is no such folder."
        )
        raise ProblemsError([Problem(shown(root), 0, "", fault, remedy)])
    file, source = _file(path, path.stat().st_mtime_ns)
    files: dict[str, Path] = {}
    strays: list[Problem] = []
    folder = root / FLEET_SCHOOLS
    for one in sorted(folder.glob("*.y*ml")) if folder.is_dir() else []:
        urn = number_of(one.stem)
        if urn is None:
            strays.append(
                Problem(shown(one), 0, "", "the file's name is not a school's number.", "Name it for the school's URN, for example 100001.yml.")
            )
        elif urn in files:
            strays.append(Problem(shown(one), 0, "", f"{shown(files[urn])} is of the same school.", "Keep one of the two files."))
        else:
            files[urn] = one
    strays += _stray_words(folder, files)
    for number, group in enumerate(file.groups):
        for unknown in (one for one in group.schools if one not in files):
            line = source.line_of(("groups", number, "schools"))
            strays.append(
                Problem(source.file, line, f'group "{group.name}"', f"this fleet has no school {unknown}.", "Correct the number, or take it out.")
            )
    return Fleet(root, file, source, dict(sorted(files.items(), key=lambda item: int(item[0]))), tuple(strays))


def _stray_words(folder: Path, files: Mapping[str, Path]) -> list[Problem]:
    """Return folders in schools/ that hold words of nobody."""
    found = []
    for one in sorted(folder.iterdir()) if folder.is_dir() else []:
        if one.name == WORDS and one.is_dir() and stamps(one):
            remedy = f"Words for all schools go into {WORDS}/ beside fleet.yml, those of one school into schools/URN/{WORDS}/."
            found.append(Problem(shown(one), 0, "", "no school asks for these words.", remedy))
        elif one.name not in files and (one / WORDS).is_dir():
            remedy = "Name the folder for the school's number, as its file is named, or move it away."
            found.append(Problem(shown(one), 0, "", "words stand here for a school that this fleet does not have.", remedy))
    return found


@lru_cache(maxsize=4)
def _file(path: Path, stamp: int) -> tuple[FleetFile, YamlFile]:
    source = read(path)
    if source.content is None:
        raise ProblemsError([Problem(source.file, 0, "", "the file is empty.", "Write at least  name:  and what the schools share under  shared:")])
    file = checked(FleetFile, source.content, source)
    problems: list[Problem] = []
    parts: list[tuple[Place, Any]] = [
        (("shared",), file.shared),
        *((("groups", number, "values"), group.values) for number, group in enumerate(file.groups)),
    ]
    for place, content in parts:
        try:
            checked(School, content or {}, source, place)
        except ProblemsError as error:
            problems += error.problems
    names: set[str] = set()
    for number, group in enumerate(file.groups):
        line = source.line_of(("groups", number))
        if group.name in names:
            problems.append(Problem(source.file, line, "groups", f'two groups are called "{group.name}".', "Give one of them another name."))
        names.add(group.name)
        if not (group.phases or group.types or group.authorities or group.schools):
            remedy = "Say which under phases, types, authorities or schools; what all share stands under shared."
            problems.append(Problem(source.file, line, f'group "{group.name}"', "it says of no school that it belongs to it.", remedy))
    for number, fixed in enumerate(file.fixed):
        place = tuple(fixed.split("."))
        given = any(at(content or {}, place) is not None for _, content in parts)
        if place[0] != "choices" and not given:
            line = source.line_of(("fixed", number))
            problems.append(
                Problem(
                    source.file, line, fixed, "it is fixed, but the fleet gives it no value.", "Write the value under shared, or take the line out."
                )
            )
    if problems:
        raise ProblemsError(problems)
    return file, source
