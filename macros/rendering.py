"""Render a page's Markdown as the engine would, without building a site: quick enough to try every choice."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import jinja2

from handbook import project
from handbook.front_matter import front_matter, split
from handbook.paths import DOCS
from handbook.policy import outline
from handbook.school import view
from handbook.school.load import LoadedSchool
from handbook.school.model import School
from macros import FUNCTIONS


def renderer(school: School) -> Callable[[str], str]:
    """Return a function that renders a page, named by its path below docs/, for a school."""
    variables = _variables(school)

    def render(page: str) -> str:
        path = DOCS / page
        _, body = split(path.read_text(encoding="utf-8"))
        found = SimpleNamespace(file=SimpleNamespace(src_uri=page), meta=front_matter(path).model_dump())
        return _template(body).render(**variables, page=found)

    return render


def filled(school: School, text: str) -> str:
    """Return a piece of a page's text as it is shown for a school."""
    return _template(text).render(**_variables(school))


def _variables(school: School) -> dict[str, Any]:
    loaded = project.load()
    mine = project.Project(LoadedSchool(school, loaded.school.path, (), None), loaded.facts, outline())
    return {**view.for_pages(school), "handbook": mine, **{one.__name__: one for one in FUNCTIONS}}


_ENVIRONMENT = jinja2.Environment(undefined=jinja2.StrictUndefined)


@lru_cache(maxsize=512)
def _template(text: str) -> jinja2.Template:
    """Return a page's template: compiled once, however many schools it is rendered for."""
    return _ENVIRONMENT.from_string(text)
