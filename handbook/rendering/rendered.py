"""All pages of a school, rendered and checked against each other: what every output is made from."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from handbook import looks
from handbook.engine import Engine, Looks, Rendered
from handbook.ground.clock import today
from handbook.ground.problems import Problem, ProblemsError
from handbook.pages import marks as page_marks
from handbook.project import Project
from handbook.rendering import faults as page_faults
from handbook.rendering import filling
from handbook.rendering.kept import Kept
from handbook.search import index as search_index

# A page, and what search shall know of it.
Indexed = tuple[Rendered, list[dict[str, Any]]]

# Fewer pages than this are rendered before a second process has begun.
_WORTH_A_PROCESS = 60


@dataclass(frozen=True)
class RenderedSite:
    """A school's pages and the engine that made them.

    Attributes:
        project: The school, the facts, the policy.
        engine: The engine.
        looks: The school's looks.
        pages: Each page by its path below docs/, in the order of the files.
        entries: Each page's entries of the search index.
        slips: What an author should mend and a finished site may not have: links that lead nowhere, pages that the menu does not know.
    """

    project: Project
    engine: Engine
    looks: Looks
    pages: dict[str, Rendered]
    entries: dict[str, list[dict[str, Any]]]
    slips: list[Problem]


def site_of(mine: Project, site_url: str = "") -> RenderedSite:
    """Return all pages of a school.

    Raises:
        ProblemsError: A page or a template has a fault.
    """
    engine = engine_of(mine, site_url)
    dress = looks.of(mine)
    wanted = engine.pages(dress)
    kept = Kept(mine, site_url, today())
    made = {page: found for page in wanted if (found := kept.page(page))}
    fresh = list(_rendered(mine, engine, dress, site_url, [page for page in wanted if page not in made]))
    kept.keep(fresh)
    made |= {page.page: (page, entries) for page, entries in fresh}
    pages = {page: made[page][0] for page in wanted}
    told = mine.sources.all_relocated(slips(engine.said(dress), pages.values()))
    return RenderedSite(mine, engine, dress, pages, {page: made[page][1] for page in wanted}, told)


def engine_of(mine: Project, site_url: str = "") -> Engine:
    """Return an engine that explains the glossary's words; it serves every school with the same facts and the same pages."""
    return Engine(site_url, {"handbook.pages.marks": {"words": page_marks.words_of(mine.facts)}}, mine.sources)


def _rendered(mine: Project, engine: Engine, dress: Looks, site_url: str, wanted: list[str]) -> Iterable[Indexed]:
    # A forked process has everything in memory already; where processes begin anew, they would only load it all again.
    if len(wanted) < _WORTH_A_PROCESS or (os.cpu_count() or 1) < 2 or sys.platform in ("win32", "darwin"):
        return _group(mine, engine, dress, site_url, wanted)
    with ProcessPoolExecutor(
        1, mp_context=multiprocessing.get_context("fork"), initializer=_remember, initargs=(mine, engine, dress, site_url)
    ) as other:
        theirs = other.submit(_group_there, wanted[::2])
        ours = _group(mine, engine, dress, site_url, wanted[1::2])
        return [*ours, *theirs.result()]


def _group(mine: Project, engine: Engine, dress: Looks, site_url: str, wanted: list[str]) -> list[Indexed]:
    fill = filling.filler(mine, site_url)
    faults: list[Problem] = []
    made: list[Indexed] = []
    for page in wanted:
        try:
            rendered = engine.render(page, dress, fill)
            made.append((rendered, search_index.entries(rendered)))
        except ProblemsError as error:
            faults += error.problems
        except Exception as error:  # noqa: BLE001 (what a template stumbles over is told with the template's file and line)
            faults.append(page_faults.of_error(error))
    if faults:
        raise ProblemsError(faults)
    return made


# What a second process works with: given to it once, at its beginning.
_given: list[tuple[Project, Engine, Looks, str]] = []


def _remember(*given: object) -> None:
    _given[:] = [given]  # type: ignore[list-item]  # the arguments of _group, in its order


def _group_there(wanted: list[str]) -> list[Indexed]:
    mine, engine, dress, site_url = _given[0]
    return _group(mine, engine, dress, site_url, wanted)


def slips(said: Iterable[str], pages: Iterable[Rendered]) -> list[Problem]:
    """Return what the engine found wrong around and in pages, and links to places that none of these pages has."""
    known = {page.page: page for page in pages}
    found = [
        problem for words in (said, *(page.said for page in known.values())) for sentence in words for problem in page_faults.of_message(sentence)
    ]
    for page in known.values():
        found += [
            page_faults.of_broken_place(page.page, link)
            for target, place, link in page.links
            if target in known and place not in known[target].anchors
        ]
    return found
