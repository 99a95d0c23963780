"""What MkDocs and its plugins say is told to the author with file, line, fault and remedy, and in no programmer's words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from handbook import project
from handbook.ground.paths import DOCS, shown
from handbook.ground.problems import Problem, ProblemsError
from handbook.rendering import faults as page_faults
from handbook.rendering.filling import filler

GLOSSARY = (DOCS / "glossary.md").read_text(encoding="utf-8")


# A message, and the file, the line, words of the fault, and words of the remedy.
MESSAGES = [
    (
        "Doc file 'how-fresh.md' contains a link 'to-chek.md', but the target is not found among documentation files.",
        "docs/how-fresh.md", 0, '"to-chek.md" leads to a file that is not there', "Check the name",
    ),
    (
        "Doc file 'leaders/index.md' contains a link 'adopt-and-sign.md', but the target 'leaders/x.md' is not found among documentation files. Did you mean 'annual-cycle.md'?",
        "docs/leaders/index.md", -1, "adopt-and-sign.md", 'Did you mean "annual-cycle.md"?',
    ),
    ("Doc file 'glossary.md' contains a link 'policy/about.md#x', but the doc 'policy/about.md' does not contain an anchor '#x'.", "docs/glossary.md", 0, "a place that is not on that page", "after #"),
    ("Doc file 'glossary.md' contains a link '#x', but there is no such anchor on this page.", "docs/glossary.md", 0, "#x", "after #"),
    ("Doc file 'glossary.md' contains an absolute link '/policy/', it was left as is.", "docs/glossary.md", 0, '"/policy/" does not lead to a file of this project', "Name the page's file"),
    ("Doc file 'glossary.md' contains an unrecognized relative link 'policy/', it was left as is. Did you mean 'policy/index.md'?", "docs/glossary.md", 0, '"policy/"', 'Did you mean "policy/index.md"?'),
    ("Doc file 'glossary.md' contains a link to 'pupils/ks1.md' which is excluded from the built site.", "docs/glossary.md", 0, "a page that this school does not have", "condition"),
    ('The following pages exist in the docs directory, but are not included in the "nav" configuration:\n  - a/stray.md', "docs/a/stray.md", 0, "not in the menu", "- a/stray.md  under nav in mkdocs.yml"),
    ("A reference to 'glossary.md' is included in the 'nav' configuration, which is not found in the documentation files.", "mkdocs.yml", -1, '"glossary.md"', "take the line out"),
    ("Something else\n  went wrong", "mkdocs.yml", 0, "Something else went wrong", "Undo"),
]  # fmt: skip


@pytest.mark.parametrize(("message", "file", "line", "fault", "remedy"), MESSAGES, ids=range(len(MESSAGES)))
def test_what_it_says_is_told_with_place_and_remedy(message: str, file: str, line: int, fault: str, remedy: str) -> None:
    (found,) = page_faults.of_message(message)
    assert found.file == shown(DOCS.parent / file)
    # Where the test does not know the line, it must be one that holds the words.
    if line >= 0:
        assert found.line == line
    else:
        quoted = re.search(r'"([^"]+)"', found.fault)
        assert quoted and quoted[1] in (DOCS.parent / file).read_text(encoding="utf-8").splitlines()[found.line - 1]
    assert fault in found.fault
    assert remedy in found.remedy
    for word in ("Jinja", "Traceback", "positional", "documentation files", "nav' configuration"):
        assert word not in str(found)


# What stands on the fourth line of a page's text, words of the fault, and words of the remedy.
MACROS = [
    ('{{ helplin("childline") }}', "'helplin' is undefined", 'Did you mean "helpline"?'),
    ("{{ zzzzzz }}", "zzzzzz", "the folder macros"),
    ("{{ school.nam }}", 'no detail is called "nam"', 'Did you mean "name"?'),
    ("{{ people.dsl.telephon }}", 'no detail is called "telephon"', 'Did you mean "phone"?'),
    ("{{ school.zzzzzz }}", 'no detail is called "zzzzzz"', "Check the spelling"),
    ('{{ link("govuk-kcsi") }}', 'no link "govuk-kcsi"', 'Did you mean "govuk-kcsie"?'),
    ("{{ helpline() }}", "helpline() needs", '{{ helpline("…") }}'),
    ("{% if %}", "the braces cannot be read", "{{ … }}"),
    ("{% if true %} open", "{% if %} is opened and never closed.", "{% endif %}"),
    ("{{ 1 / 0 }}", "division by zero", "Correct the line."),
]


@pytest.mark.parametrize(("line", "fault", "remedy"), MACROS, ids=range(len(MACROS)))
def test_a_fault_of_a_macro_names_the_line_in_the_file(line: str, fault: str, remedy: str) -> None:
    # The text as MkDocs hands it on: a part of the file, so that its place in the file can be told.
    text = GLOSSARY[GLOSSARY.index("# ") :]
    with pytest.raises(ProblemsError) as stopped:
        filler(project.load())("glossary.md", f"x\n\n\n{line}\n{text}", {"description": "x", "audience": ["staff"]})
    (found,) = stopped.value.problems
    assert found.file == shown(DOCS / "glossary.md")
    assert found.line >= 4
    assert fault in found.fault
    assert remedy in found.remedy


def test_two_pages_outside_the_menu_are_two_problems() -> None:
    message = 'The following pages exist in the docs directory, but are not included in the "nav" configuration:\n  - a.md\n  - b/c.md'
    assert [one.file for one in page_faults.of_message(message)] == [shown(DOCS / "a.md"), shown(DOCS / "b/c.md")]


def problem_of(folder: Path, text: str) -> Problem:
    """Render a template as the engine does, and return what is told of its fault."""
    (folder / "main.html").write_text(text, encoding="utf-8")
    environment = Environment(loader=FileSystemLoader(folder), undefined=StrictUndefined)
    try:
        environment.get_template("main.html").render()
    except TemplateError as error:
        return page_faults.of_error(error)
    raise AssertionError("nothing went wrong")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("<p>\n{% if %}", 2, "cannot be read"),
        ("<p>\n\n{{ nothing.at.all }}", 3, "'nothing' is undefined"),
        ("{% ste x = 1 %}", 1, "ste"),
    ],
)
def test_a_fault_in_a_template(text: str, line: int, said: str, tmp_path: Path) -> None:
    found = problem_of(tmp_path, text)
    assert found.file == "main.html"
    assert said in found.fault
    assert found.line == line
    assert found.remedy


def test_a_fault_in_the_file_of_the_menu() -> None:
    with pytest.raises(yaml.MarkedYAMLError) as stopped:
        yaml.safe_load("nav:\n  - [\n")
    found = page_faults.of_error(stopped.value)
    assert found.file == shown(DOCS.parent / "mkdocs.yml")
    assert found.line == 3
    assert "do not fit together" in found.fault
