"""Fill in a page's macros: from a page's text to its Markdown, for one school. Needs no engine, and takes milliseconds."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from jinja2.runtime import Context

from handbook import project
from handbook.ground.paths import ROOT
from handbook.ground.problems import ProblemsError, did_you_mean
from handbook.pages.front_matter import front_matter, split
from handbook.pages.sources import Sources
from handbook.project import Project
from handbook.rendering import faults as page_faults
from handbook.rendering.arguments import with_checked_arguments
from handbook.rendering.asked import Asked, Reads, watched
from handbook.school import view
from handbook.school.load import LoadedSchool
from handbook.school.model import School
from macros import FUNCTIONS


def filler(mine: Project, site_url: str = "") -> Callable[[str, str, Mapping[str, Any]], str]:
    """Return a function that fills in a page's macros: given its path below docs/, its text and its front matter.

    The function raises ProblemsError, naming the page and the line, where a macro or a condition has a fault.

    Args:
        mine: The school, the facts and the policy.
        site_url: The address at which the site will stand, if somebody knows.
    """
    return _filler(mine.sources, {**_variables(mine), "config": SimpleNamespace(site_url=site_url)})


def watching_filler(mine: Project, own: Mapping[str, Any], site_url: str, reads: Reads) -> Callable[[str, str, Mapping[str, Any]], str]:
    """Return a function like that of :func:`filler` that notes all it reads of the school; ``own`` is of :func:`for_school`."""
    told, watched_project = watched(own, mine, reads)
    macros = {one.__name__: with_checked_arguments(one) for one in FUNCTIONS}
    return _filler(mine.sources, {**macros, **told, "handbook": watched_project, "config": SimpleNamespace(site_url=site_url)})


def for_school(mine: Project) -> dict[str, Any]:
    """Return what of a page's variables is the school's, by name."""
    return view.for_pages(mine.school.school)


def _filler(sources: Sources, variables: Mapping[str, Any]) -> Callable[[str, str, Mapping[str, Any]], str]:
    def fill(page: str, text: str, meta: Mapping[str, Any]) -> str:
        here = SimpleNamespace(file=SimpleNamespace(src_uri=page), meta=meta)
        try:
            return _template(page, text).render(**variables, page=here)
        except ProblemsError:
            raise
        except Exception as error:
            # Whatever a macro stumbles over is a fault of the page that calls it.
            problem = page_faults.of_macro(page, text, error)
            above = sources.text(page).removesuffix(text).count("\n")
            raise ProblemsError([sources.relocated(problem, page, problem.line and problem.line + above)]) from error

    return fill


def renderer(school: School) -> Callable[[str], str]:
    """Return a function that renders a page's Markdown, named by its path below docs/, for a school."""
    mine = _project_of(school)
    fill = filler(mine)
    return lambda page: fill(page, *source(page, mine.sources))


def source(page: str, sources: Sources) -> tuple[str, Mapping[str, Any]]:
    """Return a page's text and its front matter as macros see it."""
    return split(sources.text(page))[1], front_matter(sources.path(page)).model_dump(exclude_none=True)


def filled(school: School, text: str) -> str:
    """Return a piece of a page's text as it is shown for a school."""
    return _ENVIRONMENT.from_string(text).render(**_variables(_project_of(school)))


def _project_of(school: School) -> Project:
    loaded = project.load()
    return replace(loaded, school=LoadedSchool(school, loaded.school.path, (), None))


def _variables(mine: Project) -> dict[str, Any]:
    return {**view.for_pages(mine.school.school), "handbook": mine, **{one.__name__: with_checked_arguments(one) for one in FUNCTIONS}}


class _Missing(jinja2.StrictUndefined):
    """What a page asked for and nobody has: the error names the nearest thing that is there."""

    @property
    def _undefined_message(self) -> str:
        group, name = self._undefined_obj, str(self._undefined_name)
        if isinstance(group, view.Details):
            return f'no detail is called "{name}". {did_you_mean(name, vars(group))}'
        if group is jinja2.utils.missing:
            return f'nothing is called "{name}". {page_faults.nearest_to_ask_for(name)}'
        if isinstance(group, str):
            return f'"{name}" is asked of a text, which has nothing in it to ask for. Take .{name} away.'
        if callable(group):
            return f'"{name}" is asked of a macro. Write what it is to show between round brackets: {getattr(group, "__name__", "macro")}("{name}").'
        return f'there is no "{name}" there. {did_you_mean(name, [one for one in dir(group) if not one.startswith("_")])}'


class _Context(Context):
    """What a page may ask for by its first name. Whoever watches what a page reads gives some of it as something still to be asked."""

    def resolve_or_missing(self, key: str) -> Any:
        found = super().resolve_or_missing(key)
        return found.told() if isinstance(found, Asked) else found


# Optimising takes longer than it saves: most pages are filled in once.
_ENVIRONMENT = jinja2.Environment(undefined=_Missing, optimized=False)
_ENVIRONMENT.context_class = _Context


_COMPILED = ROOT / ".cache" / "compiled"


class _Compiled(jinja2.FileSystemBytecodeCache):
    """Pages as they were compiled, by their paths: Jinja knows by its text whether one is still the same. One that cannot be read is not there."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError, ValueError, EOFError, AttributeError, ImportError, IndexError, pickle.UnpicklingError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            _COMPILED.mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


@lru_cache(maxsize=512)
def _template(page: str, text: str) -> jinja2.Template:
    """Return a page's template: compiled once, however many schools it is rendered for, and again when its text has changed."""
    compiled = _Compiled(str(_COMPILED))
    kept = compiled.get_bucket(_ENVIRONMENT, page, None, text)
    if kept.code is None:
        kept.code = _ENVIRONMENT.compile(text)
        compiled.set_bucket(kept)
    return jinja2.Template.from_code(_ENVIRONMENT, kept.code, _ENVIRONMENT.make_globals(None))
