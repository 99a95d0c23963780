"""Begin a file of a school's own words: with our text to change, or with what an added page or clause needs."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from handbook.ground.folder import why
from handbook.ground.paths import DOCS, shown
from handbook.ground.problems import Problem, ProblemsError, did_you_mean
from handbook.local import overlay, reviewed, sections
from handbook.local.load import CLAUSES, PAGES
from handbook.local.model import PREFIX, Local
from handbook.pages import navigation
from handbook.policy.outline import Outline

# What stands in a file that nobody has filled in yet.
_REASON = "Why your school says it in other words"
_RULE = "You must write the rule of your school here."
_DESCRIPTION = "What the page is about, in a sentence or two."
_TITLE = "The title of your page"

_CLAUSE = """\
---
change: reworded
reason: {reason}
---
{words}"""

_ADDED_CLAUSE = """\
---
change: added
section: {section}
letter: {letter}
---
{rule}
"""

_ADDED_PAGE = """\
---
description: >-
  {description}
audience: [everyone]
after: {after}
---
# {title}

{{{{ summary() }}}}

Write your text here.
"""

_ADDED_SECTION = """\
---
description: >-
  {description}
audience: [staff]
after: {after}
---
# {title}

{{{{ section() }}}}

{{{{ clause("{clause}") }}}} {rule}
"""


def begin(local: Local, policy: Outline, name: str, after: str = "", section: str = "") -> Path:
    """Write the beginning of a file and return it.

    Args:
        local: What the school has written so far.
        policy: Our own outline.
        name: A page of ours or one to be added (``parents/our-app.md``); a clause of ours or one to be added (``local-…``).
        after: Of an added page: the page after which it stands in the menu.
        section: Of an added clause: the page of the policy that it stands on.

    Raises:
        ProblemsError: Nothing has that name, the place is missing, or the file is there already or cannot be written.
    """
    name = name.replace("\\", "/")
    if name.endswith(".md"):
        path, text, ours = _page(local, policy, name, after)
    else:
        path, text, ours = _clause(local, policy, name, section)
    if path.exists():
        raise ProblemsError([Problem(shown(path), 0, "", "the file is there already.", "Open it in a text editor.")])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        remedy = f"Look what stands at {shown(Path(error.filename or path))}: a file where a folder should be, or one that you may not write."
        raise ProblemsError([Problem(shown(path), 0, "", f"it cannot be written: {why(error)}.", remedy)]) from error
    if ours:
        reviewed.keep(local.folder / "reviewed" / path.relative_to(local.folder), ours)
    return path


def _page(local: Local, policy: Outline, name: str, after: str) -> tuple[Path, str, str]:
    path, pages = local.folder / PAGES / PurePosixPath(name), set(navigation.flat(navigation.menu()))
    if (DOCS / name).is_file():
        text = (DOCS / name).read_text(encoding="utf-8")
        return path, text, text
    if not after:
        near = did_you_mean(name, pages)
        own = f"For a page of your own say where it stands in the menu:  local begin {name} --after parents/index.md"
        raise ProblemsError([Problem(name, 0, "", "the handbook has no page of this name.", f"{near} {own}" if near.startswith("Did") else own)])
    if after not in pages and after not in local.pages:
        raise ProblemsError([Problem(name, 0, "--after", f'there is no page "{after}" in the menu.', did_you_mean(after, pages))])
    blanks = {"after": after, "description": _DESCRIPTION, "title": _TITLE}
    if name.startswith("policy/") and after in (policy.sections[-1].page, *sections.pages_of(local)):
        # What stands after the last section is the next one.
        return path, _ADDED_SECTION.format(**blanks, clause=f"{PREFIX}{path.stem}-first", rule=_RULE), ""
    return path, _ADDED_PAGE.format(**blanks), ""


def _clause(local: Local, policy: Outline, name: str, section: str) -> tuple[Path, str, str]:
    path = local.folder / CLAUSES / f"{name}.md"
    if name.startswith(PREFIX):
        pages = [one.page for one in policy.sections]
        if section not in pages:
            remedy = f"Name it:  local begin {name} --section {did_you_mean(section, pages)[14:-2] if section else 'policy/devices.md'}"
            raise ProblemsError([Problem(name, 0, "--section", "an added clause stands in a section of the policy.", remedy)])
        return path, _ADDED_CLAUSE.format(section=section, letter=overlay.next_letter(local, section), rule=_RULE), ""
    if name not in policy.clauses:
        near = did_you_mean(name, policy.clauses)
        own = f'A clause of your own has a name that begins with "{PREFIX}".'
        raise ProblemsError([Problem(name, 0, "", "the policy has no clause of this name.", f"{near} {own}" if near.startswith("Did") else own)])
    words = reviewed.ours(name, policy)
    return path, _CLAUSE.format(reason=_REASON, words=words), words


def unfinished(local: Local) -> list[Problem]:
    """Return the files that were begun and still hold what the program wrote for somebody to fill in."""
    found = []
    for path in [*(local.files[page] for page in local.pages), *(clause.path for clause in local.clauses.values())]:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        for number, line in enumerate(lines, 1):
            if any(words in line for words in (_REASON, _RULE, _DESCRIPTION, _TITLE)):
                found.append(Problem(shown(path), number, "", f'this was never filled in: "{line.strip()}".', "Write your own words there."))
    return found
