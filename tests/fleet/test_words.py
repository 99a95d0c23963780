"""Own words in a fleet: those of all schools beside fleet.yml, those of one school over them; built, checked, previewed."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.fleet import check, folder
from handbook.fleet.preview import Previews
from handbook.fleet.words import Words
from handbook.outputs.preview import Preview
from tests.conftest import Project, copy_small
from tests.fleet.making import marked_school, write_fleet
from tests.fleet.test_build import beside, build
from tests.fleet.test_fleet import ON

PAGE = "---\ndescription: A page of our own.\naudience: [everyone]\nafter: help-now/index.md\n---\n# Our app\n\n{{ summary() }}\n\nWords of "


def put(folder_: Path, name: str, content: str) -> None:
    """Write a file of own words."""
    (folder_ / "local" / name).parent.mkdir(parents=True, exist_ok=True)
    (folder_ / "local" / name).write_text(content, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A fleet of three schools with a page that all of them have."""
    root = write_fleet(tmp_path / "fleet", {str(number): marked_school(letter) for number, letter in enumerate("ABC", 1)})
    put(root, "pages/help-now/our-app.md", PAGE + "all schools, {{ school.name }}.\n")
    put(root, "contacts.yml", "- name: The council's helpline\n  when: You are not sure.\n  phone: 01632 960555\n")
    return root


@pytest.mark.whole
def test_words_of_all_are_stamped_and_words_of_one_school_stay_with_it(root: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    place: Project = copy_small(tmp_path_factory.mktemp("words") / "project")
    put(root / "schools" / "2", "pages/help-now/our-app.md", PAGE + "one school alone.\n")
    out = tmp_path / "out"
    done = build(place, root, out, "--processes", "1")
    assert done.returncode == 0, done.stderr
    assert "words of its own: 2" in done.stdout and "1 could not be stamped" in done.stdout, done.stdout
    script = "assets/javascripts/handbook.js"
    assert (out / "1" / script).samefile(out / "2" / script), "also where a school is rendered by itself equal files stand once"
    said = {urn: (out / urn / "help-now/our-app/index.html").read_text(encoding="utf-8") for urn in "123"}
    assert [urn for urn in said if "Words of one school alone." in said[urn]] == ["2"]
    assert "Words of all schools, OnlyAname." in said["1"] and "Words of all schools, OnlyCname." in said["3"]
    found = beside(place, root, out, tmp_path / "alone")
    assert found["different"] == [] and isinstance(found["compared"], int) and found["compared"] > 3 * 29
    # What changes for one school rewrites that one; what changes for all rewrites all.
    put(root / "schools" / "2", "pages/help-now/our-app.md", PAGE + "one school, again.\n")
    assert "1 site written" in build(place, root, out, "--processes", "1").stdout
    put(root, "pages/help-now/our-app.md", PAGE + "all schools, again.\n")
    (root / "schools" / "2" / "local" / "pages" / "help-now" / "our-app.md").unlink()
    put(root / "schools" / "3", "pages/nowhere.md", "# A page that stands nowhere\n")
    done = build(place, root, out, "--processes", "1")
    assert done.returncode == 1 and "2 sites written" in done.stdout and "1 failed" in done.stdout
    assert "3 OnlyCname: not built" in done.stderr and "nowhere.md" in done.stderr
    assert "could not be stamped" not in done.stdout, "a folder that has become empty holds no words"
    assert "Words of all schools, again." in (out / "2" / "help-now/our-app/index.html").read_text(encoding="utf-8")
    assert "Words of all schools, OnlyCname." in (out / "3" / "help-now/our-app/index.html").read_text(encoding="utf-8")
    # What is wrong with the words of all is told once, and every site stands.
    (root / "schools" / "3" / "local" / "pages" / "nowhere.md").unlink()
    put(root, "pages/help-now/our-app.md", PAGE + "{{ no_such_macro() }}\n")
    done = build(place, root, out, "--processes", "1")
    assert done.returncode == 1 and "0 sites written" in done.stdout and "3 failed" in done.stdout
    assert "1, 2, 3: not built; their last sites, if any, stand as they were." in done.stderr and done.stderr.count("no_such_macro") == 1
    assert "Words of all schools, again." in (out / "1" / "help-now/our-app/index.html").read_text(encoding="utf-8")


# Files of own words, below the fleet's folder, with what there is to say: of all schools, of school 2, of the folder.
SAID = {
    "nothing": ({}, "", "", ""),
    "a fault for all": ({"local/clauses/no-such-clause.md": "---\nchange: reworded\nreason: R\n---\nWords.\n"}, 'there is no clause "no-such-clause"', "", ""),
    "a fault of one": ({"schools/2/local/notes.txt": "x"}, "", "nothing in the handbook asks for this file.", ""),
    "two letters alike": ({"local/clauses/local-a.md": "---\nchange: added\nsection: policy/devices.md\nletter: A\n---\nYou must.\n", "schools/2/local/clauses/local-b.md": "---\nchange: added\nsection: policy/devices.md\nletter: A\n---\nYou must.\n"}, "", "the letter A stands at local-a.md already.", ""),
    "not set beside ours": ({"schools/2/local/clauses/phone-free-school-day.md": "---\nchange: reworded\nreason: R\n---\nNo phones.\n"}, "", "nobody has said yet that this was set beside our text.", ""),
    "all not set beside ours": ({"local/clauses/phone-free-school-day.md": "---\nchange: reworded\nreason: R\n---\nNo phones.\n"}, "nobody has said yet that this was set beside our text.", "", ""),
    "beside the schools": ({"schools/local/contacts.yml": "- name: x\n"}, "", "", "no school asks for these words."),
    "of no school": ({"schools/9/local/contacts.yml": "- name: x\n"}, "", "", "words stand here for a school that this fleet does not have."),
    "of a folder by name": ({"schools/oak/local/contacts.yml": "- name: x\n"}, "", "", "words stand here for a school that this fleet does not have."),
}  # fmt: skip


@pytest.mark.parametrize("case", SAID)
def test_what_there_is_to_say_of_own_words(case: str, tmp_path: Path) -> None:
    files, of_all, of_one, of_folder = SAID[case]
    root = write_fleet(tmp_path, {"1": marked_school("A"), "2": marked_school("B")})
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    fleet = folder.load(root)
    all_ = Words(fleet).of_all
    first, second = ({str(one) for one in (*found.faults, *found.doubts)} for found in check.findings(fleet, fleet.files, ON))
    for said, words in ((map(str, (*all_.faults, *all_.doubts)), of_all), (second - first, of_one), (map(str, fleet.strays), of_folder)):
        told = "\n".join(said)
        assert words in told if words else not [line for line in told.splitlines() if "local" in line], told


def test_the_preview_shows_own_words_and_follows_them(root: Path) -> None:
    put(root / "schools" / "2", "pages/help-now/our-app.md", PAGE + "one school alone.\n")
    previews = Previews(root)
    of_first, of_second = previews.of("1"), previews.of("2")
    assert of_first and of_second

    def shown(preview: Preview) -> str:
        found = preview.page("help-now/our-app")
        assert found
        return str(found[1])

    assert "Words of all schools, OnlyAname." in shown(of_first)
    assert "Words of one school alone." in shown(of_second)
    put(root / "schools" / "2", "pages/help-now/our-app.md", PAGE + "one school, later on.\n")
    assert "Words of one school, later on." in shown(of_second)


@pytest.mark.whole
def test_the_preview_tells_of_pages_that_nobody_looks_at(root: Path) -> None:
    previews = Previews(root)
    shown = previews.of("1")
    assert shown and shown.page("help-now/our-app")
    previews.look()
    assert shown.problems == [] and "To mend" not in previews.front()
    put(root, "pages/help-now/our-app.md", PAGE + "{{ no_such_macro() }}\n")
    put(root / "schools" / "2", "notes.txt", "x")
    put(root / "schools" / "oak", "contacts.yml", "- name: x\n")
    previews.look()
    page = shown.page("help-now")
    assert page and "no_such_macro" in shown.dressed(page[1].encode()).decode()
    front = previews.front()
    for said in ("To mend, for all schools", "no_such_macro", "words stand here for a school that this fleet does not have", "nothing in the handbook asks for this file"):  # fmt: skip
        assert said in front, said


def test_own_words_of_a_fleet_are_begun_and_listed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from handbook.cli import main

    assert main(["local", "begin", "phone-free-school-day", "--fleet", str(root)]) == 0
    assert main(["local", "begin", "parents/our-club.md", "--after", "parents/index.md", "--fleet", str(root), "--only", "2"]) == 0
    assert (root / "local/reviewed/clauses/phone-free-school-day.md").is_file()
    assert (root / "schools/2/local/pages/parents/our-club.md").is_file()
    capsys.readouterr()
    # What was begun is still to be filled in.
    assert main(["local", "list", "--fleet", str(root), "--only", "2"]) == 1
    said = capsys.readouterr().out
    assert "parents/our-club.md" in said and "help-now/our-app.md" in said and "phone-free-school-day" in said
    assert main(["local", "list", "--only", "2"]) == 2
    # Whoever changes the words of all says so for all, also from within one school.
    text = (root / "local/clauses/phone-free-school-day.md").read_text(encoding="utf-8")
    (root / "local/clauses/phone-free-school-day.md").write_text(text + "\nMore.\n", encoding="utf-8")
    (root / "local/reviewed/clauses/phone-free-school-day.md").unlink()
    assert main(["local", "reviewed", "phone-free-school-day", "--fleet", str(root)]) == 0
    assert (root / "local/reviewed/clauses/phone-free-school-day.md").is_file()
