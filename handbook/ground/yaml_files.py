"""Read YAML written by people: safely, with line numbers, and with faults told kindly.

Every value is kept as the text that was typed (a phone number never turns into an octal number, nor "no" into false); models turn text
into numbers, dates and choices. Byte-order marks, other line ends and other spaces are accepted. Anchors, aliases and tags are refused:
our files do not need them, and a small file that uses them can unfold into a huge one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from handbook.ground.characters import tidied
from handbook.ground.paths import shown
from handbook.ground.problems import Problem, ProblemsError
from handbook.ground.text_files import read_text
from handbook.ground.yaml_faults import problems_of
from handbook.ground.yaml_slips import in_text, in_value

Place = tuple[str | int, ...]

DEEPEST = 20

_MAYBE_ALIAS = re.compile(r"[&*](?=[^\s*])(?:(?<=^.)|(?<=[\s\[{,:-].))", re.MULTILINE)
_LIST_IN_LIST = re.compile(r"[-?:][ \t]+[-?][ \t]")

# The C loader is ten times faster; a Python built without libyaml still works.
_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Loader(_Base):  # type: ignore[misc]  # which of the two it is, is known only when it runs
    """Reads each value as the text that was typed, and looks for no kind of value: nobody asks for that."""

    def resolve(self, *_: object) -> str:
        """Say the kind of a value."""
        return ""


@dataclass
class YamlFile:
    """A file's content as plain dictionaries, lists, texts and None, and where each part stands.

    Attributes:
        file: The file as shown to people.
        path: The file as the computer finds it; None for a text that stands in no file.
        content: The parsed content.
        lines: Line numbers (from 1) by place, such as ``("people", "dsl", "phone")``.
    """

    file: str
    content: Any
    lines: dict[Place, int] = field(default_factory=dict)
    path: Path | None = None

    def line_of(self, place: Place) -> int:
        """Return the line of a place, or of the nearest part above it that stands in the file."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 0)


def read(path: Path) -> YamlFile:
    """Read one YAML file.

    Raises:
        ProblemsError: The file is missing, too big, not UTF-8, not YAML, or holds duplicate keys, anchors or tags.
    """
    found = parse(read_text(path), shown(path))
    found.path = path.resolve()
    return found


def parse(text: str, name: str) -> YamlFile:
    """Parse YAML text; ``name`` is the file as shown to people. Otherwise as :func:`read`."""
    slips = [Problem(name, line, "", fault, remedy) for line, fault, remedy in in_text(text)]
    if slips:
        raise ProblemsError(slips)
    text = tidied(text)
    if "\t" in text:
        # After a value a tab is harmless, but not every parser thinks so.
        text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    try:
        if _may_hold_tricks(text):
            _refuse_tricks(text, name)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ProblemsError(problems_of(text, name, mark.line + 1 if mark else 0)) from None
    except yaml.reader.ReaderError:
        raise _whole(name, "it holds a character that no text has.", "Start again from a fresh file.") from None
    except RecursionError:
        raise _whole(name, "it is nested far too deeply.", "Start again from a fresh file.") from None
    reader = _Reader(YamlFile(name, None), text.split("\n"))
    if node is not None:
        reader.file.content = reader.plain(node, ())
    if reader.problems:
        raise ProblemsError(reader.problems)
    return reader.file


def _whole(name: str, fault: str, remedy: str) -> ProblemsError:
    return ProblemsError([Problem(name, 0, "", fault, remedy)])


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _may_hold_tricks(text: str) -> bool:
    """Say whether a text needs the closer look, which reads it once more: whether a part may stand for another, or lie very deep."""
    brackets = text.count("[") + text.count("{")
    return bool(_MAYBE_ALIAS.search(text) or brackets > DEEPEST or "\n" + " " * DEEPEST in text or _LIST_IN_LIST.search(text))


def _refuse_tricks(text: str, name: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ProblemsError(
                [
                    Problem(
                        name,
                        _line(event),
                        "",
                        f'text that begins with "{"*" if isinstance(event, yaml.AliasEvent) else "&"}" is not in quotes.',
                        "Put it in double quotes. Marks that stand for a text elsewhere in the file are not used here.",
                    )
                ]
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise ProblemsError(
                    [
                        Problem(
                            name,
                            _line(event),
                            "",
                            "it is nested far too deeply.",
                            "Check the brackets and the spaces at the start of this line.",
                        )
                    ]
                )
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


@dataclass
class _Reader:
    """Turns YAML's nodes into plain content, noting lines and problems."""

    file: YamlFile
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)

    def plain(self, node: yaml.Node, place: Place) -> Any:
        """Return a node's content."""
        line = node.start_mark.line
        self.file.lines.setdefault(place, line + 1)
        if isinstance(node, yaml.ScalarNode):
            slip = in_value(node, self.lines, f"{place[-1]}: " if place and isinstance(place[-1], str) else "- ")
            if slip:
                self._problem(slip[0], place, slip[1], slip[2])
            return None if node.style in (None, "") and node.value in ("", "~", "null", "Null", "NULL") else node.value
        if self.lines[line].startswith("!", node.start_mark.column):
            self._problem(line + 1, place, "text that begins with ! is not in quotes.", "Put it in double quotes, or take the ! away.")
            return None
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, (*place, index)) for index, item in enumerate(node.value)]
        return self._keys(node, place)

    def _keys(self, node: yaml.Node, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._problem(line, place, "a key is not plain text.", "Write it as  key: value.")
                continue
            key = key_node.value
            here = (*place, key)
            if key in found:
                self._problem(
                    line, here, f"this key stands twice; the first is on line {self.file.lines[here]}.", "Keep one of the two and delete the other."
                )
                continue
            slip = in_value(key_node, self.lines, "")
            if slip:
                self._problem(slip[0], place, slip[1], slip[2])
                continue
            self.file.lines[here] = line
            found[key] = self.plain(value_node, here)
        return found

    def _problem(self, line: int, place: Place, fault: str, remedy: str) -> None:
        # In a list of records nobody counts them; the line says which it is.
        inner = place[1:] if place and isinstance(place[0], int) else place
        self.problems.append(Problem(self.file.file, line, dotted(inner), fault, remedy))


def dotted(place: Place) -> str:
    """Return a place as people read it: ``people.deputy_dsls[1].phone``, counting list items from 1."""
    text = ""
    for part in place:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text
