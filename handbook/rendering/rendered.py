"""All pages of a school, rendered and checked against each other: what every output is made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from handbook import looks
from handbook.engine import Engine, Looks, Rendered
from handbook.ground import processes
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
# Some pages, and what is wrong with others.
Done = tuple[list[Indexed], list[Problem]]

# Fewer pages than this are rendered before a second process has begun.
_WORTH_A_PROCESS = 60
# How many pages a process takes at a time. The second has up to three such parts before it when this one is done, and is waited for.
_PART = 2


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
    work = _Work(mine, engine, dress, site_url, kept)
    for fresh, faults in _done(work, [page for page in wanted if page not in made]):
        work.faults += faults
        made |= {page.page: (page, entries) for page, entries in fresh}
    if work.faults:
        raise ProblemsError(sorted(work.faults, key=lambda problem: (problem.file, problem.line)))
    kept.clear_away()
    pages = {page: made[page][0] for page in wanted}
    told = mine.sources.all_relocated(slips(engine.said(dress), pages.values()))
    return RenderedSite(mine, engine, dress, pages, {page: made[page][1] for page in wanted}, told)


def engine_of(mine: Project, site_url: str = "") -> Engine:
    """Return an engine that explains the glossary's words; it serves every school with the same facts and the same pages."""
    return Engine(site_url, {"handbook.pages.marks": {"words": page_marks.words_of(mine.facts)}}, mine.sources)


@dataclass
class _Work:
    """What is needed to render and keep pages, and what was found wrong."""

    mine: Project
    engine: Engine
    dress: Looks
    site_url: str
    kept: Kept
    faults: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fill = filling.filler(self.mine, self.site_url)

    def do(self, pages: list[str]) -> Done:
        """Render some pages and keep them."""
        faults: list[Problem] = []
        made: list[Indexed] = []
        for page in pages:
            try:
                rendered = self.engine.render(page, self.dress, self.fill)
                made.append((rendered, search_index.entries(rendered)))
            except ProblemsError as error:
                faults += error.problems
            except Exception as error:  # noqa: BLE001 (what a template stumbles over is told with the template's file and line)
                faults.append(page_faults.of_error(error))
        self.kept.keep(made)
        return made, faults


def _done(work: _Work, wanted: list[str]) -> Iterator[Done]:
    """Yield pages as they are rendered: by a second process from the first page on, by this one from the last, until they meet."""
    if len(wanted) < _WORTH_A_PROCESS or not processes.WORTH_IT:
        yield work.do(wanted)
        return
    parts = [wanted[begin : begin + _PART] for begin in range(0, len(wanted), _PART)]
    with ProcessPoolExecutor(1, mp_context=processes.forking(), initializer=_remember, initargs=(work,)) as other:
        theirs = [other.submit(_do_there, part) for part in parts]
        for part, their in reversed(list(zip(parts, theirs, strict=True))):
            # What it has not begun yet is ours.
            if their.cancel():
                yield work.do(part)
        for their in theirs:
            if not their.cancelled():
                yield their.result()


# What a second process works with: given to it once, at its beginning.
_given: list[_Work] = []


def _remember(work: _Work) -> None:
    _given[:] = [work]
    processes.end_with_parent()


def _do_there(pages: list[str]) -> Done:
    return _given[0].do(pages)


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
