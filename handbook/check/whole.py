"""Everything that is checked, in the order in which one fault can hide another. All that can be found at once is told at once."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from handbook.check import dated, procedures, program, reading_age, reviews, situations, sources, titles, typed_details
from handbook.facts import fingerprints
from handbook.facts import load as facts_load
from handbook.facts.load import Facts
from handbook.ground.paths import DOCS, EXAMPLES, SCHOOL_SCHEMA, shown
from handbook.ground.problems import Problem, ProblemsError
from handbook.links import raw
from handbook.links.exceptions import load_exceptions
from handbook.local import begin, reviewed
from handbook.local import load as local_load
from handbook.machine import git
from handbook.pages import front_matter, generated, navigation
from handbook.policy import record, short
from handbook.policy.outline import cross_faults, outline
from handbook.project import Project, with_local
from handbook.rendering import faults as page_faults
from handbook.rendering import rendered
from handbook.rendering.filling import filler, source
from handbook.rendering.rendered import RenderedSite
from handbook.rendering.uses import clauses_changed_by, noted
from handbook.school import load as school_load
from handbook.school import schema
from handbook.school.load import LoadedSchool
from handbook.search import data as search_data

Kept = TypeVar("Kept")

# What the notes in school files follow from; to find out takes as long as all the rest.
_CHANGE_NOTES = ("docs/policy/", "handbook/school/", "schools/")
_UPDATE = "Write it again:  python3 scripts/handbook.py update"


@dataclass
class Checked:
    """What was looked at and what was found.

    Attributes:
        problems: Everything to mend.
        files: How many files were read.
        site: The pages of the chosen school, if they could be rendered.
        base: The commit that the change was held against; None if there was none.
        left_out: What could not be checked, and why.
    """

    problems: list[Problem] = field(default_factory=list)
    files: int = 0
    site: RenderedSite | None = None
    base: str | None = None
    left_out: list[str] = field(default_factory=list)

    def read(self, what: Callable[[], Kept]) -> Kept | None:
        """Return what something gives; None, with its problems noted, if it has some."""
        try:
            return what()
        except ProblemsError as error:
            self.problems += error.problems
            return None


def check(school: Path | None = None, base: str | None = None) -> Checked:
    """Check everything.

    Args:
        school: The school whose pages are rendered; by default the chosen one. All others are only filled in.
        base: The commit or branch that the change is held against; by default where it left the main branch.

    Raises:
        git.GitError: There is no such commit or branch.
    """
    done = Checked(base=git.base(base))
    done.problems, done.files = sources.problems()
    loaded = done.read(lambda: school_load.load(school))
    found = (done.read(partial(school_load.load, path)) for path in sorted(EXAMPLES.glob("*.yml")))
    others = [one for one in found if one]
    facts = done.read(facts_load.load)
    done.problems += [*front_matter.faults(), *procedures.faults(), *typed_details.faults(others)]
    words = done.read(search_data.load)
    menu = done.read(navigation.pages)
    policy = done.read(outline) if menu else None
    if facts:
        _check_facts(done, facts)
    if facts and policy:
        done.problems += [*cross_faults(policy, facts), *raw.faults(facts)]
        last = done.read(record.load)
        done.problems += [*record.faults(policy, facts, last), *short.faults(policy)]
        done.problems += done.read(lambda: list(dated.faults(facts, policy))) or []
    changed = git.changed_since(done.base) if done.base else []
    done.problems += program.faults(changed)
    if done.base and any(one.startswith("docs/") for one in changed):
        with tempfile.TemporaryDirectory() as folder:
            done.problems += titles.faults(git.unpack(done.base, Path(folder), ("docs",)) / "docs", changed)
    if done.base is None:
        done.left_out.append("What this change leaves undone was not checked: there is no history of Git here.")
    if facts and policy and words and loaded:
        ours = Project(loaded, facts, policy, words)
        mine = done.read(lambda: with_local(ours, local_load.beside(loaded.path))) or ours
        done.problems += [*begin.unfinished(mine.local), *reviewed.open_points(mine.local, mine.policy)]
        _check_pages(done, mine, ours, others)
        if done.site and any(one.startswith(_CHANGE_NOTES) for one in changed):
            _check_notes(done, mine)
    done.problems = _once(done.problems)
    return done


def _check_facts(done: Checked, facts: Facts) -> None:
    done.read(lambda: load_exceptions(facts))
    done.problems += fingerprints.unreviewed(facts)
    done.problems += [*situations.faults(facts), *situations.lost_pages(facts)]
    for path in generated.stale(facts):
        done.problems.append(Problem(shown(path), 0, "", "it is not as its record says.", _UPDATE))
    if not SCHOOL_SCHEMA.is_file() or SCHOOL_SCHEMA.read_text(encoding="utf-8") != schema.schema_text():
        done.problems.append(Problem(shown(SCHOOL_SCHEMA), 0, "", "it is not as handbook/school/model.py says.", _UPDATE))
    if done.base:
        with tempfile.TemporaryDirectory() as folder:
            old = reviews.before(git.unpack(done.base, Path(folder), ("data",)) / "data")
            if old is None:
                done.left_out.append("Reviews were not held against those before: today's program cannot read the records as they were.")
            else:
                done.problems += reviews.faults(old, facts)


def _check_pages(done: Checked, mine: Project, ours: Project, others: list[LoadedSchool]) -> None:
    """Render the chosen school's pages, its own words among them, and fill in ours for all other schools."""
    # A page whose first lines cannot be read stops the engine; the macros of all others can still be filled in.
    unread = {one.file for one in front_matter.faults()}
    site = None if unread else done.read(lambda: rendered.site_of(mine))
    if site:
        done.site = site
        # A page that is still to be written from its record is told with the record.
        unwritten = [path.name for path in generated.stale(mine.facts) if not path.is_file()]
        slips = (one for one in site.slips if not any(f'link "{name}"' in one.fault for name in unwritten))
        done.problems += [*slips, *reading_age.faults(site)]
    else:
        done.left_out.append("Links and reading age are checked when the above is mended.")
        for page in sorted({path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} - set(navigation.pages())):
            done.problems.append(page_faults.not_in_the_menu(page))
    for school in ([mine.school] if unread else []) + [one for one in others if one.path != mine.school.path]:
        done.problems += _filling_faults(replace(mine if school is mine.school else ours, school=school), unread)


def _check_notes(done: Checked, mine: Project) -> None:
    """Find notes in the made-up schools' files that name other clauses than their choices change."""
    clauses = clauses_changed_by(mine)
    for path in sorted(EXAMPLES.glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        if noted(text, clauses) != text:
            done.problems.append(Problem(shown(path), 0, "", "its notes do not name the clauses that its choices change.", _UPDATE))


def _filling_faults(mine: Project, unread: set[str]) -> list[Problem]:
    fill = filler(mine)
    found: list[Problem] = []
    # A line of the menu without its page is told with the menu.
    for page in (one for one in navigation.pages() if (DOCS / one).is_file() and shown(DOCS / one) not in unread):
        try:
            fill(page, *source(page, mine.sources))
        except ProblemsError as error:
            found += [replace(one, fault=f"{one.fault} (for {mine.school.school.identity.name})") for one in error.problems]
    return found


def _once(problems: list[Problem]) -> list[Problem]:
    """Return problems by place; of several on one line only the first that was found, because the others mostly follow from it."""
    seen: dict[tuple[str, int, str], Problem] = {}
    for one in problems:
        seen.setdefault((one.file, one.line, one.fault if not one.line else ""), one)
    return sorted(seen.values())
