"""Every detail that a school's file asks for is shown somewhere: on a page, or in the frame around it."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel, ValidationError

from handbook.ground.escaping import as_typed
from handbook.ground.yaml_files import Place
from handbook.pages.navigation import pages
from handbook.rendering.filling import renderer
from handbook.school import branding
from handbook.school.load import LoadedSchool
from handbook.school.model import School
from handbook.school.view import spoken_date

# In each of these one item stands for all.
LISTS: set[Place] = {("people", "deputy_dsls"), ("policy", "resources"), ("policy", "social_accounts")}


def values_for(number: int) -> list[str]:
    """Return what a detail may hold, as text or in the form it needs: values that no other detail has."""
    return [
        f"Q{number}Q",
        f"01632 960{number:03}",
        f"q{number}q@example.org",
        f"https://www.example.org/q{number}q",
        f"2026-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}",
    ]


def details(model: type[BaseModel], place: Place = ()) -> Iterator[Place]:
    """Yield the place of every detail of a school. Choices decide what is said; tests/policy/test_choices.py looks at each of them."""
    for key, field in model.model_fields.items():
        here = (*place, key)
        inner = next((one for one in (field.annotation, *get_args(field.annotation)) if isinstance(one, type) and issubclass(one, BaseModel)), None)
        if here in LISTS:
            yield from details(inner, (*here, 0)) if inner else [(*here, 0)]
        elif inner is not None:
            yield from details(inner, here)
        # A letterhead shows in Word documents, which have tests of their own.
        elif here[0] != "choices" and here != ("branding", "letterhead") and not is_choice(field.annotation):
            yield here


def is_choice(annotation: Any) -> bool:
    """Say whether a field holds one or several choices."""
    return get_origin(annotation) is Literal or any(is_choice(part) for part in get_args(annotation))


def content_with(values: dict[Place, str]) -> dict[str, Any]:
    """Return a file's content with values at their places."""
    content: dict[str, Any] = {}
    for place, value in values.items():
        here: Any = content
        for key, following in zip(place, place[1:], strict=False):
            inner: Any = [] if isinstance(following, int) else {}
            if isinstance(key, int):
                here += [inner] if len(here) <= key else []
                here = here[key]
            else:
                here = here.setdefault(key, inner)
        if isinstance(place[-1], int):
            here.append(value)
        else:
            here[place[-1]] = value
    return content


def takes(place: Place, value: str) -> bool:
    """Say whether a detail takes a value; what else its group needs does not matter here."""
    try:
        School.model_validate(content_with({place: value}))
    except ValidationError as error:
        return all(one["type"] == "missing" for one in error.errors())
    return True


@pytest.fixture(scope="module")
def unique() -> dict[Place, str]:
    """A value of its own for every detail."""
    values: dict[Place, str] = {}
    for number, place in enumerate(details(School)):
        values[place] = {("branding", "colour"): "#123456", ("branding", "logo"): "logo.svg", ("identity", "postcode"): "QQ1 1QQ"}.get(
            place, next((value for value in values_for(number) if takes(place, value)), "")
        )
    return values


def shown_for(choices: dict[str, str], unique: dict[Place, str]) -> str:
    """Return everything that a school with these choices shows: all pages as Markdown, and what the frame is given."""
    content = content_with(unique)
    content["choices"] = choices
    content["identity"]["type"] = "academy"
    school = School.model_validate(content)
    render = renderer(school)
    frame = branding.for_templates(LoadedSchool(school, Path("school.yml"), (), Path("logo.svg")))
    return html.unescape(
        "\n".join(
            [
                *(render(page) for page in pages()),
                *(str(as_typed(str(value))) for value in frame.values()),
                branding.stylesheet(school.branding.colour),
            ]
        )
    )


def appears(place: Place, value: str, text: str) -> bool:
    """Say whether a detail's value stands in a text, dates as people say them, a logo under the name it is given."""
    if place == ("branding", "logo"):
        return "assets/images/school-logo.svg" in text
    if value.startswith("2026-"):
        return spoken_date(date.fromisoformat(value)) in text
    return value in text


@pytest.mark.mend("No page asks for the detail: put it into one, or take it out of handbook/school/model.py and say so in data/school-keys.yml.")
def test_every_detail_shows_somewhere(unique: dict[Place, str]) -> None:
    assert len(unique) >= 110
    assert "" not in unique.values()
    assert len(set(unique.values())) == len(unique)
    options = {key: get_args(field.annotation) for key, field in type(School().choices).model_fields.items()}
    left = dict(unique)
    # Some details show only where a school has chosen what they belong to.
    for number in range(max(len(one) for one in options.values())):
        text = shown_for({key: one[min(number, len(one) - 1)] for key, one in options.items()}, unique)
        left = {place: value for place, value in left.items() if not appears(place, value, text)}
    assert list(left) == []


def test_a_detail_that_no_page_asks_for_would_be_noticed(unique: dict[Place, str]) -> None:
    assert not appears(("identity", "name"), "Q0Q", "Q1Q and Q00Q")
    assert appears(("policy", "approved_on"), "2026-09-01", "on 1 September 2026")
