"""The register as it really is: every kind of fault gets its own words, and what can be used is used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from handbook.fleet import from_register, new, register
from handbook.ground.problems import ProblemsError
from handbook.school.model import Identity, key_stages
from tests.fleet.registers import COLUMNS, USUAL, row, text, write

SAMPLE = Path(__file__).with_name("register.csv")
SOUND = text(row())

# What makes the whole file useless: content, and the words for it.
REFUSED: dict[str, tuple[str | bytes, str]] = {
    "an empty file": ("", "is empty."),
    "a web page": ("\r\n<!DOCTYPE html><html><body>Service unavailable</body></html>", "is a web page, not the register"),
    "a web page after a mark": (b"\xef\xbb\xbf<html>", "is a web page, not the register"),
    "a zip file": (b"PK\x03\x04rest", "is a zip or Excel file, not the CSV inside it."),
    "an old Excel file": (b"\xd0\xcf\x11\xe0rest", "is an old Excel file."),
    "a PDF": (b"%PDF-1.7", "is a PDF file."),
    "a compressed file": (b"\x1f\x8b\x08", "is a compressed file."),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0", "is not a text file."),
    "some other table": ("Name,Town\r\nOak,Exampleton\r\n", "the first line does not name the register's columns."),
    "a needed column missing": (
        text(row(), columns=tuple(one for one in COLUMNS if one != "EstablishmentName")),
        "EstablishmentName: this column is missing.",
    ),
    "a needed column renamed": (SOUND.replace("EstablishmentName", "EstablishmentNameNew"), 'Is "EstablishmentNameNew" its new name?'),
    "only the first line": (text(), "it holds no schools."),
    "cut in the last row": (text(row(), row(100002))[:-60], "the file is cut off: its last row is not complete."),
    "cut inside quotes": (SOUND.rstrip() + '\r\n100002,001,"Example', "a quotation mark is opened and never closed."),
    "quotes in the middle": (SOUND + '100002,"Oak" School,1\r\n', "the quotation marks of this row do not belong together."),
    "no row of use": (text(row() | {"URN": "none"}), "no row of it can be used."),
}

# What is wrong in a row and told: changes of the row, and the words for it.
TOLD: dict[str, tuple[dict[str, str], str]] = {
    "no number": ({"URN": ""}, "URN: the school's number is missing."),
    "a number of letters": ({"URN": "10000A"}, 'URN: "10000A" is not a school\'s number.'),
    "a number turned into powers": ({"URN": "1.00E+05"}, '"1.00E+05" is not a school\'s number.'),
    "no name": ({"EstablishmentName": ""}, "the school has no name."),
    "double-encoded": ({"EstablishmentName": "St MaryÃ¢â‚¬â„¢s"}, "was saved in the wrong encoding once."),
    "double-encoded head": ({"HeadLastName": "SiÃ¢n"}, 'URN 100001, HeadLastName: "SiÃ¢n" was saved in the wrong encoding once.'),
    "a status nobody knows": ({"EstablishmentStatus (name)": "Paused"}, '"Paused" is not a status we know.'),
    "a type nobody knows": ({"TypeOfEstablishment (name)": "Moon school"}, '"Moon school" is not a type we know.'),
    "a phase nobody knows": ({"PhaseOfEducation (name)": "Quinary"}, '"Quinary" is not a phase we know.'),
    "neither phase nor ages": (
        {"PhaseOfEducation (name)": "", "StatutoryLowAge": "", "StatutoryHighAge": ""},
        "the register names neither phase nor ages.",
    ),
    "a phone with a digit missing": ({"TelephoneNum": "0163296000"}, "is not a UK phone number"),
    "two phones": ({"TelephoneNum": "01632960001 / 01632960002"}, "is more than one phone number."),
    "a website that is none": ({"SchoolWebsite": "none yet"}, "is not a web address."),
    "an email for a website": ({"SchoolWebsite": "office@oak.example.org"}, "is not a web address."),
    "a postcode that is none": ({"Postcode": "ABC"}, '"ABC" is not a UK postcode.'),
    "month and day turned": ({"CloseDate": "08/31/2027"}, "has month and day turned round."),
    "a date as a number": ({"CloseDate": "46630"}, "is a date as a spreadsheet counts it."),
    "a date in two digits": ({"CloseDate": "31/08/27"}, "is not a date we can read for certain."),
    "a name too long": ({"EstablishmentName": "Oak " * 60}, "has more than 160 letters."),
    "a direction mark in a name": ({"EstablishmentName": "Oak \u202eSchool"}, "the text holds an invisible character"),
    "proposed to close": (
        {"EstablishmentStatus (name)": "Open, but proposed to close", "CloseDate": "31/08/2027"},
        "the school is proposed to close on 2027-08-31.",
    ),
}


def test_there_are_many_kinds() -> None:
    assert len(REFUSED) + len(TOLD) + len(TAKEN) + len(PHASES) > 60


def refused(path: Path) -> str:
    with pytest.raises(ProblemsError) as error:
        register.read(path)
    return str(error.value)


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_the_register_is_refused(case: str, tmp_path: Path) -> None:
    content, words = REFUSED[case]
    path = write(tmp_path, content)
    said = refused(path)
    assert words in said and "register.csv" in said
    # Nothing is made of it.
    with pytest.raises(ProblemsError):
        new.make(tmp_path / "fleet", path, authority="Exampleshire")
    assert not (tmp_path / "fleet").exists()


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    assert "there is no such file." in refused(tmp_path / "nothing.csv")
    assert "is a folder." in refused(tmp_path)


@pytest.mark.parametrize("case", TOLD)
def test_what_is_wrong_in_a_row_is_told_with_the_row(case: str, tmp_path: Path) -> None:
    changes, words = TOLD[case]
    path = write(tmp_path, text(row() | changes, row(100009, EstablishmentName="Ash School")))
    made = new.make(tmp_path / "fleet", path, authority="Exampleshire")
    said = "\n".join(map(str, made.told))
    assert words in said
    assert "line 2" in said
    assert (tmp_path / "fleet" / "schools" / "100009.yml").is_file()


# What is taken as it was meant: changes of the row, then the place and the value in the school's file.
TAKEN: dict[str, tuple[dict[str, str], tuple[str, ...], Any]] = {
    "phone without its zero": ({"TelephoneNum": "1632960001"}, ("identity", "phone"), "01632 960001"),
    "phone as a decimal": ({"TelephoneNum": "1632960001.0"}, ("identity", "phone"), "01632 960001"),
    "website without scheme": ({"SchoolWebsite": "www.oak.example.org"}, ("identity", "website"), "https://www.oak.example.org"),
    "website with http": ({"SchoolWebsite": "http://oak.example.org/"}, ("identity", "website"), "http://oak.example.org/"),
    "website with two schemes": ({"SchoolWebsite": "http://http://oak.example.org"}, ("identity", "website"), "http://oak.example.org"),
    "website with half a scheme": ({"SchoolWebsite": "https:/oak.example.org"}, ("identity", "website"), "https://oak.example.org"),
    "blank website": ({"SchoolWebsite": ""}, ("identity", "website"), None),
    "blank phone": ({"TelephoneNum": ""}, ("identity", "phone"), None),
    "blank head": ({"HeadFirstName": "", "HeadLastName": ""}, ("people", "head", "name"), None),
    "head's title not recorded": ({"HeadTitle (name)": "Not recorded"}, ("people", "head", "name"), "Amina Example"),
    "blank town": ({"Town": ""}, ("identity", "address"), "1 Example Road"),
    "county not recorded": ({"County (name)": "Not recorded"}, ("identity", "address"), "1 Example Road, Exampleton"),
    "town twice": ({"Locality": "Exampleton"}, ("identity", "address"), "1 Example Road, Exampleton"),
    "comma and quotes in the name": ({"EstablishmentName": 'The "Oak", Upper'}, ("identity", "name"), 'The "Oak", Upper'),
    "name in capitals": ({"EstablishmentName": "ST MARY'S SCHOOL OF OAK"}, ("identity", "name"), "St Mary's School of Oak"),
    "spaces of Word's": ({"EstablishmentName": "Oak\xa0 School "}, ("identity", "name"), "Oak School"),
    "colon in the name": ({"EstablishmentName": "Oak: a school # one"}, ("identity", "name"), "Oak: a school # one"),
    "name that is a number": ({"EstablishmentName": "0123"}, ("identity", "name"), "0123"),
    "double-encoded name": ({"EstablishmentName": "SiÃ¢n School"}, ("identity", "name"), "Siân School"),
    "postcode without space": ({"Postcode": "ab12cd"}, ("identity", "postcode"), "AB1 2CD"),
    "long job title": ({"HeadPreferredJobTitle": "x" * 41}, ("identity", "head_title"), None),
    "trust of an academy": (
        {"TypeOfEstablishment (name)": "Academy converter", "Trusts (name)": "EXAMPLE LEARNING TRUST"},
        ("identity", "trust"),
        "Example Learning Trust",
    ),
    "number with leading zeros": ({"URN": "0100001"}, ("identity", "name"), "Oak Primary School"),
    "number as a decimal": ({"URN": "100001.0"}, ("identity", "name"), "Oak Primary School"),
    "number with a comma": ({"URN": "100,001"}, ("identity", "name"), "Oak Primary School"),
}


@pytest.mark.parametrize("case", TAKEN)
def test_what_is_meant_is_taken(case: str, tmp_path: Path) -> None:
    changes, place, value = TAKEN[case]
    new.make(tmp_path / "fleet", write(tmp_path, text(row() | changes)), authority="Exampleshire")
    content = yaml.safe_load((tmp_path / "fleet" / "schools" / "100001.yml").read_text(encoding="utf-8").replace("name: 0123", "name: '0123'"))
    for step in place:
        content = (content or {}).get(step)
    assert content == value


# Phase, lowest and highest age, type in the register; phase and key stages of the school.
PHASES = {
    ("Nursery", "2", "5", "Local authority nursery school"): ("nursery", "eyfs"),
    ("Primary", "3", "11", "Community school"): ("primary", "eyfs ks1 ks2"),
    ("Primary", "4", "7", "Community school"): ("infant", "eyfs ks1"),
    ("Primary", "7", "11", "Voluntary controlled school"): ("junior", "ks2"),
    ("Primary", "4", "9", "Community school"): ("first", "eyfs ks1 ks2"),
    ("Middle deemed primary", "8", "12", "Foundation school"): ("middle", "ks2 ks3"),
    ("Middle deemed secondary", "9", "13", "Community school"): ("middle", "ks2 ks3"),
    ("Secondary", "11", "16", "Academy sponsor led"): ("secondary", "ks3 ks4"),
    ("Secondary", "11", "18", "Academy converter"): ("secondary", "ks3 ks4 ks5"),
    ("Secondary", "13", "18", "Community school"): ("upper", "ks3 ks4 ks5"),
    ("16 plus", "16", "19", "Free schools 16 to 19"): ("sixth-form", "ks5"),
    ("All-through", "3", "18", "Free schools"): ("all-through", "eyfs ks1 ks2 ks3 ks4 ks5"),
    ("Not applicable", "5", "16", "Community special school"): ("special", "ks1 ks2 ks3 ks4"),
    ("Not applicable", "11", "16", "Pupil referral unit"): ("alternative-provision", "ks3 ks4"),
    ("Not applicable", "11", "19", "Academy alternative provision converter"): ("alternative-provision", "ks3 ks4 ks5"),
    ("Not applicable", "7", "18", "Other independent school"): ("all-through", "ks2 ks3 ks4 ks5"),
    ("Not applicable", "4", "13", "Other independent school"): ("all-through", "eyfs ks1 ks2 ks3"),
    ("Not applicable", "4", "16", "Free schools special"): ("special", "eyfs ks1 ks2 ks3 ks4"),
}  # fmt: skip


@pytest.mark.parametrize("case", PHASES, ids=lambda case: f"{case[0]} {case[1]}-{case[2]}")
def test_phases_and_ages(case: tuple[str, str, str, str], tmp_path: Path) -> None:
    phase, low, high, kind = case
    changes = {"PhaseOfEducation (name)": phase, "StatutoryLowAge": low, "StatutoryHighAge": high, "TypeOfEstablishment (name)": kind}
    known = from_register.known(register.read(write(tmp_path, text(row() | changes))).rows["100001"])
    identity = Identity(**{str(place[1]): value for place, value in known.values.items() if place[0] == "identity"})
    assert (identity.phase, " ".join(key_stages(identity))) == PHASES[case]
    assert not known.told


TYPES = {
    "Community school": "community", "Voluntary aided school": "voluntary-aided", "Voluntary controlled school": "voluntary-controlled", "Foundation school": "foundation",
    "Local authority nursery school": "maintained-nursery", "Community special school": "community-special", "Foundation special school": "community-special",
    "Non-maintained special school": "non-maintained-special", "Other independent special school": "independent", "Other independent school": "independent",
    "Pupil referral unit": "pupil-referral-unit", "Academy sponsor led": "academy", "Academy special converter": "academy", "Academy 16-19 converter": "academy",
    "Free schools": "free-school", "Free schools alternative provision": "free-school", "University technical college": "free-school", "Studio schools": "free-school",
    "City technology college": "independent",
}  # fmt: skip


@pytest.mark.parametrize("kind", TYPES)
def test_types(kind: str, tmp_path: Path) -> None:
    known = from_register.known(register.read(write(tmp_path, text(row() | {"TypeOfEstablishment (name)": kind}))).rows["100001"])
    assert known.values["identity", "type"] == TYPES[kind]
    assert not known.left_out


LEFT_OUT = {
    "closed": ({"EstablishmentStatus (name)": "Closed"}, "closed"),
    "not open yet": ({"EstablishmentStatus (name)": "Proposed to open"}, "proposed to open, not open yet"),
    "in Wales": ({"TypeOfEstablishment (name)": "Welsh establishment"}, "a school in Wales, which has laws of its own"),
    "overseas": ({"TypeOfEstablishment (name)": "British schools overseas"}, "a school overseas"),
    "offshore": ({"TypeOfEstablishment (name)": "Offshore schools"}, "a school outside England"),
    "of the Ministry": ({"TypeOfEstablishment (name)": "Service children's education"}, "a school overseas of the Ministry of Defence"),
    "no school": ({"TypeOfEstablishment (name)": "Children's centre"}, "not a school that this handbook is made for"),
    "a university": ({"TypeOfEstablishment (name)": "Higher education institutions"}, "not a school that this handbook is made for"),
}  # fmt: skip


@pytest.mark.parametrize("case", LEFT_OUT)
def test_who_gets_no_handbook_and_why(case: str, tmp_path: Path) -> None:
    changes, words = LEFT_OUT[case]
    path = write(tmp_path, text(row() | changes, row(100002)))
    made = new.make(tmp_path / "fleet", path, authority="exampleshire")
    assert [(one.urn, words in reason) for one, reason in made.left_out] == [("100001", True)]
    assert [one.name for one in (tmp_path / "fleet" / "schools").iterdir()] == ["100002.yml"]
    with pytest.raises(ProblemsError, match="none of the 1 chosen schools gets a handbook"):
        new.make(tmp_path / "other", write(tmp_path, text(row() | changes)), authority="Exampleshire")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (text(row(EstablishmentName="Siân’s")).encode("cp1252"), "Siân’s"),
        (text(row(EstablishmentName="Siân’s")).encode(), "Siân’s"),
        (text(row(EstablishmentName="Siân’s")).encode("utf-8-sig"), "Siân’s"),
        (text(row(EstablishmentName="Siân’s")).encode("utf-16"), "Siân’s"),
        (text(row(), divider=";").encode(), "Oak Primary School"),
        (text(row(), divider="\t").encode(), "Oak Primary School"),
        (text(row(), columns=tuple(reversed(COLUMNS))).encode(), "Oak Primary School"),
        (text(row() | {"Extra": "x"}, columns=("Extra", *COLUMNS, "More")).encode(), "Oak Primary School"),
        (text(row()).replace("EstablishmentName", "establishment name").replace("LA (name)", "LA").encode(), "Oak Primary School"),
        (text(row()).replace("\r\n", "\n").encode(), "Oak Primary School"),
        (text(row(Street="1 Example\nRoad")).encode(), "Oak Primary School"),
    ],
    ids=[
        "windows-1252",
        "utf-8",
        "utf-8 with mark",
        "utf-16",
        "semicolons",
        "tabs",
        "columns turned",
        "columns added",
        "columns respelt",
        "unix",
        "line break in a cell",
    ],
)
def test_every_way_of_saving_it_is_read(content: bytes, name: str, tmp_path: Path) -> None:
    found = register.read(write(tmp_path, content))
    assert [one["name"] for one in found.rows.values()] == [name]
    assert found.rows["100001"]["authority"] == USUAL["LA (name)"]
    assert found.told == []


def test_rows_with_too_many_or_too_few_values_are_left_out_and_told(tmp_path: Path) -> None:
    lines = text(row(), row(100002), row(100003)).splitlines()
    lines[1] += ",more"
    lines[2] = ",".join(lines[2].split(",")[:-2])
    found = register.read(write(tmp_path, "\r\n".join(lines) + "\r\n"))
    assert list(found.rows) == ["100003"]
    assert [(one.line, one.fault) for one in found.told] == [
        (2, "it has 27 values, the first line names 26 columns."),
        (3, "it has 24 values, the first line names 26 columns."),
    ]


def test_a_column_twice_a_number_twice_and_a_column_less(tmp_path: Path) -> None:
    columns = (*(one for one in COLUMNS if one != "SchoolWebsite"), "Town")
    found = register.read(write(tmp_path, text(row(), row() | {"EstablishmentName": "Other"}, columns=columns)))
    said = "\n".join(map(str, found.told))
    assert "Town: two columns have this name." in said
    assert "SchoolWebsite: the register has no column of this name." in said
    assert "URN 100001: this number stands twice; the first is on line 2." in said
    assert found.rows["100001"]["name"] == "Oak Primary School"


CHOICES: dict[str, tuple[dict[str, str], str, str]] = {
    "a council misspelt": ({"authority": "Exampelshire"}, "", 'no school has the authority "Exampelshire".\n    Did you mean "Exampleshire"?'),
    "a trust nobody knows": ({"trust": "Nobody"}, "", 'no school has the trust "Nobody".'),
    "a number that is none": ({}, "100001\nabc\n", 'line 2: "abc" is not a school\'s number.'),
    "a number that nobody has": ({}, "URN\n999999\n", "line 2: the register has no school 999999."),
    "a number twice": ({}, "100001\n0100001\n", "line 2: school 100001 stands twice; the first is on line 1."),
    "no number": ({}, "\n\n", "it names no school."),
}


@pytest.mark.parametrize("case", CHOICES)
def test_choices_that_cannot_be_made(case: str, tmp_path: Path) -> None:
    options, urns, words = CHOICES[case]
    path = write(tmp_path, text(row()))
    numbers = write(tmp_path, urns, "urns.txt") if urns else None
    with pytest.raises(ProblemsError) as error:
        new.make(tmp_path / "fleet", path, **options, urns=numbers)
    assert words in str(error.value)
    assert not (tmp_path / "fleet").exists()


def test_numbers_from_a_file_in_its_order_with_notes(tmp_path: Path) -> None:
    numbers = write(tmp_path, "URN\n100002, Ash\n0100001\t# the first\n", "urns.txt")
    made = new.make(tmp_path / "fleet", write(tmp_path, text(row(), row(100002), row(100003))), urns=numbers)
    assert [one.urn for one in made.schools] == ["100002", "100001"]


def test_one_name_twice_in_one_authority_is_told_and_keeps_folders_apart(tmp_path: Path) -> None:
    made = new.make(tmp_path / "fleet", write(tmp_path, text(row(), row(100002), row(100003, LA_name="Elsewhere"))), authority="Exampleshire")
    assert '"Oak Primary School" is the name of 2 schools in Exampleshire: 100001, 100002.' in "\n".join(map(str, made.told))
    assert sorted(one.name for one in (tmp_path / "fleet" / "schools").iterdir()) == ["100001.yml", "100002.yml"]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "fleet").mkdir()
    (tmp_path / "fleet" / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ProblemsError, match="the folder is not empty"):
        new.make(tmp_path / "fleet", write(tmp_path, SOUND), authority="Exampleshire")
    assert [one.name for one in (tmp_path / "fleet").iterdir()] == ["letter.txt"]


def test_the_sample_is_read_whole() -> None:
    found = register.read(SAMPLE)
    assert len(found.rows) == 109 and found.told == []
    known = [from_register.known(one) for one in found.rows.values()]
    assert sum(one.left_out == "" for one in known) == 109
    assert {one.values["identity", "phase"] for one in known} >= {"primary", "secondary", "all-through", "special", "sixth-form"}
