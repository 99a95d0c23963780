"""What a school changes in the site around its pages: what templates show of it, and the pages it does not have."""

from __future__ import annotations

from handbook.engine import Looks
from handbook.project import Project
from handbook.school import branding
from handbook.school.model import key_stages

# The link that "Leave this page quickly" follows.
LEAVE_TO = "everyday-page-to-leave-to"


def of(mine: Project) -> Looks:
    """Return a school's looks."""
    leave_to = mine.facts.links[LEAVE_TO]
    extra = {
        "school": branding.for_templates(mine.school),
        "leave_to": {"url": leave_to.url, "title": leave_to.title},
        "edition": mine.facts.editions[0].version,
    }
    return Looks(extra, hidden(mine))


def hidden(mine: Project) -> frozenset[str]:
    """Return the pages that a school does not have: those for other ages and, in a release, those for preparing the handbook."""
    others = mine.sources.pages_for_others(key_stages(mine.school.school.identity))
    return frozenset(others + mine.sources.pages_for_preparing() if mine.release else others)
