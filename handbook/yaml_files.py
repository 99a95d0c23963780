"""Read YAML written by people: safely, with line numbers, and with faults told kindly.

Every value is kept as the text that was typed (a phone number never turns into an octal number, nor "no" into false); models turn text
into numbers, dates and choices. Byte-order marks and Windows line ends are accepted. Anchors, aliases and tags are refused: our files do
not need them, and a small file that uses them can unfold into a huge one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from handbook.paths import shown
from handbook.problems import Problem, ProblemsError

Place = tuple[str | int, ...]

MOST_BYTES = 2_000_000
DEEPEST = 20

_MAYBE_ALIAS = re.compile(r"(?:^|[\s\[{,:-])[&*][^\s*]", re.MULTILINE)

# The C loader is ten times faster; a Python built without libyaml still works.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass
class YamlFile:
    """A file's content as plain dictionaries, lists, texts and None, and where each part stands.

    Attributes:
        file: The file as shown to people.
        content: The parsed content.
        lines: Line numbers (from 1) by place, such as ``("people", "dsl", "phone")``.
    """

    file: str
    content: Any
    lines: dict[Place, int] = field(default_factory=dict)

    def line_of(self, place: Place) -> int:
        """Return the line of a place, or of the nearest part above it that stands in the file."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 0)


def read(path: Path, ours: bool = False) -> YamlFile:
    """Read one YAML file.

    Args:
        path: The file.
        ours: The file is part of this project; a slower look for hostile tricks is left out.

    Raises:
        ProblemsError: The file is missing, too big, not UTF-8, not YAML, or holds duplicate keys, anchors or tags.
    """
    return parse(read_text(path), shown(path), ours)


def read_text(path: Path) -> str:
    """Read a UTF-8 text file; byte-order mark and Windows line ends are taken away.

    Raises:
        ProblemsError: The file is missing, unreadable, too big or not UTF-8.
    """
    name = shown(path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise _whole(name, "there is no such file.", "Check the name and the folder you are in.") from None
    except OSError as error:
        raise _whole(name, f"the file cannot be read ({error.strerror}).", "Check its name and permissions.") from None
    if len(raw) > MOST_BYTES:
        raise _whole(name, f"the file is larger than {MOST_BYTES:,} bytes.", "Check that it is the right file.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ProblemsError(
            [
                Problem(
                    name, line, "", "a letter on this line is not saved as UTF-8 (the file may be Windows-1252).",
                    'Open the file in your editor and save it again with the encoding "UTF-8".',
                )
            ]
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse(text: str, name: str, ours: bool = False) -> YamlFile:
    """Parse YAML text; ``name`` is the file as shown to people. Otherwise as :func:`read`."""
    try:
        if not ours or _MAYBE_ALIAS.search(text):
            _refuse_aliases(text, name)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise ProblemsError([_syntax_problem(error, text, name)]) from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1 if isinstance(error.position, int) else 0
        raise ProblemsError(
            [Problem(name, line, "", "there is an invisible control character.", "Delete it and type the line again.")]
        ) from None
    except RecursionError:
        raise _whole(name, "it is nested far too deeply.", "Start again from a fresh file.") from None
    result = YamlFile(name, None)
    problems: list[Problem] = []
    if node is not None:
        result.content = _plain(node, (), result, problems)
    if problems:
        raise ProblemsError(problems)
    return result


def _whole(name: str, fault: str, remedy: str) -> ProblemsError:
    return ProblemsError([Problem(name, 0, "", fault, remedy)])


def _refuse_aliases(text: str, name: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ProblemsError(
                [
                    Problem(
                        name, event.start_mark.line + 1, "", "anchors and aliases (& and *) are not allowed here.",
                        "Write the value out in full. If it is text that begins with & or *, put it in double quotes.",
                    )
                ]
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise ProblemsError(
                    [
                        Problem(
                            name, event.start_mark.line + 1, "", "it is nested far too deeply.",
                            "Check the brackets and the spaces at the start of this line.",
                        )
                    ]
                )
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    number = mark.line + 1 if mark else 0
    lines = text.splitlines()
    found = lines[number - 1] if 0 < number <= len(lines) else ""
    what = (error.problem or "").lower()
    if "\t" in found or "'\\t'" in what:
        return Problem(name, number, "", "there is a tab character.", "Use spaces, two for each step to the right.")
    if "mapping values are not allowed" in what:
        return Problem(
            name, number, "", "a colon stands where YAML does not expect one.",
            'If the text itself holds a colon, put it in double quotes: name: "St Peter: an academy".',
        )
    if "found unexpected end of stream" in what or "quoted scalar" in (error.context or ""):
        return Problem(
            name, error.context_mark.line + 1 if error.context_mark else number, "",
            "a quotation mark is opened and never closed.", "Add the missing quotation mark at the end of the text.",
        )
    if "could not find expected ':'" in what:
        return Problem(name, number, "", "a colon is missing near this line.", "Write each line as  key: value.")
    return Problem(
        name, number, "", f"this is not valid YAML ({error.problem or 'unreadable'}).",
        "Check the spaces at the start of the line, colons, quotation marks and brackets here and on the line above.",
    )


def _plain(node: yaml.Node, place: Place, out: YamlFile, problems: list[Problem]) -> Any:
    out.lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        if node.style in (None, "") and node.value in ("", "~", "null", "Null", "NULL"):
            return None
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*place, index), out, problems) for index, item in enumerate(node.value)]
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(Problem(out.file, line, dotted(place), "a key is not plain text.", "Write it as  key: value."))
            continue
        key = key_node.value
        here = (*place, key)
        if key in found:
            problems.append(
                Problem(
                    out.file, line, dotted(here), f"this key stands twice; the first is on line {out.lines[here]}.",
                    "Keep one of the two and delete the other.",
                )
            )
            continue
        out.lines[here] = line
        found[key] = _plain(value_node, here, out, problems)
    return found


def dotted(place: Place) -> str:
    """Return a place as people read it: ``people.deputy_dsls[1].phone``, counting list items from 1."""
    text = ""
    for part in place:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text
