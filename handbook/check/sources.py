"""The files that people write, each with the rules it is held against: what is wrong in them, and what a program mends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from handbook.check import boxes, figures, markdown, plain_text, spelling, tables, yaml_text
from handbook.check.slips import Rule, mended, problem
from handbook.ground.paths import DATA, DOCS, EXAMPLES, MKDOCS_CONFIG, ROOT, shown
from handbook.ground.problems import Problem, ProblemsError
from handbook.ground.text_files import read_text

# Patterns of other people's words, slips and blanks among them.
_OTHERS_WORDS = DATA / "audit"
_OWN_TEXTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
_FORM = (plain_text.spaces, plain_text.wrong_encoding, plain_text.merge_marks, plain_text.end_of_file)


def for_pages() -> tuple[Rule, ...]:
    """Return the rules for a page."""
    return (*plain_text.RULES, *boxes.RULES, *tables.RULES, *markdown.RULES, *figures.RULES, *map(spelling.in_pages, spelling.lists()))


def for_records() -> tuple[Rule, ...]:
    """Return the rules for a file of records."""
    return (*plain_text.RULES, *yaml_text.RULES, *map(spelling.in_records, spelling.lists()))


def files() -> Iterator[tuple[Path, tuple[Rule, ...]]]:
    """Yield each file that people write, with its rules."""
    of_pages, of_records = for_pages(), for_records()
    for path in sorted(DOCS.rglob("*.md")):
        yield path, of_pages
    for path in sorted(DATA.rglob("*.yml")):
        yield path, _FORM if _OTHERS_WORDS in path.parents else of_records
    for path in (*sorted(EXAMPLES.glob("*.yml")), MKDOCS_CONFIG, *(ROOT / name for name in _OWN_TEXTS)):
        if path.is_file():
            yield path, _FORM


def problems() -> tuple[list[Problem], int]:
    """Return what is wrong in the files, and how many were looked at."""
    found: list[Problem] = []
    looked_at = 0
    for path, rules in files():
        looked_at += 1
        try:
            lines = _lines(path)
        except ProblemsError as error:
            found += error.problems
            continue
        found += [problem(shown(path), slip) for rule in rules for slip in rule(lines)]
    return found, looked_at


def mend() -> list[Path]:
    """Mend what a program can, and return the files that were written."""
    return [path for path, rules in files() if _mend(path, rules)]


def mend_records(folder: Path) -> None:
    """Mend a data folder of another day by the rules of today, so that what is left of its difference to ours is the work of a person."""
    rules = for_records()
    for path in sorted(folder.rglob("*.yml")):
        today = DATA / path.relative_to(folder)
        if not today.is_file() or today.read_bytes() != path.read_bytes():
            _mend(path, rules)


def _mend(path: Path, rules: tuple[Rule, ...]) -> bool:
    """Mend what a program can in one file, and say whether it was written."""
    try:
        lines = _lines(path)
    except ProblemsError:
        return False
    right = mended(lines, rules)
    if right == lines and b"\r" not in path.read_bytes() and not path.read_bytes().startswith(b"\xef\xbb\xbf"):
        return False
    path.write_text("\n".join(right), encoding="utf-8", newline="\n")
    return True


def _lines(path: Path) -> list[str]:
    return read_text(path).split("\n")
