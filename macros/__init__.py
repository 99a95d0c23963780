"""What a page may call: small functions that turn facts and the school into Markdown.

This module only registers them; each lives, typed and documented, in the module named for its subject.
"""

from __future__ import annotations

from typing import Any

from handbook import mkdocs_site, project
from handbook.problems import ProblemsError
from handbook.school import view
from macros import glossary, hosting, law, link_health, links, organisations, pictures, platforms, policy, reviews, rules, school, triage, versions

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
)


class StopBuildError(Exception, SystemExit):
    """Stops the engine with a message for the author. As a SystemExit it is printed without a traceback."""


def define_env(env: Any) -> None:
    """Give pages the school's details and choices, the macros, and the theme the school's looks.

    Raises:
        StopBuildError: A file of the school, the facts or the policy has faults.
    """
    try:
        loaded = project.load()
    except ProblemsError as error:
        raise StopBuildError(f"\n{error}\n") from None
    env.variables.update(view.for_pages(loaded.school.school))
    # Macros find the project here, so that they stay plain functions without state of their own.
    env.variables["handbook"] = loaded
    for function in FUNCTIONS:
        env.macro(function)
    mkdocs_site.apply(env.conf, loaded.school, loaded.facts)
