"""A site is written completely or not at all, and never over somebody's files."""

from __future__ import annotations

from pathlib import Path

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


def test_a_second_build_replaces_the_whole_site(project: Project) -> None:
    assert project.run("build").returncode == 0
    (project.root / "site" / "left-over.html").write_text("old", encoding="utf-8")
    project.change("school.yml", "name: Amina Example", "name: Somebody Else")
    done = project.run("build")
    assert done.returncode == 0
    assert not (project.root / "site" / "left-over.html").exists()
    assert "Somebody Else" in (project.root / "site" / "index.html").read_text(encoding="utf-8")


def test_a_folder_of_other_files_is_never_replaced(project: Project) -> None:
    mine = project.root / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("keep me", encoding="utf-8")
    done = project.run("build", "--out", "mine")
    assert done.returncode == 1
    assert "holds files that are not a handbook site" in done.stderr
    assert snapshot(mine) == {"letter.txt": b"keep me"}


def test_a_file_in_the_way(project: Project) -> None:
    done = project.run("build", "--out", "school.yml")
    assert done.returncode == 1
    assert "is a file" in done.stderr


def test_release_refuses_blanks_and_names_them(project: Project) -> None:
    project.change("school.yml", "police_force: Exampleshire Police", "police_force:")
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
    done = project.run("build", "--release", HANDBOOK_TODAY="2027-12-31")
    assert done.returncode == 1
    assert "overdue" in done.stderr
    assert "organisations and helplines, childline: was due on 2027-05-20" in done.stderr


def test_release_of_a_complete_school(project: Project) -> None:
    done = project.run("build", "--release", HANDBOOK_TODAY="2026-11-20")
    assert done.returncode == 0, done.stderr
