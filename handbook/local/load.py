"""Read a folder of a school's own words, and check each file by itself."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from handbook.facts.records import Link
from handbook.facts.spots import Spot
from handbook.ground.paths import shown
from handbook.ground.problems import Problem, ProblemsError, did_you_mean
from handbook.ground.text_files import read_text
from handbook.ground.validation import checked
from handbook.ground.yaml_files import dotted, parse, read
from handbook.local.model import PREFIX, AboutClause, Contact, Form, Local, LocalClause
from handbook.pages import front_matter

Row = TypeVar("Row", bound=BaseModel)

# A folder in which nothing is.
NOWHERE = Path(os.devnull)

PAGES, CLAUSES = "pages", "clauses"
# What else may stand in the folder: the program keeps it there, and none of it is ever shown.
KEPT = ("reviewed", "approved", "sign-off")
_ROWS = ("contacts.yml", "forms.yml", "links.yml")
_UNSEEN = (".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", ".gitignore")

_HEAD_OF_CLAUSE = "Begin the file with these lines, filled in:  ---  then  change: reworded  then  reason: …  then  ---  and the words below."


def beside(school_file: Path) -> Path:
    """Return the folder of a school's own words: it stands beside its file."""
    return school_file.parent / "local"


def load(folder: Path, *nearer: Path) -> Local:
    """Return what a school has written itself; nothing, where there is no such folder.

    Args:
        folder: The folder.
        nearer: Further folders over it: what a school has written itself over what it shares with others.

    Raises:
        ProblemsError: With every fault found in the files of the first folder that has any.
    """
    found = _load(folder, stamps(folder)) if folder.is_dir() else Local(folder)
    for one in nearer:
        found = _over(found, load(one))
    return found


@lru_cache(maxsize=4)
def _over(far: Local, near: Local) -> Local:
    """Return nearer words over those that stand further off: a page or clause in place of one of the same name, rows after the others."""
    return Local(
        near.folder,
        {**far.files, **near.files},
        {**far.clauses, **near.clauses},
        far.contacts + near.contacts,
        far.forms + near.forms,
        {**far.links, **near.links},
        {**far.link_spots, **near.link_spots},
        (*far.others, far.folder),
    )


def stamps(folder: Path) -> tuple[tuple[Path, int], ...]:
    """Return the files that a site is made from, each with the time of its last change."""
    return tuple((path, path.stat().st_mtime_ns) for path in sorted(folder.rglob("*")) if path.is_file() and _counts(path, folder))


def _counts(path: Path, folder: Path) -> bool:
    return path.relative_to(folder).parts[0] not in KEPT and path.name not in _UNSEEN


@lru_cache(maxsize=4)
def _load(folder: Path, files: tuple[tuple[Path, int], ...]) -> Local:
    problems: list[Problem] = []
    pages: dict[str, Path] = {}
    clauses: dict[str, LocalClause] = {}
    for path, _ in files:
        place = path.relative_to(folder)
        try:
            if place.parts[0] == PAGES and len(place.parts) > 1:
                pages[place.relative_to(PAGES).as_posix()] = path
                if path.suffix == ".md":
                    front_matter.front_matter(path)
            elif place.parts[0] == CLAUSES and len(place.parts) == 2 and path.suffix == ".md":
                clauses[path.stem] = _clause(path)
            elif place.as_posix() not in _ROWS:
                raise ProblemsError([_misplaced(path, place)])
        except ProblemsError as error:
            problems += error.problems
    rows = {name: _rows(folder / name, problems) for name in _ROWS}
    contacts = [_row(Contact, spot, problems) for spot in rows["contacts.yml"]]
    forms = [_row(Form, spot, problems) for spot in rows["forms.yml"]]
    links = [(link, spot) for spot in rows["links.yml"] if (link := _row(Link, spot, problems))]
    for link, spot in links:
        if not link.id.startswith(PREFIX):
            fault = f'the id of a link of your own begins with "{PREFIX}".'
            problems.append(spot.problem(link.id, "id", fault, f"Write  id: {PREFIX}{link.id}  here, and where you ask for it."))
    if problems:
        raise ProblemsError(problems)
    return Local(
        folder,
        pages,
        clauses,
        tuple(filter(None, contacts)),
        tuple(filter(None, forms)),
        {link.id: link for link, _ in links},
        {link.id: spot for link, spot in links},
    )


def _misplaced(path: Path, place: Path) -> Problem:
    known = (f"{PAGES}/", f"{CLAUSES}/", *_ROWS)
    near = did_you_mean(f"{place.parts[0]}/" if len(place.parts) > 1 else place.name, known)
    guess = near if near.startswith("Did you mean") else "Pages go under pages/, clauses under clauses/."
    return Problem(shown(path), 0, "", "nothing in the handbook asks for this file.", f"{guess} What is not for the handbook, keep elsewhere.")


def _clause(path: Path) -> LocalClause:
    text, name = read_text(path), shown(path)
    try:
        top, words = front_matter.split(text, name)
    except ProblemsError as error:
        raise ProblemsError(
            [Problem(name, one.line, "", "the lines between --- are missing or not closed.", _HEAD_OF_CLAUSE) for one in error.problems]
        ) from None
    source = parse(top, name)
    about = checked(AboutClause, source.content, source)
    begins = top.count("\n") + 3
    stripped = words.strip("\n")
    line = begins + len(words) - len(words.lstrip("\n"))
    if about.change == "taken-out" and stripped.strip():
        raise ProblemsError([Problem(name, line, "", "a clause that is taken out has no words.", "Delete them, or write  change: reworded  above.")])
    if about.change != "taken-out" and not stripped.strip():
        raise ProblemsError([Problem(name, 0, "", "the words of the clause are missing.", "Write them below the second ---.")])
    if (about.change == "added") != path.stem.startswith(PREFIX):
        if about.change == "added":
            raise ProblemsError(
                [Problem(name, 0, "", f'the file of an added clause has a name that begins with "{PREFIX}".', f"Call it {PREFIX}{path.name}.")]
            )
        raise ProblemsError(
            [
                Problem(
                    name,
                    source.line_of(("change",)),
                    "change",
                    "this clause is none of ours.",
                    "Write  change: added  with its section and its letter.",
                )
            ]
        )
    return LocalClause(path.stem, about, stripped.rstrip(), path, line)


def _rows(path: Path, problems: list[Problem]) -> list[Spot]:
    if not path.is_file():
        return []
    try:
        source = read(path)
    except ProblemsError as error:
        problems += error.problems
        return []
    if source.content is None:
        return []
    if not isinstance(source.content, list):
        problems.append(Problem(source.file, 1, "", "a list is expected.", "Begin each entry with a dash and a space, for example  - name: …"))
        return []
    return [Spot(source, (index,)) for index in range(len(source.content))]


def _row(model: type[Row], spot: Spot, problems: list[Problem]) -> Row | None:
    try:
        return checked(model, spot.content, spot.source, spot.place, lambda place: dotted(place[1:]) or f"entry {spot.place[0] + 1}")  # type: ignore[operator]  # the first step of such a place is a number
    except ProblemsError as error:
        problems += error.problems
        return None
