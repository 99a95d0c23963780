"""Read a school's file and say what is missing in it."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from pydantic import BaseModel

from handbook.ground.paths import SCHOOL_FILE, shown
from handbook.ground.problems import Problem, ProblemsError
from handbook.ground.validation import checked
from handbook.ground.yaml_files import Place, YamlFile, dotted, read
from handbook.school import examples, logos
from handbook.school.model import School, is_needed

SCHOOL_VARIABLE = "HANDBOOK_SCHOOL"

# A fleet of schools: the file of what they share, and beside it the folder of one short file a school.
FLEET_FILE = "fleet.yml"
FLEET_SCHOOLS = "schools"

LOGO_TYPES = {".svg", *logos.RASTER}
MOST_LOGO_BYTES = 200_000


@dataclass(frozen=True)
class LoadedSchool:
    """A school that has passed its checks.

    Attributes:
        school: The school.
        path: The file it was read from.
        missing: Needed details that are still blank, in the order of the model.
        logo: The logo's file, if there is one.
        source: What stands in the file, for line numbers; None for a school that comes from no file.
        letterhead: The Word file that its documents are written on, if there is one.
    """

    school: School
    path: Path
    missing: tuple[Place, ...]
    logo: Path | None
    source: YamlFile | None = None
    letterhead: Path | None = None

    @cached_property
    def is_example(self) -> bool:
        """Whether this is a made-up school and not one that has still to correct a detail."""
        return any(place == ("name",) for place, _ in examples.made_up(self.school.identity))

    def __str__(self) -> str:
        return f"{self.school.identity.name or 'a school without a name'}, from {shown(self.path)}"


def chosen_file() -> Path:
    """Return the school file in use: the one named by ``HANDBOOK_SCHOOL``, else ``school.yml``, else a made-up school's."""
    named = os.environ.get(SCHOOL_VARIABLE)
    return Path(named or (SCHOOL_FILE if SCHOOL_FILE.exists() else examples.SHOWN)).resolve()


def load(path: Path | None = None) -> LoadedSchool:
    """Read and check a school's file (by default the chosen one).

    Raises:
        ProblemsError: With every fault found.
    """
    path = (path or chosen_file()).resolve()
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        stamp = 0
    loaded = _load(path, stamp)
    # Not kept with the file: the picture changes without it.
    check_logo(loaded)
    return loaded


def check_logo(loaded: LoadedSchool) -> None:
    """Look whether a school's logo can be published.

    Raises:
        ProblemsError: It cannot.
    """
    if loaded.logo and loaded.source:
        try:
            logos.cleaned(loaded.logo)
        except logos.LogoError as error:
            raise _wrong_logo(loaded.source, error.fault, error.remedy) from None
        except OSError as error:
            raise _wrong_logo(loaded.source, f"the logo cannot be read ({error.strerror}).", "Check its name and permissions.") from None


@lru_cache(maxsize=8)
def _load(path: Path, stamp: int) -> LoadedSchool:
    if path.parent.name == FLEET_SCHOOLS and (path.parent.parent / FLEET_FILE).is_file():
        remedy = f"Write it out whole first:  python3 scripts/handbook.py fleet show {shown(path.parent.parent)} {path.stem} --whole school.yml"
        raise ProblemsError([Problem(shown(path), 0, "", "this is the file of a fleet's school, and what its schools share is not in it.", remedy)])
    try:
        source = read(path)
    except ProblemsError as error:
        if not path.exists():
            raise ProblemsError(
                [
                    Problem(
                        shown(path),
                        0,
                        "",
                        "there is no such school file.",
                        "Check the name, or make one:  python3 scripts/handbook.py school new",
                    )
                ]
            ) from None
        raise error
    if source.content is None:
        raise ProblemsError([Problem(source.file, 0, "", "the file is empty.", "Make a new one:  python3 scripts/handbook.py school new")])
    return made_of(checked(School, source.content, source), path, source)


def made_of(school: School, path: Path, source: YamlFile, pictures: Path | None = None, letterheads: Path | None = None) -> LoadedSchool:
    """Return a checked school with its files.

    Args:
        school: The school.
        path: Its file.
        source: What stands in it, for line numbers.
        pictures: The folder in which its logo stands; by default beside its file.
        letterheads: The folder in which its letterhead stands; by default beside its file.

    Raises:
        ProblemsError: A file that it names is missing or cannot be used.
    """
    logo = _logo(school, pictures or path.parent, source)
    return LoadedSchool(school, path, tuple(_missing(school)), logo, source, _letterhead(school, letterheads or path.parent, source))


def _letterhead(school: School, folder: Path, source: YamlFile) -> Path | None:
    name = school.branding.letterhead
    if name is None:
        return None
    file = folder / name
    remedy = "Save your letterhead in Word as a document (.docx) beside the school file, or leave the line blank."
    if file.suffix.lower() != ".docx":
        raise _wrong_letterhead(source, f'"{name}" is not a Word document.', remedy)
    if not file.is_file():
        raise _wrong_letterhead(source, f'there is no file "{name}" beside the school file.', remedy)
    try:
        with zipfile.ZipFile(file) as packed:
            packed.getinfo("word/document.xml")
    except (zipfile.BadZipFile, KeyError, OSError):
        raise _wrong_letterhead(source, f'"{name}" is no Word document, or a damaged one.', remedy) from None
    return file


def _wrong_letterhead(source: YamlFile, fault: str, remedy: str) -> ProblemsError:
    place: Place = ("branding", "letterhead")
    return ProblemsError([Problem(source.file, source.line_of(place), dotted(place), fault, remedy)])


def _logo(school: School, folder: Path, source: YamlFile) -> Path | None:
    if school.branding.logo is None:
        return None
    logo = folder / school.branding.logo
    if logo.suffix.lower() not in LOGO_TYPES:
        raise _wrong_logo(source, f'"{school.branding.logo}" is not a picture the web shows.', "Use an svg, png, jpg or webp file.")
    if not logo.is_file():
        raise _wrong_logo(
            source, f'there is no file "{school.branding.logo}" beside the school file.', "Put the logo there, or leave the line blank."
        )
    if logo.stat().st_size > MOST_LOGO_BYTES:
        raise _wrong_logo(source, "the logo is larger than 200 kB.", "Save a smaller version; 400 pixels wide is plenty.")
    return logo


def _wrong_logo(source: YamlFile, fault: str, remedy: str) -> ProblemsError:
    place: Place = ("branding", "logo")
    return ProblemsError([Problem(source.file, source.line_of(place), dotted(place), fault, remedy)])


def _missing(part: BaseModel, place: Place = ()) -> Iterator[Place]:
    for key in type(part).model_fields:
        value = getattr(part, key)
        here = (*place, key)
        if isinstance(value, BaseModel):
            yield from _missing(value, here)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from _missing(item, (*here, index))
        elif value is None and is_needed(part, key):
            yield here
