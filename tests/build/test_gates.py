"""Each fault that a page or the policy can carry stops the build, and its author is told file, line and what to do.

Faults that are found at the same stage are planted together, each in a page of its own: a build tells all of them at once.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Project, copy_small

HEAD = "---\ndescription: A planted page.\naudience: [staff]\n---\n# Planted\n\n"
# The line of a planted page on which the fault stands.
LINE = HEAD.count("\n") + 1

# What is planted, and the words that the author then reads.
MACROS = {
    "unknown macro": ("{{ no_such_macro() }}", ["no_such_macro"]),
    "undefined variable": ("{{ no_such_thing }}", ["no_such_thing"]),
    "unknown detail of the school": ("{{ school.no_such_detail }}", ["no_such_detail"]),
    "unknown value of a choice": ('{% if choices.scope == "everybody" %}x{% endif %}', ["choices.scope", "whole-community"]),
    "optional detail without a condition": ("{{ technology.learning_platform }}", ["technology.learning_platform", "optional"]),
    "unknown link": ('{{ link("govuk-kcsi") }}', ['no link "govuk-kcsi"', "Did you mean"]),
    "unknown helpline": ('{{ helpline("childlin") }}', ['no organisation "childlin"', 'Did you mean "childline"?']),
    "unknown clause": ('{{ clause_ref("tell-the-dls") }}', ['no clause "tell-the-dls"', 'Did you mean "tell-the-dsl"?']),
    "unknown key stage": ('{% if school.teaches("ks9") %}x{% endif %}', ["ks9", "eyfs"]),
    "template syntax": ("{% if %}", ["the braces cannot be read"]),
}
LINKS = {
    "broken internal link": ("[A page](nowhere.md)", ['"nowhere.md"', "not there"]),
    "broken anchor on another page": ("[A clause](../policy/about.md#no-such-clause)", ["no-such-clause", "after #"]),
    "broken anchor on the same page": ("[A word](#no-such-word)", ["no-such-word", "after #"]),
    "missing picture": ("![A picture](nowhere.png)", ['"nowhere.png"', "not there"]),
    "address of a page instead of its file": ("[A page](/glossary/)", ['"/glossary/"', 'Did you mean "../glossary.md"?']),
}
CLAUSES = {
    "clause inside a condition": ('{% if true %} {{ clause("sometimes") }} Text. {% endif %}', ["sometimes: the clause stands inside an {% if %}."]),
    "clause id twice": ('{{ clause("tell-the-dsl") }} Text.', ["tell-the-dsl: this clause id stands twice; first in docs/policy/about.md, line"]),
    "clause id in capitals": ('{{ clause("Never") }} Text.', ["Never: this is not a clause id."]),
    "clause in single quotes": ("{{ clause('never') }} Text.", ["this clause macro cannot be read."]),
}
CROSSES = {
    "clause that rests on nothing we hold": (
        '{{ clause("a-new-rule", "kcsie-2062") }} Text.', ['a-new-rule: the clause rests on "kcsie-2062"', 'Did you mean "kcsie-2026"?'],
    ),
}  # fmt: skip
STAGES = {"macros": MACROS, "links": LINKS, "clauses": CLAUSES, "crosses": CROSSES}
# Each stage is a build of its own: the macros', with most faults, is in the quick tests.
QUICK = "macros"


def of_stage(stage: str, *more: str) -> object:
    """Return what a test is told of a stage."""
    return pytest.param(stage, *more, marks=[] if stage == QUICK else pytest.mark.whole, id=" ".join(more) or stage)


ROWS = [of_stage(stage, name) for stage, rows in STAGES.items() for name in rows]

# How each problem begins.
PLACE = re.compile(r"^ *docs[^\s:,]+(?:, line \d+)?(?:, [\w-]+)?: ", re.M)


def page_of(stage: str, name: str) -> str:
    """Return the page, below docs/, in which a fault is planted."""
    folder = "policy" if stage in ("clauses", "crosses") else "planted"
    return f"{folder}/{name.replace(' ', '-')}.md"


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """What a build says of a stage's faults, and that it writes nothing."""

    @functools.cache
    def told(stage: str) -> str:
        project = copy_small(tmp_path_factory.mktemp(stage) / "project")
        for name, (planted, _) in STAGES[stage].items():
            page = project.root / "docs" / page_of(stage, name)
            page.parent.mkdir(exist_ok=True)
            section = "\n\n{{ section() }}\n" if page.parent.name == "policy" else "\n"
            page.write_text(HEAD + planted + section, encoding="utf-8")
            project.append("mkdocs.yml", f"  - {page_of(stage, name)}\n")
        done = project.run("build")
        assert done.returncode == 1
        assert not (project.root / "site").exists()
        return done.stderr

    return told


@pytest.mark.parametrize(("stage", "name"), ROWS)
def test_a_fault_is_told_with_file_and_line(stage: str, name: str, said: Callable[[str], str]) -> None:
    where = f"{Path('docs') / page_of(stage, name)}, line {LINE}"
    # A problem is a line and what is indented below it.
    (told,) = [one for one in said(stage).replace("\n    ", "\t").splitlines() if where in one]
    for word in STAGES[stage][name][1]:
        assert word in told


@pytest.mark.parametrize("stage", [of_stage(stage) for stage in STAGES])
def test_nothing_else_is_told(stage: str, said: Callable[[str], str]) -> None:
    assert len(PLACE.findall(said(stage))) == len(STAGES[stage])
    assert "Traceback" not in said(stage)


def test_the_menu_and_the_pages_name_each_other(small: Project) -> None:
    (small.root / "docs" / "stray.md").write_text(HEAD, encoding="utf-8")
    small.change("mkdocs.yml", "\nnav:\n", "\nnav:\n  - nowhere.md\n")
    done = small.run("build")
    assert done.returncode == 1
    assert "docs/stray.md: the page is not in the menu." in done.stderr
    assert 'there is no page "nowhere.md".' in done.stderr
    assert len(PLACE.findall(done.stderr)) == 1


REQUIREMENT = "\n- id: planted\n  from: kcsie-2026\n  heading: Planted\n  level: should\n  who: school\n  requirement: Planted.\n  met_by: [{}]\n  confidence: high\n"


@pytest.mark.parametrize(
    ("met_by", "words"),
    [("no-such-clause", 'planted, met_by[1]: there is no clause "no-such-clause".'), ("", "planted: no clause meets this requirement.")],
)
def test_a_requirement_that_nothing_meets_stops_the_build(met_by: str, words: str, small: Project) -> None:
    small.append("data/requirements.yml", REQUIREMENT.format(met_by))
    done = small.run("build")
    assert done.returncode == 1
    assert words in done.stderr
    assert "1 problem to mend." in done.stderr


@pytest.mark.whole
def test_a_fault_in_the_whole_handbook_stops_its_build(project: Project) -> None:
    project.append("docs/glossary.md", "\n[A page](nowhere.md)\n")
    done = project.run("build")
    assert done.returncode == 1
    assert len(PLACE.findall(done.stderr)) == 1
    assert "docs/glossary.md, line " in done.stderr and '"nowhere.md"' in done.stderr
    assert not (project.root / "site").exists()
