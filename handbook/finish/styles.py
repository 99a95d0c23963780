"""One small stylesheet for the whole site: the theme's rules that its pages use, then ours.

The theme's stylesheets hold rules for everything it can do. A rule goes when every selector of it names a class or a value that stands in no
page and in no script, or a custom property that nothing reads. Our own stylesheets are kept whole.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from handbook.finish.pages import FinishedPage, FinishError
from handbook.finish.stylesheet import Rule, Token, divided, joined, kept, parsed, read_properties, written
from handbook.ground.notebook import Notebook

_LINK = re.compile(r'<link rel="stylesheet" href="([^":]*?)(assets/stylesheets/[^"]+)">\s*')
# How many sites with other words are remembered.
_MOST = 8
_THEME = re.compile(r"assets/stylesheets/(?:main|palette)\.[0-9a-f]+\.min\.css")


def merge(site: Path, pages: list[FinishedPage]) -> None:
    """Replace the stylesheets of all pages by one, named for its content."""
    names = linked_by(pages[0])
    for page in pages:
        if linked_by(page) != names:
            raise FinishError(f"{page.path or 'the home page'} asks for other stylesheets than {pages[0].path or 'the home page'}.")
    scripts = "".join(path.read_text(encoding="utf-8") for path in sorted(site.glob("assets/javascripts/*.js")))
    used = Used(set().union(*(classes_in(page.text) for page in pages)), _held_by(pages), scripts)
    whole = joined_sheets(cut({name: (site / name).read_text(encoding="utf-8") for name in names}, used))
    target = name_of(whole)
    (site / target).write_text(whole, encoding="utf-8")
    for page in pages:
        link(page, target)
    for name in names:
        (site / name).unlink()


def _held_by(pages: list[FinishedPage]) -> Callable[[str], bool]:
    """Return what says whether an attribute with its value, such as ``dir="ltr"``, stands in any page."""

    @cache
    def values_of(name: str) -> set[str]:
        return {value for page in pages for value in _pairs(name).findall(page.text)}

    return lambda value: value in values_of(value.partition("=")[0])


@cache
def _pairs(name: str) -> re.Pattern[str]:
    return re.compile(rf'{re.escape(name)}="[^"]*"')


@dataclass(frozen=True)
class _Cut:
    """Stylesheets that were cut, and the answers about pages and scripts that made them what they are."""

    answers: dict[str, bool]
    sheets: dict[str, str]


_MADE: Notebook[list[_Cut]] = Notebook("stylesheets")
_ASKED: Notebook[set[str]] = Notebook("values-asked-by-stylesheets")


def linked_by(page: FinishedPage) -> list[str]:
    """Return the stylesheets that a page asks for, by where they stand."""
    return [name for _, name in _LINK.findall(page.text)]


def link(page: FinishedPage, target: str) -> None:
    """Let a page ask for one stylesheet in place of all."""
    first = True

    def one(match: re.Match[str]) -> str:
        nonlocal first
        element = f'<link rel="stylesheet" href="{match.group(1)}{target}">\n    ' if first else ""
        first = False
        return element

    page.text = _LINK.sub(one, page.text)


def cut(texts: Mapping[str, str], used: Used) -> dict[str, str]:
    """Return stylesheets, by name, without the theme's rules that nothing uses: as they were cut before, if the answers are the same as then."""
    made = _MADE.result(json.dumps([dict(texts), used.scripts]), list)
    for earlier in made:
        if all(used.answer(question) == answer for question, answer in earlier.answers.items()):
            return earlier.sheets
    sheets = {name: parsed(text) for name, text in texts.items()}
    theme = [name for name in texts if _THEME.fullmatch(name)]
    for name in theme:
        sheets[name] = kept(sheets[name], used.selects_any)
    _drop_unread(sheets, theme, set(re.findall(r"--[\w-]+", used.scripts)))
    done = _Cut(dict(used.answers), {name: written(rules) for name, rules in sheets.items()})
    made[:] = [done, *made[: _MOST - 1]]
    _MADE.keep(changed=True)
    return done.sheets


def joined_sheets(sheets: Mapping[str, str]) -> str:
    """Return the one stylesheet."""
    return "\n".join(sheets.values())


def name_of(whole: str) -> str:
    """Return where the one stylesheet stands: named for its content."""
    return f"assets/stylesheets/site.{hashlib.sha256(whole.encode()).hexdigest()[:8]}.css"


def classes_in(text: str) -> set[str]:
    """Return the classes that a page names."""
    return {name for names in set(re.findall(r'class="([^"]*)"', text)) for name in names.split()}


def values_in(text: str, asked: set[str]) -> set[str]:
    """Return which of the attributes with values that styles ask for stand in a page."""
    names = {value.partition("=")[0] for value in asked}
    return asked.intersection(value for name in names for value in _pairs(name).findall(text))


def values_asked(texts: Mapping[str, str]) -> set[str]:
    """Return each attribute with its value, such as ``dir="ltr"``, for which the theme's rules ask."""
    theme = [text for name, text in texts.items() if _THEME.fullmatch(name)]
    found = _ASKED.result(json.dumps(theme), lambda: _values_asked(theme))
    _ASKED.keep()
    return found


def _values_asked(theme: list[str]) -> set[str]:
    everything = Used(set(), lambda _: True, "")
    everything.names = _All()
    for text in theme:
        kept(parsed(text), everything.selects_any)
    # It has noted each value that it was asked for.
    return {question for question in everything.answers if not question.startswith(".")}


class _All(set[str]):
    def __contains__(self, name: object) -> bool:
        return True


class Used:
    """What pages and scripts name: classes, attributes with their values.

    Args:
        classes: The classes in pages.
        holds: Says whether an attribute with its value, such as ``dir="ltr"``, stands in any page.
        scripts: The text of all scripts.
    """

    def __init__(self, classes: set[str], holds: Callable[[str], bool], scripts: str) -> None:
        self.scripts = scripts
        # Scripts set classes by their whole names.
        self.names = classes | set(re.findall(r"[\w-]+", scripts))
        self.holds = holds
        # What has been asked so far, and the answer: ".name" for a class, 'dir="ltr"' for an attribute with its value.
        self.answers: dict[str, bool] = {}

    def answer(self, question: str) -> bool:
        """Say whether a class, or an attribute with its value, stands in any page or, for a class, in a script."""
        if question not in self.answers:
            self.answers[question] = question[1:] in self.names if question.startswith(".") else self.holds(question)
        return self.answers[question]

    def selects_any(self, rule: Rule) -> bool:
        """Say whether a rule may select anything, and take the selectors that cannot out of it."""
        if rule.name:
            return rule.name != "charset"
        selectors = [one for one in divided(rule.head, ",") if self.selects(one)]
        rule.head = joined(selectors, rule.head, ",")
        return bool(selectors)

    def selects(self, selector: list[Token]) -> bool:
        """Say whether a selector may select anything. When in doubt it may: what stands in :not(), :is() and the like says nothing of it."""
        for before, token in zip([None, *selector], selector, strict=False):
            if (
                before is not None
                and before.type == "literal"
                and before.value == "."
                and token.type == "ident"
                and not self.answer(f".{token.value}")
            ):
                return False
            if token.type == "[] block" and not self._attribute(token.content):
                return False
        return True

    def _attribute(self, content: list[Token]) -> bool:
        inside = [one for one in content if one.type != "whitespace"]
        if len(inside) != 3 or inside[1] != "=":
            return True
        name, value = inside[0].value, inside[2].value
        return self.answer(f'{name}="{value}"') or (name != "dir" and f'"{value}"' in self.scripts)


def _drop_unread(sheets: dict[str, list[Rule]], theme: list[str], read_by_scripts: set[str]) -> None:
    """Drop the theme's custom properties that nothing reads, until none is left."""
    dropped = True
    while dropped:
        read_names = read_by_scripts | {name for rules in sheets.values() for name in read_properties(rules)}
        dropped = False

        def keep(rule: Rule, read_names: set[str] = read_names) -> bool:
            nonlocal dropped
            if rule.name or rule.body is None:
                return True
            parts = divided(rule.body, ";")
            wanted = [one for one in parts if not (name := _custom_property(one)) or name in read_names]
            if len(wanted) < len(parts):
                dropped = True
                rule.body = joined(wanted, rule.body, ";")
            return any(one.type != "whitespace" for part in wanted for one in part)

        for name in theme:
            sheets[name] = kept(sheets[name], keep)


def _custom_property(declaration: list[Token]) -> str:
    first = next((one for one in declaration if one.type != "whitespace"), None)
    return str(first.value) if first is not None and first.type == "ident" and first.value.startswith("--") else ""
