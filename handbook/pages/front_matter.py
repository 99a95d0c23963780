"""The lines between --- at the top of a page: what they may say, and what is wrong with them."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import yaml
from pydantic import Field

from handbook.ground.characters import unseen
from handbook.ground.notebook import Notebook
from handbook.ground.paths import DOCS, shown
from handbook.ground.problems import Problem, ProblemsError
from handbook.ground.text_files import read_text
from handbook.ground.validation import Strict, checked
from handbook.ground.values import Id, Line, Text
from handbook.ground.yaml_files import parse

# The C loader is ten times faster; a Python built without libyaml still works.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Search(Strict):
    """How search weighs a page.

    Attributes:
        boost: Times how much it counts.
        names_only: Search knows its headings and other names only: its text says again what other pages say.
        exclude: Search does not know it.
    """

    boost: Annotated[float, Field(gt=0, le=10)] | None = None
    names_only: bool = False
    exclude: bool = False


class FrontMatter(Strict):
    """What a page says about itself.

    Attributes:
        description: What the page is about, in a sentence or two; search engines and the policy's contents show it.
        audience: For whom it is written.
        stages: The key stages it is for; a school that teaches none of them has no such page. None: for every school.
        tags: Other words that people search it by.
        search: How search weighs it.
        hide: Parts of the frame that it goes without.
        released: No for a page to whoever prepares the handbook: a preview has it, a release has not.
        after: Of a page that a school has added: the page after which it stands in the menu.
        meets: Of a section that a school has added to the policy: ids of the requirements that each of its clauses meets.
    """

    # The engine reads these lines too, and does so letter by letter.
    takes_any_letters: ClassVar[bool] = False

    description: Annotated[Text, Field(max_length=300)]
    audience: Annotated[list[Literal["everyone", "staff", "leaders", "parents", "pupils"]], Field(min_length=1)]
    stages: Annotated[list[Literal["eyfs", "ks1", "ks2", "ks3", "ks4", "ks5"]], Field(min_length=1)] | None = None
    tags: list[Line] = []
    search: Search | None = None
    hide: list[Literal["toc", "footer", "navigation"]] = []
    released: bool = True
    after: Line | None = None
    meets: dict[Id, list[Id]] = {}


def faults(docs: Path = DOCS) -> list[Problem]:
    """Return what is wrong at the top of any page."""
    found: list[Problem] = []
    for path in sorted(docs.rglob("*.md")):
        try:
            top = front_matter(path)
        except ProblemsError as error:
            found += error.problems
            continue
        if top.after:
            remedy = "Take the line out, and give the page its place under nav in mkdocs.yml."
            found.append(Problem(shown(path), 0, "after", "only a page that a school has added says where it stands in the menu.", remedy))
        if top.meets:
            remedy = "Take the lines out, and name the clauses in data/requirements.yml under met_by."
            found.append(Problem(shown(path), 0, "meets", "only a section that a school has added says what its clauses meet.", remedy))
    if docs == DOCS:
        _READ.keep()
    return found


def front_matter(path: Path) -> FrontMatter:
    """Return the front matter of a page.

    Raises:
        ProblemsError: It is missing, is not closed, or says what it may not say.
    """
    return _front_matter(path, path.stat().st_mtime_ns)


_READ: Notebook[FrontMatter] = Notebook("front-matter")


@lru_cache(maxsize=1024)
def _front_matter(path: Path, stamp: int) -> FrontMatter:
    name = shown(path)
    top, _ = split(read_text(path), name)
    return _READ.result(top, lambda: _read(top, name))


def _read(top: str, name: str) -> FrontMatter:
    for number, line in enumerate(top.split("\n"), 1):
        odd = unseen(line)
        if odd:
            raise _fault(name, number, f"an invisible character stands on this line: {odd}.", "Delete the line and type it again by hand.")
    source = parse(top, name)
    found = checked(FrontMatter, source.content, source)
    engine: dict[str, Any] = yaml.load(top, Loader=_Loader)  # noqa: S506 (a safe loader)
    for tag, read in zip(found.tags, engine.get("tags") or [], strict=True):
        if tag != " ".join(str(read).split()):
            raise _fault(name, source.line_of(("tags",)), f'the tag "{tag}" would be read as "{read}".', f'Put it in double quotes: "{tag}".')
    return found


def split(text: str, name: str = "") -> tuple[str, str]:
    """Return a page's front matter, with a blank line for its first ---, and the Markdown after it.

    Raises:
        ProblemsError: The page, which is shown to people as ``name``, has none, or it is not closed.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        if re.fullmatch(r"\s*[-–—_=]+\s*", lines[0]):
            raise _fault(name, 1, "the first line is not exactly ---.", "Write three hyphens and nothing else.")
        raise _fault(
            name,
            1,
            "the page does not say what it is about and for whom.",
            "Begin it with these lines, filled in:  ---  then  description: …  then  audience: [staff]  then  ---",
        )
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() == "---":
            return "\n".join(["", *lines[1 : number - 1]]), "\n".join(lines[number:])
        if not line.strip() or line.startswith(("# ", "{{", "{%")):
            raise _fault(
                name, number, "the --- that closes the page's first lines is missing.", f"Write --- on a line of its own above line {number}."
            )
    raise _fault(name, 1, "the --- that closes the page's first lines is missing.", "Write --- on a line of its own below them.")


def _fault(name: str, line: int, fault: str, remedy: str) -> ProblemsError:
    return ProblemsError([Problem(name, line, "", fault, remedy)])
