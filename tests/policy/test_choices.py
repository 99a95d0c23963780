"""Every choice is tried with every value: each value says something that no other value says."""

from __future__ import annotations

from typing import get_args

import pytest

from handbook import navigation
from handbook.school.load import load
from handbook.school.model import Choices, School
from macros.rendering import renderer

PAGES = [page for page in navigation.pages() if page.startswith("policy/")]
VALUES = [(key, value) for key, field in Choices.model_fields.items() for value in get_args(field.annotation)]


def school_with(base: School, **choices: str) -> School:
    """Return a school with some choices changed."""
    content = base.model_dump(mode="json")
    content["choices"].update(choices)
    return School.model_validate(content)


def sentences(key: str, value: str) -> set[str]:
    """Return the policy's lines for a school that makes one choice."""
    render = renderer(school_with(load().school, **{key: value}))
    return {line.strip() for page in PAGES for line in render(page).splitlines() if line.strip()}


@pytest.fixture(scope="module")
def said() -> dict[tuple[str, str], set[str]]:
    """What the whole policy says for each choice and value."""
    return {(key, value): sentences(key, value) for key, value in VALUES}


@pytest.mark.parametrize(("key", "value"), VALUES)
def test_value_changes_the_policy(key: str, value: str, said: dict[tuple[str, str], set[str]]) -> None:
    others = [said[other] for other in VALUES if other[0] == key and other[1] != value]
    assert all(said[key, value] - other for other in others), f"{key}: {value} says nothing of its own"


# A phrase that only one value may say, where a mix-up would do harm.
PHRASES = {
    ("pupil_phones", "not-on-site"): "leave",
    ("sanction_level", "always-gross-misconduct"): "gross misconduct",
    ("parents_as_friends", "never"): "must not",
    ("image_consent", "parent-and-child"): "pupil",
}


@pytest.mark.parametrize(("chosen", "phrase"), PHRASES.items())
def test_phrase(chosen: tuple[str, str], phrase: str, said: dict[tuple[str, str], set[str]]) -> None:
    others = set.union(*(said[other] for other in VALUES if other[0] == chosen[0] and other != chosen))
    own = said[chosen] - others
    assert any(phrase in line for line in own)


def test_defaults_are_the_safe_side() -> None:
    usual = Choices()
    assert usual.parents_as_friends != "allowed-with-care"
    assert usual.scope == "whole-community"
    assert usual.out_of_school_bullying == "always-act-for-own-pupils"
    assert usual.underage_use == "advise-and-continue-to-help"
    assert usual.illegal_content_route == "dsl-then-police-and-iwf"
    assert usual.consent_for_contact == "consent-and-record"
    assert usual.image_consent == "parent-and-child"
