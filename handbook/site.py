"""Build the finished site: completely, or not at all."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from handbook import navigation, output, project
from handbook.facts.freshness import all_due, today
from handbook.finish import finish
from handbook.finish.pages import FinishError
from handbook.paths import MKDOCS_CONFIG, shown
from handbook.school.load import SCHOOL_VARIABLE, LoadedSchool, chosen_file
from handbook.school.release import as_list, open_points


class BuildError(Exception):
    """The site was not built; the message says why and what to do."""


@dataclass(frozen=True)
class Built:
    """A site that was built: how many pages, and whose."""

    pages: int
    school: LoadedSchool


def quiet_environment() -> dict[str, str]:
    """Return the environment for MkDocs, without the theme's notices about its own future."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}


def build_site(school: Path | None, out: Path, release: bool = False, offline: bool = False) -> Built:
    """Build a school's site into a folder.

    The site is made beside ``out`` and moved into place only when all is well.

    Args:
        school: The school's file; by default the chosen one.
        out: Folder for the site; if it exists it must be empty or hold an earlier site.
        release: Also refuse a made-up school, blank or doubtful details in the school's file, and overdue facts.
        offline: Make the site work when opened from a folder or a USB stick, without any web server.

    Raises:
        ProblemsError: The school, the facts or the policy have faults.
        BuildError: The folder may not be replaced, a release check failed, or MkDocs found a fault.
    """
    try:
        output.check(out, _surely_written(offline))
        with _chosen(school), output.draft_for(out) as draft:
            return _build(draft, out, release, offline)
    except (output.OutputError, FinishError) as error:
        raise BuildError(f"The site was not built:\n  {error}") from error
    except OSError as error:
        raise BuildError(f"The site was not built: {output.why(error)} ({error.filename or out}).") from error


def _surely_written(offline: bool) -> set[str]:
    """Return names of files that the site will hold, whatever school it is for."""
    pages = {f"{page.removesuffix('.md').removesuffix('index').rstrip('/')}/index.html".lstrip("/") for page in navigation.pages()}
    return pages if offline else pages | {"404.html", "_headers"}


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


def _build(draft: Path, out: Path, release: bool, offline: bool) -> Built:
    loaded = project.load()
    if release:
        _check_release(loaded)
    _run_mkdocs(draft)
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


def _run_mkdocs(draft: Path) -> None:
    """Run MkDocs in this very process: the facts are loaded already, and a second Python would load them again."""
    os.environ.update(quiet_environment())
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    log = logging.getLogger("mkdocs")
    heard = _Heard()
    log.addHandler(heard)
    log.propagate = False
    try:
        # Never MkDocs' own --quiet together with --strict: it then counts no warnings and always succeeds.
        config = load_config(str(MKDOCS_CONFIG), site_dir=str(draft), strict=True)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except OSError:
        raise
    except (Exception, SystemExit) as error:
        # MkDocs and its plugins stop by SystemExit too; whatever it was, nothing has been written but the draft.
        said = heard.said or [str(error) or type(error).__name__]
        raise BuildError("The site was not built:\n" + "\n".join(f"  {line}" for one in said for line in one.splitlines())) from error
    finally:
        log.propagate = True
        log.removeHandler(heard)


class _Heard(logging.Handler):
    """Keeps MkDocs' warnings and errors, for the author of the page."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message, without the program's own lines that macros add behind a fence."""
        said = record.getMessage().split("\n```", 1)[0]
        self.said.append(f"{record.levelname}: " + "\n".join(line for line in said.splitlines() if line.strip()))

