"""Every choice is tried with every value: each value says something that no other value says."""

from __future__ import annotations

from typing import get_args

import pytest

from handbook.pages import navigation
from handbook.rendering.filling import renderer
from handbook.school.load import load
from handbook.school.model import Choices, School

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


@pytest.mark.mend(
    'Let a page in docs/policy/ say something for this value alone:  {% if choices.its_name == "its-value" %} … {% endif %}  '
    "Or take the value out of Choices in handbook/school/model.py."
)
@pytest.mark.parametrize(("key", "value"), VALUES)
def test_value_changes_the_policy(key: str, value: str, said: dict[tuple[str, str], set[str]]) -> None:
    others = [said[other] for other in VALUES if other[0] == key and other[1] != value]
    assert all(said[key, value] - other for other in others), f"{key}: {value} says nothing of its own"


# A phrase that only one value may say, where a mix-up would do harm.
PHRASES = {
    ("pupil_phones", "not-on-site"): "leave",
    ("sanction_level", "always-gross-misconduct"): "gross misconduct",
    ("parents_as_friends", "never"): "must not",
    ("image_consent", "parent-and-child"): "unless the pupil agrees and a parent or carer has given written consent",
}


@pytest.mark.mend(
    "The policy words the rule otherwise now, or no longer says it. If it still says it, correct the words in PHRASES; if "
    "not, put the rule back into its page in docs/policy/."
)
@pytest.mark.parametrize(("chosen", "phrase"), PHRASES.items())
def test_phrase(chosen: tuple[str, str], phrase: str, said: dict[tuple[str, str], set[str]]) -> None:
    others = set.union(*(said[other] for other in VALUES if other[0] == chosen[0] and other != chosen))
    own = said[chosen] - others
    assert any(phrase in line for line in own)


# What the policy of a school that has chosen nothing says: the safe side.
UNCHOSEN = {
    "parents_as_friends": "You should not make new social media links with parents of our pupils.",
    "scope": "This policy is for the whole community",
    "out_of_school_bullying": "We act for our own pupils",
    "underage_use": "We never refuse a pupil help because they are below a service's minimum age.",
    "illegal_content_route": "The police; then the IWF",
    "consent_for_contact": "a parent must have agreed",
    "image_consent": "unless the pupil agrees and a parent or carer has given written consent",
}


def test_a_school_that_has_chosen_nothing_is_on_the_safe_side() -> None:
    render = renderer(School())
    policy = "\n".join(render(page) for page in PAGES)
    assert [key for key, words in UNCHOSEN.items() if words not in policy] == []
