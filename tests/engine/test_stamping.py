"""A form stamped with a school's details is the page rendered for that school, byte for byte, whatever the school has typed."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook import looks, project
from handbook.ground.paths import EXAMPLES
from handbook.project import Project
from handbook.rendering import filling, rendered, stamping
from handbook.school.model import Choices, School

# What pages do with names: in text and attributes, in headers and tables, in alternatives and addresses.
PAGES = (
    "index.md", "contacts/index.md", "contacts/staff-room-sheet.md", "help-now/sextortion.md", "help-now/concern-about-an-adult.md",
    "help-now/parents/cyberbullying.md", "policy/about.md", "policy/roles.md", "policy/review.md", "staff/essential-card.md", "forms/letter-closing.md",
    "leaders/what-you-must-have.md",
)  # fmt: skip

HOSTILE = [
    "St Mary's & St John's", "<b>Oak</b>", '"Oak" School', "{{ 7*7 }}", "{% raw %}", "*star* _under_", "Łukasz Nguyễn", "مدرسة البلوط", "A|B", "[x](y)",
    "DSL Academy", "the LADO", "C:\\Oak", "Oak ~ Ash ^ Elm", "A & B", "a very long name that goes on and on for more than thirty-four letters", "£5 $& \\1",
]  # fmt: skip
TEXT = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=3, max_size=24).filter(lambda text: text.strip() == text),
)
TITLES = st.sampled_from(("headteacher", "Principal", "The Head of School", "Executive Head and DSL", "Head of Academy", "Rector"))
PHONE = st.integers(0, 999).map(lambda number: f"01632 960{number:03}")
EMAIL = st.from_regex(r"[a-z]{2,8}@[a-z]{2,8}\.org\.uk", fullmatch=True)
WEB = st.from_regex(r"https://[a-z]{2,8}\.org\.uk/[a-z]{0,5}", fullmatch=True)


@st.composite
def schools(draw: st.DrawFn) -> School:
    """A school that begins as one of the examples, with details, choices and posts of any sort."""
    base = draw(st.sampled_from(sorted(EXAMPLES.glob("*.yml"))))
    content = project.load(base).school.school.model_dump(mode="json")
    names = draw(st.lists(TEXT, min_size=1, max_size=4))
    for post, person in content["people"].items():
        for one in person if isinstance(person, list) else [person]:
            if draw(st.booleans()):
                one["name"] = draw(st.sampled_from(names)) if post != "deputy_dsls" or draw(st.booleans()) else draw(TEXT)
            if draw(st.integers(0, 3)) == 0:
                one["phone"] = draw(PHONE)
            if draw(st.integers(0, 3)) == 0 and one.get("email"):
                one["email"] = draw(EMAIL)
    if draw(st.booleans()):
        content["people"]["deputy_dsls"] = content["people"]["deputy_dsls"][: draw(st.integers(0, 2))]
    for group, key, value in (
        ("identity", "name", TEXT), ("identity", "head_title", TITLES), ("identity", "short_name", st.none() | TEXT), ("identity", "address", TEXT), ("identity", "website", st.none() | WEB),
        ("local", "authority", TEXT), ("local", "police_force", TEXT), ("technology", "filtering_product", TEXT), ("technology", "reporting_tool", st.none() | TEXT),
        ("policy", "newsletter", TEXT), ("policy", "approved_on", st.sampled_from(["2026-09-01", "2026-12-01"])),
    ):  # fmt: skip
        if draw(st.booleans()):
            content[group][key] = draw(value)
    content["policy"]["next_review"] = "2027-08-31"
    for key, field in Choices.model_fields.items():
        if draw(st.integers(0, 4)) == 0:
            content["choices"][key] = draw(st.sampled_from(get_args(field.annotation)))
    return School.model_validate(content)


@lru_cache(maxsize=1)
def opened() -> tuple[Project, Any]:
    """The project with one engine for all schools."""
    mine = project.load()
    return mine, rendered.engine_of(mine)


@pytest.mark.whole
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(school=schools(), page=st.sampled_from(PAGES))
def test_stamped_and_rendered_pages_are_the_same(school: School, page: str) -> None:
    project_of_any, engine = opened()
    mine = replace(project_of_any, school=replace(project_of_any.school, school=school))
    reference, parts = stamping.reference_of(mine)
    dress = looks.of(mine)
    if page in dress.hidden:
        return
    direct = engine.render(page, dress, filling.filler(mine)).html
    form = stamping.Form(engine.render(page, stamping.looks_of(mine, reference), filling.filler(reference)).html, parts.details)
    assert form.stamped(parts.details) == direct
    assert len(form.gaps) > 5


def test_two_schools_of_one_form_and_two_of_different_forms() -> None:
    mine, _ = opened()
    school = mine.school.school
    other = school.model_copy(update={"identity": school.identity.model_copy(update={"address": "2 Elsewhere Road"})})
    chosen = school.model_copy(update={"choices": school.choices.model_copy(update={"pupil_phones": "not-on-site"})})
    same_person = school.model_copy(
        update={"people": school.people.model_copy(update={"head": school.people.head.model_copy(update={"name": school.people.dsl.name})})}
    )
    forms = [stamping.reference_of(replace(mine, school=replace(mine.school, school=one)))[1].form for one in (school, other, chosen, same_person)]
    assert forms[0] == forms[1]
    assert len(set(forms)) == 3
