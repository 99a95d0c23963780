"""Each fault a page can carry stops the build: planted one at a time in a copy of the real project."""

from __future__ import annotations

import pytest

from tests.conftest import Project

PAGE = "docs/glossary.md"

# What is planted, and the words that the author then reads.
FAULTS = {
    "broken internal link": ("\n[A page](nowhere.md)\n", ["glossary.md", "nowhere.md"]),
    "broken anchor on another page": ("\n[A clause](policy/about.md#no-such-clause)\n", ["glossary.md", "no-such-clause"]),
    "broken anchor on the same page": ("\n[A word](#no-such-word)\n", ["glossary.md", "no-such-word"]),
    "missing picture": ("\n![A picture](nowhere.png)\n", ["glossary.md", "nowhere.png"]),
    "unknown macro": ("\n{{ no_such_macro() }}\n", ["glossary.md", "no_such_macro"]),
    "undefined variable": ("\n{{ no_such_thing }}\n", ["glossary.md", "no_such_thing"]),
    "unknown detail of the school": ("\n{{ school.no_such_detail }}\n", ["glossary.md", "no_such_detail"]),
    "unknown value of a choice": ('\n{% if choices.scope == "everybody" %}x{% endif %}\n', ["choices.scope", "whole-community"]),
    "optional detail without a condition": ("\n{{ technology.learning_platform }}\n", ["technology.learning_platform", "optional"]),
    "unknown link": ('\n{{ link("govuk-kcsi") }}\n', ['no link "govuk-kcsi"', "Did you mean"]),
    "unknown helpline": ('\n{{ helpline("childlin") }}\n', ['no organisation "childlin"', 'Did you mean "childline"?']),
    "unknown clause": ('\n{{ clause_ref("never-befriend-pupil") }}\n', ['no clause "never-befriend-pupil"', "Did you mean"]),
    "unknown key stage": ('\n{% if school.teaches("ks9") %}x{% endif %}\n', ["ks9", "eyfs"]),
    "template syntax": ("\n{% if %}\n", ["glossary.md"]),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_in_a_page_stops_the_build(name: str, project: Project) -> None:
    planted, words = FAULTS[name]
    project.append(PAGE, planted)
    done = project.run("build")
    assert done.returncode == 1
    assert "1 problem to mend." in done.stderr
    for word in words:
        assert word in done.stderr
    assert not (project.root / "site").exists()


def test_page_missing_from_the_navigation(project: Project) -> None:
    (project.root / "docs" / "stray.md").write_text("---\ndescription: A stray page.\naudience: [staff]\n---\n# Stray\n", encoding="utf-8")
    done = project.run("build")
    assert done.returncode == 1
    assert "stray.md" in done.stderr


def test_navigation_names_a_page_that_is_not_there(project: Project) -> None:
    project.change("mkdocs.yml", "\nnav:\n", "\nnav:\n  - nowhere.md\n")
    done = project.run("build")
    assert done.returncode == 1
    assert "nowhere.md" in done.stderr


POLICY_FAULTS = {
    "clause inside a condition": (
        "docs/policy/about.md", '\n{% if true %}\n{{ clause("sometimes") }} Text.\n{% endif %}\n',
        ["about.md, line", "sometimes: the clause stands inside an {% if %}."],
    ),
    "clause id twice": (
        "docs/policy/review.md", '\n{{ clause("never-befriend-pupils") }} Text.\n', ["never-befriend-pupils: this clause id stands twice; first in"],
    ),
    "clause id in capitals": ("docs/policy/review.md", '\n{{ clause("Never") }} Text.\n', ["Never: this is not a clause id."]),
    "clause that rests on nothing we hold": (
        "docs/policy/review.md", '\n{{ clause("a-new-rule", "kcsie-2062") }} Text.\n', ['a-new-rule: the clause rests on "kcsie-2062"', 'Did you mean "kcsie-2026"?'],
    ),
    "requirement met by a clause that is not there": (
        "data/requirements.yml",
        "\n- id: planted\n  from: kcsie-2026\n  heading: Planted\n  level: should\n  who: school\n  requirement: Planted.\n  met_by: [no-such-clause]\n  confidence: high\n",
        ['planted, met_by: there is no clause "no-such-clause".'],
    ),
    "requirement that nothing meets": (
        "data/requirements.yml",
        "\n- id: planted\n  from: kcsie-2026\n  heading: Planted\n  level: should\n  who: school\n  requirement: Planted.\n  met_by: []\n  confidence: high\n",
        ["planted: no clause meets this requirement."],
    ),
}


@pytest.mark.parametrize("name", POLICY_FAULTS)
def test_fault_in_the_policy_stops_the_build(name: str, project: Project) -> None:
    file, planted, words = POLICY_FAULTS[name]
    project.append(file, planted)
    done = project.run("build")
    assert done.returncode == 1
    for word in words:
        assert word in done.stderr
