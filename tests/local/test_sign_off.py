"""Each member of staff is told what is new since they last signed; what they sign is recorded with a fingerprint; no name reaches the site."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import date
from pathlib import Path

import docx
import pypdfium2
import pytest

from handbook.ground.problems import ProblemsError
from handbook.outputs.sign_off import record
from tests.conftest import Project

NAMES = ("Ann Ash", "Bob Birch", "Cem Cedar")


@pytest.mark.whole
def test_from_the_first_list_to_the_second_version(small: Project) -> None:
    small.make_real()
    folder = small.root / "local" / "sign-off" / "school"
    with pytest.raises(ProblemsError, match="an empty list has been written"):
        record.staff(folder)
    assert (folder / "staff.csv").is_file()
    (folder / "staff.csv").write_text("Name;Role\nAnn Ash;Teacher\nBob Birch;Governor\n", encoding="utf-8")
    done = small.run("sign-off")
    assert done.returncode == 0, done.stderr
    assert "2 of 2 have still to read version 1.0" in done.stdout
    rows = list(csv.DictReader(io.StringIO((folder / "sign-off-1.0.csv").read_text(encoding="utf-8-sig"))))
    assert [row["what is new"] for row in rows] == ["The whole policy"] * 2
    # Ann signs; a spreadsheet writes the day as people do. Then governors approve a second version with another clause.
    rows[0]["signed on"] = "1/10/2026"
    returned = small.root / "returned.csv"
    with returned.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    done = small.run("sign-off", "--signed", str(returned))
    assert done.returncode == 0 and "1 signature added" in done.stdout, done.stderr
    assert record.take_in(folder, returned) == [], "what is known already is not added again"
    (kept,) = record.signatures(folder)
    assert (kept.name, kept.version, kept.on, kept.fingerprint) == ("Ann Ash", "1.0", date(2026, 10, 1), rows[0]["fingerprint"])
    assert record.kept_texts(folder) == {kept.fingerprint: "1.0"}
    assert small.run("documents", "--keep", "--only", "policy").returncode == 0
    small.change("docs/policy/about.md", "about any worry.", "about any worry, the same day.")
    assert "Clause 1.2: not as kept when version 1.0 was approved" in small.run("sign-off").stdout
    school = small.root / "school.yml"
    text = school.read_text(encoding="utf-8")
    assert "version:" in text
    school.write_text("\n".join("  version: '1.1'" if line.startswith("  version:") else line for line in text.split("\n")), encoding="utf-8")
    (folder / "staff.csv").write_text("Name,Role\nAnn Ash,Teacher\nBob Birch,Governor\nCem Cedar,\n", encoding="utf-8")
    done = small.run("sign-off")
    assert done.returncode == 0, done.stderr
    news = {row["name"]: row for row in csv.DictReader(io.StringIO((folder / "sign-off-1.1.csv").read_text(encoding="utf-8-sig")))}
    assert {name: row["what is new"] for name, row in news.items()} == {
        "Ann Ash": "Clause 1.2",
        "Bob Birch": "The whole policy",
        "Cem Cedar": "The whole policy",
    }
    assert news["Ann Ash"]["fingerprint"] != kept.fingerprint
    word = docx.Document(str(folder / "sign-off-1.1.docx"))
    assert [row.cells[0].text.strip() for row in word.tables[0].rows] == ["Name", *NAMES]
    page = pypdfium2.PdfDocument(folder / "sign-off-1.1.pdf")[0].get_textpage().get_text_range()
    assert all(name in page for name in NAMES) and "Clause 1.2" in page
    assert small.run("build", "--release").returncode == 0
    files = [path for path in (small.root / "site").rglob("*") if path.is_file()]
    assert len(files) > 20
    assert not [path for path in files for name in NAMES if name.encode() in path.read_bytes()], "no name is published"
    assert (small.root / "site" / "outgoing-links.txt").read_text(encoding="utf-8").count("https://") > 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,role\n", "the list is empty"),
        ("who,role\nAnn,\n", 'there is no column "name"'),
        ("name,role\nAnn Ash,\nBob,\nann  ash,\n", "stands in line 2 already"),
    ],
)
def test_a_faulty_list_of_staff_is_told(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsError, match=told):
        record.staff(tmp_path)


def returned_list(folder: Path, *rows: str) -> Path:
    file = folder / "returned.csv"
    file.write_text("\n".join(["name,version,fingerprint,signed on", *rows, ""]), encoding="utf-8")
    return file


@pytest.fixture
def texts(tmp_path: Path) -> dict[str, str]:
    """The fingerprints of two texts that were handed out, by their versions."""
    return {version: record.keep_text(tmp_path, version, "The same rule.\n") for version in ("1.0", "1.1")}


def test_a_kept_text_has_the_fingerprint_that_anybody_can_make_of_it(texts: dict[str, str], tmp_path: Path) -> None:
    (file,) = tmp_path.glob("policy-1.0-*.txt")
    assert f"p{hashlib.sha256(file.read_bytes()).hexdigest()[:11]}" == texts["1.0"] != texts["1.1"]


@pytest.mark.parametrize(
    ("version", "fingerprint", "told"),
    [
        ("1.1", "1.0", "line 3, Bob Birch: the fingerprint is that of version 1.0; the row says version 1.1.\n"),
        ("1.1", "p0000", 'line 3, Bob Birch: "p0000" is the fingerprint of no text that was handed out here.\n'),
        ("1.1", "", "line 3, Bob Birch: no fingerprint says which text was signed.\n    Copy it from the list that the person signed. Kept are: p"),
    ],
)
def test_what_was_not_signed_as_the_row_says_is_told_and_adds_nothing(
    version: str, fingerprint: str, told: str, texts: dict[str, str], tmp_path: Path
) -> None:
    file = returned_list(
        tmp_path, f"Ann Ash,1.0,{texts['1.0']},1/10/2026", f"Bob Birch,{version},{texts.get(fingerprint, fingerprint)},1/10/2026", "Cem Cedar,1.1,,"
    )
    with pytest.raises(ProblemsError) as raised:
        record.take_in(tmp_path, file)
    assert told in str(raised.value)
    assert record.signatures(tmp_path) == []


def test_a_version_that_a_spreadsheet_took_for_a_number_is_still_that_version(texts: dict[str, str], tmp_path: Path) -> None:
    file = returned_list(tmp_path, f"Ann Ash,1,{texts['1.0']},1/10/2026")
    assert [one.version for one in record.take_in(tmp_path, file)] == ["1.0"]
    assert record.take_in(tmp_path, file) == []


@pytest.mark.parametrize(
    ("typed", "told"), [("soon", 'line 3, signed on: "soon" is not a day'), ("2999-01-05", "line 3, signed on: 2999-01-05 is still to come")]
)
def test_a_day_that_is_none_adds_nothing(typed: str, told: str, texts: dict[str, str], tmp_path: Path) -> None:
    returned = returned_list(tmp_path, f"Ann,1.0,{texts['1.0']},1/10/2026", f"Bob,1.0,{texts['1.0']},{typed}")
    with pytest.raises(ProblemsError, match=told):
        record.take_in(tmp_path, returned)
    assert record.signatures(tmp_path) == []


def test_who_is_not_in_the_list_of_staff_is_told(texts: dict[str, str], tmp_path: Path) -> None:
    returned = returned_list(tmp_path, f"Ann Ash,1.0,{texts['1.0']},1/10/2026", f"Bob Brich,1.0,{texts['1.0']},1/10/2026")
    new = record.take_in(tmp_path, returned)
    assert record.strangers(tmp_path, new) == []
    (tmp_path / record.STAFF).write_text("name,role\nann ash,Teacher\nBob Birch,Governor\n", encoding="utf-8")
    assert record.strangers(tmp_path, new) == ["Bob Brich"]
