"""Everything a build needs, loaded and checked together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from handbook.facts import load as facts_load
from handbook.facts.load import Facts
from handbook.ground.problems import ProblemsError
from handbook.links import raw
from handbook.links.exceptions import load_exceptions
from handbook.pages import front_matter
from handbook.policy.outline import Outline, cross_faults, outline
from handbook.school import load as school_load
from handbook.school.load import LoadedSchool
from handbook.search import data as search_data
from handbook.search.data import SearchData


@dataclass(frozen=True)
class Project:
    """A school, the facts and the policy's outline, each checked and all checked against each other.

    Attributes:
        school: The school.
        facts: The facts.
        policy: The policy's outline.
        search: What is known of searches.
        release: It is for the public: without what only those read who prepare it. A page asks with ``{% if not handbook.release %}``.
    """

    school: LoadedSchool
    facts: Facts
    policy: Outline
    search: SearchData
    release: bool = False


def load(school_file: Path | None = None, release: bool = False) -> Project:
    """Return the project for a school, by default the chosen one, as a preview or a release.

    Raises:
        ProblemsError: With every fault found in the first of school, facts, pages' first lines and policy that has any; raw addresses
            in pages count with the policy.
    """
    school, facts = school_load.load(school_file), facts_load.load()
    problems = front_matter.faults()
    if problems:
        raise ProblemsError(problems)
    project = Project(school, facts, outline(), search_data.load(), release)
    problems = [*cross_faults(project.policy, project.facts), *raw.faults(project.facts)]
    if problems:
        raise ProblemsError(problems)
    load_exceptions(project.facts)
    return project
