"""The map of requirements and its checklist hold what this kind of school must do, all of it and nothing else."""

from __future__ import annotations

import re

import pytest

from handbook.facts.load import load
from handbook.ground.paths import ROOT
from handbook.rendering.filling import renderer
from handbook.school import model
from handbook.school.load import load as load_school
from handbook.school.model import School
from tests.telling import nothing

REQUIREMENTS = load().requirements
MAINTAINED_ONLY = {"safeguarding-duty-maintained-schools", "measures-against-all-bullying"}
OTHERS_ONLY = {"safeguarding-duty-academies", "strategy-against-bullying-academies"}
OF_THE_STATE = {"school-business-on-school-systems", "monitoring-proportionate", "accessible-online-content"}
COMPUTING = {"computing-primary", "computing-secondary"}
LESSONS = {"rshe-guidance-followed", "rshe-online-content", "parents-consulted-on-rshe", "parents-can-see-materials", *COMPUTING}
EYFS = {"early-years-devices"}

# Phase, type, the kind in words, and the requirements that such a school does not have: no more and no fewer.
KINDS = [
    ("primary", "community", "a maintained primary school", {"computing-secondary", *OTHERS_ONLY}),
    ("primary", "voluntary-aided", "a maintained primary school", {"computing-secondary", *OTHERS_ONLY}),
    ("junior", "foundation", "a maintained junior school", {"computing-secondary", *OTHERS_ONLY, *EYFS}),
    ("secondary", "academy", "a secondary academy", {*COMPUTING, *MAINTAINED_ONLY, *EYFS}),
    ("all-through", "free-school", "an all-through academy", {*COMPUTING, *MAINTAINED_ONLY}),
    ("sixth-form", "academy", "a sixth form academy", {*LESSONS, *MAINTAINED_ONLY, *EYFS}),
    ("nursery", "maintained-nursery", "a maintained nursery school", {*LESSONS, *OTHERS_ONLY}),
    ("primary", "independent", "an independent primary school", {*COMPUTING, *MAINTAINED_ONLY, *OF_THE_STATE}),
    ("special", "community-special", "a maintained special school", OTHERS_ONLY),
    (
        "special",
        "non-maintained-special",
        "a non-maintained special school",
        {*COMPUTING, *OTHERS_ONLY, "safeguarding-duty-maintained-schools", "school-business-on-school-systems"},
    ),
    ("alternative-provision", "pupil-referral-unit", "a pupil referral unit", {*COMPUTING, *OTHERS_ONLY, *EYFS}),
]


def school_of(phase: str, kind: str) -> School:
    """Return the village school as another kind of school."""
    content = load_school(ROOT / "schools" / "village-primary.yml").school.model_dump(mode="json")
    content["identity"].update(phase=phase, type=kind, key_stages=None)
    return School.model_validate(content)


def shown(text: str) -> set[str]:
    """Return the requirements whose words stand on a page."""
    return {name for name, one in REQUIREMENTS.items() if " ".join(one.requirement.split()) in text}


@pytest.mark.mend(
    "A requirement in data/requirements.yml is now for other schools than the sets at the top of this file say: correct its  "
    "stages  or  school_types , or the set. Or docs/policy/compliance-map.md and docs/leaders/what-you-must-have.md no longer"
    " ask for them."
)
@pytest.mark.parametrize(("phase", "kind", "words", "not_ours"), KINDS, ids=[f"{phase}-{kind}" for phase, kind, _, _ in KINDS])
def test_each_kind_of_school_has_its_own(phase: str, kind: str, words: str, not_ours: set[str]) -> None:
    render = renderer(school_of(phase, kind))
    text = render("policy/compliance-map.md")
    assert set(REQUIREMENTS) - shown(text) == not_ours
    assert f"**{len(REQUIREMENTS) - len(not_ours)} of our {len(REQUIREMENTS)} requirements** apply to {words}." in text
    checklist = render("leaders/what-you-must-have.md")
    duties = {name for name, one in REQUIREMENTS.items() if one.level == "must"} - not_ours
    assert shown(checklist) == duties
    assert len(re.findall(r"^- ☐ ", checklist, re.MULTILINE)) == len(duties) > 20


def test_no_requirement_is_for_nobody() -> None:
    schools = [school_of(phase, kind).identity for phase, kind, _, _ in KINDS]
    nothing(
        (f"{name}: no kind of school has to meet it." for name, one in REQUIREMENTS.items() if not any(map(one.applies_to, schools))),
        "In data/requirements.yml correct its  stages  or  school_types , or leave them out if all schools have to meet it.",
    )
    assert len(REQUIREMENTS) > 130


def test_every_type_of_school_has_a_kind_in_law() -> None:
    types = model.Identity.model_fields["type"].annotation
    kinds = {model.legal_kind(model.Identity(type=one)) for one in types.__args__}
    assert kinds == set(model.LegalKind.__args__)


def test_the_governing_body_has_its_own_name() -> None:
    text = renderer(school_of("secondary", "academy"))("leaders/what-you-must-have.md")
    assert "### Trust board" in text
    assert "### Governing body" not in text
