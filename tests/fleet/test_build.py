"""What `fleet build` writes is what `build --school` writes; schools are kept apart; what went wrong stays where it went wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Project, Sites, copy_small
from tests.fleet.making import marked_school, random_fleet, write_fleet

BESIDE = Path(__file__).with_name("beside.py")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the project with a dozen pages, which these tests do not change."""
    return copy_small(tmp_path_factory.mktemp("fleet") / "project")


def beside(place: Project, fleet: Path, sites: Path, scratch: Path, address: str = "") -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, str(BESIDE), str(fleet), str(sites), str(scratch), *([address] if address else [])],
        cwd=place.root,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, object] = json.loads(done.stdout)
    return found


def build(place: Project, fleet: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return place.run("fleet", "build", str(fleet), "--out", str(out), *more)


@pytest.mark.whole
def test_forty_random_schools_are_the_same_as_built_one_by_one(place: Project, tmp_path: Path) -> None:
    fleet = random_fleet(tmp_path / "fleet", 40)
    done = build(place, fleet, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    found = beside(place, fleet, tmp_path / "out", tmp_path / "alone")
    assert found["different"] == []
    assert isinstance(found["compared"], int) and found["compared"] > 40 * 29
    slow = re.search(r"(\d+) could not be stamped", done.stdout)
    by_itself = int(slow[1]) if slow else 0
    print(f"{found['compared']} files compared; {by_itself} of 40 schools rendered by themselves")
    assert by_itself <= 2, "whatever a school is called, it need not be rendered by itself"


@pytest.mark.whole
def test_some_schools_are_the_same_with_addresses(place: Project, tmp_path: Path) -> None:
    fleet = random_fleet(tmp_path / "fleet", 1, seed=3)
    done = build(place, fleet, tmp_path / "out", "--site-url", "https://www.example.org/safe/", "--processes", "1")
    assert done.returncode == 0, done.stderr
    found = beside(place, fleet, tmp_path / "out", tmp_path / "alone", "https://www.example.org/safe/")
    assert found["different"] == []
    first = (tmp_path / "out" / "100001" / "robots.txt").read_text(encoding="utf-8")
    assert "https://www.example.org/safe/100001/sitemap.xml" in first
    assert len(list((tmp_path / "out" / "100001" / "assets" / "cards").glob("*.png"))) > 5


@pytest.mark.whole
def test_the_shown_schools_with_all_pages_are_the_same(sites: Sites, tmp_path: Path) -> None:
    fleet = tmp_path / "fleet"
    (fleet / "schools").mkdir(parents=True)
    (fleet / "fleet.yml").write_text("name: Examples\n", encoding="utf-8")
    for number, file in enumerate(sites.files.values(), 1):
        shutil.copy(file, fleet / "schools" / f"{number}.yml")
        for logo in Path(file).parent.glob("*.svg"):
            shutil.copy(logo, fleet / "schools")
    from tests.conftest import ROOT

    done = build(Project(ROOT), fleet, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    compared = 0
    for number, name in enumerate(sites, 1):
        ours, theirs = tmp_path / "out" / str(number), sites[name]
        names = {path.relative_to(theirs).as_posix() for path in theirs.rglob("*") if path.is_file()}
        assert names == {path.relative_to(ours).as_posix() for path in ours.rglob("*") if path.is_file()}
        different = [one for one in sorted(names) if (ours / one).read_bytes() != (theirs / one).read_bytes()]
        assert different == [], name
        compared += len(names)
    assert compared > 800
    # An address with a word of the glossary in it is rendered by itself; whatever else there is has been stamped.
    slow = re.search(r"(\d+) could not be stamped", done.stdout)
    assert int(slow[1] if slow else 0) <= 1, done.stdout


@pytest.mark.whole
def test_nothing_of_one_school_is_in_another(place: Project, tmp_path: Path) -> None:
    for order in ("AB", "BA"):
        schools = {str(number): marked_school(letter) for number, letter in enumerate(order, 1)}
        out = tmp_path / f"out-{order}"
        done = build(place, write_fleet(tmp_path / order, schools), out, "--processes", "1")
        assert done.returncode == 0, done.stderr
        looked = 0
        for number, letter in enumerate(order, 1):
            other = "B" if letter == "A" else "A"
            marks = [
                f"Only{other}",
                f"only{other.lower()}",
                f"01632 96000{ord(other) - 64}",
                f"01632 96001{ord(other) - 64}",
                f"{ord(other) - 64}b7a31",
            ]
            own = 0
            for path in (out / str(number)).rglob("*"):
                if path.is_file():
                    text = path.read_bytes().decode("utf-8", "replace")
                    assert not [mark for mark in marks if mark in text], path
                    own += f"Only{letter}" in text
                    looked += 1
            assert own > 10
        assert looked > 50
    ours, theirs = (sorted(p.relative_to(tmp_path / f"out-{order}" / number).as_posix() for p in (tmp_path / f"out-{order}" / number).rglob("*")) for order, number in (("AB", "1"), ("BA", "2")))  # fmt: skip
    assert ours == theirs
    assert (tmp_path / "out-AB/1/index.html").read_bytes() == (tmp_path / "out-BA/2/index.html").read_bytes()


@pytest.mark.whole
def test_unchanged_writes_nothing_and_one_number_rewrites_one_school(place: Project, tmp_path: Path) -> None:
    fleet = write_fleet(tmp_path / "fleet", {"1": marked_school("A"), "2": marked_school("B")})
    out = tmp_path / "out"
    # Whatever is usual for files of the one who builds, a web server can read the sites.
    usual = os.umask(0o077)
    try:
        assert build(place, fleet, out, "--processes", "1").returncode == 0
    finally:
        os.umask(usual)
    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for number in ("1", "2") for path in (out / number, *(out / number).rglob("*"))}
    assert os.name == "nt" or modes == {(True, 0o755), (False, 0o644)}

    def stamps() -> dict[str, int]:
        return {
            path.relative_to(out).as_posix(): path.stat().st_mtime_ns for number in ("1", "2") for path in (out / number).rglob("*") if path.is_file()
        }

    before = stamps()
    again = build(place, fleet, out, "--processes", "1")
    assert "0 sites written" in again.stdout and "2 unchanged" in again.stdout
    assert stamps() == before and len(before) > 50
    # A file that both have stands once.
    same = (out / "1/assets/javascripts/handbook.js", out / "2/assets/javascripts/handbook.js")
    assert same[0].samefile(same[1])
    file = fleet / "schools" / "2.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("01632 960012", "01632 960777"), encoding="utf-8")
    assert "1 site written" in build(place, fleet, out, "--processes", "1").stdout
    after = stamps()
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed and all(name.startswith("2/") for name in changed)
    # Of that school, what did not change is not written again either.
    assert "2/assets/javascripts/search-box.js" not in changed


@pytest.mark.whole
def test_one_bad_school_stops_no_other_and_keeps_its_last_site(place: Project, tmp_path: Path) -> None:
    fleet = write_fleet(
        tmp_path / "fleet", {"1": marked_school("A"), "2": marked_school("B"), "3": {**marked_school("C"), "branding": {"logo": "c.svg"}}}
    )
    out = tmp_path / "out"
    assert build(place, fleet, out, "--processes", "1").returncode == 0
    good = (out / "2/index.html").read_bytes()
    logo = (out / "3/index.html").read_bytes()
    (fleet / "schools" / "2.yml").write_text("identity:\n  phase: castle\n", encoding="utf-8")
    (fleet / "schools" / "c.svg").write_text("no picture", encoding="utf-8")
    first = fleet / "schools" / "1.yml"
    first.write_text(first.read_text(encoding="utf-8").replace("OnlyAnews", "OnlyAother"), encoding="utf-8")
    done = build(place, fleet, out)
    assert done.returncode == 1
    assert "1 site written" in done.stdout and "2 failed" in done.stdout
    assert "2 OnlyBname: not built; its last site, if any, stands as it was." in done.stderr or "2: not built" in done.stderr
    assert "castle" in done.stderr and "logo" in done.stderr
    assert (out / "2/index.html").read_bytes() == good and (out / "3/index.html").read_bytes() == logo
    assert not list((out / ".fleet").glob("being-built/*"))


# Files of a school, below the fleet's folder, that cannot be right, and the words; a folder ends in a stroke.
BAD = {
    "no YAML": ({"schools/{}.yml": "identity: ["}, "line"),
    "a folder for a file": ({"schools/{}.yml/": ""}, "the file cannot be read"),
    "letters of Windows": ({"schools/{}.yml": b"identity:\n  name: Si\xe2n\n"}, "not saved as UTF-8"),
    "a logo that is no picture": ({"schools/{}.yml": "branding:\n  logo: bad.png\n", "schools/bad.png": "x"}, "a damaged one"),
    "a logo that is a folder": ({"schools/{}.yml": "branding:\n  logo: folder.png\n", "schools/folder.png/": ""}, "branding.logo: "),
    "a letterhead that is no Word file": ({"schools/{}.yml": "branding:\n  letterhead: l.docx\n", "schools/l.docx": "x"}, "letterhead"),
    "own words of Windows": ({"schools/{}.yml": "", "schools/{}/local/pages/help-now/own.md": b"# Si\xe2n\n"}, "own.md"),
    "own words nobody asks for": ({"schools/{}.yml": "", "schools/{}/local/notes.txt": "x"}, "nothing in the handbook asks for this file"),
    "own page with a macro that is none": ({"schools/{}.yml": "", "schools/{}/local/pages/help-now/own.md": "---\ndescription: D.\naudience: [everyone]\nafter: help-now/index.md\n---\n# Own\n\n{{ summary() }}\n\n{{ nothing_of_the_kind() }}\n"}, "nothing_of_the_kind"),
}  # fmt: skip


@pytest.mark.whole
def test_what_is_wrong_with_one_school_is_its_own(place: Project, tmp_path: Path) -> None:
    fleet = write_fleet(tmp_path / "fleet", {"1": marked_school("A")})
    for urn, (files, _) in enumerate(BAD.values(), 2):
        for name, content in files.items():
            path = fleet / name.format(urn)
            (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
            if not name.endswith("/"):
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = build(place, fleet, tmp_path / "out", "--processes", "1")
    assert done.returncode == 1 and "1 site written" in done.stdout and f"{len(BAD)} failed" in done.stdout, done.stdout + done.stderr
    assert [one.name for one in (tmp_path / "out").iterdir() if one.name.isdigit()] == ["1"]
    for urn, (case, (_, words)) in enumerate(BAD.items(), 2):
        told = re.search(rf"^{urn}\b[^\n]*not built.*\n((?:    .*\n)+)", done.stderr, re.M)
        assert told and words in told[1], (case, done.stderr)
    assert "did not expect" not in done.stderr and "Traceback" not in done.stderr


@pytest.mark.whole
def test_a_killed_build_leaves_no_half_school(place: Project, tmp_path: Path) -> None:
    out = tmp_path / "out"
    fleet = write_fleet(tmp_path / "fleet", {"1": marked_school("A")})
    # As a process leaves it that was killed in the middle of a file, and one killed between taking the old site away and putting the new one there.
    half = out / ".fleet" / "being-built" / "1-abc"
    half.mkdir(parents=True)
    (half / "index.html").write_text("half", encoding="utf-8")
    previous = out / ".fleet" / "being-built" / "7-abc-previous"
    previous.mkdir()
    (previous / "index.html").write_text("good", encoding="utf-8")
    done = build(place, fleet, out, "--processes", "1")
    assert done.returncode == 0, done.stderr
    assert "half" not in (out / "1/index.html").read_text(encoding="utf-8")
    assert (out / "7/index.html").read_text(encoding="utf-8") == "good"
    assert not (out / ".fleet" / "being-built").exists()


def test_what_may_not_be_written_to(place: Project, tmp_path: Path) -> None:
    fleet = write_fleet(tmp_path / "fleet", {"1": marked_school("A")})
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine", encoding="utf-8")
    for out, said in (("file", "is a file. Name a folder"), ("full", "holds something that is not a fleet's sites.")):
        done = build(place, fleet, tmp_path / out)
        assert done.returncode == 2 and said in done.stderr, done.stderr
    assert (tmp_path / "full" / "letter.txt").read_text(encoding="utf-8") == "mine"
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]


@pytest.mark.whole
def test_a_release_is_the_same_as_built_by_itself(tmp_path: Path) -> None:
    place = copy_small(tmp_path / "project")
    place.make_real()
    fleet = tmp_path / "fleet"
    (fleet / "schools").mkdir(parents=True)
    (fleet / "fleet.yml").write_text("name: Ours\n", encoding="utf-8")
    school = (place.root / "school.yml").read_text(encoding="utf-8")
    for urn, name in (("1", "Oakfield School"), ("2", "Ashfield School")):
        assert "Oakfield School" in school
        (fleet / "schools" / f"{urn}.yml").write_text(school.replace("Oakfield School", name), encoding="utf-8")
    for logo in place.root.glob("*.svg"):
        shutil.copy(logo, fleet / "schools")
    done = build(place, fleet, tmp_path / "out", "--release", "--processes", "1")
    assert done.returncode == 0 and "could not be stamped" not in done.stdout, done.stdout + done.stderr
    found = beside(place, fleet, tmp_path / "out", tmp_path / "alone", "--release")
    assert found["different"] == [] and isinstance(found["compared"], int) and found["compared"] > 50
    assert "https://" in (tmp_path / "out" / "1" / "outgoing-links.txt").read_text(encoding="utf-8")


def test_a_release_refuses_blanks_school_by_school(place: Project, tmp_path: Path) -> None:
    fleet = write_fleet(tmp_path / "fleet", {"1": marked_school("A")})
    done = build(place, fleet, tmp_path / "out", "--release")
    assert done.returncode == 1
    assert "1 OnlyAname: not built" in done.stderr and "cannot be released yet" in done.stderr
    assert not (tmp_path / "out" / "1").exists()
