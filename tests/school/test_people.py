"""One person may hold several posts: they are shown once, with all their jobs, and never as their own stand-in."""

from __future__ import annotations

import re
from typing import Any

import pytest

from handbook.ground.paths import ROOT
from handbook.rendering.filling import filled
from handbook.school.load import load
from handbook.school.model import School
from handbook.school.view import PageError

VILLAGE = load(ROOT / "schools" / "village-primary.yml").school


def school_of(**people: Any) -> School:
    """Return the village school with other people."""
    content = VILLAGE.model_dump(mode="json")
    content["people"].update({"deputy_dsls": [], **people})
    return School.model_validate(content)


AMINA = {"name": "Amina Example", "phone": "01632 960002", "email": "amina@example.org"}
ROBIN = {"name": "Robin Example"}
CHRIS = {"name": "Chris Sample", "phone": "01632 960004"}
JO = {"name": "Jo Sample", "phone": "01632 960003"}
KIT = {"name": "Kit Model"}

ALL_DIFFERENT = school_of(head=ROBIN, chair=CHRIS, dsl=AMINA, deputy_dsls=[JO, KIT], online_safety_lead={"name": "Leila Sample"})
# Spelt with other capitals and spaces, as it happens.
HEAD_IS_DSL = school_of(head={"name": "Amina  example", "email": "head@example.org"}, chair=CHRIS, dsl=AMINA)
HEAD_IS_DEPUTY = school_of(head=ROBIN, chair=CHRIS, dsl=AMINA, deputy_dsls=[AMINA, ROBIN])
NO_DEPUTIES = school_of(head=ROBIN, chair=CHRIS, dsl=AMINA)
OWNER = school_of(head=AMINA, chair=AMINA, dsl=AMINA)
TWO_JOBS = school_of(head=ROBIN, chair=CHRIS, dsl={**AMINA, "role": "deputy head and designated safeguarding lead"})

CASES = [
    (ALL_DIFFERENT, 'who("dsl", "head")', "Amina Example and Robin Example"),
    (ALL_DIFFERENT, 'who("dsl", "deputy_dsls", by="or")', "Amina Example, Jo Sample or Kit Model"),
    (HEAD_IS_DSL, 'who("dsl", "head")', "Amina Example"),
    (HEAD_IS_DSL, 'who("dsl", "computing_lead") if not people.computing_lead', "Amina Example"),
    (ALL_DIFFERENT, 'person("dsl")', "Amina Example (designated safeguarding lead), 01632 960002"),
    (
        ALL_DIFFERENT,
        'person("dsl", "chair", by="or")',
        "Amina Example (designated safeguarding lead), 01632 960002, or Chris Sample (chair of governors), 01632 960004",
    ),
    (HEAD_IS_DSL, 'person("dsl", "head")', "Amina Example (designated safeguarding lead and headteacher), 01632 960002"),
    (
        NO_DEPUTIES,
        'person("dsl", "online_safety_lead", by="or")',
        "Amina Example (designated safeguarding lead and online safety lead), 01632 960002",
    ),
    (
        TWO_JOBS,
        'person("dsl", "online_safety_lead")',
        "Amina Example (deputy head and designated safeguarding lead, and online safety lead), 01632 960002",
    ),
    (VILLAGE, 'person("head", "dsl")', "Dafydd Sample (headteacher and designated safeguarding lead), 01632 960302"),
    (
        HEAD_IS_DEPUTY,
        'person("dsl", "deputy_dsls")',
        "Amina Example (designated safeguarding lead and deputy designated safeguarding lead), 01632 960002, and "
        "Robin Example (deputy designated safeguarding lead), 01632 960300",
    ),
    (VILLAGE, 'if_away("dsl", show="name")', "Bea Example"),
    (ALL_DIFFERENT, 'if_away("dsl", show="name")', "Jo Sample or Kit Model"),
    (ALL_DIFFERENT, 'if_away("dsl", show="job")', "a deputy"),
    (HEAD_IS_DEPUTY, 'if_away("dsl", show="name")', "Robin Example"),
    (NO_DEPUTIES, 'if_away("dsl", show="name")', "Robin Example"),
    (NO_DEPUTIES, 'if_away("dsl", show="job")', "the headteacher"),
    (HEAD_IS_DSL, 'if_away("dsl")', "another senior leader"),
    (HEAD_IS_DSL, 'if_away("online_safety_lead")', "another senior leader"),
    (ALL_DIFFERENT, 'if_away("online_safety_lead", show="name")', "Amina Example"),
    (ALL_DIFFERENT, 'if_about("head", show="name")', "Chris Sample"),
    (ALL_DIFFERENT, 'if_about("dsl", show="name")', "Robin Example"),
    (HEAD_IS_DSL, 'if_about("dsl", show="job")', "the chair of governors"),
    (HEAD_IS_DSL, 'if_about("head", show="name")', "Chris Sample"),
    (OWNER, 'if_about("head")', "the local authority designated officer (LADO), 01632 960102"),
    (OWNER, 'if_about("it_support", show="name")', "Amina Example"),
    (
        ALL_DIFFERENT,
        'in_turn("dsl")',
        "Amina Example (designated safeguarding lead), 01632 960002; if they are not free, "
        "Jo Sample (deputy designated safeguarding lead), 01632 960003, or Kit Model (deputy designated safeguarding lead), 01632 960300",
    ),
    (HEAD_IS_DSL, 'in_turn("dsl")', "Amina Example (designated safeguarding lead), 01632 960002; if they are not free, another senior leader"),
    (HEAD_IS_DSL, 'same_person("head", "dsl")', "True"),
    (ALL_DIFFERENT, 'same_person("head", "dsl")', "False"),
    (ALL_DIFFERENT, 'listed("Example Council", "example council", "Example Trust")', "example council or Example Trust"),
    (ALL_DIFFERENT, 'listed("A", "B", "C", by="and")', "A, B and C"),
    (
        HEAD_IS_DSL,
        'contact_card("dsl", "deputy_dsls", "head", "chair")',
        "Amina Example designated safeguarding lead and headteacher 01632 960002 amina@example.org head@example.org "
        "Chris Sample chair of governors 01632 960004 office@example.org",
    ),
]


def said(school: School, call: str) -> str:
    """Return what a macro shows, without its links."""
    text = filled(school, "{{ " + call + " }}")
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("&#46;", ".").replace("&#64;", "@").split()).replace(" ,", ",").replace(" ;", ";")


@pytest.mark.parametrize(("school", "call", "shown"), CASES, ids=[f"{call} {number}" for number, (_, call, _) in enumerate(CASES)])
def test_shown(school: School, call: str, shown: str) -> None:
    assert said(school, call) == shown


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('who("dls")', 'There is no post "dls".'),
        ('who("computing_lead")', "ask for it only inside a condition"),
        ('contact_card("deputy_dsls")', "ask for it only inside a condition"),
        ('same_person("deputy_dsls", "dsl")', "ask for it only inside a condition"),
        ('if_away("dsl", show="names")', 'it can be "line", "name" or "job"'),
    ],
)
def test_refused(call: str, message: str) -> None:
    with pytest.raises(PageError, match=re.escape(message)):
        said(NO_DEPUTIES, call)
