"""A fleet's folder: three levels of value, what is fixed, what is wrong, what the register has changed, the officer's page."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import html5lib
import pytest

from handbook.commands import fleet as command
from handbook.fleet import build, changes, check, folder, new, overview, shards, show, state
from handbook.fleet.limits import LIMITS, allowed, fitting
from handbook.ground.problems import ProblemsError
from tests.conftest import ROOT, Project
from tests.fleet.registers import row, text, write

ON = date(2026, 11, 30)

FLEET = """\
name: Exampleshire
kind: authority
shared:
  local:
    authority: Exampleshire
    lado:
      name: the LADO of Exampleshire
      phone: 01632 960100
  technology:
    filtering_product: Shared Filter
  policy:
    newsletter: the shared letter
groups:
  - name: Secondary schools
    phases: [secondary, all-through]
    values:
      technology:
        filtering_product: Filter for older pupils
      choices:
        pupil_phones: locked-pouches
  - name: Two of them
    schools: [100001, 100002]
    values:
      policy:
        newsletter: the letter of two
fixed:
  - local.lado
  - choices.staff_phones
"""


def fleet_at(root: Path, fleet: str = FLEET, **schools: str) -> folder.Fleet:
    (root / "schools").mkdir(parents=True, exist_ok=True)
    (root / "fleet.yml").write_text(fleet, encoding="utf-8")
    for name, content in schools.items():
        (root / "schools" / f"{name.removeprefix('s')}.yml").write_text(content, encoding="utf-8")
    return folder.load(root)


OAK = "identity:\n  name: Oak School\n  phase: secondary\n"


def test_the_nearest_level_wins_and_show_says_whose_each_value_is(tmp_path: Path) -> None:
    ash = "identity:\n  name: Ash School\ntechnology:\n  filtering_product: Own Filter\npolicy:\n  newsletter:\n"
    fleet = fleet_at(tmp_path, s100001=OAK, s100002=ash, s100003="identity:\n  name: Elm School\n")
    oak, ash_, elm = ({name: (value, whose) for name, value, whose in show.origins(fleet.school(urn))} for urn in fleet.files)
    assert oak["technology.filtering_product"] == ("Filter for older pupils", "group Secondary schools")
    assert oak["choices.pupil_phones"] == ("locked-pouches", "group Secondary schools")
    assert oak["policy.newsletter"] == ("the letter of two", "group Two of them")
    assert oak["identity.name"] == ("Oak School", "school")
    assert ash_["technology.filtering_product"] == ("Own Filter", "school")
    # A blank says nothing.
    assert ash_["policy.newsletter"] == ("the letter of two", "group Two of them")
    assert elm["technology.filtering_product"] == ("Shared Filter", "fleet")
    assert elm["policy.newsletter"] == ("the shared letter", "fleet")
    assert elm["local.lado.phone"] == ("01632 960100", "fleet")
    assert elm["choices.pupil_phones"] == ("handed-in", "usual")
    assert elm["people.dsl.name"] == ("", "blank")


def test_a_whole_file_says_the_same_without_the_fleet(tmp_path: Path) -> None:
    from handbook.school.load import load

    fleet = fleet_at(tmp_path, s100001=OAK + "branding:\n  colour: '#123456'\npeople:\n  deputy_dsls:\n    - name: One\n    - name: Two\n")
    one = fleet.school("100001")
    target = tmp_path / "alone.yml"
    target.write_text(show.whole(one, target), encoding="utf-8")
    assert load(target).school == one.loaded.school
    assert len(one.loaded.school.people.deputy_dsls) == 2


def test_a_fleets_short_file_is_not_taken_for_a_whole_one(tmp_path: Path) -> None:
    from handbook.school.load import load

    fleet_at(tmp_path, s100001=OAK)
    with pytest.raises(ProblemsError, match="this is the file of a fleet's school(.|\n)*fleet show .* 100001 --whole school.yml"):
        load(tmp_path / "schools" / "100001.yml")


# Faults of fleet.yml: what is replaced, by what, and the words.
OF_FLEET = {
    "empty": (FLEET, "", "the file is empty."),
    "only notes": (FLEET, "# nothing\n", "the file is empty."),
    "an unknown key": ("kind: authority", "sort: authority", "line 2, sort: this key is not known."),
    "no name": ("name: Exampleshire\nkind", "kind", "name"),
    "an unknown kind": ("kind: authority", "kind: council", '"council"'),
    "a shared key misspelt": ("  technology:\n    filtering_product: Shared", "  tecnology:\n    filtering_product: Shared", "shared.tecnology"),
    "a shared value wrong": ("01632 960100", "01632 96010", "line 8, shared.local.lado.phone: "),
    "a group's value wrong": ("pupil_phones: locked-pouches", "pupil_phones: pockets", "groups[1].values.choices.pupil_phones"),
    "an unknown phase": ("phases: [secondary, all-through]", "phases: [grammar]", '"grammar"'),
    "a group of nobody": ("    schools: [100001, 100002]\n", "", 'group "Two of them": it says of no school that it belongs to it.'),
    "two groups of one name": ("name: Two of them", "name: Secondary schools", 'two groups are called "Secondary schools".'),
    "a group's number wrong": ("[100001, 100002]", "[100001, oak]", '"oak" is not a school\'s number.'),
    "fixed nowhere": ("local.lado", "local.ladder", '"local.ladder" is no place in a school\'s file.'),
    "fixed without a value": ("local.lado", "technology.ai_tools", "technology.ai_tools: it is fixed, but the fleet gives it no value."),
    "an address that is none": ("kind: authority", "address: not an address", "not a web address"),
    "a list for shared": ("shared:\n  local:", "shared:\n  - local:", "line 9: this line begins too far to the left"),
}


@pytest.mark.parametrize("case", OF_FLEET)
def test_faults_of_the_fleets_file(case: str, tmp_path: Path) -> None:
    find, put, words = OF_FLEET[case]
    assert find in FLEET
    with pytest.raises(ProblemsError) as error:
        fleet_at(tmp_path, FLEET.replace(find, put, 1), s100001=OAK)
    assert words in str(error.value) and "fleet.yml" in str(error.value)


def test_what_is_no_fleets_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    fleet_at(tmp_path / "above" / "below", s1=OAK)
    for name, words in (
        ("nothing", "there is no such folder."),
        ("file", "this is a file; a fleet is a folder."),
        ("above", "it holds no fleet.yml."),
    ):
        with pytest.raises(ProblemsError) as error:
            folder.load(tmp_path / name)
        assert words in str(error.value)
    assert "below" in str(error.value), "the folder that was meant is named"


# Faults of a school's file: its text and the words.
OF_SCHOOL = {
    "no YAML": ("identity: [", "100001.yml"),
    "a text": ("Oak School", 'keys with values are expected here, not the text "Oak School".'),
    "an unknown key": ("identity:\n  nmae: Oak\n", "line 2, identity.nmae: this key is not known."),
    "an unknown phase": ("identity:\n  phase: castle\n", "line 2, identity.phase: "),
    "a phone that is none": ("identity:\n  phone: '123'\n", "line 2, identity.phone: "),
    "a fixed value changed": ("local:\n  lado:\n    name: our own\n", 'line 3, local.lado.name: "our own" is written here, but the fleet has fixed this value: the LADO of Exampleshire.'),
    "a fixed choice changed": ("choices:\n  staff_phones: off-and-locked-away\n", "the fleet has fixed this value: away-during-contact-time."),
    "a fixed value added": ("local:\n  lado:\n    email: own@example.org\n", "the fleet has fixed this value."),
    "a logo that is not there": ("branding:\n  logo: logo.svg\n", 'there is no file "logo.svg" beside the school file.'),
    "a review before the approval": ("policy:\n  approved_on: 2026-09-01\n  next_review: 2026-08-01\n", "is not after approved_on"),
    "Windows letters": (b"identity:\n  name: Si\xe2n\n", "is not saved as UTF-8"),
    "two versions joined": ("identity:\n<<<<<<< mine\n  name: Oak\n=======\n  name: Ash\n>>>>>>> theirs\n", "two versions of this file were joined here"),
}  # fmt: skip


@pytest.mark.parametrize("case", OF_SCHOOL)
def test_faults_of_a_schools_file_are_its_own(case: str, tmp_path: Path) -> None:
    content, words = OF_SCHOOL[case]
    fleet = fleet_at(tmp_path, s100002="identity:\n  name: Ash School\n")
    (tmp_path / "schools" / "100001.yml").write_bytes(content if isinstance(content, bytes) else content.encode())
    fleet = folder.load(fleet.root)
    found = list(check.findings(fleet, fleet.files, ON))
    assert [bool(one.faults) for one in found] == [True, False]
    assert words in "\n".join(map(str, found[0].faults))
    assert found[0].word.endswith("fault" if len(found[0].faults) == 1 else "faults")


def test_fixed_values_may_be_repeated_and_an_empty_file_is_sound(tmp_path: Path) -> None:
    same = "local:\n  lado:\n    name: The LADO  of Exampleshire\nchoices:\n  staff_phones: away-during-contact-time\n"
    fleet = fleet_at(tmp_path, s100001=same, s100002="", s100003="# only a note\n")
    assert [one.faults for one in check.findings(fleet, fleet.files, ON)] == [(), (), ()]


def test_files_that_are_no_schools(tmp_path: Path) -> None:
    fleet_at(tmp_path, FLEET.replace("[100001, 100002]", "[100001, 100009]"), s100001=OAK, oak=OAK, s0100001=OAK)
    fleet = folder.load(tmp_path)
    said = "\n".join(map(str, fleet.strays))
    assert list(fleet.files) == ["100001"]
    assert "oak.yml: the file's name is not a school's number." in said
    assert "is of the same school." in said
    assert 'group "Two of them": this fleet has no school 100009.' in said
    assert len(fleet.strays) == 3
    with pytest.raises(ProblemsError, match="this fleet has no school of this number"):
        fleet.chosen(["100002"])
    assert fleet.chosen(["0100001", "100001"]) == ["100001"]


def test_check_as_table_csv_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from handbook.cli import main

    fleet_at(tmp_path, s100001=OAK, s100002="identity:\n  name: =cmd()\npolicy:\n  next_review: 2026-01-01\n", s100003="identity:\n  phase: castle\n")
    code = main(["fleet", "check", str(tmp_path), "--csv", str(tmp_path / "o.csv"), "--json", str(tmp_path / "o.json")])
    said = capsys.readouterr()
    assert code == 1
    assert "100001  Oak School" in said.out and "1 fault" in said.out and "past: 2026-01-01" in said.out
    assert "100003.yml, line 2, identity.phase" in said.err
    assert "3 schools: 0 complete, 2 with blanks or doubts, 1 with faults." in said.out
    rows = list(csv.DictReader(io.StringIO((tmp_path / "o.csv").read_text(encoding="utf-8-sig"))))
    assert [one["URN"] for one in rows] == ["100001", "100002", "100003"]
    assert rows[1]["name"] == "'=cmd()", "no cell is a formula"
    assert "people.dsl.name" in rows[0]["blank"] and "castle" in rows[2]["faults"]
    found = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    assert [one["urn"] for one in found["schools"]] == ["100001", "100002", "100003"]
    assert found["schools"][2]["faults"][0]["line"] == 2


# What the register has changed: the new row, what is offered, and what stands in the file after it was taken.
CHANGED = {
    "renamed": ({"EstablishmentName": "Oak Academy"}, '100001, identity.name: "Oak Primary School" is now "Oak Academy"', "name: Oak Academy"),
    "a new head": ({"HeadLastName": "Newhead"}, '"Mrs Amina Example" is now "Mrs Amina Newhead"', "name: Mrs Amina Newhead"),
    "a new number": ({"TelephoneNum": "01632960009"}, '"01632 960001" is now "01632 960009"', "phone: 01632 960009"),
    "closing": (
        {"EstablishmentStatus (name)": "Open, but proposed to close", "CloseDate": "31/08/2027"},
        "status: proposed to close on 2027-08-31",
        "name: Oak",
    ),
    "closed": ({"EstablishmentStatus (name)": "Closed", "CloseDate": "31/08/2026"}, "status: closed on 2026-08-31", "name: Oak"),
    "nothing": ({"HeadFirstName": " Amina "}, "", "name: Oak"),
}


def taken(tmp_path: Path, **edits: str) -> folder.Fleet:
    """A fleet from a register of three schools, with lines of the first school's file changed by a person."""
    before = write(tmp_path, text(row(), row(100002), row(100003)), "before.csv")
    new.make(tmp_path / "fleet", before, authority="Exampleshire")
    file = tmp_path / "fleet" / "schools" / "100001.yml"
    content = file.read_text(encoding="utf-8")
    for find, put in edits.items():
        assert find in content
        content = content.replace(find, put)
    file.write_text(content, encoding="utf-8")
    return folder.load(tmp_path / "fleet")


@pytest.mark.parametrize("case", CHANGED)
def test_what_the_register_has_changed_is_told_and_taken(case: str, tmp_path: Path) -> None:
    new_row, words, after = CHANGED[case]
    fleet = taken(tmp_path)
    compared = changes.compare(fleet, write(tmp_path, text(row() | new_row, row(100002), row(100003))))
    assert words in "\n".join(map(str, compared.changes))
    assert len(compared.changes) == (0 if case == "nothing" else 1)
    changes.take(fleet, compared)
    assert after in (tmp_path / "fleet" / "schools" / "100001.yml").read_text(encoding="utf-8")
    if case not in ("closed",):
        assert changes.compare(folder.load(fleet.root), tmp_path / "register.csv").changes == ()


def test_what_a_person_wrote_is_never_overwritten(tmp_path: Path) -> None:
    fleet = taken(tmp_path, **{"name: Mrs Amina Example": "name: Sam Acting  # until Easter"})
    compared = changes.compare(fleet, write(tmp_path, text(row(HeadLastName="Newhead"), row(100002), row(100003))))
    assert 'Left as a person wrote it: "Sam Acting".' in str(compared.changes[0])
    changes.take(fleet, compared)
    assert "name: Sam Acting  # until Easter" in (fleet.root / "schools" / "100001.yml").read_text(encoding="utf-8")


def test_opened_gone_and_converted_with_a_new_number(tmp_path: Path) -> None:
    fleet = taken(tmp_path, **{"  email:\n": "  email: ours@example.org\n"})
    converted = row(150001, EstablishmentName="Oak Academy", TypeOfEstablishment_name="Academy converter", Trusts_name="Example Trust") | {
        "EstablishmentNumber": row()["EstablishmentNumber"]
    }
    now = write(tmp_path, text(row() | {"EstablishmentStatus (name)": "Closed"}, row(100002), row(100009, EstablishmentName="New School"), converted))
    compared = changes.compare(fleet, now)
    said = "\n".join(map(str, compared.changes))
    assert "100001, school: it has a new number, 150001 (Oak Academy)" in said
    assert "100003, school: the register does not know it any more" in said
    assert "100009, school: New School is open and not in this fleet" in said
    assert len(compared.changes) == 3
    written, left = changes.take(fleet, compared)
    assert len(written) == 2 and left == []
    heir = (fleet.root / "schools" / "150001.yml").read_text(encoding="utf-8")
    assert "name: Oak Academy" in heir and "email: ours@example.org" in heir and "trust: Example Trust" in heir and "type: academy" in heir
    assert list(folder.load(fleet.root).files) == ["100001", "100002", "100003", "100009", "150001"]


def test_a_register_with_far_fewer_schools_changes_nothing(tmp_path: Path) -> None:
    before = write(tmp_path, text(*(row(100001 + number) for number in range(10))), "before.csv")
    new.make(tmp_path / "fleet", before, authority="Exampleshire")
    fleet = folder.load(tmp_path / "fleet")
    fewer = write(tmp_path, text(*(row(100001 + number) for number in range(5))))
    with pytest.raises(ProblemsError, match="it holds far too few schools: 5 schools, where the last one held 10"):
        changes.compare(fleet, fewer)
    assert len(changes.compare(fleet, fewer, far_fewer=True).changes) == 5
    assert changes.compare(fleet, before).changes == ()


def test_damaged_notes_of_the_register_are_told(tmp_path: Path) -> None:
    fleet = taken(tmp_path)
    (fleet.root / "register.json").write_text('{"rows": 3, "schools": ', encoding="utf-8")
    with pytest.raises(ProblemsError, match="this file, which the program writes, is damaged"):
        fleet.register_said()


def test_the_officers_page(tmp_path: Path) -> None:
    fleet = fleet_at(tmp_path, FLEET.replace("name: Exampleshire\nkind", 'name: "A & <b>B</b>"\nkind'), s100001=OAK, s100002="identity:\n  name: Ash & <i>Co</i>\n", s100003="identity:\n  phase: castle\n")  # fmt: skip
    found = list(check.findings(fleet, fleet.files, ON))
    (tmp_path / "out" / "100001").mkdir(parents=True)
    (tmp_path / "out" / "100001" / ".handbook-site").write_text("", encoding="utf-8")
    with state.noting(tmp_path / "out", "100001", state.Built("x", "2026-11-29", "Oak School", "1.0", 200, True)):
        pass
    overview.write(fleet, found, ON, "1.1", tmp_path / "private", tmp_path / "out")
    page = (tmp_path / "private" / "index.html").read_text(encoding="utf-8")
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    rows = document.findall(".//tbody/tr")
    assert len(rows) == 3
    assert "Private" in page and "noindex" in page and "<i>Co" not in page and "<b>B" not in page
    assert rows[0].get("data-state") == "blank older"
    assert ["".join(cell.itertext()) for cell in rows[0]][-2:] == ["2026-11-29", "edition 1.0"]
    assert "never" in (rows[1].get("data-state") or "") and "faults" in (rows[2].get("data-state") or "")
    assert "blank: people.dsl.name" in "".join(rows[0].itertext())
    table = list(csv.DictReader(io.StringIO((tmp_path / "private" / "schools.csv").read_text(encoding="utf-8-sig"))))
    assert [(one["last built"], one["release"], one["wording"]) for one in table] == [("2026-11-29", "yes", "1.0"), ("", "", ""), ("", "", "")]
    assert "http" not in page.replace("http-equiv", ""), "it asks no network for anything"


def test_parts_hold_each_school_once_and_about_as_many() -> None:
    urns = [str(100_000 + 7 * number) for number in range(1, 1001)]
    for of in (1, 2, 5, 20):
        found = [shards.part(urns, which, of) for which in range(1, of + 1)]
        assert sorted((urn for part in found for urn in part), key=int) == urns
        assert all(0.6 * 1000 / of < len(part) < 1.4 * 1000 / of for part in found)
        assert all(part == sorted(part, key=int) for part in found)
    assert [sum(bool(shards.part([urn], which, 30)) for which in range(1, 31)) for urn in urns[:20]] == [1] * 20


@pytest.mark.parametrize("count", [0, 1, 15, 40, 333])
def test_each_process_keeps_to_its_share_and_helps_the_others_when_it_is_done(count: int) -> None:
    urns = [str(number) for number in range(count)]
    shares = build._shares(urns, 3)
    assert [urn for share in shares for part in share for urn in part] == urns and len(shares) == min(count, 3)
    before = [list(share) for share in shares]
    begun = [share.popleft() for share in shares]
    # The first process alone is quick.
    made = begun[:1]
    while schools := build._next(shares[0], shares) if shares else []:
        made.append(schools)
    assert [part for part in made if part in before[0]] == before[0] if before else not made
    for others in before[1:]:
        assert [part for part in made if part in others] == others[:0:-1], "those that their own process comes to last"
    assert sorted((urn for part in (*made, *begun[1:]) for urn in part), key=int) == urns


def test_a_school_stays_in_its_part_whatever_other_schools_there_are() -> None:
    urns = [str(number) for number in range(100_001, 100_201)]
    before = {urn: which for which in range(1, 5) for urn in shards.part(urns, which, 4)}
    for others in ([*urns[:57], "100999", *urns[58:]], urns[::2], urns[::-1]):
        assert {urn: which for which in range(1, 5) for urn in shards.part(others, which, 4) if urn in before} == {
            urn: before[urn] for urn in others if urn in before
        }
    # One part more: whoever moves, moves there.
    after = {urn: which for which in range(1, 6) for urn in shards.part(urns, which, 5)}
    moved = {urn for urn in urns if after[urn] != before[urn]}
    assert {after[urn] for urn in moved} == {5} and 0.1 * 200 < len(moved) < 0.35 * 200
    # For ever: a cache that holds a part's sites outlives an update of the program.
    assert [after[urn] for urn in urns[:10]] == [3, 4, 3, 2, 3, 3, 5, 5, 5, 2]


def test_the_matrix_says_how_many_schools_each_part_has() -> None:
    urns = [str(number) for number in range(1, 24)]
    found = json.loads(shards.matrix(shards.parts(urns, 10)))["include"]
    assert [(one["shard"], one["name"]) for one in found] == [("1/3", "part-1"), ("2/3", "part-2"), ("3/3", "part-3")]
    assert [one["schools"] for one in found] == [len(shards.part(urns, which, 3)) for which in (1, 2, 3)]
    assert shards.parts([], 10) == {}
    # A part of none would be a job with nothing to do.
    assert all(shards.parts(["1", "2"], 1).values())


def test_a_part_is_listed_and_sites_of_no_school_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from handbook.cli import main
    from handbook.fleet import report

    fleet = fleet_at(tmp_path, "name: Exampleshire\n", **{f"s{number}": OAK for number in range(1, 6)})
    assert main(["fleet", "shards", str(tmp_path), "--shard", "2/2"]) == 0
    assert capsys.readouterr().out.split() == ["1", "3", "4", "5"]
    assert main(["fleet", "shards", str(tmp_path), "--about", "3"]) == 0
    assert capsys.readouterr().out.splitlines() == ["--shard 1/2   1 schools", "--shard 2/2   4 schools"]
    out = tmp_path / "out"
    for name in ("1", "9", "12", "names", ".fleet"):
        (out / name).mkdir(parents=True)
        (out / name / ".handbook-site").write_text("", encoding="utf-8")
    (out / "7").mkdir()
    assert "but of no school of this fleet: 9, 12." in report.left_over(fleet, out)
    assert report.left_over(fleet, tmp_path / "schools") == ""


def test_what_hosts_allow() -> None:
    assert [fitting(one, 250, 11_000_000) for one in LIMITS] == [80, 90]
    said = allowed(100, 250, 11_000_000)
    assert "a limit of 20,000 files allows 80 schools of these 100" in said and "a limit of 1 GB allows 90 schools of these 100" in said
    assert "of these" not in allowed(3, 250, 11_000_000)


@pytest.mark.parametrize(
    ("typed", "found"), [("3/10", (3, 10)), ("1/1", (1, 1)), ("0/3", None), ("4/3", None), ("x", None), ("1", None), ("-1/3", None)]
)
def test_parts_as_they_are_typed(typed: str, found: tuple[int, int] | None) -> None:
    import argparse

    if found:
        assert command._shard(typed) == found
        return
    with pytest.raises(argparse.ArgumentTypeError, match="is not a part"):
        command._shard(typed)


# What an officer may type that cannot be done: the command after the fleet's folder, the exit code, and the words.
SLIPS = {
    "a table into no folder": (["check", "FLEET", "--csv", "TMP/nowhere/x.csv"], 1, "x.csv: it cannot be written: "),
    "a table into a file": (["check", "FLEET", "--json", "TMP/file/x.json"], 1, "x.json: it cannot be written: "),
    "a whole file into no folder": (["show", "FLEET", "1", "--whole", "TMP/nowhere/x.yml"], 1, "x.yml: it cannot be written: "),
    "a whole file over another": (["show", "FLEET", "1", "--whole", "TMP/file"], 1, "exists already and is left as it is"),
    "an overview into a file": (["index", "FLEET", "--out", "TMP/file"], 2, "a file stands where a folder is wanted"),
    "an overview of no sites": (["index", "FLEET", "--out", "TMP/new", "--built", "TMP"], 1, "holds no sites of a fleet"),
    "a school that is not there": (["show", "FLEET", "2"], 1, "this fleet has no school of this number"),
    "schools that are not there": (["build", "FLEET", "--out", "TMP/new", "--only", "1", "2"], 1, "this fleet has no school of this number"),
    "sites into the fleet": (["build", "FLEET", "--out", "FLEET"], 2, "holds something that is not a fleet's sites"),
    "taking without a register": (["check", "FLEET", "--take"], 2, "--take needs the register"),
    "the folder of the schools": (["check", "FLEET/schools"], 1, "Did you mean FLEET?"),
    "the file of the fleet": (["check", "FLEET/fleet.yml"], 1, "Did you mean FLEET?"),
    "the folder above": (["names", "TMP"], 1, "Did you mean FLEET?"),
    "a fleet over a fleet": (["new", "FLEET", "--register", "x", "--trust", "x"], 1, "the folder is not empty"),
}


@pytest.mark.parametrize("case", SLIPS)
def test_slips_of_whoever_types(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from handbook.cli import main

    typed, code, words = SLIPS[case]
    fleet_at(tmp_path / "ours", "name: Exampleshire\n", s1=OAK)
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    places = {"FLEET": str(tmp_path / "ours"), "TMP": str(tmp_path)}

    def placed(one: str) -> str:
        for name, path in places.items():
            one = one.replace(name, path)
        return one

    before = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*"))
    assert main(["fleet", *map(placed, typed)]) == code
    assert placed(words) in capsys.readouterr().err
    assert sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*")) == before
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_whoever_has_read_enough_gets_no_traceback(tmp_path: Path) -> None:
    fleet_at(tmp_path, "name: Exampleshire\n", **{f"s{number}": OAK for number in range(1, 4)})
    running = Project(ROOT).start("fleet", "check", str(tmp_path))
    assert running.stdout and running.stderr
    running.stdout.close()
    said = running.stderr.read()
    assert running.wait() == 0 and "Traceback" not in said and "BrokenPipe" not in said
