"""Write a school's file: every key, with a comment saying what it is for, and the values known so far."""

from __future__ import annotations

import os
import textwrap
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from handbook.ground.paths import SCHOOL_SCHEMA
from handbook.ground.problems import ProblemsError
from handbook.ground.yaml_files import Place, parse
from handbook.ground.yaml_slips import in_quotes
from handbook.school.model import Documents, School, SocialAccount

WIDTH = 100

_HEAD = """\
# yaml-language-server: $schema={schema}
#
# The one file that a school edits. Everything the handbook says about your school comes from here.
#
#   - Write each value after its colon and a space. Text that holds a colon or a # goes in "double quotes".
#   - Leave out what you do not know yet: a preview marks the gaps, and
#         python3 scripts/handbook.py school check
#     lists them (Windows: py scripts\\handbook.py school check).
#   - What stands after a # and a space is a note for you. "Optional" values may stay blank for good.
#   - Names and numbers here are published with the handbook: use work details only.
"""


def school_file(values: dict[Place, Any], target: Path) -> str:
    """Return the text of a school's file.

    Args:
        values: Values to fill in, by place, such as ``("identity", "name")``; everything else is blank or usual.
        target: Where the file will stand, so that it names its schema by a relative path.
    """
    schema = Path(os.path.relpath(SCHOOL_SCHEMA, target.resolve().parent)).as_posix()
    if not schema.startswith("."):
        schema = f"./{schema}"
    lines = [_HEAD.format(schema=schema).rstrip()]
    for key, field in School.model_fields.items():
        lines += ["", "# " + "-" * (WIDTH - 2)]
        lines += _field(key, field, (key,), values, 0)
    return "\n".join(lines) + "\n"


def lines_of(place: Place) -> list[str]:
    """Return the lines of one key and of all within it, blank or with the usual value, with their notes."""
    model: type[BaseModel] | None = School
    for step in place[:-1]:
        model = model_of(model.model_fields[str(step)].annotation) if model else None
    assert model is not None
    return _field(str(place[-1]), model.model_fields[str(place[-1])], place, {}, len(place) - 1)


def group(key: str, values: dict[Place, Any]) -> list[str]:
    """Return the lines of one group of a school's file, such as ``local``, with its notes."""
    return _field(key, School.model_fields[key], (key,), values, 0)


def scalar(value: Any) -> str:
    """Return a value as it stands in a file: in quotes where it must."""
    return _scalar(value)


def _field(key: str, field: FieldInfo, place: Place, values: dict[Place, Any], depth: int) -> list[str]:
    indent = "  " * depth
    kind = model_of(field.annotation)
    given = values.get(place)
    if kind is not None and get_origin(field.annotation) is not list:
        lines = _comment(field.description or "", indent)
        lines.append(f"{indent}{key}:")
        if kind is Documents:
            return lines + _documents(place, values, depth + 1)
        for name, inner in kind.model_fields.items():
            if depth == 0 and lines[-1] != f"{indent}{key}:":
                lines.append("")
            lines += _field(name, inner, (*place, name), values, depth + 1)
        return lines
    if get_origin(field.annotation) is list or isinstance(field.default, list):
        lines = _comment((field.description or "") + " A list.", indent)
        items = given or []
        if not items:
            return [*lines, *_list_example(kind, indent), f"{indent}{key}: []"]
        lines.append(f"{indent}{key}:")
        for item in items:
            if isinstance(item, dict):
                pairs = [f"{name}: {_scalar(value)}" for name, value in item.items()]
                lines += [f"{indent}  - {pairs[0]}", *(f"{indent}    {pair}" for pair in pairs[1:])]
            else:
                lines.append(f"{indent}  - {_scalar(item)}")
        return lines
    person_detail = depth >= 2 and not _is_choice(field)
    lines = [] if person_detail else _comment(_note(field), indent)
    if _is_choice(field):
        lines += _comment(f"One of: {', '.join(get_args(field.annotation))}.", indent)
    value = given if given is not None else field.default
    tail = ""
    if person_detail and value is None:
        example = field.examples[0] if field.examples else ""
        tail = f"  # {'optional, ' if not _is_needed(field) else ''}for example {example}"
    text = f"[{', '.join(value)}]" if isinstance(value, list) else "" if value is None else _scalar(value)
    return [*lines, f"{indent}{key}:{' ' if text else ''}{text}{tail}"]


def _documents(place: Place, values: dict[Place, Any], depth: int) -> list[str]:
    indent = "  " * depth
    lines = [
        f"{indent}# Each one may have a title and a web address (url), like this:",
        f"{indent}#   safeguarding:",
        f"{indent}#     title: Safeguarding and child protection policy",
        f"{indent}#     url: https://www.example.org/policies/safeguarding",
    ]
    for key in Documents.model_fields:
        title, url = values.get((*place, key, "title")), values.get((*place, key, "url"))
        lines.append(f"{indent}{key}:")
        if title:
            lines.append(f"{indent}  title: {_scalar(title)}")
        if url:
            lines.append(f"{indent}  url: {_scalar(url)}")
    return lines


def _list_example(kind: type[BaseModel] | None, indent: str) -> list[str]:
    if kind is None:
        return [f"{indent}# Replace [] by one line for each, two spaces in:   - Name"]
    keys = ["platform", "name"] if kind is SocialAccount else ["name", "phone"]
    return [f"{indent}# Replace [] by a block for each:   - {keys[0]}: …   and, on the next line,   {keys[1]}: …"]


def _note(field: FieldInfo) -> str:
    note = field.description or ""
    if field.examples and field.default is None:
        note += f" For example {field.examples[0]}."
    return note if _is_needed(field) or field.default is not None else f"Optional. {note}"


def _is_choice(field: FieldInfo) -> bool:
    return get_origin(field.annotation) is Literal


def _is_needed(field: FieldInfo) -> bool:
    return isinstance(field.json_schema_extra, dict) and bool(field.json_schema_extra.get("needed"))


def model_of(annotation: Any) -> type[BaseModel] | None:
    """Return the model of a group of keys, or of the items of a list; None for a value."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = model_of(part)
        if found is not None:
            return found
    return None


def _comment(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}# ", break_on_hyphens=False)


def _scalar(value: Any) -> str:
    text = str(value)
    try:
        reads_back = parse(f"key: {text}", "").content == {"key": text}
    except ProblemsError:
        reads_back = False
    return text if reads_back else in_quotes(text)
