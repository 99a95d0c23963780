"""Everything a build needs, loaded and checked together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from handbook.facts import load as facts_load
from handbook.facts.load import Facts
from handbook.ground.problems import ProblemsError
from handbook.links import raw
from handbook.links.exceptions import load_exceptions
from handbook.links.states import STATES, read_states
from handbook.local import load as local_load
from handbook.local import overlay
from handbook.local.model import Local
from handbook.pages import front_matter
from handbook.pages.sources import Sources
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
        facts: The facts, with the school's own links and what its own clauses meet.
        policy: The policy's outline, with the school's own clauses.
        search: What is known of searches.
        release: It is for the public: without what only those read who prepare it. A page asks with ``{% if not handbook.release %}``.
        local: What the school has written itself.
        sources: The pages as they are written, the school's own among them.
        dead_links: Ids of links at which no reader finds the page now: where there is a copy, they are led to that.
    """

    school: LoadedSchool
    facts: Facts
    policy: Outline
    search: SearchData
    release: bool = False
    local: Local = field(default_factory=lambda: Local(local_load.NOWHERE))
    sources: Sources = field(default_factory=Sources)
    dead_links: frozenset[str] = frozenset()


def load(school_file: Path | None = None, release: bool = False, local: Path | None = None) -> Project:
    """Return the project for a school, by default the chosen one, as a preview or a release.

    Args:
        school_file: The school's file.
        release: It is for the public.
        local: The folder of what the school has written itself; by default the one beside its file.

    Raises:
        ProblemsError: With every fault found in the first of school, facts, pages' first lines, policy and the school's own words that
            has any; raw addresses in pages count with the policy.
    """
    school, facts = school_load.load(school_file), facts_load.load()
    problems = front_matter.faults()
    if problems:
        raise ProblemsError(problems)
    policy = outline()
    problems = [*cross_faults(policy, facts), *raw.faults(facts)]
    if problems:
        raise ProblemsError(problems)
    load_exceptions(facts)
    dead = read_states(STATES).stranding
    ours = Project(school, facts, policy, search_data.load(), release, dead_links=dead)
    return with_local(ours, local or local_load.beside(school.path))


def read_ahead() -> None:
    """Read what is read without the facts, and note it: whoever loads a project while another process does this finds it noted.

    Raises:
        ProblemsError: Something has a fault; whoever loads the project is told.
    """
    search_data.load()
    front_matter.faults()
    raw.read_ahead()


def with_local(ours: Project, folder: Path, *nearer: Path) -> Project:
    """Return a project with what a school has written itself laid over it.

    Args:
        ours: The project without it.
        folder: The folder of it.
        nearer: Further folders, each over those before it.

    Raises:
        ProblemsError: What it has written has faults.
    """
    local = local_load.load(folder, *nearer)
    if not local:
        return replace(ours, local=local)
    problems = overlay.faults(local, ours.policy, ours.facts)
    facts = overlay.facts_of(local, ours.facts)
    places = [one / place for one in (folder, *nearer) for place in (local_load.PAGES, local_load.CLAUSES)]
    problems += [fault for place in places for fault in raw.faults_of_pages(facts, place)]
    if problems:
        raise ProblemsError(problems)
    return replace(ours, facts=facts, policy=overlay.outline_of(local, ours.policy), local=local, sources=overlay.sources_of(local, ours.policy))
