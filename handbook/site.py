"""Build the finished site: completely, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from handbook import navigation, output, project
from handbook.facts.freshness import all_due, today
from handbook.finish import finish
from handbook.finish.pages import FinishError
from handbook.mkdocs_run import write_pages
from handbook.paths import shown
from handbook.problems import ProblemsError
from handbook.school.load import SCHOOL_VARIABLE, LoadedSchool, chosen_file
from handbook.school.release import as_list, open_points


class BuildError(Exception):
    """The site was not built; the message says why and what to do."""


@dataclass(frozen=True)
class Built:
    """A site that was built: how many pages, and whose."""

    pages: int
    school: LoadedSchool


def build_site(school: Path | None, out: Path, release: bool = False, offline: bool = False, site_url: str = "") -> Built:
    """Build a school's site into a folder.

    The site is made beside ``out`` and moved into place only when all is well.

    Args:
        school: The school's file; by default the chosen one.
        out: Folder for the site; if it exists it must be empty or hold an earlier site.
        release: Also refuse a made-up school, blank or doubtful details in the school's file, and overdue facts.
        offline: Make the site work when opened from a folder or a USB stick, without any web server.
        site_url: Where on the web the site will stand; empty if nobody knows.

    Raises:
        ProblemsError: The school, the facts or the policy have faults.
        BuildError: The folder may not be replaced, a release check failed, or MkDocs found a fault.
    """
    try:
        output.check(out, _surely_written(offline, site_url))
        with _chosen(school), output.draft_for(out) as draft:
            return _build(draft, out, release, offline, site_url)
    except (output.OutputError, FinishError) as error:
        raise BuildError(f"The site was not built:\n  {error}") from error
    except OSError as error:
        raise BuildError(f"The site was not built: {output.why(error)} ({error.filename or out}).") from error


def _surely_written(offline: bool, site_url: str) -> set[str]:
    """Return names of files that the site will hold, whatever school it is for."""
    pages = {f"{page.removesuffix('.md').removesuffix('index').rstrip('/')}/index.html".lstrip("/") for page in navigation.pages()}
    return pages | (set() if offline else {"404.html", "_headers"}) | ({"robots.txt", "sitemap.xml"} if site_url else set())


@contextmanager
def _chosen(school: Path | None) -> Iterator[None]:
    """Make a school file the chosen one for as long as its site is built, and no longer."""
    before = os.environ.get(SCHOOL_VARIABLE)
    os.environ[SCHOOL_VARIABLE] = str((school or chosen_file()).resolve())
    try:
        yield
    finally:
        if before is None:
            del os.environ[SCHOOL_VARIABLE]
        else:
            os.environ[SCHOOL_VARIABLE] = before


def _build(draft: Path, out: Path, release: bool, offline: bool, site_url: str) -> Built:
    loaded = project.load()
    if release:
        _check_release(loaded)
    try:
        write_pages(draft, strict=True, site_url=site_url)
    except ProblemsError as error:
        raise BuildError("The site was not built:\n" + "\n".join(f"  {line}" for line in str(error).splitlines())) from error
    finish(draft, loaded.school, offline)
    pages = sum(1 for _ in draft.rglob("*.html"))
    output.publish(draft, out)
    return Built(pages, loaded.school)


def _check_release(loaded: project.Project) -> None:
    faults = []
    school = loaded.school
    if school.is_example:
        faults.append(
            f"{shown(school.path)} is of a made-up school, {school.school.identity.name}.\n"
            "Make your own school's file, or name it with --school:  python3 scripts/handbook.py school new"
        )
    elif points := open_points(school, today()):
        faults.append(f"{shown(school.path)} is not ready.\n{as_list(points)}")
    late = [one for one in all_due(loaded.facts) if one.overdue]
    if late:
        lines = "\n".join(f"  {one.kind}, {one.record}: was due on {one.due}" for one in late)
        how_many = "1 fact is" if len(late) == 1 else f"{len(late)} facts are"
        faults.append(f"{how_many} overdue for review. Look each up at its source and renew its review:\n{lines}")
    if faults:
        raise BuildError("This cannot be released yet.\n\n" + "\n\n".join(faults))
