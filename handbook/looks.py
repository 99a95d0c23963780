"""What a school changes in the site around its pages: what templates show of it, and the pages it does not have."""

from __future__ import annotations

from handbook.engine import Looks
from handbook.ground.paths import DOCS
from handbook.pages import navigation
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
    hidden = navigation.pages_for_others(DOCS, key_stages(mine.school.school.identity))
    if mine.release:
        hidden += navigation.pages_for_preparing(DOCS)
    return Looks(extra, frozenset(hidden))
