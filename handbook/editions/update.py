"""Bring a school's folder to the edition that this program belongs to."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from handbook import project
from handbook.editions import keys, shipped
from handbook.editions.archive import UpdateError
from handbook.editions.exchange import exchange, prepare
from handbook.facts import load as facts_load
from handbook.facts.records import PolicyVersion
from handbook.ground.clock import today
from handbook.ground.folder import why
from handbook.ground.paths import ROOT, SCHOOL_FILE, shown
from handbook.ground.problems import ProblemsError
from handbook.ground.text_files import read_text
from handbook.ground.yaml_files import parse
from handbook.local import load as local_load
from handbook.local import reviewed
from handbook.policy.outline import outline
from handbook.rendering.uses import clauses_changed_by, noted
from handbook.school import examples
from handbook.school.load import load as load_school


@dataclass
class Updated:
    """What an update did, and what it leaves to a person.

    Attributes:
        before: The edition that the folder had; empty if it cannot be told.
        now: The edition that it has.
        kept: The folder with what was there before; None if nothing was exchanged.
        schools: The school's files, each with what happened to its keys.
        taken_over: Pages of ours that somebody had changed, and which stand in the school's own folder now.
        not_taken_over: Other files of ours that somebody had changed.
        unknown: Nobody can tell whether somebody had changed files of ours.
        to_mend: What has to be mended before the next build.
        to_look_at: The school's own words that have to be set beside ours again.
        to_read: Changes of the policy's wording since, the oldest edition first.
    """

    before: str
    now: str
    kept: Path | None = None
    schools: dict[str, keys.Moved] = field(default_factory=dict)
    taken_over: list[str] = field(default_factory=list)
    not_taken_over: list[str] = field(default_factory=list)
    unknown: bool = False
    to_mend: list[str] = field(default_factory=list)
    to_look_at: list[str] = field(default_factory=list)
    to_read: list[PolicyVersion] = field(default_factory=list)


def update(folder: Path) -> Updated:
    """Bring a folder to this program's edition: all, or nothing.

    Raises:
        UpdateError: It could not be done; the folder is as it was.
    """
    try:
        return _update(folder)
    except OSError as error:
        raise UpdateError(
            f"{shown(Path(error.filename or folder))} cannot be written: {why(error)}.\nClose programs that use the folder, then run it again."
        ) from error


def _update(folder: Path) -> Updated:
    facts = facts_load.load()
    made = Updated(edition_of(folder), facts.editions[0].version)
    room = prepare(folder)
    try:
        names = _stage(folder, room, made)
        _check(folder, room, made)
        kept = _free_name(folder)
        if names:
            exchange(folder, room, names, kept)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    made.kept = kept if names else None
    shipped.remember(folder, made.now)
    made.to_read = later_editions(facts.editions, made.before, _approved(folder))
    # Whoever takes the project between two editions has the words of the next one already.
    made.to_read += [one for one in facts.policy_versions if one.is_draft and one.changes]
    return made


def later_editions(editions: list[PolicyVersion], before: str, approved: date | None) -> list[PolicyVersion]:
    """Return the editions that came after what a school has, the oldest first; ``editions`` are the newest first."""
    came = editions[::-1]
    names = [one.version for one in came]
    if before in names:
        return came[names.index(before) + 1 :]
    # Where nobody knows the edition, what governors have approved tells from when on.
    return [one for one in came if one.published > approved] if approved else came[-1:]


def _stage(folder: Path, room: Path, made: Updated) -> list[str]:
    """Make everything new ready, and return the names of what is to be exchanged."""
    names = _stage_keys(folder, room, made)
    if folder == ROOT:
        return names
    changed = shipped.changed(folder)
    made.unknown = changed is None
    for name in shipped.entries(ROOT):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, room / name, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        else:
            shutil.copy2(source, room / name)
        names.append(name)
    _carry_schools(folder, room)
    if pages := [name for name in changed or [] if name.startswith("docs/")]:
        _take_over(folder, room, pages, made)
        names.append("local")
    made.not_taken_over = [name for name in changed or [] if not name.startswith(("docs/", "schools/"))]
    return names


def _stage_keys(folder: Path, room: Path, made: Updated) -> list[str]:
    """Bring the school's files to this edition's keys; return those at the top of the folder that change."""
    changes = keys.load_changes()
    schema = folder / "school.schema.json"
    before = keys.keys_of_schema(schema.read_text(encoding="utf-8", errors="replace")) if schema.is_file() and folder != ROOT else set()
    numbers: dict[str, list[str]] = {}
    found = []
    for path in [folder / SCHOOL_FILE.name, *sorted((folder / "schools").glob("*.yml"))]:
        if not path.is_file() or (path.parent != folder and _is_made_up(path)):
            continue
        name = path.relative_to(folder).as_posix()
        try:
            text = read_text(path)
            made.schools[name] = moved = keys.moved(text, shown(path), before, changes)
        except ProblemsError as error:
            made.to_mend += [str(problem) for problem in error.problems]
            continue
        numbers = numbers or clauses_changed_by(project.load(examples.SHOWN, local=local_load.NOWHERE))
        moved.text = noted(moved.text, numbers)
        if moved.text != text:
            target = room / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(moved.text, encoding="utf-8", newline="\n")
            found.append(name)
    if folder == ROOT and any("/" in name for name in found):
        shutil.copytree(folder / "schools", room / "schools", dirs_exist_ok=True, copy_function=_unless_there)
    return sorted({name.partition("/")[0] for name in found if folder == ROOT or "/" not in name})


def _unless_there(source: str, target: str) -> str:
    if not os.path.lexists(target):
        shutil.copy2(source, target)
    return target


def _is_made_up(path: Path) -> bool:
    """Say whether a file is one of the made-up schools that editions ship."""
    try:
        name = (parse(read_text(path), shown(path)).content or {}).get("identity", {}).get("name") or ""
    except (ProblemsError, AttributeError):
        return False
    return examples.is_made_up_name(str(name))


def _carry_schools(folder: Path, room: Path) -> None:
    """Put the school's own files among the made-up schools into the new folder of these."""
    for path in sorted((folder / "schools").rglob("*")):
        target = room / path.relative_to(folder)
        if path.is_file() and not target.exists() and not (path.suffix == ".yml" and _is_made_up(path)):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)


def _take_over(folder: Path, room: Path, pages: list[str], made: Updated) -> None:
    """Put pages of ours that somebody had changed into the school's own folder, where they stand in place of ours from now on."""
    local = room / "local"
    if (folder / "local").is_dir():
        shutil.copytree(folder / "local", local)
    for name in pages:
        target = local / local_load.PAGES / name.removeprefix("docs/")
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / name, target)
            made.taken_over.append(name)


def _check(folder: Path, room: Path, made: Updated) -> None:
    """Find what somebody has to mend or to look at, before anything is exchanged."""
    for name, moved in made.schools.items():
        made.to_mend += [*moved.by_hand, *keys.faults(moved.text, name)]
    own = next(place for place in (room / "local", folder / "local") if place.is_dir() or place == folder / "local")
    try:
        # First these: what does not fit any more does not hide what has changed.
        made.to_look_at = [str(point).replace(str(own), "local") for point in reviewed.open_points(local_load.load(own), outline())]
        project.load(examples.SHOWN, local=own)
    except ProblemsError as error:
        made.to_mend += [str(problem).replace(str(own), "local") for problem in error.problems]


def edition_of(folder: Path) -> str:
    """Return the edition of the wording that a folder has; empty if it cannot be told."""
    if folder == ROOT:
        # After a merge its facts are the new ones already; what was written down at the last update is not.
        return shipped.remembered(folder)
    try:
        versions = parse(read_text(folder / "data" / "policy-versions.yml"), "").content
        # One without a day is still being written; of two of one day the later in the file is the newest.
        out = [one for one in versions if one["published"] is not None]
        return str(max(reversed(out), key=lambda one: str(one["published"]))["version"])
    except (ProblemsError, LookupError, TypeError, ValueError):
        return ""


def _approved(folder: Path) -> date | None:
    try:
        return load_school(folder / SCHOOL_FILE.name).school.policy.approved_on
    except ProblemsError:
        return None


def _free_name(folder: Path) -> Path:
    name = f"{shipped.BEFORE}{today()}"
    names = [name, *(f"{name}-{number}" for number in range(2, 1000))]
    return next(folder / one for one in names if not (folder / one).exists())
