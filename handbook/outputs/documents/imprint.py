"""Whose document it is, which version, when approved and when made: what every cover, footer and file property says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handbook.ground.clock import today
from handbook.ground.colour import palette
from handbook.project import Project
from handbook.school.model import governing_body
from handbook.school.view import spoken_date

LICENCE = "Text under CC BY 4.0. Guidance, not legal advice."


@dataclass(frozen=True)
class Imprint:
    """A school's imprint. Dates are as people say them; what is blank says so.

    Attributes:
        school: The school's name.
        policy: Title of its policy.
        version: The school's own version of it.
        approved: Who approved it and when, in words.
        next_review: Date of the next review, in words.
        edition: Edition of the handbook's wording.
        made_on: The day that counts as today.
        day: The day the policy was approved, or today: a fixed date for file properties.
        brand: The school's colour.
        on_brand: Text on that colour.
        accent: The same colour, dark enough to be read on white.
        logo: The logo's file.
        is_example: Whether the school is made up.
        site: Where the site stands on the web, if it was told.
        own_pictures: Pictures that the school has added, each by its path below docs/ and its file.
    """

    school: str
    policy: str
    version: str
    approved: str
    next_review: str
    edition: str
    made_on: str
    day: date
    brand: str
    on_brand: str
    accent: str
    logo: Path | None
    is_example: bool
    site: str
    own_pictures: tuple[tuple[str, Path], ...] = ()

    @property
    def line(self) -> str:
        """The imprint in one line, for a document that goes with the policy."""
        return f"{self.policy}, version {self.version}, {self.approved}"


def imprint_of(project: Project, site: str = "") -> Imprint:
    """Return the imprint of a project's school."""
    loaded = project.school
    school, policy = loaded.school, loaded.school.policy
    colours = palette(school.branding.colour)
    approved_by = policy.approved_by or f"the {governing_body(school.identity)}"
    return Imprint(
        school=school.identity.name or "(name of the school to be completed)",
        policy=policy.title,
        version=policy.version,
        approved=f"approved by {approved_by} on {spoken_date(policy.approved_on)}" if policy.approved_on else "not yet approved",
        next_review=spoken_date(policy.next_review) if policy.next_review else "date to be set",
        edition=project.facts.editions[0].version,
        made_on=spoken_date(today()),
        day=policy.approved_on or today(),
        brand=colours.brand,
        on_brand=colours.on_brand,
        accent=colours.link_light,
        logo=loaded.logo,
        is_example=loaded.is_example,
        site=site,
        own_pictures=tuple((name, path) for name, path in project.sources.own.items() if not name.endswith(".md")),
    )
