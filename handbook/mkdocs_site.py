"""What a school changes in MkDocs' own configuration: its looks, and the pages for ages it does not teach."""

from __future__ import annotations

from typing import Any

from pathspec.gitignore import GitIgnoreSpec

from handbook import branding, navigation
from handbook.facts.load import Facts
from handbook.paths import DOCS
from handbook.school.load import LoadedSchool
from handbook.school.model import key_stages


# The link that "Leave this page quickly" follows.
LEAVE_TO = "everyday-page-to-leave-to"


def apply(config: Any, loaded: LoadedSchool, facts: Facts) -> None:
    """Fit MkDocs' configuration to a school, in place."""
    config["extra"]["school"] = branding.for_templates(loaded)
    leave_to = facts.links[LEAVE_TO]
    config["extra"]["leave_to"] = {"url": leave_to.url, "title": leave_to.title}
    config["extra"]["edition"] = facts.editions[0].version
    config["theme"].dirs.insert(0, str(branding.write_layer(loaded)))
    config["watch"].append(str(loaded.path))
    hidden = navigation.pages_for_others(DOCS, key_stages(loaded.school.identity))
    if hidden:
        config["nav"] = navigation.without(config["nav"], hidden)
        config["exclude_docs"] = GitIgnoreSpec.from_lines(f"/{page}" for page in hidden)
