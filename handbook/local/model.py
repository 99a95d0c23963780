"""What a school's own files may say.

A file under ``clauses/`` is named after a clause. Between its two lines --- stands what is done with the clause; below them stand the words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, model_validator

from handbook.facts.records import Link
from handbook.facts.spots import Spot
from handbook.ground.validation import Strict, fault
from handbook.ground.values import Email, Id, Line, Phone, Text, Web

# How the ids of a school's own clauses and links begin: an edition never brings one that does.
PREFIX = "local-"


def _letter(text: str) -> str:
    if not re.fullmatch(r"[A-Z]", text):
        raise fault(f'"{text}" is not a letter for the clause.', "Write one capital letter: A for the first of the section, then B.")
    return text


class AboutClause(Strict):
    """What is done with a clause.

    Attributes:
        change: Whether the school says it in its own words, has taken it out, or has added it.
        reason: Why.
        section: Of an added clause: the page of the policy that it stands on.
        letter: Of an added clause: what stands for it after the section's number. It never changes.
        rests_on: Of an added clause: ids of guidance and law.
        meets: Ids of requirements that the clause meets, beside those that ours meets.
    """

    change: Literal["reworded", "taken-out", "added"]
    reason: Text | None = None
    section: Line | None = None
    letter: Annotated[Line, AfterValidator(_letter)] | None = None
    rests_on: list[Id] = []
    meets: list[Id] = []

    @model_validator(mode="after")
    def _only_what_fits(self) -> AboutClause:
        if self.change == "added" and (self.section is None or self.letter is None):
            raise fault(
                "an added clause needs its section and its letter.", "Write  section: policy/devices.md  and  letter: A  above the second ---."
            )
        if self.change != "added" and (self.section or self.letter or self.rests_on):
            raise fault("section, letter and rests_on are for an added clause.", "Take the lines out: our clause keeps its place and its number.")
        if self.change == "taken-out" and self.meets:
            raise fault("a clause that is taken out meets nothing.", "Take the line  meets  out.")
        return self


@dataclass(frozen=True)
class LocalClause:
    """A clause that a school has changed, taken out or added.

    Attributes:
        id: The clause's id, which is the file's name.
        about: What is done with it.
        text: The school's words; empty if it is taken out.
        path: The file.
        line: The line on which the words begin.
    """

    id: str
    about: AboutClause
    text: str
    path: Path
    line: int


class Contact(Strict):
    """A row of a school's own on the page of contacts."""

    name: Line
    when: Text
    phone: Phone | None = None
    email: Email | None = None
    website: Web | None = None

    @model_validator(mode="after")
    def _can_be_reached(self) -> Contact:
        if not (self.phone or self.email or self.website):
            raise fault("nothing says how to reach it.", "Add a line  phone: …,  email: …  or  website: …")
        return self


class Form(Strict):
    """A row of a school's own among the forms: a page that it has added, or an address."""

    title: Line
    use: Text
    page: Line | None = None
    website: Web | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Form:
        if (self.page is None) == (self.website is None):
            raise fault("a form stands on a page or at an address.", "Write either  page: forms/our-form.md  or  website: https://…")
        return self


@dataclass(frozen=True, eq=False)
class Local:
    """All that a school has written itself. Two loads are never equal, so that results can be kept by the load.

    Attributes:
        folder: Where it stands, and where more of it would be begun.
        others: Folders of those that the school shares words with, from whom some of it comes.
        files: Pages and pictures by their path below docs/.
        clauses: Clauses by id, in the order of their names.
        contacts: Rows for the page of contacts.
        forms: Rows for the page of forms.
        links: Addresses by id.
        link_spots: Where each of them stands.
    """

    folder: Path
    files: Mapping[str, Path] = field(default_factory=dict)
    clauses: Mapping[str, LocalClause] = field(default_factory=dict)
    contacts: tuple[Contact, ...] = ()
    forms: tuple[Form, ...] = ()
    links: Mapping[str, Link] = field(default_factory=dict)
    link_spots: Mapping[str, Spot] = field(default_factory=dict, repr=False)
    others: tuple[Path, ...] = ()

    def home_of(self, path: Path) -> Path:
        """Return the folder of own words that a file stands in."""
        return next((one for one in self.others if one in path.parents), self.folder)

    @property
    def pages(self) -> list[str]:
        """The pages among the files, in the order of their names."""
        return sorted(name for name in self.files if name.endswith(".md"))

    def __bool__(self) -> bool:
        return bool(self.files or self.clauses or self.contacts or self.forms or self.links)
