"""Readable names: given once, kept for good, never two schools on one; and the page that leads from a name to a handbook."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pytest

from handbook.fleet import changes, folder, names, new, state
from handbook.ground.problems import ProblemsError
from tests.fleet.registers import row, text, write


def fleet_of(root: Path, *schools: tuple[str, str], file: str | None = None) -> folder.Fleet:
    """A fleet of schools, each with its name and address, numbered from 1."""
    (root / "schools").mkdir(parents=True, exist_ok=True)
    (root / "fleet.yml").write_text("name: Exampleshire\n", encoding="utf-8")
    for urn, (name, address) in enumerate(schools, 1):
        (root / "schools" / f"{urn}.yml").write_text(f'identity:\n  name: "{name}"\n  address: {address}\n', encoding="utf-8")
    if file is not None:
        (root / names.FILE).write_text(file, encoding="utf-8")
    return folder.load(root)


ASHBY, BURTON, NOWHERE = "1 High Street, Ashby", "2 High Street, Burton", ""
# Schools, the names that are there, and the names that are new.
GIVEN = {
    "a name": ([("Oak School", ASHBY)], "", {"oak-school": "1"}),
    "signs": ([("St Mary's & St John’s C.E. (VA) Primary", ASHBY)], "", {"st-marys-and-st-johns-ce-va-primary": "1"}),
    "other letters": ([("Ysgol Tŷ Gwyn", ASHBY), ("Łukasz Nguyễn", ASHBY)], "", {"ysgol-ty-gwyn": "1", "lukasz-nguyen": "2"}),
    "no letter of ours": ([("مدرسة", ASHBY)], "", {}),
    "digits alone": ([("2", ASHBY)], "", {"school-2": "1"}),
    "the name of what is common": ([("Shared", ASHBY)], "", {"school-shared": "1"}),
    "one name in two towns": ([("Oak", ASHBY), ("OAK", BURTON)], "", {"oak-ashby": "1", "oak-burton": "2"}),
    "one name in one town": ([("Oak", ASHBY), ("Oak", ASHBY)], "", {"oak-1": "1", "oak-2": "2"}),
    "one name, one without a town": ([("Oak", ASHBY), ("Oak", NOWHERE)], "", {"oak-ashby": "1", "oak-2": "2"}),
    "one name three times": ([("Oak", ASHBY), ("Oak", BURTON), ("Oak", BURTON)], "", {"oak-ashby": "1", "oak-2": "2", "oak-3": "3"}),
    "a name that is another's with its town": ([("Oak Ashby", BURTON), ("Oak", ASHBY), ("Oak", BURTON)], "", {"oak-ashby": "1", "oak-2": "2", "oak-burton": "3"}),
    "there already": ([("Oak", ASHBY)], "oak: 1", {}),
    "renamed": ([("Ash", ASHBY)], "oak: 1", {"ash": "1"}),
    "renamed to what another was": ([("Ash", ASHBY), ("Oak", BURTON)], "oak: 1", {"ash": "1", "oak-burton": "2"}),
    "a second of one name": ([("Oak", ASHBY), ("Oak", BURTON)], "oak: 1", {"oak-burton": "2"}),
    "a name by a person": ([("Oak", ASHBY)], "our-oak: 1", {"oak": "1"}),
    "a school that has gone": ([("Oak", ASHBY)], "oak: 9", {"oak-ashby": "1"}),
}  # fmt: skip


@pytest.mark.parametrize("case", GIVEN)
def test_names_are_given_once_and_to_one_school(case: str, tmp_path: Path) -> None:
    schools, file, expected = GIVEN[case]
    fleet = fleet_of(tmp_path, *schools, file=file)
    before = names.given(fleet)
    assert names.add(fleet) == expected
    after = names.given(fleet)
    assert after == {**before, **expected}
    assert names.add(fleet) == {}, "nothing is new the second time"


FAULTS = {
    "a number": ("12: 1", "cannot be a readable name"),
    "capitals": ("Oak: 1", "cannot be a readable name"),
    "a stroke": ("oak/ash: 1", "cannot be a readable name"),
    "above the folder": ('"..": 1', "cannot be a readable name"),
    "what is common": ("shared: 1", "cannot be a readable name"),
    "no number": ("oak: ash", 'oak: "ash" is not a school\'s number.'),
    "two schools": ("oak: 1\noak: 2", "line 2, oak: this key stands twice"),
    "a list": ("- oak", "names with numbers are expected."),
}


@pytest.mark.parametrize("case", FAULTS)
def test_faults_of_names(case: str, tmp_path: Path) -> None:
    content, words = FAULTS[case]
    fleet = fleet_of(tmp_path, ("Oak", ASHBY), file=content)
    with pytest.raises(ProblemsError) as error:
        names.given(fleet)
    assert words in str(error.value) and "names.yml" in str(error.value)


def test_taking_the_register_adds_the_new_name_and_keeps_the_old(tmp_path: Path) -> None:
    from handbook.cli import main

    before = write(tmp_path, text(row(), row(100002), row(100003, Town="Elsewhere")), "before.csv")
    new.make(tmp_path / "fleet", before, authority="Exampleshire")
    names.add(folder.load(tmp_path / "fleet"))
    # Two in one town, one in another: the register knows the town.
    assert names.given(folder.load(tmp_path / "fleet")) == {
        "oak-primary-school-100001": "100001", "oak-primary-school-100002": "100002", "oak-primary-school-elsewhere": "100003",
    }  # fmt: skip
    now = write(tmp_path, text(row(EstablishmentName="Ash Academy"), row(100002), row(100003, Town="Elsewhere")))
    assert main(["fleet", "check", str(tmp_path / "fleet"), "--register", str(now), "--take"]) == 0
    after = names.given(folder.load(tmp_path / "fleet"))
    assert after["ash-academy"] == after["oak-primary-school-100001"] == "100001" and len(after) == 4
    assert changes.compare(folder.load(tmp_path / "fleet"), now).changes == ()


def test_pages_lead_from_names_to_handbooks(tmp_path: Path) -> None:
    for urn in ("1", "2"):
        (tmp_path / urn).mkdir()
        (tmp_path / urn / ".handbook-site").write_text("", encoding="utf-8")
        with state.noting(tmp_path, urn, state.Built("", "2026-11-30", "Oak <b>& Ash", "1.0", 1, True)):
            pass
    (tmp_path / "mine").mkdir()
    given = {"oak": "1", "old-oak": "1", "ash": "2", "elm": "3", "mine": "2"}
    told = names.put(tmp_path, given, "https://example.org/safe/")
    assert ["stands where a readable name should" in str(one) for one in told] == [True]
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_dir()) == [".fleet", "1", "2", "ash", "mine", "oak", "old-oak"]
    assert list((tmp_path / "mine").iterdir()) == []
    page = (tmp_path / "old-oak" / "index.html").read_text(encoding="utf-8")
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    assert document.find(".//a").get("href") == "../1/" and "https://example.org/safe/1/" in page and "<b>" not in page
    stamp = (tmp_path / "oak" / "index.html").stat().st_mtime_ns
    # A name that a person has taken out goes; another stays as it is; what the program did not write stays.
    names.put(tmp_path, {"oak": "1", "ash": "2"}, "https://example.org/safe/")
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_dir()) == [".fleet", "1", "2", "ash", "mine", "oak"]
    assert (tmp_path / "oak" / "index.html").stat().st_mtime_ns == stamp
