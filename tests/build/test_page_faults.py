"""What MkDocs and its plugins say is told to the author with file, line, fault and remedy, and in no programmer's words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from handbook import project
from handbook.engine import room, settings
from handbook.ground.paths import DOCS, MKDOCS_CONFIG, OVERRIDES, ROOT, shown
from handbook.ground.problems import Problem, ProblemsError
from handbook.pages.navigation import read_config
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
    ('{{ helplin("childline") }}', 'nothing is called "helplin".', 'Did you mean "helpline"?'),
    ("{{ peple.dsl.phone }}", 'nothing is called "peple".', 'Did you mean "people"?'),
    ("{{ zzzzzz }}", "zzzzzz", "the folder macros"),
    ('{{ helpline(nam="x") }}', 'helpline() takes nothing called "nam".', 'Did you mean "name"?'),
    ('{{ platform("tiktok", wrong="x") }}', 'platform() takes nothing called "wrong".', 'Write {{ platform("name") }}.'),
    ('{{ helpline("childline", "x", "y") }}', "helpline() is given 3 things and takes 1.", 'Write {{ helpline("name") }}.'),
    ('{{ rule("nudes") }}', "rule() needs what it is to show: its topic.", 'Write {{ rule("situation", "topic") }}.'),
    ("{{ tel() }}", "tel() needs what it is to show: its number.", 'Write {{ tel("number") }}.'),
    ("{{ helpline(3) }}", "the name of helpline() is no text in quotation marks, but 3.", 'Write helpline("…").'),
    ("{{ link(None) }}", "the name of link() is no text in quotation marks, but None.", 'Write link("…").'),
    ("{{ helpline(childline) }}", 'helpline() is given "childline" without quotation marks.', 'Write helpline("childline").'),
    ("{{ tel(school.phon) }}", 'no detail is called "phon".', 'Did you mean "phone"?'),
    ('{{ tel("abc") }}', '"abc" is no telephone number.', "Write tel(school.phone)"),
    ('{{ helpline("childlin") }}', 'There is no organisation "childlin".', 'Did you mean "childline"?'),
    ("{{ helpline(“childline”) }}", "curly quotation marks stand in it.", "Type straight ones"),
    ("{{ helpline('childline\") }}", "a quotation mark is opened and never closed.", "Write the same mark on both sides"),
    ('{{ helpline("childline" }}', "a round bracket is opened and never closed.", "Write ) where it ends."),
    ('{{ helpline "childline" }}', "two things stand side by side.", "between round brackets"),
    ('{{ helpline("childline").phone }}', '"phone" is asked of a text', "Take .phone away."),
    ('{{ link["govuk-kcsie"] }}', '"govuk-kcsie" is asked of a macro.', 'link("govuk-kcsie")'),
    ("{{ school.name | uper }}", 'there is no filter "uper".', 'Did you mean "upper"?'),
    ("{{ handbook.relase }}", 'there is no "relase" there.', 'Did you mean "release"?'),
    ("{{ choices.scope() }}", "what stands before the round brackets is no macro.", "Take the brackets away."),
    ("{% for one in school %}{% endfor %}", "what stands after  in  is no list.", "as other pages do"),
    ("{{ 'x' + 3 }}", "words and a number are joined by a sign.", "Put the number in quotation marks"),
    ('{% if choices.scop == "x" %}x{% endif %}', 'no detail is called "scop".', 'Did you mean "scope"?'),
    ("{% endfi %}", 'there is no "endfi".', 'Did you mean "endif"?'),
    ("{% endif %}", "it ends or turns a condition that never began.", "Write {% if … %} above it."),
    ("{% set x = %}", "something is missing between the braces.", "as other pages do"),
    ("{{ school.nam }}", 'no detail is called "nam"', 'Did you mean "name"?'),
    ("{{ people.dsl.telephon }}", 'no detail is called "telephon"', 'Did you mean "phone"?'),
    ("{{ school.zzzzzz }}", 'no detail is called "zzzzzz"', "Check the spelling"),
    ('{{ link("govuk-kcsi") }}', 'no link "govuk-kcsi"', 'Did you mean "govuk-kcsie"?'),
    ("{{ helpline() }}", "helpline() needs what it is to show: its name.", 'Write {{ helpline("name") }}.'),
    ("{% if %}", "the braces cannot be read", "as other pages do"),
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
    for word in ("object", "positional", "keyword", "callable", "iterable", "NoneType", "undefined", "token", "char"):
        assert word not in f"{found.fault} {found.remedy}"
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


REAL = MKDOCS_CONFIG.read_text(encoding="utf-8")
# What is spoilt in mkdocs.yml, text on the line that is told, words of the fault, and words of the remedy.
SETTINGS = [
    ("site_name:", "site_nam: x\nsite_name:", "site_nam: x", 'there is no setting "site_nam".', 'Did you mean "site_name"?'),
    ("  - admonition\n", "  - admonitio\n", "- admonitio", 'there is no extension "admonitio".', 'Did you mean "admonition"?'),
    ("toc_depth", "toc_dept", "toc_dept", 'there is no option "toc_dept".', "Correct its name"),
    ("name: material", "name: materal", "theme:", "the setting cannot be used: Unrecognised theme name: 'materal'", "Undo what was changed last"),
    ("stylesheets/colours.css", "stylesheets/colors.css", "colors.css", "there is no file", 'Did you mean "assets/stylesheets/colours.css"?'),
]
MENUS = [
    ("\nnav:\n", "\nnav:\n  - 5\n", "- 5", '"5" is not the file of a page.', "Write its path below docs/"),
    ("\nnav:\n", "\nnav:\n  - policy/devices\n", "- policy/devices", '"policy/devices" is not the file of a page.', "policy/devices.md"),
    ("\nnav:\n", "\nnav:\n  -\n", "  -", "a line without words", "Write its path below docs/"),
    ("\nnav:\n", "\nnav:\n  Start: index.md\nrest:\n", "  Start: index.md", "is not a list", "Begin each of its lines with a hyphen"),
    ("\n  - Glossary: glossary.md\n", "\n  - Glossary: glossary.md\n  - glossary.md\n", "  - glossary.md", "stands twice in the menu", "Take one"),
    ("\n  - Glossary: glossary.md\n", "\n  - Glossary: glossary.md\n    Home: index.md\n", "    Home: index.md", '"Home" stands in the entry above', "hyphen"),
]  # fmt: skip


def line_of(text: str, words: str) -> int:
    lines = text.splitlines()
    return next(number for same in (True, False) for number, line in enumerate(lines, 1) if (line == words if same else words in line))


@pytest.mark.parametrize(("find", "put", "at", "fault", "remedy"), MENUS, ids=range(len(MENUS)))
def test_a_fault_of_the_menu_is_told_with_its_line(find: str, put: str, at: str, fault: str, remedy: str) -> None:
    text = REAL.replace(find, put, 1)
    with pytest.raises(ProblemsError) as stopped:
        read_config(text, "mkdocs.yml")
    (found,) = stopped.value.problems
    assert (found.file, found.line) == ("mkdocs.yml", line_of(text, at))
    assert fault in found.fault
    assert remedy in found.remedy


@pytest.mark.parametrize(("find", "put", "at", "fault", "remedy"), SETTINGS, ids=range(len(SETTINGS)))
def test_a_fault_of_a_setting_is_told_with_its_line(
    find: str, put: str, at: str, fault: str, remedy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = REAL.replace(find, put, 1)
    file = tmp_path / "mkdocs.yml"
    # The folders that it names are still the project's.
    there = re.sub(r"^(  - )(data|macros|overrides|handbook)$", lambda one: f"{one[1]}'{(ROOT / one[2]).as_posix()}'", text, flags=re.MULTILINE)
    there = there.replace("custom_dir: overrides", f"custom_dir: '{OVERRIDES.as_posix()}'")
    file.write_text(f"{there}\ndocs_dir: '{DOCS.as_posix()}'\n", encoding="utf-8")
    monkeypatch.setattr(room, "MKDOCS_CONFIG", file)
    monkeypatch.setattr(settings, "MKDOCS_CONFIG", file)
    with pytest.raises(ProblemsError) as stopped:
        room.Engine().pages(room.Looks({}))
    (found,) = stopped.value.problems
    assert (found.file, found.line) == (shown(file), line_of(text, at))
    assert fault in found.fault
    assert remedy in found.remedy
    assert "Traceback" not in str(found)
