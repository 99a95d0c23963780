"""A school's folder is brought to a newer edition: nothing of the school's is lost, all or nothing is exchanged, and a person is told the rest."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from handbook.editions import exchange, keys, shipped, update
from handbook.editions.archive import UpdateError, opened
from handbook.editions.told import lines
from handbook.facts.records import PolicyVersion
from handbook.ground.paths import ROOT
from handbook.ground.yaml_files import parse
from handbook.policy.outline import outline
from tests.conftest import FILLED, Project, copy_small
from tests.local.conftest import write

# What a school's folder had of ours in editions of three ages; made from them, and kept small.
AGES = sorted((Path(__file__).parent / "ages").iterdir())


@pytest.fixture(autouse=True)
def _numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clauses that choices change be known: to find them takes a second each time, and tests of the command do so."""
    monkeypatch.setattr(update, "clauses_changed_by", lambda mine: {"scope": ["1.1"]})


def old_folder(age: Path, folder: Path) -> Path:
    """Make a school's folder as it was in an edition, with what a school has of its own."""
    for name in ("scripts/handbook.py", "handbook/cli.py", "docs/index.md", "docs/gone.md", "mkdocs.yml", "schools/old-example.yml", "README.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("identity:\n  name: Example School\n" if "schools" in name else "old\n", encoding="utf-8")
    (folder / "data").mkdir()
    for name in ("school.yml", "school.schema.json"):
        shutil.copy(age / name, folder / name)
    shutil.copy(age / "policy-versions.yml", folder / "data" / "policy-versions.yml")
    shutil.copy(FILLED, folder / "schools" / "second-site.yml")
    own = {"logo.png": "logo", "local/clauses/watches-and-wearables.md": "---\nchange: taken-out\n---\n", "local/approved/x/1.0.json": "{}"}
    for name, text in {**own, ".venv/x": "x", "site/index.html": "site", "our-notes.txt": "ours"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.whole
@pytest.mark.parametrize("age", AGES, ids=lambda age: age.name)
def test_a_folder_of_each_age_keeps_what_is_the_schools(age: Path, tmp_path: Path) -> None:
    folder = old_folder(age, tmp_path / "school")
    before = snapshot(folder)
    written = parse(before["school.yml"].decode(), "").content
    made = update.update(folder)
    after = snapshot(folder)
    for name in ("logo.png", "local/clauses/watches-and-wearables.md", "local/approved/x/1.0.json", ".venv/x", "site/index.html", "our-notes.txt"):
        assert after[name] == before[name]
    content = parse(after["school.yml"].decode(), "").content
    assert _within(written, content), "every value that was written stands where it was"
    assert "letterhead" in content["branding"]
    assert keys.faults(after["school.yml"].decode(), "school.yml") == []
    assert "schools/second-site.yml" in after and "schools/old-example.yml" not in after
    assert "docs/gone.md" not in after
    assert after["docs/policy/devices.md"] == (ROOT / "docs/policy/devices.md").read_bytes()
    assert made.kept and snapshot(made.kept)["docs/gone.md"] == b"old\n"
    assert {name for name in before if f"{made.kept.name}/{name}" not in after and name not in after} == set(), "nothing is lost"
    told = "\n".join(lines(made, outline()))
    assert "watches-and-wearables" in told
    assert ("nothing to approve" in told) == (age.name == "third")
    assert ("Edition 2026.2" in told) == (age.name != "third")


def _within(part: object, whole: object) -> bool:
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(_within(value, whole.get(key)) for key, value in part.items())
    return part == whole


VERSIONS = """\
- {version: '2026.1', published: 2026-11-20}
- {version: '2026.2', published: 2026-11-30}
- {version: '2027.1', published: 2026-11-30}
- {version: '2027.2', published: null}
"""


def test_the_edition_of_a_folder_is_the_last_that_has_come_out(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    assert update.edition_of(tmp_path) == ""
    (tmp_path / "data" / "policy-versions.yml").write_text(VERSIONS, encoding="utf-8")
    assert update.edition_of(tmp_path) == "2027.1"


@pytest.mark.parametrize(
    ("before", "approved", "read"),
    [
        ("2026.1", "2099-01-01", ["2026.2", "2027.1"]),
        ("2026.2", None, ["2027.1"]),
        ("2027.1", None, []),
        ("", "2026-11-25", ["2026.2", "2027.1"]),
        ("", "2026-11-30", []),
        ("", None, ["2027.1"]),
    ],
)
def test_what_came_after_a_schools_edition_is_to_be_read_in_its_order(before: str, approved: str | None, read: list[str]) -> None:
    editions = [
        PolicyVersion.model_validate({"version": version, "published": day, "summary": "One.", "changes": []})
        for version, day in (("2027.1", "2026-11-30"), ("2026.2", "2026-11-30"), ("2026.1", "2026-11-20"))
    ]
    found = update.later_editions(editions, before, date.fromisoformat(approved) if approved else None)
    assert [one.version for one in found] == read


def test_what_a_next_edition_has_changed_already_is_told_as_such() -> None:
    draft = {"version": "2099.1", "published": None, "summary": "One.", "changes": [{"clause": "email-hours", "change": "changed", "what": "Hours."}]}
    made = update.Updated("2026.2", "2026.2", to_read=[PolicyVersion.model_validate(draft)])
    said = "\n".join(lines(made, outline()))
    assert "  Edition 2099.1, which is still being written. One.\n    " in said and "(changed): Hours." in said


def test_a_page_of_ours_that_somebody_changed_becomes_the_schools_own(tmp_path: Path) -> None:
    folder = old_folder(AGES[-1], tmp_path / "school")
    shutil.copytree(ROOT / "docs" / "policy", folder / "docs" / "policy")
    shipped.remember(folder, "2026.2")
    page = folder / "docs/policy/devices.md"
    page.write_text(page.read_text(encoding="utf-8").replace("useful tools", "handy tools"), encoding="utf-8")
    (folder / "data" / "policy-versions.yml").write_text("- version: '1'\n  published: 2020-01-01\n", encoding="utf-8")
    made = update.update(folder)
    assert made.taken_over == ["docs/policy/devices.md"]
    assert made.not_taken_over == ["data/policy-versions.yml"]
    assert "handy tools" in (folder / "local/pages/policy/devices.md").read_text(encoding="utf-8")
    assert any("pages/policy/devices.md" in point for point in made.to_look_at)
    assert shipped.changed(folder) == []
    for path in list((folder / "docs").rglob("*.md"))[:100]:
        path.write_text("another edition, put over this one", encoding="utf-8")
    assert shipped.changed(folder) is None, "that was no person"


CHANGES = [
    # What an edition did, the file before, what stands in it afterwards.
    ({"renamed": [("identity.values", "identity.motto")]}, "identity:\n  # ours\n  values: Kind\n", {"identity": {"motto": "Kind"}}),
    ({"renamed": [("identity.values", "motto")]}, "identity:\n  name: A\n  values: Kind\n", {"identity": {"name": "A"}, "motto": "Kind"}),
    ({"renamed": [("people.it", "technology.help.desk")]}, "people:\n  it:\n    name: B\n    phone: '1'\n", {"technology": {"help": {"desk": {"name": "B", "phone": "1"}}}}),
    ({"renamed": [("a.x", "b.y")]}, "a:\n  x: 1\nb:\n  # note\n  y:\n  z: 2\n", {"b": {"y": "1", "z": "2"}}),
    ({"renamed": [("a.x", "a.y")]}, "a:\n  x: 1\n  y: 2\n", {"a": {"y": "2"}}),
    ({"renamed": [("a.x", "a.y")]}, "a:\n  z: 1\n", {"a": {"z": "1"}}),
    ({"removed": [("a.x", "Nobody needs it.")]}, "a:\n  x:\n    - 1\n    - 2\n  z: 3 # mine\n", {"a": {"z": "3"}}),
]  # fmt: skip


@pytest.mark.parametrize(("change", "text", "after"), CHANGES, ids=range(len(CHANGES)))
def test_keys_move_with_what_was_written_there(change: dict[str, list[tuple[str, str]]], text: str, after: object) -> None:
    made = keys.moved(
        text,
        "school.yml",
        set(),
        [
            keys.KeyChanges(
                edition="2",
                renamed=[keys.RenamedKey(old=old, new=new) for old, new in change.get("renamed", [])],
                removed=[keys.RemovedKey(key=key, why=why) for key, why in change.get("removed", [])],
            )
        ],
    )
    content = parse(made.text, "").content
    assert _within(after, content), made.text
    gone = [place for place, _ in change.get("renamed", []) + change.get("removed", [])]
    assert all(keys._value(parse(made.text, ""), tuple(place.split(".")))[0] is False for place in gone)
    assert made.by_hand == []
    for note in ("# ours", "# note", "# mine"):
        assert (note in made.text) == (note in text)
    if "y: 2" in text and "x: 1" in text:
        assert "#   x: 1" in made.text, "what was written twice stays as a note"


def test_a_new_key_comes_with_its_note_at_the_end_of_its_group() -> None:
    known = keys.keys_of_schema((ROOT / "school.schema.json").read_text(encoding="utf-8"))
    assert "people.dsl.phone" in known and "choices.scope" in known and len(known) > 100
    text = FILLED.read_text(encoding="utf-8")
    made = keys.moved("\n".join(line for line in text.split("\n") if "trip_phone" not in line), "", known - {"technology.trip_phone"}, [])
    assert made.added == ["technology.trip_phone"]
    below = made.text[made.text.index("  trip_phone:") - 400 : made.text.index("  trip_phone:")]
    assert "# " in below
    assert "trip_phone" in parse(made.text, "").content["technology"]


# The rename that fails, counted from the first: every one of an exchange of three entries, of which one is new.
@pytest.mark.parametrize("failing", range(1, 6))
def test_a_failure_at_any_step_leaves_all_as_it_was(failing: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "school"
    for name, text in {"docs/a.md": "old", "data/b.yml": "old", "school.yml": "mine"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    before = snapshot(folder)
    room = exchange.prepare(folder)
    for name in ("docs/a.md", "data/b.yml", "brand-new/c.md"):
        (room / name).parent.mkdir(parents=True)
        (room / name).write_text("new", encoding="utf-8")
    rename: Callable[[Path, Path], Path] = Path.rename
    calls = 0

    def failing_once(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == failing:
            raise PermissionError(13, "in use", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing_once)
    with pytest.raises(PermissionError):
        exchange.exchange(folder, room, ["docs", "data", "brand-new"], folder / "kept")
    assert calls >= failing
    assert snapshot(folder) == before
    assert sorted(path.name for path in folder.iterdir()) == ["data", "docs", "school.yml"]


def test_an_exchange_that_was_killed_is_undone_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("old", encoding="utf-8")
    before = snapshot(tmp_path)
    room = exchange.prepare(tmp_path)
    (room / "journal.json").write_text(json.dumps({"kept": "kept", "there_before": {"docs": True, "data": True, "new": False}}), encoding="utf-8")
    (tmp_path / "kept").mkdir()
    (tmp_path / "docs").rename(tmp_path / "kept" / "docs")
    (tmp_path / "data").mkdir()
    (tmp_path / "data").rename(tmp_path / "kept" / "data")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("new", encoding="utf-8")
    exchange.prepare(tmp_path)
    assert snapshot(tmp_path) == before
    assert (tmp_path / "data").is_dir() and not (tmp_path / "kept").exists()


def test_a_folder_that_cannot_be_updated_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = old_folder(AGES[0], tmp_path / "school")
    before = snapshot(folder)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", str(folder))

    monkeypatch.setattr(shutil, "copytree", full)
    with pytest.raises(UpdateError, match="the disk is full"):
        update.update(folder)
    assert snapshot(folder) == before


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("none.zip", None, "There is no"),
        ("bad.zip", b"PK\x03\x04 broken", "damaged"),
        ("other.zip", {"a/b.txt": "x"}, "holds no edition"),
        ("evil.zip", {"handbook/../../evil.txt": "x"}, "would land elsewhere"),
    ],
)
def test_what_is_no_edition_is_refused(name: str, content: bytes | dict[str, str] | None, told: str, tmp_path: Path) -> None:
    file = tmp_path / name
    if isinstance(content, bytes):
        file.write_bytes(content)
    elif content:
        with zipfile.ZipFile(file, "w") as packed:
            for inner, text in content.items():
                packed.writestr(inner, text)
    with pytest.raises(UpdateError, match=told), opened(file):
        pass
    assert not list(tmp_path.parent.glob("evil.txt"))


@pytest.mark.whole
def test_a_school_with_words_of_its_own_takes_an_edition_with_other_texts_keys_and_page_names(tmp_path: Path) -> None:
    old, new = copy_small(tmp_path / "school"), copy_small(tmp_path / "new" / "handbook-main")
    old.make_real()
    school = old.root / "school.yml"
    school.write_text(
        re.sub(r"(?m)^  values:.*$", "  values: Our Oakfield Way # from the prospectus", school.read_text(encoding="utf-8")), encoding="utf-8"
    )
    done = old.run("local", "begin", "tell-the-dsl")
    assert done.returncode == 0, done.stderr
    old.change("local/clauses/tell-the-dsl.md", "You must tell", "Always tell")
    old.change("local/clauses/tell-the-dsl.md", "Why your school says it in other words", "It is how we say it.")
    page = "---\ndescription: Ours.\naudience: [everyone]\nafter: policy/phones.md\n---\n# Ours\n"
    write(
        old.root / "local",
        {
            "clauses/local-bags.md": "---\nchange: added\nsection: policy/phones.md\nletter: A\n---\nBags stay shut.\n",
            "pages/policy/our-page.md": page,
        },
    )
    own = {name: text for name, text in snapshot(old.root).items() if name.startswith("local/")}
    assert len(own) == 4
    # The newer edition: a text under the changed clause, a key, and a page's name are others.
    new.change("docs/policy/about.md", "any worry.", "every worry.")
    (new.root / "school.yml").unlink()
    (new.root / "docs/policy/phones.md").rename(new.root / "docs/policy/mobiles.md")
    new.change("mkdocs.yml", "policy/phones.md", "policy/mobiles.md")
    new.change("handbook/school/model.py", "    values: Line", "    motto: Line")
    for school in (new.root / "schools").glob("*.yml"):
        school.write_text(school.read_text(encoding="utf-8").replace("  values:", "  motto:"), encoding="utf-8")
    (new.root / "data/school-keys.yml").write_text(
        "- edition: '2027.1'\n  renamed:\n    - old: identity.values\n      new: identity.motto\n", encoding="utf-8"
    )
    new.append(
        "data/policy-versions.yml",
        "\n- version: '2027.1'\n  published: 2026-11-30\n  summary: One rule is stricter.\n  changes:\n"
        "    - clause: tell-the-dsl\n      change: changed\n      what: Tell the DSL about every worry.\n",
    )
    archive = shutil.make_archive(str(tmp_path / "handbook-main"), "zip", tmp_path / "new")
    done = old.run("update-from", archive)
    assert done.returncode == 1, done.stdout + done.stderr
    after = snapshot(old.root)
    assert {name: after[name] for name in own} == own
    assert b"motto: Our Oakfield Way # from the prospectus" in after["school.yml"]
    for words in (
        "It had 2026.1",
        "One rule is stricter",
        "1.2 (changed): Tell",
        "identity.values is called identity.motto now",
        "any worry.",
        "every worry.",
        'Did you mean "policy/mobiles.md"?',
        "local-bags.md",
    ):
        assert words in done.stdout
    # What a person was told to do.
    old.change("local/clauses/local-bags.md", "policy/phones.md", "policy/mobiles.md")
    old.change("local/pages/policy/our-page.md", "policy/phones.md", "policy/mobiles.md")
    assert old.run("local", "reviewed", "tell-the-dsl").returncode == 0
    done = old.run("build", "--release")
    assert done.returncode == 0, done.stderr
    built = snapshot(old.root / "site")
    assert b"Always tell" in built["policy/about/index.html"]
    assert b"Bags stay shut." in built["policy/mobiles/index.html"]
    assert "policy/our-page/index.html" in built
    # Taken a second time, nothing is left to do but what stands there.
    done = old.run("update-from", archive)
    assert done.returncode == 0, done.stdout + done.stderr


def git(folder: Path, *words: str) -> str:
    """Run Git in a folder, with nothing of whose computer it is."""
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *who, *words], cwd=folder, env={**os.environ, **alone}, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, f"git {' '.join(words)}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_a_repository_made_from_the_template_takes_editions_by_merge(tmp_path: Path) -> None:
    ours = tmp_path / "handbook"
    for name in (".gitignore", "docs/policy/devices.md", "docs/policy/email.md", "school.schema.json"):
        (ours / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, ours / name)
    git(ours, "init")
    git(ours, "add", "--all")
    git(ours, "commit", "--message", "First edition")
    git(ours, "tag", "2026.2")
    # A repository from a template has the files and none of the history.
    mine = tmp_path / "school"
    shutil.copytree(ours, mine, ignore=shutil.ignore_patterns(".git"))
    git(mine, "init")
    git(mine, "add", "--all")
    git(mine, "commit", "--message", "Initial commit")
    shutil.copy(FILLED, mine / "school.yml")
    for name in ("local/clauses/a.md", "local/sign-off/staff.csv"):
        (mine / name).parent.mkdir(parents=True, exist_ok=True)
        (mine / name).write_text("ours\n", encoding="utf-8")
    git(mine, "add", "--all")
    git(mine, "commit", "--message", "Our school")
    assert "local/clauses/a.md" in git(mine, "ls-files") and "sign-off" not in git(mine, "ls-files"), "names of staff go into no repository"
    # Once, as the page for schools says.
    git(mine, "remote", "add", "handbook", str(ours))
    git(mine, "fetch", "handbook", "--tags")
    git(mine, "merge", "--strategy", "ours", "--allow-unrelated-histories", "--message", "Where we began", "2026.2")
    for edition in ("2027.1", "2027.2"):
        page = ours / "docs/policy/devices.md"
        page.write_text(page.read_text(encoding="utf-8").replace("# ", f"# {edition} ", 1), encoding="utf-8")
        if edition == "2027.2":
            git(ours, "mv", "docs/policy/email.md", "docs/policy/mail.md")
        git(ours, "commit", "--all", "--message", edition)
        git(ours, "tag", edition)
        git(mine, "fetch", "handbook", "--tags")
        git(mine, "merge", "--message", edition, edition)
        assert edition in (mine / "docs/policy/devices.md").read_text(encoding="utf-8")
    assert (mine / "docs/policy/mail.md").is_file() and not (mine / "docs/policy/email.md").exists()
    assert (mine / "local/clauses/a.md").read_text(encoding="utf-8") == "ours\n"
    assert (mine / "school.yml").read_bytes() == FILLED.read_bytes()
    assert git(mine, "status", "--porcelain") == ""


@pytest.mark.whole
def test_after_a_merge_the_schools_file_is_brought_along(small: Project) -> None:
    small.make_real()
    done = small.run("update-from")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "has edition" in done.stdout
    assert not list(small.root.glob("before-update-*/docs"))
    done = small.run("update-from")
    assert "nothing to approve" in done.stdout, "the edition was written down the first time"
    assert len(list(small.root.glob("before-update-*"))) <= 1, "where nothing changes, nothing is kept"


def test_nothing_that_is_shipped_would_stand_in_a_schools_way() -> None:
    assert not shipped.NOT_OURS & set(shipped.entries(ROOT))
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "/local/sign-off/" in ignored
    assert "/school.yml" not in ignored, "a school keeps its file in its own repository"
