"""A site is written completely or not at all, and never over somebody's files."""

from __future__ import annotations

import hashlib
import html
import re
from pathlib import Path

import pytest

from tests.conftest import Project, Sites, copy_project


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_failing_build_leaves_the_previous_site_untouched(small: Project) -> None:
    assert small.run("build").returncode == 0
    before = snapshot(small.root / "site")
    small.append("docs/glossary.md", "\n[A page](nowhere.md)\n")
    small.change("school.yml", "Example Primary School", "Changed School")
    done = small.run("build")
    assert done.returncode == 1
    assert "the previous site, if any, is as it was" in done.stderr
    assert len(before) > 20 and snapshot(small.root / "site") == before
    assert [path.name for path in small.root.iterdir() if "being-built" in path.name] == []


@pytest.mark.whole
def test_a_second_build_replaces_what_the_first_wrote_and_keeps_the_rest(small: Project) -> None:
    assert small.run("build").returncode == 0
    site = small.root / "site"
    (site / ".htaccess").write_text("Options -Indexes", encoding="utf-8")
    # A page of the build before, which this one no longer has.
    (site / "left-over.html").write_text("old", encoding="utf-8")
    with (site / ".handbook-site").open("a", encoding="utf-8") as listed:
        listed.write(f"{hashlib.sha256(b'old').hexdigest()}  left-over.html\n")
    small.change("school.yml", "name: Amina Example", "name: Somebody Else")
    done = small.run("build")
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
def test_a_place_that_is_refused_is_left_as_it_is(out: str, planted: str | None, words: str, small: Project) -> None:
    if planted:
        (small.root / planted).parent.mkdir(parents=True)
        (small.root / planted).write_text("keep me", encoding="utf-8")
    if out == "site":
        (small.root / "site" / ".handbook-site").write_text("A finished handbook site.\n" + "0" * 64 + "  index.html\n", encoding="utf-8")
    before = snapshot(small.root)
    done = small.run("build", "--out", out)
    assert done.returncode == 1
    assert words in done.stderr
    assert {name: content for name, content in snapshot(small.root).items() if "__pycache__" not in name} == before


@pytest.mark.whole
def test_release_refuses_blanks_and_names_them(small: Project) -> None:
    small.make_real()
    small.change("school.yml", "police_force: Oakshire Police", "police_force:")
    assert small.run("build").returncode == 0
    done = small.run("build", "--release", "--out", "release")
    assert done.returncode == 1
    assert "local.police_force: The local police force." in done.stderr
    assert not (small.root / "release").exists()


@pytest.mark.whole
def test_preview_marks_blanks_where_readers_see_them(small: Project) -> None:
    small.change("school.yml", "police_force: Exampleshire Police", "police_force:")
    assert small.run("build").returncode == 0
    marked = [path for path in (small.root / "site").rglob("*.html") if "to be completed: local.police_force" in path.read_text(encoding="utf-8")]
    assert marked


def test_release_refuses_overdue_facts(small: Project) -> None:
    small.make_real()
    done = small.run("build", "--release", HANDBOOK_TODAY="2027-12-31")
    assert done.returncode == 1
    assert "overdue" in done.stderr
    assert "organisations and helplines, childline: was due on 2027-05-20" in done.stderr


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    """A copy of the project with the release of a school that could be real, and what the command said."""
    project = copy_project(tmp_path_factory.mktemp("released") / "project")
    project.make_real()
    done = project.run("build", "--release", HANDBOOK_TODAY="2026-11-30")
    assert done.returncode == 0, done.stderr
    return project, done.stdout


# Pages to whoever prepares the handbook.
PREPARING = ["to-check", "about/publishing", "about/change-our-words", "about/take-an-update", "about/fleet"]


@pytest.mark.whole
def test_a_release_is_of_the_school_that_it_names(released: tuple[Project, str]) -> None:
    project, said = released
    assert "the handbook of Oakfield School, from school.yml." in said
    assert "made-up" not in said
    pages = sorted((project.root / "site").rglob("*.html"))
    assert len(pages) > 200
    assert [page for page in pages if "This is a made-up school" in page.read_text(encoding="utf-8")] == []


@pytest.mark.whole
def test_a_release_has_no_page_for_preparing_it_and_no_link_to_one(released: tuple[Project, str], sites: Sites) -> None:
    site = released[0].root / "site"
    for name in PREPARING:
        assert (sites["example"] / name / "index.html").is_file(), "a preview has it"
        assert not (site / name).exists()
    followed = 0
    for page in site.rglob("*.html"):
        if page.name == "404.html":
            continue
        for link in re.findall(r'<a\b[^>]*?\shref="([^"]*)"', page.read_text(encoding="utf-8")):
            link = html.unescape(link).partition("#")[0]
            if link and ":" not in link:
                target = page.parent / link
                assert (target / "index.html").is_file() if link.endswith(("/", ".")) else target.is_file(), (page, link)
                followed += 1
    assert followed > 5000
    index = (site / "search" / "search_index.json").read_text(encoding="utf-8")
    assert not [name for name in PREPARING if f'"{name}/' in index]


@pytest.mark.whole
@pytest.mark.parametrize("words", ["scripts/handbook.py", "school.yml", ".yml", "--release", "To check before you adopt this"])
def test_no_page_of_a_release_speaks_of_the_projects_files(words: str, released: tuple[Project, str], sites: Sites) -> None:
    def with_words(site: Path) -> list[str]:
        texts = ((page, re.sub(r"<[^>]*>", " ", page.read_text(encoding="utf-8"))) for page in sorted(site.rglob("*.html")))
        # The line for copies that were opened from a folder is for whoever built them.
        return [page.relative_to(site).as_posix() for page, text in texts if words in text.replace("build it with --offline", "")]

    assert with_words(sites["example"]), "a preview does"
    assert with_words(released[0].root / "site") == []
