"""A site is written completely or not at all, and never over somebody's files."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.conftest import Project


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_failing_build_leaves_the_previous_site_untouched(project: Project) -> None:
    assert project.run("build").returncode == 0
    before = snapshot(project.root / "site")
    project.append("docs/glossary.md", "\n[A page](nowhere.md)\n")
    project.change("school.yml", "Example Primary School", "Changed School")
    done = project.run("build")
    assert done.returncode == 1
    assert "the previous site, if any, is as it was" in done.stderr
    assert snapshot(project.root / "site") == before
    assert [path.name for path in project.root.iterdir() if "being-built" in path.name] == []


def test_a_second_build_replaces_what_the_first_wrote_and_keeps_the_rest(project: Project) -> None:
    assert project.run("build").returncode == 0
    site = project.root / "site"
    (site / ".htaccess").write_text("Options -Indexes", encoding="utf-8")
    # A page of the build before, which this one no longer has.
    (site / "left-over.html").write_text("old", encoding="utf-8")
    with (site / ".handbook-site").open("a", encoding="utf-8") as listed:
        listed.write(f"{hashlib.sha256(b'old').hexdigest()}  left-over.html\n")
    project.change("school.yml", "name: Amina Example", "name: Somebody Else")
    done = project.run("build")
    assert done.returncode == 0
    assert not (site / "left-over.html").exists()
    assert (site / ".htaccess").read_text(encoding="utf-8") == "Options -Indexes"
    assert "Somebody Else" in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("out", "planted", "words"),
    [
        ("mine", "mine/letter.txt", "holds files that are not a handbook site"),
        ("school.yml", None, "is a file"),
        ("school.yml/site", None, "a file stands where a folder is wanted"),
        ("site", "site/policy/about/index.html", "policy/about/index.html"),
    ],
)
def test_a_place_that_is_refused_is_left_as_it_is(out: str, planted: str | None, words: str, project: Project) -> None:
    if planted:
        (project.root / planted).parent.mkdir(parents=True)
        (project.root / planted).write_text("keep me", encoding="utf-8")
    if out == "site":
        (project.root / "site" / ".handbook-site").write_text("A finished handbook site.\n" + "0" * 64 + "  index.html\n", encoding="utf-8")
    before = snapshot(project.root)
    done = project.run("build", "--out", out)
    assert done.returncode == 1
    assert words in done.stderr
    assert {name: content for name, content in snapshot(project.root).items() if "__pycache__" not in name} == before


def test_release_refuses_blanks_and_names_them(project: Project) -> None:
    project.make_real()
    project.change("school.yml", "police_force: Oakfield Police", "police_force:")
    assert project.run("build").returncode == 0
    done = project.run("build", "--release", "--out", "release")
    assert done.returncode == 1
    assert "local.police_force: The local police force." in done.stderr
    assert not (project.root / "release").exists()


def test_preview_marks_blanks_where_readers_see_them(project: Project) -> None:
    project.change("school.yml", "police_force: Exampleshire Police", "police_force:")
    assert project.run("build").returncode == 0
    marked = [path for path in (project.root / "site").rglob("*.html") if "to be completed: local.police_force" in path.read_text(encoding="utf-8")]
    assert marked


def test_release_refuses_overdue_facts(project: Project) -> None:
    project.make_real()
    done = project.run("build", "--release", HANDBOOK_TODAY="2027-12-31")
    assert done.returncode == 1
    assert "overdue" in done.stderr
    assert "organisations and helplines, childline: was due on 2027-05-20" in done.stderr
