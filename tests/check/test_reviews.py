"""On the change itself: words that changed without their review, and reviews renewed by nobody who looked, are told; honest ones are not."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from handbook.check import reviews, sources
from handbook.facts.fingerprints import fingerprint, unreviewed
from handbook.facts.load import Facts, load
from handbook.ground.paths import DATA
from handbook.ground.yaml_files import parse
from handbook.machine import git

RECORD = """\
- id: planted-helpline
  name: Planted helpline
  status: open
  status_note: Open.
  audiences: [children]
  needs: []
  phones:
    - number: 0800 1111
  sources:
    - general: planted by a test
  review:
    on: 2026-05-31
    of: {of}
    by: research editor
    against: its site in May 2026
  confidence: high
"""
FILE = Path("organisations", "planted.yml")
WORDS = ("status_note: Open.", "status_note: Open all day.")
DAY = ("on: 2026-05-31", "on: 2026-09-30")
SEEN = ("against: its site in May 2026", "against: its site in September 2026")

# What is changed, and words of what is told; nothing where all is well.
CHANGES = {
    "nothing": ((), ""),
    "the words alone": ((WORDS,), "its words changed, and its review is still that of 2026-05-31."),
    "the words, with what was seen": ((WORDS, DAY, SEEN), ""),
    "the words, seen on the same day in another source": ((WORDS, SEEN), ""),
    "the day alone": ((DAY,), "nothing says that anything was looked at."),
    "the day, with what was seen": ((DAY, SEEN), ""),
    "a day that goes back": ((("on: 2026-05-31", "on: 2026-05-01"), SEEN), "goes back from 2026-05-31 to 2026-05-01."),
}


def stamped(text: str) -> str:
    """Return a record that says it was looked at as it is: whoever stamps without a look leaves nothing else to see."""
    content = parse(text, "planted").content[0]
    return text.replace("{of}", fingerprint(content))


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Facts]:
    """A folder of data with the record, and its facts: files that do not change are read once."""
    folder = tmp_path_factory.mktemp("before") / "data"
    shutil.copytree(DATA, folder)
    (folder / FILE).write_text(stamped(RECORD), encoding="utf-8")
    return folder, load(folder)


def after(folder: Path, changes: tuple[tuple[str, str], ...]) -> Facts:
    text = RECORD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / FILE).write_text(stamped(text), encoding="utf-8")
    return load(folder)


@pytest.mark.parametrize("case", CHANGES)
def test_a_review_means_something(case: str, before: tuple[Path, Facts]) -> None:
    changes, told = CHANGES[case]
    folder, old = before
    new = after(folder, changes)
    # The stamp alone hides each of these.
    assert [one for one in unreviewed(new) if "planted" in one.place] == []
    found = reviews.faults(old, new)
    if not told:
        assert found == []
        return
    (one,) = found
    assert Path(one.file) == folder / FILE and one.line > 10
    assert told in one.fault
    assert one.remedy


def test_what_a_program_mends_needs_no_review(before: tuple[Path, Facts], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shutil.copytree(before[0], tmp_path / "data")
    slips = RECORD.replace("status_note: Open.", "status_note: Ring the help center.")
    (folder / FILE).write_text(stamped(slips), encoding="utf-8")
    old = reviews.before(shutil.copytree(folder, tmp_path / "before" / "data"))
    monkeypatch.setattr(reviews, "DATA", folder)
    monkeypatch.setattr(sources, "files", lambda: [(folder / FILE, sources.for_records())])
    monkeypatch.setattr(reviews, "load_facts", lambda: load(folder))
    assert reviews.mend() == [folder / FILE]
    now = load(folder)
    assert now.organisations["planted-helpline"].status_note == "Call the help centre."
    assert old is not None
    assert reviews.faults(old, now) == []
    assert [one for one in unreviewed(now) if "planted" in one.place] == []


def test_a_kind_that_was_not_there_before_hides_nothing(before: tuple[Path, Facts], tmp_path: Path) -> None:
    folder = shutil.copytree(before[0], tmp_path / "data")
    # No record names one of these.
    (folder / "to-check.yml").unlink()
    old = reviews.before(folder)
    assert old is not None
    assert (old.to_check, old.organisations.keys()) == ({}, before[1].organisations.keys())


def run(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words], cwd=folder, check=True, capture_output=True)


def test_the_state_before_is_where_the_change_left_the_main_line(tmp_path: Path) -> None:
    assert git.base(None, tmp_path) is None
    with pytest.raises(git.GitError, match="no history"):
        git.base("main", tmp_path)
    run(tmp_path, "init", "-b", "main")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.yml").write_text("one\n", encoding="utf-8")
    run(tmp_path, "add", ".")
    run(tmp_path, "commit", "-m", "one")
    first = git.base(None, tmp_path)
    assert first and len(first) == 40
    run(tmp_path, "checkout", "-b", "mine")
    (tmp_path / "data" / "a.yml").write_text("two\n", encoding="utf-8")
    run(tmp_path, "commit", "-am", "two")
    (tmp_path / "new.md").write_text("new\n", encoding="utf-8")
    assert git.base(None, tmp_path) == first
    assert git.changed_since(first, tmp_path) == ["data/a.yml", "new.md"]
    before = git.unpack(first, tmp_path / "before", ("data", "nowhere"), tmp_path)
    assert (before / "data" / "a.yml").read_text(encoding="utf-8") == "one\n"
    with pytest.raises(git.GitError, match='no commit or branch "nowhere"'):
        git.base("nowhere", tmp_path)
