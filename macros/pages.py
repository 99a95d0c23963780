"""Helpers that macros share: the project and page in hand, relative links, errors for a page's author."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any, TypeVar

from jinja2.runtime import Context

from handbook.facts.load import Facts
from handbook.ground.escaping import plain
from handbook.ground.problems import did_you_mean
from handbook.policy.outline import Outline
from handbook.project import Project
from handbook.school.view import PageError, spoken_date

Kept = TypeVar("Kept")


def project_of(context: Context) -> Project:
    """Return the project that the page belongs to."""
    project: Project = context["handbook"]
    return project


def facts_of(context: Context) -> Facts:
    """Return all facts."""
    return project_of(context).facts


def policy_of(context: Context) -> Outline:
    """Return the policy's outline."""
    return project_of(context).policy


def page_of(context: Context) -> str:
    """Return the page's path below docs/, such as ``policy/about.md``."""
    return str(context["page"].file.src_uri)


def find(records: Mapping[str, Kept], name: str, what: str) -> Kept:
    """Return a record by id.

    Raises:
        PageError: There is none; the message suggests the nearest.
    """
    if name not in records:
        raise PageError(f'There is no {what} "{name}". {did_you_mean(name, records)}')
    return records[name]


def to_page(context: Context, page: str, anchor: str, text: str) -> str:
    """Return a Markdown link from the page in hand to another page of the handbook."""
    # As absolute paths: for relative ones Python would ask the system each time where it stands.
    here = posixpath.dirname(f"/{page_of(context)}")
    target = f"#{anchor}" if page == page_of(context) else posixpath.relpath(f"/{page}", here) + (f"#{anchor}" if anchor else "")
    return f"[{text}]({target})"


def external(url: str, text: str) -> str:
    """Return a Markdown link that leaves the handbook."""
    return f"[{plain(text)}]({url}){{ .external rel=external }}"


def to_link(context: Context, name: str, text: str = "") -> str:
    """Return a Markdown link to an address of the register; while the page there is dead, to its archived copy, which is said."""
    link = find(facts_of(context).links, name, "link")
    if link.id in project_of(context).dead_links and link.archive and link.archived:
        return (
            f"{external(link.archive, text or link.title)} (a copy kept on {spoken_date(link.archived)}, because the page itself cannot be reached)"
        )
    return external(link.url, text or link.title)


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table; cells must be single lines."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(cell or " " for cell in row) + " |" for row in rows]
    return "\n" + "\n".join(lines) + "\n"


def terms(rows: list[tuple[str, str]]) -> str:
    """Return a list of points and answers; rows without an answer are left out."""
    return '<div class="facts" markdown>\n\n' + "\n\n".join(f"{point}\n:   {answer}" for point, answer in rows if answer) + "\n\n</div>"


def require(condition: Any, message: str) -> None:
    """Raise a PageError with a message unless a condition holds."""
    if not condition:
        raise PageError(message)
