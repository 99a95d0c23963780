"""What a record says is held against its review: whatever changes without a look is told, and what changes nothing is not."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.facts.fingerprints import StampError, fingerprint, never_stamped, stamp, unreviewed
from handbook.facts.load import load
from handbook.ground.paths import DATA
from handbook.ground.problems import Problem
from tests.conftest import Project
from tests.telling import nothing

SUPPORT = "organisations/support.yml"
PLANTED = """- id: planted
  name: Planted helpline
  status: open
  status_note: Open to everybody who was planted by a test and needs help.
  audiences: [children, parents]
  phones:
    - number: 0800 800 5000
      cost: free
      hours: 8am to 10pm
  text: PLANT to 85258
  email: office@planted.example
  sources:
    - general: planted by a test
  review:
    on: 2026-11-20
    by: research editor
    against: a test
  confidence: medium
  unconfirmed:
    - Whether it grows.
  aliases: [plant, seed, 0800 800 5000]
"""


@pytest.fixture(scope="module")
def stamped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the data in which every record is stamped."""
    data = shutil.copytree(DATA, tmp_path_factory.mktemp("stamped") / "data")
    file = data / SUPPORT
    file.write_text(file.read_text(encoding="utf-8") + PLANTED, encoding="utf-8")
    stamp(load(data), never_stamped(load(data)))
    return data


@pytest.fixture
def data(stamped: Path) -> Iterator[Path]:
    """The same, mended after each test."""
    before = {path: path.read_bytes() for path in stamped.rglob("*.yml")}
    yield stamped
    for path, content in before.items():
        if path.read_bytes() != content:
            path.write_bytes(content)


def changed(data: Path, *pairs: tuple[str, str], file: str = SUPPORT) -> list[Problem]:
    """Return what is told once some text of a file has been replaced, the last time it stands there."""
    path = data / file
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, f"{file} does not hold {old!r}"
        text = new.join(text.rsplit(old, 1))
    path.write_text(text, encoding="utf-8")
    return unreviewed(load(data))


def test_what_was_stamped_fits(stamped: Path) -> None:
    facts = load(stamped)
    nothing(unreviewed(facts))
    assert never_stamped(facts) == []
    prints = [record.review.of for _, record in facts.dated()]
    assert len(set(prints)) == len(prints) > 400


CHANGES: dict[str, tuple[tuple[str, str], ...]] = {
    "one digit of a number": (("number: 0800 800 5000", "number: 0800 800 5001"), ("0800 800 5000]", "0800 800 5001]")),
    "the hours": (("8am to 10pm", "8am to 9pm"),),
    "the cost": (("cost: free", "cost: 10p a minute"),),
    "the number to text": (("PLANT to 85258", "PLANT to 85259"),),
    "the email address": (("office@planted", "help@planted"),),
    "one word": (("needs help", "wants help"),),
    "one capital": (("Open to", "open to"),),
    "a full stop": (("needs help.", "needs help"),),
    "an alias": (("[plant, seed,", "[plant, tree,"),),
    "one alias more": (("[plant, seed,", "[plant, seed, tree,"),),
    "one alias less": (("[plant, seed,", "[plant,"),),
    "the order of a list that is read in order": (("[children, parents]", "[parents, children]"),),
    "a key more": (("  confidence: medium", "  emergency: yes\n  confidence: medium"),),
    "a key less": (("      cost: free\n", ""),),
    "how sure the reviewer was": (("confidence: medium", "confidence: high"),),
    "a doubt that was dropped": (("  unconfirmed:\n    - Whether it grows.\n", ""),),
    "the source": (("general: planted by a test", "general: planted by another test"),),
    "a number, and the review renewed but not stamped": (
        ("number: 0800 800 5000", "number: 0800 800 5001"),
        ("0800 800 5000]", "0800 800 5001]"),
        ("on: 2026-11-20", "on: 2026-11-29"),
        ("against: a test", "against: its own page"),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_without_a_review_is_told(name: str, data: Path) -> None:
    found = changed(data, *CHANGES[name])
    assert [problem.place for problem in found] == ["planted, review"]
    day = "2026-11-29" if "renewed" in name else "2026-11-20"
    assert found[0].fault == f"changed since it was reviewed on {day}."
    remedy = found[0].remedy
    assert remedy.startswith("Look it up at its source. Write the day, your role and what you saw under  review:")
    assert re.search(r"write there the line  of: [0-9a-f]{10}  below  on: or run  python3 scripts/handbook\.py facts stamp planted$", remedy)
    lines = (data / SUPPORT).read_text(encoding="utf-8").splitlines()
    assert found[0].file == str(data / SUPPORT) and lines[found[0].line - 1] == "  review:"
    assert lines[found[0].line] == f"    on: {day}"
    stamp(load(data), ["planted"])
    assert unreviewed(load(data)) == []


NO_CHANGES: dict[str, tuple[tuple[str, str], ...]] = {
    "the review renewed after a look that found nothing new": (("on: 2026-11-20", "on: 2026-11-29"), ("against: a test", "against: another test")),
    "the order of aliases": (("[plant, seed, 0800 800 5000]", "[0800 800 5000, seed, plant]"),),
    "aliases on lines of their own": (("[plant, seed, 0800 800 5000]", "\n    - plant\n    - seed\n    - 0800 800 5000"),),
    "the order of keys": (("  text: PLANT to 85258\n", ""), ("  confidence: medium", "  text: PLANT to 85258\n  confidence: medium")),
    "text over two lines": (("status_note: Open to everybody who", "status_note: >-\n    Open to everybody\n    who"),),
    "text in quotes": (("hours: 8am to 10pm", 'hours: "8am to 10pm"'),),
    "a comment": (("  confidence: medium", "  # Looks well.\n  confidence: medium"),),
    "a blank key": (("  confidence: medium", "  former_names: []\n  successor: null\n  confidence: medium"),),
}


@pytest.mark.parametrize("name", NO_CHANGES)
def test_what_changes_nothing_is_not_told(name: str, data: Path) -> None:
    assert changed(data, *NO_CHANGES[name]) == []


def test_a_record_without_a_fingerprint_is_told(data: Path) -> None:
    of = load(data).organisations["planted"].review.of
    found = changed(data, (f"    of: {of}\n", ""))
    assert [(problem.place, problem.fault) for problem in found] == [
        ("planted, review", "the fingerprint of what its review of 2026-11-20 looked at is missing.")
    ]
    assert never_stamped(load(data)) == ["organisations:planted"]


def test_the_fingerprint_of_another_record_does_not_help(data: Path) -> None:
    organisations = load(data).organisations
    found = changed(data, (str(organisations["planted"].review.of), str(organisations["childline"].review.of)))
    assert [problem.place for problem in found] == ["planted, review"]


def test_every_kind_is_held_against_its_review(data: Path) -> None:
    facts = load(data)
    one_of_each = {kind: record for kind, record in facts.dated() if record.confidence != "low"}
    assert len(one_of_each) == len({kind for kind, _ in facts.dated()}) >= 8
    for kind, record in one_of_each.items():
        spot = facts.spots[kind, record.id]
        path = Path(spot.source.file)
        lines = path.read_text(encoding="utf-8").split("\n")
        number = spot.line("confidence") - 1
        lines[number] = lines[number].replace(record.confidence, "high" if record.confidence == "medium" else "medium")
        path.write_text("\n".join(lines), encoding="utf-8")
    assert sorted(problem.place for problem in unreviewed(load(data))) == sorted(f"{record.id}, review" for record in one_of_each.values())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("plantd", 'There is no reviewed record "plantd". Did you mean "planted"?'),
        ("ceop", "glossary:ceop or organisations:ceop"),
        ("glossary:planted", 'There is no reviewed record "glossary:planted".'),
        ("police-uk", 'There is no reviewed record "police-uk".'),
    ],
)
def test_what_cannot_be_stamped_is_refused_and_nothing_is_written(name: str, words: str, data: Path) -> None:
    changed(data, ("needs help", "wants help"))
    before = (data / SUPPORT).read_bytes()
    with pytest.raises(StampError) as error:
        stamp(load(data), ["planted", name])
    assert words in str(error.value)
    assert (data / SUPPORT).read_bytes() == before


def test_stamping_changes_one_line_a_record_and_no_other(data: Path) -> None:
    changed(data, ("needs help", "wants help"))
    before = {path: path.read_text(encoding="utf-8").split("\n") for path in data.rglob("*.yml")}
    stamp(load(data), ["planted", "organisations:ceop", "planted"])
    differing = [
        (path.name, old, new)
        for path, lines in before.items()
        for old, new in zip(lines, path.read_text(encoding="utf-8").split("\n"), strict=True)
        if old != new
    ]
    assert [(file, new.partition(":")[0]) for file, _, new in differing] == [("support.yml", "    of")]


def test_an_old_fashioned_or_joined_review_is_told(data: Path) -> None:
    of = load(data).organisations["planted"].review.of
    changed(
        data,
        (
            f"  review:\n    on: 2026-11-20\n    of: {of}\n    by: research editor\n    against: a test\n",
            "  review: {on: 2026-11-20, by: research editor, against: a test}\n",
        ),
    )
    with pytest.raises(StampError, match="Write each of its keys on a line of its own"):
        stamp(load(data), ["planted"])
    changed(
        data,
        (
            "  review: {on: 2026-11-20, by: research editor, against: a test}\n",
            "  review:\n    'on': 2026-11-20\n    by: research editor\n    against: a test\n",
        ),
    )
    stamp(load(data), ["planted"])
    assert f"    'on': 2026-11-20\n    of: {of}\n" in (data / SUPPORT).read_text(encoding="utf-8")


def test_every_record_is_stamped() -> None:
    facts = load()
    nothing(never_stamped(facts), "Look each of these up at its source. Then:  python3 scripts/handbook.py facts review ID")
    nothing(unreviewed(facts))
    assert len(list(facts.dated())) > 400


def test_a_fingerprint_stays_the_same_from_one_release_to_the_next() -> None:
    content = {
        "id": "x",
        "name": "Caf\u00e9\n  one",
        "aliases": ["b", "a"],
        "phones": [{"number": "0800 1111", "cost": None}],
        "needs": [],
        "review": {"on": "2026-11-20"},
    }
    assert fingerprint(content) == "de8423c76c"


@pytest.mark.whole
def test_a_changed_helpline_is_told_by_every_command_and_cannot_be_released(project: Project) -> None:
    project.make_real()
    stamping = project.run("facts", "stamp", "--all")
    assert stamping.returncode == 0, stamping.stderr
    assert "stands for it that each was looked up at its source" in stamping.stdout or stamping.stdout == "0 stamped.\n"
    assert project.run("facts", HANDBOOK_TODAY="2026-11-30").returncode == 0
    for old, new in (("0808 800 5000", "0808 800 5001"), ("08088005000", "08088005001")):
        project.change("data/organisations/support.yml", old, new)
    words = [
        "data/organisations/support.yml, line ",
        "nspcc-helpline, review: changed since it was reviewed on ",
        "or run  python3 scripts/handbook.py facts stamp nspcc-helpline",
    ]
    told = project.run("facts", HANDBOOK_TODAY="2026-11-30")
    assert told.returncode == 1
    assert "1 changed without a review" in told.stdout
    machines = json.loads(project.run("facts", "--json").stdout)
    assert [(one["record"], one["file"]) for one in machines["changed"]] == [("nspcc-helpline", "data/organisations/support.yml")]
    assert project.run("update").returncode == 0
    again = project.run("facts", "stamp", "--all")
    assert (again.returncode, again.stdout) == (1, "0 stamped.\n")
    release = project.run("build", "--release", HANDBOOK_TODAY="2026-11-30")
    assert release.returncode == 1
    assert "1 fact was changed without a review:" in release.stderr
    assert not (project.root / "site").exists()
    preview = project.run("build")
    assert preview.returncode == 0
    for said in (told.stdout, again.stderr, release.stderr, preview.stderr):
        assert [word for word in words if word not in said] == []
    named = project.run("facts", "stamp", "nspcc-helpline")
    assert named.returncode == 0
    assert "nspcc-helpline (organisations and helplines): reviewed on " in named.stdout
    assert project.run("facts", HANDBOOK_TODAY="2026-11-30").returncode == 0
