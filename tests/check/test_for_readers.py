"""What a change changes for readers is said in one comment; what is to be mended stands beside its line of the change."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.check.for_readers import Passage, passages
from handbook.check.told import as_annotations
from handbook.ground.problems import Problem
from tests.check.test_contributing import run_git
from tests.conftest import Project, copy_small

PAGE = "<article><h1>A</h1><p>One <em>word</em>.</p><ul><li>first</li><li>second</li></ul><table><tr><td>a</td><td>b</td></tr></table></article>"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("", "", []),
        ("first", "First", [Passage("first", "First")]),
        ("<em>word</em>", "word", []),
        ("<li>second</li>", "", [Passage("second", "")]),
        ("<p>One", "<p>New.</p><p>One", [Passage("", "New.")]),
        ("<td>b</td>", "<td>c</td>", [Passage("a | b", "a | c")]),
    ],
)
def test_passages_that_differ(old: str, new: str, found: list[Passage]) -> None:
    assert old in PAGE
    assert passages(PAGE, PAGE.replace(old, new, 1)) == found


def test_a_new_page_and_one_that_has_gone() -> None:
    assert passages("", "<article><p>New.</p></article>") == [Passage("", "New.")]
    assert passages("<article><p>Old.</p></article>", "") == [Passage("Old.", "")]


def test_annotations_stand_on_their_lines_and_nothing_ends_them_early() -> None:
    told = as_annotations(
        [Problem("docs/a,b.md", 7, "x: y", "100% wrong.\n::error::", "Mend it."), Problem("mkdocs.yml", 0, "", "Wrong.", "Mend it.")]
    )
    assert told.splitlines() == [
        "::error file=docs/a%2Cb.md,line=7,title=x%3A y::100%25 wrong.%0A::error:: Mend it.",
        "::error file=mkdocs.yml,line=1,title=To mend::Wrong. Mend it.",
    ]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str, str]:
    """A small handbook in which a sentence, a fact, a link and a page changed, what the check says to GitHub, and the comment."""
    project = copy_small(tmp_path_factory.mktemp("told") / "project")
    (project.root / ".gitignore").write_text(".cache/\n__pycache__/\n/school.yml\n", encoding="utf-8")
    run_git(project.root, "init", "-b", "main")
    run_git(project.root, "add", ".")
    run_git(project.root, "commit", "-m", "before")
    project.append("docs/policy/phones.md", "\nA sentence that is new: *ask* @somebody.\n")
    project.change("data/organisations/support.yml", "0808 802 5544", "01632 960123")
    project.change("data/links/organisations.yml", "https://www.police.uk/\n", "https://www.example.org/police\n")
    done = project.run("check", "--comment", "comment.md", "--preview", "https://www.example.org/preview/", GITHUB_ACTIONS="true")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return project, done.stdout, (project.root / "comment.md").read_text(encoding="utf-8")


@pytest.mark.whole
@pytest.mark.parametrize(
    "words",
    [
        "### `docs/policy/phones.md`: [see it](https://www.example.org/preview/policy/phones/)",
        "- Before: (nothing)\n- After: A sentence that is new: ask &#64;somebody.",
        "Reading age: ",
        "**Schools concerned:** ",
        "example primary (",
        "**Forms and documents to make and print again:** `policy`",
        "- `youngminds` (data/organisations/support.yml): phones; reviewed on ",
        "- `police-uk`: `https://www.police.uk/` → `https://www.example.org/police`",
        "- After: Parents helpline: 01632 960123",
        "to mend** before it can be taken in",
    ],
)
def test_the_comment_says_what_changes(words: str, told: tuple[Project, str, str]) -> None:
    assert words in told[2]


@pytest.mark.whole
def test_github_is_told_line_by_line(told: tuple[Project, str, str]) -> None:
    project, said, _ = told
    lines = (project.root / "data" / "organisations" / "support.yml").read_text(encoding="utf-8").splitlines()
    (one,) = [line for line in said.splitlines() if "title=youngminds" in line]
    number = int(one.partition("line=")[2].partition(",")[0])
    assert one.startswith(f"::error file={Path('data', 'organisations', 'support.yml').as_posix()},line={number},")
    assert lines[number - 1].strip() == "review:" or "of:" in lines[number - 1]
    assert "its words changed" in one or "changed since it was reviewed" in one
