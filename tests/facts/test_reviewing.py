"""``facts review`` shows what to compare and writes the record of a look; reviews come up spread over the year, each with its owner."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from handbook.facts.fingerprints import StampError, unreviewed
from handbook.facts.freshness import due_date
from handbook.facts.load import load
from handbook.facts.owners import OWNERS, owner_of
from handbook.facts.reviewing import renew, to_compare
from handbook.facts.turns import NOBODY, issues, turn_of, turns
from handbook.ground.paths import DATA, ROOT
from tests.conftest import Project
from tests.telling import nothing

ON = date(2026, 12, 8)


@pytest.fixture(autouse=True)
def that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDBOOK_TODAY", str(ON + timedelta(days=1)))


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(DATA, tmp_path_factory.mktemp("facts") / "data")


# A record of each shape of review, and what the source is said to be.
WRITTEN = [
    ("childline", "its own site on 8 March 2027"),
    ("kcsie-2026", "edition of September 2026: the whole text, read on 8 March 2027"),
    (
        "computer-misuse-act-1990",
        "the Act as amended on legislation dot gov dot uk, with every change made up to 1 March 2027, read from start to end twice",
    ),
    ("tiktok", "no. 3"),
]


@pytest.mark.parametrize(("name", "against"), WRITTEN, ids=[name for name, _ in WRITTEN])
def test_a_review_is_written_where_it_stands(name: str, against: str, copied: Path) -> None:
    facts = load(copied)
    kind = next(kind for kind, record in facts.dated() if record.id == name)
    before = {path: path.read_text(encoding="utf-8") for path in copied.rglob("*.yml")}
    renew(facts, name, "safeguarding lead", against, ON)
    changed = [path for path, text in before.items() if path.read_text(encoding="utf-8") != text]
    assert len(changed) == 1
    record = getattr(load(copied), kind)[name]
    assert (record.review.on, record.review.by, record.review.against) == (ON, "safeguarding lead", against)
    # Nothing else moved, and the stamp fits.
    assert record.model_copy(update={"review": None}) == getattr(facts, kind)[name].model_copy(update={"review": None})
    assert unreviewed(load(copied)) == []


@pytest.mark.parametrize(
    ("by", "against", "said"),
    [
        ("", "a look", "by their role"),
        ("Jane Example", "a look", "never by a name"),
        ("Dr Kit Sample", "a look", "never by a name"),
        ("its own page, seen on 3 March 2027", "a look", "by their role"),
        ("editor", "  ", "which version or date"),
        ("editor", None, "says the same of its source"),
    ],
)
def test_a_review_that_says_nothing_is_not_written(by: str, against: str | None, said: str, copied: Path) -> None:
    facts = load(copied)
    name = "papyrus"
    against = facts.organisations[name].review.against if against is None else against
    with pytest.raises(StampError, match=said):
        renew(facts, name, by, against, ON + timedelta(days=1))
    assert load(copied) is facts


def test_an_unknown_record_is_told() -> None:
    with pytest.raises(StampError, match='Did you mean "childline"'):
        to_compare(load(), "childlin", {})


def test_what_to_compare_is_shown() -> None:
    facts = load()
    record = next(one for one in facts.organisations.values() if one.unconfirmed and one.sources[0].link)
    link = record.sources[0].link or ""
    shown = to_compare(facts, record.id, {link: ("Our hours have changed.",)})
    for words in (
        record.name,
        str(record.review.on),
        record.review.against,
        facts.links[link].url,
        "New: Our hours have changed.",
        record.unconfirmed[0],
    ):
        assert " ".join(words.split()) in " ".join(shown.split())
    assert "of: " not in shown, "what is compared is the record, not its old review"


@pytest.mark.whole
def test_the_command_asks_and_writes(small: Project) -> None:
    left = small.run("facts", "review", "childline")
    assert left.returncode == 1 and "Nothing was written." in left.stdout
    refused = small.run("facts", "review", "childline", typed="its site in March\nJane Example\n")
    assert refused.returncode == 2 and "never by a name" in refused.stderr
    done = small.run("facts", "review", "childline", typed="its site on 8 March 2027\neditor\n", HANDBOOK_TODAY=str(ON))
    assert done.returncode == 0, done.stderr
    assert "against its site on 8 March 2027" in done.stdout
    assert f"on: {ON}" in (small.root / "data" / "organisations" / "support.yml").read_text(encoding="utf-8")
    assert small.run("facts", HANDBOOK_TODAY=str(ON)).returncode == 0


def test_turns_are_spread_and_come_before_the_review_runs_out() -> None:
    facts = load()
    records = [record for _, record in facts.dated()]
    assert len(records) > 350
    for record in records:
        assert turn_of(record) <= due_date(record)
        assert (due_date(record) - turn_of(record)).days <= record.months_between_reviews * 31
    yearly = [record for record in records if record.months_between_reviews == 12]
    by_month = Counter(turn_of(record).month for record in yearly)
    assert len(yearly) > 100
    assert len(by_month) == 12, "a month has nothing to look at"
    assert max(by_month.values()) < len(yearly) / 5, by_month


def test_a_record_that_was_looked_at_comes_up_an_interval_later_in_the_same_month() -> None:
    record = next(record for _, record in load().dated() if record.months_between_reviews == 12)
    turn = turn_of(record)
    looked = record.model_copy(update={"review": record.review.model_copy(update={"on": turn.replace(day=17)})})
    assert turn_of(looked) == turn.replace(year=turn.year + 1)


def test_each_owner_gets_one_list() -> None:
    facts = load()
    first = min(turn_of(record) for _, record in facts.dated() if turn_of(record) > record.review.on)
    assert turns(facts, date(2026, 11, 30)) == []
    found = issues(facts, {}, date(2027, 6, 1))
    assert found and NOBODY not in found, "Give each folder of data/ an owner in .github/CODEOWNERS."
    assert sum(text.count("- [ ] ") for text in found.values()) == len(turns(facts, date(2027, 6, 1))) > 20
    for owner, text in found.items():
        assert text.startswith(f"{owner}: ") and "facts review ID" in text
    assert first <= date(2027, 1, 1)
    late = issues(facts, {}, date(2029, 1, 1))
    assert all("overdue since" in text for text in late.values())


AREAS = {
    "*": "maintainers",
    "/docs/policy/": "policy",
    "/data/": "editors",
    "/data/legislation/": "law",
    "/data/organisations/": "helplines",
}


@pytest.mark.parametrize(
    ("file", "owner"),
    [
        ("data/organisations/support.yml", "@example-handbook/helplines"),
        ("data/legislation/messages.yml", "@example-handbook/law"),
        ("data/glossary/harms.yml", "@example-handbook/editors"),
        ("docs/policy/devices.md", "@example-handbook/policy"),
        ("mkdocs.yml", "@example-handbook/maintainers"),
    ],
)
def test_owners_by_area(file: str, owner: str, tmp_path: Path) -> None:
    # Whoever takes the project over puts other names into the file: the areas are what counts.
    owners = tmp_path / "CODEOWNERS"
    owners.write_text("".join(f"{area} @example-handbook/{team}\n" for area, team in AREAS.items()), encoding="utf-8")
    assert owner_of(file, owners) == owner
    assert owner_of(file), f"Give {file} an owner in .github/CODEOWNERS."


def test_every_folder_that_owners_name_is_there() -> None:
    patterns = [line.split()[0] for line in OWNERS.read_text(encoding="utf-8").splitlines() if line.startswith("/")]
    assert len(patterns) > 10
    nothing(
        (f"{one} is not there." for one in patterns if not (ROOT / one.strip("/")).exists()),
        "Correct the path in .github/CODEOWNERS, or take the line out.",
    )


def test_without_the_file_nobody_owns_anything(tmp_path: Path) -> None:
    assert owner_of("docs/index.md", tmp_path / "CODEOWNERS") == ""
