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
    hidden = mine.sources.pages_for_others(key_stages(mine.school.school.identity))
    if mine.release:
        hidden += mine.sources.pages_for_preparing()
    return Looks(extra, frozenset(hidden))
