"""What MkDocs found, told to the author of the page: file, line, what is wrong, how to mend it."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.filters import FILTERS as DEFAULT_FILTERS
from yaml import MarkedYAMLError

from handbook.ground.paths import DOCS, MKDOCS_CONFIG, ROOT, shown
from handbook.ground.problems import Problem, did_you_mean
from handbook.ground.yaml_faults import problems_of

_LINK = re.compile(r"Doc file '(?P<page>[^']+)' contains (?:a|an \w+(?: \w+)?) link (?:to )?'(?P<link>[^']*)'(?P<rest>.*)", re.S)
_GUESS = re.compile(r"Did you mean '([^']*)'\?")
_NOT_IN_NAV = re.compile(r'not included in the "nav" configuration:(?P<pages>(?:\n  - .+)+)')
_IN_NAV = re.compile(r"A reference to '(?P<page>[^']+)' is included in the 'nav'")
_UNDEFINED = re.compile(r"'(?:[\w.]+ object' has no attribute ')?(\w+)'(?: is undefined)?$")
_NEVER_CLOSED = re.compile(r"Unexpected end of template.*innermost block that needs to be closed is '(\w+)'", re.S)
_ARGUMENT = re.compile(r"(?:\w+\.)?(?P<name>\w+)\(\) missing \d+ required positional arguments?: '(?P<wanted>\w+)'")


def of_message(message: str) -> Iterator[Problem]:
    """Yield the problems that one of MkDocs' or its plugins' warnings and errors speaks of."""
    if link := _LINK.search(message):
        yield _of_link(link["page"], link["link"], link["rest"])
    elif left_out := _NOT_IN_NAV.search(message):
        for page in re.findall(r"- (.+)", left_out["pages"]):
            yield not_in_the_menu(page)
    elif named := _IN_NAV.search(message):
        line = _line_of(MKDOCS_CONFIG, named["page"])
        yield Problem(shown(MKDOCS_CONFIG), line, "nav", f'there is no page "{named["page"]}".', "Correct its name, or take the line out.")
    else:
        said = " ".join(message.split())
        yield Problem(shown(MKDOCS_CONFIG), 0, "", f"the site cannot be made: {said}", "Undo what was changed last, or look the words up.")


def of_error(error: BaseException) -> Problem:
    """Return the problem behind an error that stopped MkDocs without a word."""
    if isinstance(error, TemplateSyntaxError):
        return Problem(
            _of_ours(error.filename), error.lineno, "", f"the template cannot be read: {_sentence(error.message or '')}", "Correct the line."
        )
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark
        return problems_of(MKDOCS_CONFIG.read_text(encoding="utf-8"), shown(MKDOCS_CONFIG), mark.line + 1 if mark else 0)[0]
    # Jinja gives its own frames the names and lines of the templates.
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith((".html", ".xml"))]
    said = str(error) or type(error).__name__
    if frames:
        return Problem(_of_ours(frames[-1].filename), frames[-1].lineno or 0, "", f"the template fails: {_sentence(said)}", _remedy(said))
    return next(of_message(said))


def of_macro(page: str, text: str, error: Exception) -> Problem:
    """Return the problem behind an error that came up while a page's macros were filled in.

    Args:
        page: The page's path below docs/.
        text: Its text, without the front matter.
        error: What came up.
    """
    path = DOCS / page
    line = _line_in_text(error) + _lines_of_front_matter(path, text)
    said = str(error).split("\n", 1)[0].strip() or type(error).__name__
    if isinstance(error, TemplateSyntaxError):
        if open_block := _NEVER_CLOSED.search(str(error)):
            return Problem(
                shown(path), line, "", f"{{% {open_block[1]} %}} is opened and never closed.", f"Write {{% end{open_block[1]} %}} where it ends."
            )
        return Problem(
            shown(path),
            line,
            "",
            *_of_braces(error.message or said),
        )
    if argument := _ARGUMENT.search(said):
        name = argument["name"]
        return Problem(
            shown(path),
            line,
            "",
            f"{name}() needs what it is to show.",
            f'Write its {argument["wanted"]} between the brackets: {{{{ {name}("…") }}}}.',
        )
    if isinstance(error, (KeyError, FileNotFoundError)):
        named = Path(error.filename).name if isinstance(error, FileNotFoundError) else error.args[0]
        fault = f'a record that is shown here names "{named}", which is not there.'
        return Problem(shown(path), line, "", fault, "Correct the name in that record, in data/.")
    for pattern, plain, what_to_do in _STUMBLES:
        if pattern.search(said):
            return Problem(shown(path), line, "", plain, what_to_do)
    # Our own macros say what is wrong in a sentence, and how to mend it after it.
    fault, _, remedy = said.partition(". ")
    if isinstance(error, UndefinedError) and not remedy:
        return Problem(shown(path), line, "", _sentence(said), _remedy(said))
    return Problem(shown(path), line, "", _sentence(fault), remedy or "Correct the line.")


# What Python says when a page asks for something impossible, and what its author reads.
_STUMBLES = (
    (re.compile(r"object is not callable"), "what stands before the round brackets is no macro.", "Take the brackets away."),
    (re.compile(r"object is not iterable"), "what stands after  in  is no list.", "Write after it something that is one, as other pages do."),
    (re.compile(r"can only concatenate|unsupported operand"), "words and a number are joined by a sign.", 'Put the number in quotation marks: "3".'),
)
# What the template language says of braces that it cannot read.
_BRACES = (
    (re.compile("unexpected char '([“”„‘’«»])'"), "curly quotation marks stand in it.", 'Type straight ones:  "…"'),
    (re.compile("unexpected char ['\"]['\"]"), "a quotation mark is opened and never closed.", 'Write the same mark on both sides:  "…"'),
    (re.compile("unexpected '[}%]', expected '\\)'"), "a round bracket is opened and never closed.", "Write ) where it ends."),
    (
        re.compile("got '(?:string|name|integer)'"),
        "two things stand side by side.",
        'Write what a macro is to show between round brackets: name("…").',
    ),
    (re.compile("[Ee]xpected an expression"), "something is missing between the braces.", "Write it, as other pages do: {% if school.sixth_form %}."),
    (re.compile("unknown tag '(?:else|elif|endif|endfor)'"), "it ends or turns a condition that never began.", "Write {% if … %} above it."),
)
_UNKNOWN_TAG = re.compile(r"unknown tag '(\w+)'")
_NO_FILTER = re.compile(r"No (?:filter|test) named '(\w+)'")


def _of_braces(said: str) -> tuple[str, str]:
    """Return what is wrong with braces that cannot be read, and what to do."""
    begin = "the braces cannot be read: "
    for pattern, plain, remedy in _BRACES:
        if pattern.search(said):
            return begin + plain, remedy
    if tag := _UNKNOWN_TAG.search(said):
        return f'{begin}there is no "{tag[1]}".', did_you_mean(tag[1], ["if", "elif", "else", "endif", "for", "endfor", "set", "raw", "endraw"])
    if name := _NO_FILTER.search(said):
        return f'{begin}there is no filter "{name[1]}".', did_you_mean(name[1], DEFAULT_FILTERS)
    return begin + _sentence(said), "Compare with other pages: {{ … }} shows, {% … %} decides."


def nearest_to_ask_for(name: str) -> str:
    """Return, as a sentence, the nearest thing that a page can ask for."""
    from macros import FUNCTIONS

    hint = did_you_mean(name, [*(one.__name__ for one in FUNCTIONS), *_GROUPS])
    known = "What a page can ask for stands in the folder macros and in the school's file."
    return hint if hint.startswith("Did you mean") else f"Check the spelling, and put words in quotation marks. {known}"


# What a page can ask for besides macros.
_GROUPS = ("branding", "chair", "choices", "handbook", "head", "identity", "page", "people", "policy", "safeguarding", "school", "technology")


def not_in_the_menu(page: str) -> Problem:
    """Return the problem of a page that the menu does not know."""
    return Problem(shown(DOCS / page), 0, "", "the page is not in the menu.", f"Add a line  - {page}  under nav in mkdocs.yml.")


def of_broken_place(page: str, link: str) -> Problem:
    """Return the problem of a link to a place that its page does not have."""
    return _of_link(page, link, "no such anchor")


def _line_in_text(error: Exception) -> int:
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    lines = [step.lineno for step in traceback.extract_tb(error.__traceback__) if step.filename == "<template>"]
    return lines[-1] or 0 if lines else 0


_CONDITION = (
    "Put it into the condition of the page it leads to, for example  "
    '{% if school.teaches("ks3") or school.teaches("ks4") %} … {% endif %}  where that page says  stages: [ks3, ks4].'
)


def _of_link(page: str, link: str, rest: str) -> Problem:
    path = DOCS / page
    guess = _GUESS.search(rest)
    # A link that leaves the page's folder is told by where it leads, not as it is written.
    name = link.rpartition("/")[2]
    line = _line_of(path, link) or (_line_of(path, name) if name else 0)
    if "no such anchor" in rest or "not contain an anchor" in rest:
        fault, remedy = (
            f'the link "{link}" leads to a place that is not on that page.',
            "Take the words after # from a heading or a clause of that page.",
        )
        if not line:
            line = _line_of(path, f'"{link.rpartition("#")[2]}"')
            remedy += " If a macro wrote the link, put back what shows that record there."
    elif "excluded" in rest:
        fault, remedy = f'the link "{link}" leads to a page that this school does not have.', _CONDITION
    elif "it was left as is" in rest:
        fault, remedy = f'the link "{link}" does not lead to a file of this project.', "Name the page's file, for example ../policy/devices.md."
    else:
        fault, remedy = f'the link "{link}" leads to a file that is not there.', "Check the name; it is looked for beside this page."
    return Problem(shown(path), line, "", fault, f'Did you mean "{guess[1]}"?' if guess else remedy)


def _remedy(said: str) -> str:
    """Return what to do about a name that nothing has."""
    found = _UNDEFINED.search(said)
    return nearest_to_ask_for(found[1] if found else "")


def _sentence(said: str) -> str:
    said = " ".join(said.split()).rstrip(".")
    return f"{said}." if said and said[-1] not in "?!" else said


def _of_ours(file: str | None) -> str:
    path = Path(file or "")
    return shown(path) if ROOT in path.parents else path.name


def _lines_of_front_matter(page: Path, text: str) -> int:
    """Return how many lines stand above a page's text."""
    whole = page.read_text(encoding="utf-8", errors="replace") if page.is_file() else ""
    return whole[: len(whole) - len(text)].count("\n") if whole.endswith(text) else 0


def _line_of(path: Path, words: str) -> int:
    """Return the first line that holds some words; 0 if none does, as when a macro wrote them."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return 0
    return next((number for number, line in enumerate(lines, 1) if words in line), 0)
