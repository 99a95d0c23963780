"""Ids of other records, as fields: the type of a field says which kinds of facts it may name, and that is checked.

``link: LinkId | None`` or ``topics: list[TopicId]``. Nothing else has to be told of such a field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, get_args

from pydantic import BaseModel

from handbook.ground.values import Id


@dataclass(frozen=True)
class To:
    """Marks a field that holds the id of a record; ``kinds`` are fields of ``Facts``."""

    kinds: tuple[str, ...]


LinkId = Annotated[Id, To(("links",))]
GuidanceId = Annotated[Id, To(("guidance",))]
TopicId = Annotated[Id, To(("law_topics",))]
GuidanceOrLawId = Annotated[Id, To(("guidance", "legislation"))]
LawOrGuidanceId = Annotated[Id, To(("legislation", "guidance"))]
TermId = Annotated[Id, To(("glossary",))]
NeedId = Annotated[Id, To(("needs",))]
OrganisationId = Annotated[Id, To(("organisations",))]
InsteadId = Annotated[Id, To(("organisations", "guidance", "legislation", "platforms"))]


def references(record: BaseModel, above: str = "") -> Iterator[tuple[str, str, To]]:
    """Yield where in its file a record names another (``sources[2].link``), the name, and what it may be the name of."""
    for field, key, to in _fields(type(record)):
        value = getattr(record, field)
        several = isinstance(value, (list, tuple))
        for number, item in enumerate(value if several else [value], 1):
            place = f"{above}{key}[{number}]" if several else f"{above}{key}"
            if isinstance(item, BaseModel):
                yield from references(item, f"{place}.")
            elif item is not None and to is not None:
                yield place, item, to


@cache
def _fields(model: type[BaseModel]) -> list[tuple[str, str, To | None]]:
    """Return the fields of a model that name records, or hold a model that does: name, key in the file, and what is named."""
    found = []
    for name, field in model.model_fields.items():
        to, inner = _marked(field.annotation, field.metadata)
        if to or any(_fields(one) for one in inner):
            found.append((name, field.alias or name, to))
    return found


def _marked(annotation: Any, metadata: Any = ()) -> tuple[To | None, list[type[BaseModel]]]:
    """Return the mark in a field's type, if any, and the models in it."""
    to = next((one for one in metadata if isinstance(one, To)), None)
    models = [annotation] if isinstance(annotation, type) and issubclass(annotation, BaseModel) else []
    for part in get_args(annotation):
        below, inner = _marked(part, getattr(part, "__metadata__", ()))
        to, models = to or below, models + inner
    return to, models
