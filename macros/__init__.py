"""What a page may call: small functions that turn facts and the school into Markdown.

This module only registers them; each lives, typed and documented, in the module named for its subject.
"""

from __future__ import annotations

from typing import Any

from handbook import branding, project
from handbook.school import view
from macros import glossary, law, links, organisations, policy, reviews, school

FUNCTIONS = (
    *school.FUNCTIONS,
    *policy.FUNCTIONS,
    *links.FUNCTIONS,
    *law.FUNCTIONS,
    *organisations.FUNCTIONS,
    *glossary.FUNCTIONS,
    *reviews.FUNCTIONS,
)


def define_env(env: Any) -> None:
    """Give pages the school's details and choices, the macros, and the theme the school's looks.

    Raises:
        ProblemsError: A file of the school, the facts or the policy has faults.
    """
    loaded = project.load()
    env.variables.update(view.for_pages(loaded.school.school))
    # Macros find the project here, so that they stay plain functions without state of their own.
    env.variables["handbook"] = loaded
    for function in FUNCTIONS:
        env.macro(function)
    branding.apply(env.conf, loaded.school)
