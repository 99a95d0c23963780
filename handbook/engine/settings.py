"""Open mkdocs.yml as the engine does; what it has against the settings is told with the line and a remedy, and never as a traceback."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from handbook.ground.paths import DOCS, MKDOCS_CONFIG, shown
from handbook.ground.problems import Problem, ProblemsError, did_you_mean
from handbook.pages import marked_text, marks

_VALUE = re.compile(r"Config value '(?P<key>\w+)': (?P<said>.*)", re.DOTALL)
_UNKNOWN = re.compile(r"Unrecognised configuration name: (\w+)")
_NO_OPTION = re.compile(r"\nKeyError: '(\w+)'\s*$")
_NO_EXTENSION = re.compile(r"Failed to load extension '([\w.]+)'")


def opened(load: Callable[[], Any], said: list[str]) -> Any:
    """Return the configuration that a function loads.

    Args:
        load: Loads it.
        said: What the engine says while it does so.

    Raises:
        ProblemsError: A setting has a fault.
    """
    try:
        config = load()
    except Exception as error:
        # Extensions and themes stumble in as many ways as there are; each means a setting that they do not take.
        raise ProblemsError(list(_problems(said)) or [_of_error(error)]) from error
    problems = [*_problems(said), *_missing_styles(config)]
    if problems:
        raise ProblemsError(problems)
    return config


def _problems(said: list[str]) -> Iterator[Problem]:
    for message in said:
        found = _VALUE.match(message)
        if found:
            yield _problem(found["key"], found["said"])


def _problem(key: str, said: str) -> Problem:
    from mkdocs.config.defaults import MkDocsConfig

    if unknown := _UNKNOWN.search(said):
        return _at(key, f'there is no setting "{unknown[1]}".', did_you_mean(unknown[1], [name for name, _ in MkDocsConfig._schema]))  # noqa: SLF001 (MkDocs lists its settings in no other way)
    if option := _NO_OPTION.search(said):
        return _at(option[1], f'there is no option "{option[1]}".', "Correct its name, or take the line out.")
    if extension := _NO_EXTENSION.search(said):
        return _at(extension[1], f'there is no extension "{extension[1]}".', did_you_mean(extension[1], _extensions()))
    first = " ".join(said.split("\n", 1)[0].split()).rstrip(".")
    return _at(key, f"the setting cannot be used: {first}.", "Undo what was changed last in it.")


def _extensions() -> list[str]:
    """Return the Markdown extensions that are installed, ours among them."""
    import pymdownx

    theirs = [one.name for one in entry_points(group="markdown.extensions")]
    return [*theirs, *(f"pymdownx.{one.name}" for one in pkgutil.iter_modules(pymdownx.__path__)), marked_text.__name__, marks.__name__]


def _of_error(error: Exception) -> Problem:
    # A library that is handed a name it does not know says nothing but the name.
    name = str(error).strip("'\"")
    if isinstance(error, KeyError) and _line_of(name):
        return _at(name, f'there is no option "{name}".', "Correct its name, or take the line out.")
    return Problem(
        shown(MKDOCS_CONFIG),
        0,
        "",
        f"the settings cannot be used: {' '.join(str(error).split()) or type(error).__name__}",
        "Undo what was changed last.",
    )


def _at(word: str, fault: str, remedy: str) -> Problem:
    return Problem(shown(MKDOCS_CONFIG), _line_of(word), "", fault, remedy)


def _line_of(word: str) -> int:
    """Return the first line of mkdocs.yml on which a word stands as a key or an item; 0 if it stands nowhere."""
    lines = MKDOCS_CONFIG.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if re.match(rf"\s*(?:- )?{re.escape(word)}(?:$|[:\s])", line)), 0)


def _missing_styles(config: Any) -> Iterator[Problem]:
    """Yield the stylesheets and scripts that are named and not there."""
    for name in (*config["extra_css"], *(str(one) for one in config["extra_javascript"])):
        folders = [DOCS, *(Path(one) for one in config["theme"].dirs)]
        if not any((folder / name).is_file() for folder in folders):
            there = [path.relative_to(folder).as_posix() for folder in folders for path in (folder / name).parent.glob("*.*")]
            yield _at(name, f'there is no file "{name}" below overrides/.', did_you_mean(name, there))
