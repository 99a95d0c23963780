"""Check parsed YAML against a pydantic model and tell every fault at once, in words for the file's author."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from handbook.problems import Problem, ProblemsError, did_you_mean
from handbook.yaml_files import Place, YamlFile, dotted

Model = TypeVar("Model", bound=BaseModel)


class Strict(BaseModel):
    """A model that knows all its keys: a misspelt one is a fault, never silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


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
            [
                Problem(
                    source.file, source.line_of(place), label(place), f"keys with values are expected here, not {got}.",
                    "Write one  key: value  on each line.",
                )
            ]
        )
    try:
        return model.model_validate(content)
    except ValidationError as error:
        problems = []
        for detail in error.errors(include_url=False):
            where = _real_place(detail, content)
            message, remedy = _in_words(detail, model, content)
            full = (*place, *where)
            problems.append(Problem(source.file, source.line_of(full), label(full), message, remedy))
        raise ProblemsError(problems) from None


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
        key = str(detail["loc"][-1])
        return f'the key "{key}" is missing.', f"Add a line  {key}: …  here."
    if kind == "extra_forbidden":
        known = _keys_at(model, detail["loc"][:-1])
        return "this key is not known.", did_you_mean(str(detail["loc"][-1]), known)
    if kind in ("literal_error", "enum"):
        options = [option.strip("' ") for option in context["expected"].replace(" or ", ", ").split(",")]
        if detail["input"] is None:
            return "a choice is missing.", "Write one of: " + ", ".join(options) + "."
        return f'"{typed}" is not one of the choices.', _choices(typed, options)
    if kind.startswith("bool"):
        return f'"{typed}" is neither yes nor no.', "Write  yes  or  no."
    if kind.startswith("date"):
        return f'"{typed}" is not a date in the calendar.', "Write year-month-day, for example 2026-09-01."
    if kind.startswith("int"):
        return f'"{typed}" is not a whole number.', "Write digits only."
    if kind == "string_type":
        if detail["input"] is None:
            return "the value is missing.", "Write some text after the colon."
        return "one line of text is expected here, not a list or a group of keys.", 'Write  key: text , in double quotes if it holds a colon.'
    if kind in ("string_too_long", "too_long"):
        return f"the text is longer than {context['max_length']} characters.", "Shorten it."
    if kind == "too_short":
        least = context["min_length"]
        return f"the list has fewer than {least} item{'s' if least != 1 else ''}.", "Add what is missing, each on its own line after a dash and a space."
    if kind == "list_type":
        return "a list is expected here.", "Write each item on its own line, beginning with a dash and a space."
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return "keys with values are expected here.", "Write one  key: value  on each line, two spaces further to the right."
    return f"{detail['msg'][:1].lower()}{detail['msg'][1:]}.", "Compare with the comments in the file."


def _choices(typed: str, options: list[str]) -> str:
    hint = did_you_mean(typed, options)
    listed = "The choices are: " + ", ".join(options) + "."
    return f"{hint} {listed}" if hint.startswith("Did you mean") else listed


def _keys_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """Return the keys that the model at a location knows."""
    here: Any = model
    for part in loc:
        if isinstance(part, str) and _is_model(here) and part in here.model_fields:
            here = _model_in(here.model_fields[part].annotation)
    return list(here.model_fields) if _is_model(here) else []


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
