"""The folder of a site: what somebody else put there stays, a web server can read it, and builds neither mix nor leave rubbish."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import namedtuple
from pathlib import Path

import pytest

from handbook.ground import folder as output
from handbook.ground.paths import ROOT

PAGES = {"index.html": "home", "policy/about/index.html": "about", "assets/site.css": "a{}"}


def put(folder: Path, files: dict[str, str]) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def build(out: Path, files: dict[str, str]) -> None:
    """Write a small site as a build does."""
    output.check(out, files)
    with output.draft_for(out) as draft:
        put(draft, files)
        output.publish(draft, out)


def held(folder: Path) -> dict[str, str]:
    """Return what a folder holds, without the build's own list; links by where they lead, empty folders by a stroke."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"-> {path.readlink()}"
        elif path.is_dir():
            found |= {} if any(path.iterdir()) else {name: "/"}
        elif name != output.MARKER:
            found[name] = path.read_text(encoding="utf-8")
    return found


# What a web manager may put into the folder.
THEIRS = {
    "settings of the server": {".htaccess": "Options -Indexes"},
    "a letter beside the home page": {"uniform list.pdf": "%PDF"},
    "rules for search engines": {"robots.txt": "User-agent: *"},
    "proof of ownership, deep down": {".well-known/security.txt": "Contact:", "google1234.html": "google-site-verification"},
    "a file among our pages": {"policy/about/minutes.docx": "PK"},
    "a folder of somebody else's site": {"fête/Tombola & co/index.html": "<h1>"},
    "a branch of Git": {".git/HEAD": "ref: refs/heads/gh-pages", ".git/objects/ab/cd": "x"},
    "an empty file": {"ping": ""},
}


@pytest.mark.parametrize("name", THEIRS)
def test_what_somebody_put_there_stays(name: str, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(out, PAGES)
    put(out, THEIRS[name])
    # Twice: what was carried over once must not be taken for the build's own.
    for home in ("second", "third"):
        build(out, {**PAGES, "index.html": home})
    assert held(out) == {**PAGES, "index.html": "third", **THEIRS[name]}


def test_links_and_empty_folders_stay_as_they_are(tmp_path: Path) -> None:
    out, uploads = tmp_path / "site", tmp_path / "uploads"
    uploads.mkdir()
    build(out, PAGES)
    (out / "uploads").symlink_to(uploads, target_is_directory=True)
    (out / "dead").symlink_to(tmp_path / "nowhere")
    (out / "waiting" / "room").mkdir(parents=True)
    build(out, PAGES)
    assert held(out) == {**PAGES, "uploads": f"-> {uploads}", "dead": f"-> {tmp_path / 'nowhere'}", "waiting/room": "/"}


def test_a_page_that_is_no_more_goes(tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(out, {**PAGES, "old/page/index.html": "old"})
    build(out, PAGES)
    assert held(out) == PAGES


def test_theirs_keeps_its_permissions_and_its_date(tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(out, PAGES)
    put(out, {"private/passwords": "x"})
    (out / "private" / "passwords").chmod(0o600)
    (out / "private").chmod(0o700)
    os.utime(out / "private" / "passwords", (1_000_000_000, 1_000_000_000))
    build(out, PAGES)
    assert [(out / "private" / one).stat().st_mode & 0o777 for one in ("", "passwords")] == [0o700, 0o600]
    assert (out / "private" / "passwords").stat().st_mtime == 1_000_000_000


# What somebody did in the folder, what the next build wants to write, and the names it must give.
CLASHES = {
    "a page changed by hand": ({"index.html": "by hand"}, {}, ["index.html"]),
    "two files of ours changed": ({"assets/site.css": "b{}", "policy/about/index.html": ""}, {}, ["assets/site.css", "policy/about/index.html"]),
    "their file, where a new page comes": ({"robots.txt": "theirs"}, {"robots.txt": "ours"}, ["robots.txt"]),
    "the same name in capitals": ({"Robots.TXT": "theirs"}, {"robots.txt": "ours"}, ["Robots.TXT"]),
    "their file, where a folder comes": ({"staff": "theirs"}, {"staff/index.html": "ours"}, ["staff"]),
    "their folder, where a file comes": ({"humans.txt/mine": "theirs"}, {"humans.txt": "ours"}, ["humans.txt/mine"]),
}


@pytest.mark.parametrize("early", [True, False], ids=["foreseen", "seen when built"])
@pytest.mark.parametrize("name", CLASHES)
def test_a_clash_is_refused_by_name_and_nothing_changes(name: str, early: bool, tmp_path: Path) -> None:
    planted, new, named = CLASHES[name]
    out = tmp_path / "site"
    build(out, PAGES)
    put(out, planted)
    before = held(out)
    with pytest.raises(output.OutputError) as stopped:
        if early:
            output.check(out, {**PAGES, **new})
        else:
            with output.draft_for(out) as draft:
                put(draft, {**PAGES, **new})
                output.publish(draft, out)
    assert [line.strip() for line in str(stopped.value).splitlines() if line.startswith("  ")] == named
    assert held(out) == before
    assert list(tmp_path.iterdir()) == [out]


def test_many_clashes_are_counted(tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(out, {f"{number:02}.html": "" for number in range(13)})
    put(out, {f"{number:02}.html": "x" for number in range(13)})
    with pytest.raises(output.OutputError, match=r"  09\.html\n  and 3 more\n"):
        output.check(out, {f"{number:02}.html" for number in range(13)})


def test_a_file_of_ours_that_was_deleted_comes_back(tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(out, PAGES)
    (out / "index.html").unlink()
    build(out, PAGES)
    assert held(out) == PAGES


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
@pytest.mark.parametrize("mask", [0o077, 0o027, 0o000])
def test_a_web_server_can_read_it_whatever_is_usual_for_the_builder(mask: int, tmp_path: Path) -> None:
    out = tmp_path / "site"
    before = os.umask(mask)
    try:
        build(out, PAGES)
    finally:
        os.umask(before)
    modes = {path.relative_to(out).as_posix(): path.stat().st_mode & 0o777 for path in out.rglob("*")}
    assert len(modes) == len(PAGES) + 1 + 3
    assert out.stat().st_mode & 0o777 == 0o755
    assert all(mode == (0o755 if (out / name).is_dir() else 0o644) for name, mode in modes.items()), modes


# Places where no site can stand, each made in a fresh folder, and the words the person then reads.
def _file(folder: Path) -> Path:
    put(folder, {"site": "a letter"})
    return folder / "site"


def _foreign(folder: Path) -> Path:
    put(folder, {"site/letter.txt": "keep me"})
    return folder / "site"


def _below_a_file(folder: Path) -> Path:
    put(folder, {"letter.txt": "keep me"})
    return folder / "letter.txt" / "site"


def _drive(folder: Path) -> Path:
    return Path(folder.anchor)


PLACES = {
    "a file": (_file, ["is a file", "--out"]),
    "somebody's folder": (_foreign, ["holds files that are not a handbook site", "--out"]),
    "below a file": (_below_a_file, ["letter.txt", "a file stands where a folder is wanted", "--out"]),
    "a whole drive": (_drive, ["is a drive of its own", "handbook"]),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_place_that_cannot_be_is_told_before_any_work(name: str, tmp_path: Path) -> None:
    place, words = PLACES[name]
    out = place(tmp_path)
    before = held(tmp_path)
    with pytest.raises(output.OutputError) as stopped:
        output.check(out, PAGES)
        with output.draft_for(out):
            pytest.fail("work was begun")
    for word in words:
        assert word in str(stopped.value)
    assert held(tmp_path) == before


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EROFS, "what is there can only be read"),
        (errno.EACCES, "you are not allowed"),
        (errno.ENOSPC, "the disk is full"),
        (errno.EIO, "error"),
    ],
)
def test_what_the_system_refuses_is_said_in_plain_words(number: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A disk that refuses cannot be had in a test by every user of every system.
    def refuse(**given: object) -> str:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    with pytest.raises(output.OutputError) as stopped, output.draft_for(tmp_path / "site"):
        pytest.fail("work was begun")
    assert words in str(stopped.value)
    assert "[Errno" not in str(stopped.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("free", "earlier", "enough"), [(14_000_000, 0, False), (16_000_000, 0, True), (16_000_000, 17_000_000, False)])
def test_a_full_disk_is_told_before_any_work(free: int, earlier: int, enough: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "site"
    build(out, PAGES)
    with (out / "film.mp4").open("wb") as file:
        file.truncate(earlier)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: namedtuple("Usage", "total used free")(0, 0, free))
    if enough:
        output.check(out, PAGES)
    else:
        with pytest.raises(output.OutputError, match=f"{max(15, earlier // 1_000_000)} MB are needed and {free // 1_000_000} MB are free"):
            output.check(out, PAGES)


def begin(out: Path, then: str) -> subprocess.Popen[str]:
    """Begin a build in a process of its own; it says when it has its draft."""
    code = (
        # A process begun in the background may have been told to ignore Ctrl-C.
        "import signal, sys, time\nsignal.signal(signal.SIGINT, signal.default_int_handler)\nfrom pathlib import Path\nfrom handbook.ground import folder as output\n"
        f"with output.draft_for(Path(sys.argv[1])) as draft:\n    print('begun', flush=True)\n    {then}\n"
    )
    return subprocess.Popen([sys.executable, "-c", code, str(out)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("how", ["kill", "terminate"])
def test_the_next_build_clears_what_a_killed_one_left(how: str, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(out, PAGES)
    for _ in range(2):
        process = begin(out, "time.sleep(60)")
        assert process.stdout is not None and process.stdout.readline() == "begun\n"
        getattr(process, how)()
        process.wait(timeout=20)
        process.communicate()
    assert len([path for path in tmp_path.iterdir() if path.is_dir() and path != out]) == 1, "the second killed build cleared what the first left"
    build(out, PAGES)
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no such helpers")
def test_a_helper_that_outlives_a_killed_build_holds_nobody_up(tmp_path: Path) -> None:
    process = begin(tmp_path / "site", "import os; helper = os.fork(); helper and print(helper, flush=True); time.sleep(20)")
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    helper = int(process.stdout.readline())
    process.kill()
    try:
        build(tmp_path / "site", PAGES)
        os.kill(helper, 0)
    finally:
        os.kill(helper, signal.SIGKILL)
    process.communicate()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_build_killed_in_the_moment_of_the_change_loses_nothing(tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(out, PAGES)
    put(out, {".htaccess": "theirs"})
    out.rename(tmp_path / ".site-being-built-abcd-previous")
    put(tmp_path / ".site-being-built-abcd", PAGES)
    build(out, {**PAGES, "index.html": "new"})
    assert held(out) == {**PAGES, "index.html": "new", ".htaccess": "theirs"}
    assert list(tmp_path.iterdir()) == [out]


def test_a_build_leaves_another_at_work_alone_and_waits_for_it(tmp_path: Path) -> None:
    out = tmp_path / "site"
    (tmp_path / ".other-being-built-abcd").mkdir()
    first = begin(out, "time.sleep(1.5); (draft / 'index.html').write_text('first'); output.publish(draft, Path(sys.argv[1]))")
    assert first.stdout is not None and first.stdout.readline() == "begun\n"
    second = begin(out, "(draft / 'index.html').write_text('second'); output.publish(draft, Path(sys.argv[1]))")
    said = second.communicate(timeout=30)
    assert first.wait(timeout=30) == second.returncode == 0, said
    assert "Another build is writing" in said[1]
    assert held(out) == {"index.html": "second"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".other-being-built-abcd", "site"]


def test_many_builds_at_once_neither_mix_nor_lose_anything(tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(out, PAGES)
    put(out, {".htaccess": "theirs"})
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom handbook.ground import folder as output\nout = Path(sys.argv[1])\n"
        "for turn in range(15):\n    with output.draft_for(out) as draft:\n"
        "        for name in 'abc':\n            (draft / name).write_text(f'{os.getpid()} {turn}')\n        output.publish(draft, out)\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(out)], cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    for process in running:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
    found = held(out)
    assert set(found) == {"a", "b", "c", ".htaccess"}
    assert len({found[name] for name in "abc"}) == 1
    assert list(tmp_path.iterdir()) == [out]


def test_interrupting_a_build_leaves_nothing(tmp_path: Path) -> None:
    process = begin(tmp_path / "site", "time.sleep(60)")
    assert process.stdout is not None and process.stdout.readline() == "begun\n"
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert list(tmp_path.iterdir()) == []
