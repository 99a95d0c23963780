"""What a page may call: small functions that turn facts and the school into Markdown.

This module only registers them; each lives, typed and documented, in the module named for its subject.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from handbook import project
from handbook.ground.problems import ProblemsError
from handbook.local.load import NOWHERE
from handbook.school import view
from macros import (
    glossary,
    hosting,
    law,
    link_health,
    links,
    local,
    organisations,
    pictures,
    platforms,
    policy,
    reviews,
    rules,
    school,
    triage,
    versions,
)

FUNCTIONS = (
    *school.FUNCTIONS,
    *policy.FUNCTIONS,
    *versions.FUNCTIONS,
    *links.FUNCTIONS,
    *link_health.FUNCTIONS,
    *law.FUNCTIONS,
    *organisations.FUNCTIONS,
    *glossary.FUNCTIONS,
    *reviews.FUNCTIONS,
    *platforms.FUNCTIONS,
    *triage.FUNCTIONS,
    *rules.FUNCTIONS,
    *pictures.FUNCTIONS,
    *hosting.FUNCTIONS,
    *local.FUNCTIONS,
)


class StopBuildError(Exception, SystemExit):
    """Stops the engine with a message for the author. As a SystemExit it is printed without a traceback."""


def define_env(env: Any) -> None:
    """Give pages what MkDocs' own commands need: the school's details and choices, and the macros. Called by mkdocs-macros-plugin.

    The school is the one that the configuration names under ``extra``, ``school_file``; by default the project's own. What it has written
    itself is taken in only from the folder named there under ``local_folder``: the configuration's pages have to be the same ones.

    Raises:
        StopBuildError: A file of the school, the facts or the policy has faults.
    """
    # Here, because the engine fills in macros itself and so stands on this module.
    from handbook import looks

    extra = env.conf["extra"]
    try:
        school_file = Path(extra["school_file"]) if extra.get("school_file") else None
        loaded = project.load(school_file, local=Path(extra.get("local_folder") or NOWHERE))
    except ProblemsError as error:
        raise StopBuildError(f"\n{error}\n") from None
    dress = looks.of(loaded).extra
    # What the configuration holds for templates is not for pages, which use the same names for other things.
    for name in dress:
        env.variables.pop(name, None)
    env.variables.update(view.for_pages(loaded.school.school))
    # Macros find the project here, so that they stay plain functions without state of their own.
    env.variables["handbook"] = loaded
    for function in FUNCTIONS:
        env.macro(function)
    if not extra.get("school"):
        extra.update(dress)
