"""Bring a school's file to the keys of this edition, line by line: what somebody wrote in it, notes among it, stays.

``data/school-keys.yml`` says which keys an edition has renamed or given up. Keys that are new come with their notes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from handbook.ground.paths import DATA
from handbook.ground.problems import ProblemsError
from handbook.ground.validation import Strict, checked
from handbook.ground.values import Line, Text
from handbook.ground.yaml_files import Place, YamlFile, dotted, parse, read
from handbook.school.model import School
from handbook.school.write import lines_of, model_of

FILE = DATA / "school-keys.yml"


class RenamedKey(Strict):
    """A key that has another name, or stands in another group."""

    old: Line
    new: Line


class RemovedKey(Strict):
    """A key that the handbook does not ask for any more, and why."""

    key: Line
    why: Text


class KeyChanges(Strict):
    """What an edition did to the keys of the school's file."""

    edition: Line
    renamed: list[RenamedKey] = []
    removed: list[RemovedKey] = []


@dataclass
class Moved:
    """A school's file, brought to this edition.

    Attributes:
        text: Its text.
        renamed: Keys that moved: from where, to where.
        removed: Keys that nothing asks for any more, and why.
        added: Keys that are new.
        by_hand: What the program could not do, in sentences.
    """

    text: str
    renamed: list[tuple[str, str]] = field(default_factory=list)
    removed: list[tuple[str, str]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)


def load_changes(file: Path = FILE) -> list[KeyChanges]:
    """Return what each edition did to the keys, the oldest first.

    Raises:
        ProblemsError: The file has a fault.
    """
    source = read(file)
    return [checked(KeyChanges, content, source, (index,)) for index, content in enumerate(source.content or [])]


def keys_of_schema(text: str) -> set[str]:
    """Return the keys of an edition's schema of the school's file, as dotted names; none, if it cannot be read."""
    try:
        schema = json.loads(text)
        return set(_keys(schema, schema, ""))
    except (ValueError, KeyError, AttributeError, TypeError):
        return set()


def _keys(part: dict[str, Any], schema: dict[str, Any], above: str) -> Iterator[str]:
    if "$ref" in part:
        part = schema["$defs"][part["$ref"].rsplit("/", 1)[-1]]
    for option in part.get("anyOf", []):
        yield from _keys(option, schema, above)
    for key, inner in part.get("properties", {}).items():
        yield f"{above}{key}"
        yield from _keys(inner, schema, f"{above}{key}.")


def moved(text: str, name: str, known_before: set[str], changes: list[KeyChanges]) -> Moved:
    """Return a school's file with the keys of this edition.

    Args:
        text: The file.
        name: What it is called, for messages.
        known_before: The keys of the edition that the file is from; where nobody knows, none is taken for new.
        changes: What editions did to the keys, the oldest first.

    Raises:
        ProblemsError: The file cannot be read.
    """
    made = Moved(text)
    for change in changes:
        for one in change.renamed:
            _rename(made, name, _place(one.old), _place(one.new))
        for gone in change.removed:
            _remove(made, name, _place(gone.key), gone.why)
    for place in _new_places(School, (), known_before):
        _add(made, name, place)
    return made


def _place(key: str) -> Place:
    return tuple(key.split("."))


def _new_places(model: type[BaseModel], above: Place, known: set[str]) -> Iterator[Place]:
    for key, kind in model.model_fields.items():
        here = (*above, key)
        if known and dotted(here) not in known:
            yield here
        elif (inner := model_of(kind.annotation)) is not None:
            yield from _new_places(inner, here, known)


def _value(source: YamlFile, place: Place) -> tuple[bool, Any]:
    """Return whether a key stands in a file, and its value."""
    content = source.content
    for step in place:
        if not isinstance(content, dict) or step not in content:
            return False, None
        content = content[step]
    return True, content


def _rename(made: Moved, name: str, old: Place, new: Place) -> None:
    source = parse(made.text, name)
    there, value = _value(source, old)
    if not there:
        return
    taken, present = _value(source, new)
    if taken and present is not None:
        _comment_out(made, source, old, f'now called "{dotted(new)}", which is filled in already')
        return
    lines = made.text.split("\n")
    begin, end = _extent(lines, source, old)
    if old[:-1] == new[:-1] and not taken:
        lines[begin] = lines[begin].replace(f"{old[-1]}:", f"{new[-1]}:", 1)
        made.text = "\n".join(lines)
    else:
        block = lines[begin:end]
        del lines[begin:end]
        depth = 2 * (len(new) - len(old))
        block[0] = block[0].replace(f"{old[-1]}:", f"{new[-1]}:", 1)
        made.text = "\n".join(lines)
        if taken:
            # The new key stood there, blank: its line goes, the notes above it stay.
            begin, end = _extent(lines, parse(made.text, name), new)
            del lines[begin:end]
            made.text = "\n".join(lines)
        _insert(made, name, new, [_indented(line, depth) for line in block])
    if value is not None and _value(parse(made.text, name), new) != (True, value):
        made.by_hand.append(f'Write under "{dotted(new)}" what stood under "{dotted(old)}": {value}')
    made.renamed.append((dotted(old), dotted(new)))


def _indented(line: str, by: int) -> str:
    return " " * by + line if by > 0 else line[-by:] if line[:-by].strip() == "" else line


def _remove(made: Moved, name: str, place: Place, why: str) -> None:
    source = parse(made.text, name)
    if _value(source, place)[0]:
        _comment_out(made, source, place, why)
        made.removed.append((dotted(place), why))


def _comment_out(made: Moved, source: YamlFile, place: Place, why: str) -> None:
    lines = made.text.split("\n")
    begin, end = _extent(lines, source, place)
    indent = lines[begin][: len(lines[begin]) - len(lines[begin].lstrip())]
    lines[begin:end] = [f"{indent}# Not asked for any more: {why}", *(f"{indent}#   {line[len(indent) :]}" for line in lines[begin:end])]
    made.text = "\n".join(lines)


def _add(made: Moved, name: str, place: Place) -> None:
    if _value(parse(made.text, name), place)[0]:
        return
    lines = lines_of(place)
    if _insert(made, name, place, lines):
        made.added.append(dotted(place))


def _insert(made: Moved, name: str, place: Place, block: list[str]) -> bool:
    """Put lines at the end of the group that a place belongs to; say whether it could be done."""
    source, lines = parse(made.text, name), made.text.rstrip("\n").split("\n")
    group = place[:-1]
    there, value = _value(source, group)
    if not group:
        lines += ["", *block]
    elif not there:
        return _insert(made, name, group, [f"{'  ' * (len(group) - 1)}{group[-1]}:", *block])
    elif isinstance(value, dict) or value is None:
        _, end = _extent(lines, source, group)
        if value and lines[source.line_of(group) - 1].rstrip().endswith("}"):
            made.by_hand.append(f'Add "{dotted(place)}": its group stands in braces on one line.')
            return False
        lines[end:end] = block
    else:
        return False
    made.text = "\n".join(lines) + "\n"
    return True


def _extent(lines: list[str], source: YamlFile, place: Place) -> tuple[int, int]:
    """Return the first line of a key's block, counted from 0, and the line after its last; notes below it belong to what follows."""
    begin = source.line_of(place) - 1
    indent = len(lines[begin]) - len(lines[begin].lstrip())
    end = begin + 1
    for number in range(begin + 1, len(lines)):
        line = lines[number]
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        if len(line) - len(line.lstrip()) <= indent and not (bare.startswith("- ") and len(line) - len(line.lstrip()) == indent):
            break
        end = number + 1
    return begin, end


def faults(text: str, name: str) -> list[str]:
    """Return what is wrong with a school's file in this edition, in words."""
    try:
        source = parse(text, name)
        checked(School, source.content, source)
    except ProblemsError as error:
        return [str(problem) for problem in error.problems]
    return []
