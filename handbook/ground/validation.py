"""Check parsed YAML against a pydantic model and tell every fault at once, in words for the file's author."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cache
from typing import Any, ClassVar, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from handbook.ground.problems import Problem, ProblemsError, did_you_mean, nearest
from handbook.ground.yaml_files import Place, YamlFile, dotted

Model = TypeVar("Model", bound=BaseModel)

# A key that was written without the space after its colon, and so is taken for text.
_NO_SPACE = re.compile(r"([a-z_]+):(?!//)(\S.*)")


class Strict(BaseModel):
    """A model that knows all its keys: a misspelt one is a fault, never silently ignored.

    Attributes:
        takes_any_letters: Whether ``Sixth form`` or ``KS1`` is taken for the choice that is spelt ``sixth-form`` or ``ks1``.
    """

    takes_any_letters: ClassVar[bool] = True

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _choices_in_any_letters(cls, values: Any) -> Any:
        if not cls.takes_any_letters or not isinstance(values, dict):
            return values
        return values | {key: _chosen(values[key], options) for key, options in _options(cls).items() if key in values}


@cache
def _options(model: type[BaseModel]) -> dict[str, dict[str, str]]:
    """Return a model's fields that hold choices: for each the choices by their letters and digits alone."""
    fields = {}
    for name, field in model.model_fields.items():
        found = list(_choices_in(field.annotation))
        if found:
            fields[field.alias or name] = {_letters(one): one for one in found}
    return fields


def _choices_in(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from (one.value for one in annotation)
    else:
        for part in get_args(annotation):
            yield from _choices_in(part)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _chosen(value: Any, options: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_chosen(one, options) for one in value]
    return options.get(_letters(value), value) if isinstance(value, str) else value


def fault(message: str, remedy: str) -> PydanticCustomError:
    """Return an error for a validator to raise, carrying its own remedy."""
    # Braces would be taken for placeholders, so both texts travel as values.
    return PydanticCustomError("handbook", "{message}", {"message": message, "remedy": remedy})


def checked(
    model: type[Model],
    content: Any,
    source: YamlFile,
    place: Place = (),
    label: Callable[[Place], str] = dotted,
) -> Model:
    """Return ``content`` as a ``model``.

    Args:
        model: The model to check against.
        content: Plain dictionaries, lists and texts.
        source: The file they come from, for line numbers.
        place: Where ``content`` stands in that file.
        label: Turns a place into the words shown to people.

    Raises:
        ProblemsError: With one problem for each fault found.
    """
    if not isinstance(content, dict):
        got = "nothing" if content is None else "a list" if isinstance(content, list) else f'the text "{short(content)}"'
        raise ProblemsError(
            [Problem(source.file, source.line_of(place), label(place), f"keys with values are expected here, not {got}.", _write_keys(content))]
        )
    try:
        return model.model_validate(content)
    except ValidationError as error:
        problems = []
        for where, message, remedy in _without_consequences(error.errors(include_url=False), model, content):
            full = (*place, *where)
            problems.append(Problem(source.file, source.line_of(full), label(full), message, remedy))
        raise ProblemsError(problems) from None


def _without_consequences(details: list[ErrorDetails], model: type[BaseModel], content: Any) -> Iterator[tuple[Place, str, str]]:
    """Yield place, fault and remedy of each error, but not of those that only follow from another."""
    unknown = {detail["loc"] for detail in details if detail["type"] == "extra_forbidden"}
    for detail in details:
        *parents, key = detail["loc"] or ("",)
        beside = {loc[-1] for loc in unknown if loc[:-1] == tuple(parents)}
        # It stands there under a misspelt name, which is told already; or too far to the right, which is told too.
        misspelt = detail["type"] == "missing" and any(nearest(str(one), _keys_at(model, tuple(parents))) == key for one in beside)
        if misspelt or (detail["type"] == "missing" and _too_far_right(details, content, tuple(parents), str(key))):
            continue
        if detail["type"] == "extra_forbidden" and any(str(key) in _group_called(model, str(one)) for one in beside if one != key):
            # Its whole group stands here by mistake, which is told once.
            continue
        where = _real_place(detail, content)
        moved = _strays(detail, model)
        if moved:
            yield (
                (*where, moved),
                f'this line begins too far to the right: it is taken as part of "{key}".',
                f'Begin it in the same column as "{key}".',
            )
            continue
        yield where, *_in_words(detail, model, content)


def _strays(detail: ErrorDetails, model: type[BaseModel]) -> str | None:
    """Return the first key that slipped under a key that takes text, though its own place is beside it."""
    if detail["type"] not in ("string_type", "date_type", "literal_error", "bool_type") or not isinstance(detail["input"], dict):
        return None
    known = _keys_at(model, detail["loc"][:-1])
    return next((key for key in detail["input"] if key in known), None)


def _too_far_right(details: list[ErrorDetails], content: Any, parents: Place, key: str) -> bool:
    return any(
        detail["loc"][:-1] == parents and isinstance(detail["input"], dict) and key in detail["input"]
        for detail in details
        if detail["type"] != "missing"
    )


def _real_place(detail: ErrorDetails, content: Any) -> Place:
    """Drop the parts of pydantic's location that name a union's branch and not a key of the file."""
    place: list[str | int] = []
    here = content
    for part in detail["loc"]:
        if isinstance(here, dict):
            if part in here:
                here = here[part]
            elif detail["type"] != "missing":
                continue
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            here = here[part]
        else:
            continue
        place.append(part)
    return tuple(place)


def short(value: Any) -> str:
    """Return a value as text, cut to 60 characters so that a message stays readable."""
    text = str(value).replace("\n", " ")
    return text if len(text) <= 60 else text[:57] + "…"


def _in_words(detail: ErrorDetails, model: type[BaseModel], content: Any) -> tuple[str, str]:
    kind, context, typed = detail["type"], detail.get("ctx", {}), short(detail["input"])
    if kind == "handbook":
        return context["message"], context["remedy"]
    if kind == "missing":
        *above, key = detail["loc"]
        parent = _model_at(model, tuple(above))
        return _missing(str(key), detail["input"], list(_options(parent).get(str(key), {}).values()) if parent else [])
    if kind == "extra_forbidden":
        return "this key is not known.", _where_it_belongs(model, detail["loc"])
    if kind in ("literal_error", "enum"):
        options = [option.strip("' ") for option in context["expected"].replace(" or ", ", ").split(",")]
        if detail["input"] is None:
            return "a choice is missing.", "Write one of: " + ", ".join(options) + "."
        if not isinstance(detail["input"], str):
            return "one choice is expected here, not a list or a group of keys.", _choices("", options)
        return f'"{typed}" is not one of the choices.', _choices(typed, options)
    if kind.startswith("bool"):
        return f'"{typed}" is neither yes nor no.', "Write  yes  or  no."
    if kind.startswith("date"):
        return f'"{typed}" is not a date in the calendar.', "Write year-month-day, for example 2026-09-01."
    if kind.startswith("int"):
        return f'"{typed}" is not a whole number.', "Write digits only."
    if kind.startswith("float"):
        return f'"{typed}" is not a number.', "Write digits, with a point for a part of one, such as 0.5."
    if kind in ("less_than_equal", "greater_than"):
        size, bound = ("large", f"at most {context['le']:g}") if "le" in context else ("small", f"more than {context['gt']:g}")
        return f'"{typed}" is too {size}.', f"Write a number that is {bound}."
    if kind == "string_type":
        if detail["input"] is None:
            return "the value is missing.", "Write some text after the colon."
        return (
            "one line of text is expected here, not a list or a group of keys.",
            "Write  key: text , in double quotes if it holds a colon or brackets.",
        )
    if kind in ("string_too_long", "too_long"):
        return f"the text is longer than {context['max_length']} characters.", "Shorten it."
    if kind == "too_short":
        least = context["min_length"]
        return (
            f"the list has fewer than {least} item{'s' if least != 1 else ''}.",
            "Add what is missing, each on its own line after a dash and a space.",
        )
    if kind == "list_type":
        return "a list is expected here.", _write_list(str(detail["loc"][-1]), detail["input"], model, detail["loc"])
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return "keys with values are expected here.", _write_keys(detail["input"], "two spaces further to the right")
    return f'"{typed}" does not fit here.', "Compare with the comments in the file, or with what stands at other records."


def _missing(key: str, beside: Any, options: list[str]) -> tuple[str, str]:
    swallowed = (
        next((name for name, text in beside.items() if isinstance(text, str) and re.search(rf"\b{key}: ", text)), None)
        if isinstance(beside, dict)
        else None
    )
    if swallowed:
        return (
            f'the key "{key}" is missing: it seems to be part of the text of "{swallowed}".',
            f'Begin its line in the same column as "{swallowed}".',
        )
    listed = f" The choices are: {', '.join(options)}." if options else ""
    return f'the key "{key}" is missing.', f"Add a line  {key}: …  here.{listed}"


def _write_keys(got: Any, where: str = "") -> str:
    joined = _NO_SPACE.fullmatch(got) if isinstance(got, str) else None
    if joined:
        return f"A space is missing after the colon. Write  {joined.group(1)}: {joined.group(2)}"
    return "Write one  key: value  on each line" + (f", {where}." if where else ".")


def _write_list(key: str, got: Any, model: type[BaseModel], loc: Place) -> str:
    if isinstance(got, str) and _letters(got) in ("", "none", "na", "no", "nobody", "nil", "notapplicable"):
        return f"If there is none, write  {key}: []"
    parent = _model_at(model, loc[:-1])
    if isinstance(got, str) and ("," in got or (parent and _options(parent).get(key))):
        return f"Write it in square brackets, with commas between:  {key}: [{', '.join(part.strip() for part in got.split(','))}]"
    return "Write each item on its own line, beginning with a dash and a space."


def _choices(typed: str, options: list[str]) -> str:
    hint = did_you_mean(typed, options)
    listed = "The choices are: " + ", ".join(options) + "."
    return f"{hint} {listed}" if hint.startswith("Did you mean") else listed


def _where_it_belongs(model: type[BaseModel], loc: Place) -> str:
    key, known = str(loc[-1]), _keys_at(model, loc[:-1])
    if not nearest(key, known):
        homes = list(_homes(model, key))
        if len(homes) == 1:
            return (
                f'It belongs under "{homes[0]}": move it there, or mend the spaces before it.'
                if homes[0]
                else "It belongs to no group: take away the spaces before it."
            )
        if homes:
            return "Move it under the group it belongs to, or mend the spaces before it: they say which group that is."
    return did_you_mean(key, known)


def _homes(model: type[BaseModel], key: str, above: str = "") -> Iterator[str]:
    """Yield the groups that know a key, as people read them; empty for the top of the file."""
    if key in model.model_fields:
        yield above
    for name, field in model.model_fields.items():
        inner = _model_in(field.annotation)
        if inner is not None:
            yield from _homes(inner, key, f"{above}.{name}" if above else name)


def _group_called(model: type[BaseModel], name: str) -> list[str]:
    """Return the keys of the group at the top of the file that has this name."""
    field = model.model_fields.get(name)
    inner = _model_in(field.annotation) if field else None
    return list(inner.model_fields) if inner else []


def _keys_at(model: type[BaseModel], loc: Place) -> list[str]:
    """Return the keys that the model at a location knows."""
    here = _model_at(model, loc)
    return [field.alias or name for name, field in here.model_fields.items()] if here else []


def _model_at(model: type[BaseModel], loc: Place) -> type[BaseModel] | None:
    here: Any = model
    for part in loc:
        if isinstance(part, str) and _is_model(here) and part in here.model_fields:
            here = _model_in(here.model_fields[part].annotation)
    return here if _is_model(here) else None


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _model_in(annotation: Any) -> Any:
    if _is_model(annotation):
        return annotation
    for part in get_args(annotation):
        found = _model_in(part)
        if found is not None:
            return found
    return None
