"""The site's navigation as mkdocs.yml writes it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml

from handbook.ground.paths import MKDOCS_CONFIG, shown
from handbook.ground.problems import Problem, ProblemsError
from handbook.ground.text_files import read_text
from handbook.ground.yaml_faults import problems_of

# The one in C reads the same, ten times as fast; not every system has it.
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _AnyTag(_Safe):  # type: ignore[misc]  # one of the two above
    """Reads mkdocs.yml without acting on its tags (!ENV, !!python/name)."""


_AnyTag.add_multi_constructor("", lambda loader, suffix, node: None)


def pages() -> tuple[str, ...]:
    """Return the pages in navigation order, as paths below docs/ such as ``policy/about.md``."""
    return _pages(MKDOCS_CONFIG.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _pages(stamp: int) -> tuple[str, ...]:
    return tuple(flat(menu()))


def address_of(page: str) -> str:
    """Return a page's address below the site, such as ``policy/about/``, given its path below docs/; empty for the home page."""
    parts = page.removesuffix(".md").split("/")
    return "".join(f"{part}/" for part in (parts[:-1] if parts[-1] == "index" else parts))


def menu() -> Any:
    """Return the menu as mkdocs.yml writes it: lists of pages and of groups by their titles. It is never to be changed."""
    return _menu(MKDOCS_CONFIG.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _menu(stamp: int) -> Any:
    return config()["nav"]


def config() -> dict[str, Any]:
    """Return mkdocs.yml as plain data; what its tags stand for is left out.

    Raises:
        ProblemsError: It cannot be read, or lists no pages.
    """
    return read_config(read_text(MKDOCS_CONFIG), shown(MKDOCS_CONFIG))


def read_config(text: str, name: str) -> dict[str, Any]:
    """Return the text of a mkdocs.yml as plain data; ``name`` is the file as shown to people. Otherwise as :func:`config`."""
    try:
        found = yaml.load(text, Loader=_AnyTag)  # noqa: S506 (constructs plain data only)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ProblemsError(problems_of(text, name, mark.line + 1 if mark else 0)) from None
    if not isinstance(found, dict) or not found.get("nav"):
        raise ProblemsError([Problem(name, 0, "nav", "the list of pages is missing.", "Write the pages under  nav:  at the left edge.")])
    whole: Any = yaml.compose(text, Loader=_AnyTag)
    menu = next(value for key, value in whole.value if key.value == "nav")
    faults = [Problem(name, line, "nav", fault, remedy) for line, fault, remedy in _menu_faults(menu, {})]
    if faults:
        raise ProblemsError(faults)
    return found


def _menu_faults(menu: yaml.Node, seen: dict[str, int]) -> Iterator[tuple[int, str, str]]:
    """Yield what is wrong with a part of the menu: line, fault, remedy."""
    if isinstance(menu, yaml.MappingNode):
        yield _line(menu), "this part of the menu is not a list.", "Begin each of its lines with a hyphen and a space:  - glossary.md"
        return
    if isinstance(menu, yaml.ScalarNode):
        page = menu.value
        if menu.tag != "tag:yaml.org,2002:str" or not page.endswith(".md"):
            what = f'"{page}"' if page else "a line without words"
            yield _line(menu), f"{what} is not the file of a page.", "Write its path below docs/, for example  - policy/devices.md"
        elif page in seen:
            yield _line(menu), f'the page "{page}" stands twice in the menu; first on line {seen[page]}.', "Take one of the two lines out."
        seen.setdefault(page, _line(menu))
        return
    for entry in menu.value:
        if not isinstance(entry, yaml.MappingNode):
            yield from _menu_faults(entry, seen)
        elif len(entry.value) == 1:
            yield from _menu_faults(entry.value[0][1], seen)
        else:
            second = entry.value[1][0]
            yield (
                _line(second),
                f'"{second.value}" stands in the entry above it.',
                f"Begin it with a hyphen, in the same column:  - {second.value}: …",
            )


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def flat(entry: Any) -> Iterator[str]:
    """Yield the pages of a menu, or of a part of one, in its order."""
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, list):
        for item in entry:
            yield from flat(item)
    elif isinstance(entry, dict):
        for item in entry.values():
            yield from flat(item)


def without(entry: Any, hidden: list[str]) -> Any:
    """Return a navigation without some pages; a group left empty goes too."""
    if isinstance(entry, list):
        kept = [without(item, hidden) for item in entry]
        return [item for item in kept if item is not None]
    if isinstance(entry, dict):
        inner = {title: without(item, hidden) for title, item in entry.items()}
        return {title: item for title, item in inner.items() if item} or None
    return None if entry in hidden else entry


def with_page(entry: Any, page: str, after: str) -> Any:
    """Return a menu in which a page stands right after another one; the same menu if that one is not in it."""
    if isinstance(entry, list):
        made: list[Any] = []
        for item in entry:
            made.append(with_page(item, page, after))
            if item == after or (isinstance(item, dict) and after in item.values()):
                made.append(page)
        return made
    if isinstance(entry, dict):
        return {title: with_page(item, page, after) if isinstance(item, list) else item for title, item in entry.items()}
    return entry
