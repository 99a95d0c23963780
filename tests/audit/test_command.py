"""The command as a head types it: reports in every format, several policies, a school's file, a Word file with comments, exit codes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import docx
import html5lib
import pytest

from handbook import cli
from handbook.audit.findings import KINDS, URGENCIES
from tests.audit import making

TEXT = """Online Safety Policy

At Northfield Primary School we care about safety. Northfield Primary School staff sign this policy.

3.1 We follow the Data Protection Act 1998 and ring the LSCB. Northfield Primary School pupils are taught about it.

3.2 If an indecent image is found, print the image and hand it to the <head> & keep it.

Next review: September 2015
"""


@pytest.fixture()
def inside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, taught: None) -> Path:
    """Run commands at once, in a folder of their own, on a fixed day."""
    monkeypatch.setattr("handbook.machine.environment.inside", lambda: True)
    monkeypatch.setenv("HANDBOOK_TODAY", "2026-11-30")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_reports_in_every_format(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("policy.txt").write_text(TEXT, encoding="utf-8")
    assert cli.main(["audit", "policy.txt", "--out", "report", "--json", "findings.json"]) == 1
    shown = capsys.readouterr()
    assert "A child could be harmed: 1." in shown.out
    assert "Nothing has left this computer" in shown.out
    content = json.loads(Path("findings.json").read_text(encoding="utf-8"))
    [file] = content["files"]
    assert set(file) == {"file", "read", "findings"}
    assert file["read"]["ok"] is True
    assert len(file["findings"]) >= 4
    for found in file["findings"]:
        assert list(found) == ["words", "where", "kind", "now", "since", "source", "sure", "urgency", "clauses"]
        assert found["words"] in TEXT
        assert found["kind"] in KINDS
        assert found["urgency"] in URGENCIES
        assert found["now"]
    where = {found["words"]: found["where"] for found in file["findings"]}
    assert where["Data Protection Act 1998"] == "clause 3.1"
    page = Path("report/policy.html").read_text(encoding="utf-8")
    html5lib.HTMLParser(strict=True).parse(page)
    assert "<head> &" not in page.split("<body>")[1]
    assert "http" not in page.split("</style>")[0]
    assert "no legal advice" in page or "not legal advice" in page
    assert "Data Protection Act 1998" in Path("report/policy.md").read_text(encoding="utf-8")
    rows = list(csv.reader(Path("report/findings.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) > 4 and len({len(row) for row in rows}) == 1


def test_several_policies_and_one_that_cannot_be_read(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("one.txt").write_text(TEXT, encoding="utf-8")
    Path("two.txt").write_text(TEXT.replace("LSCB", "partnership"), encoding="utf-8")
    Path("three.doc").write_bytes(b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"))
    assert cli.main(["audit", "one.txt", "two.txt", "three.doc", "--out", "report"]) == 1
    overview = Path("report/index.html").read_text(encoding="utf-8")
    html5lib.HTMLParser(strict=True).parse(overview)
    assert "old Word file (.doc)" in overview
    assert "one.txt and two.txt" in overview
    assert cli.main(["audit", "three.doc", "--out", "other"]) == 2
    assert "choose Save as" in capsys.readouterr().out


def test_nothing_to_mend_is_0(inside: Path) -> None:
    Path("note.txt").write_text("Tell the DSL at once.", encoding="utf-8")
    assert cli.main(["audit", "note.txt", "--out", "report"]) == 0


def test_the_schools_own_word_file_gets_comments(inside: Path) -> None:
    body = making.paragraph("We ring the ", "<w:r><w:rPr><w:b/></w:rPr><w:t>LS</w:t></w:r>", "CB at once.") + making.numbered(
        "We follow the Data Protection Act 1998.", 0
    )
    source = making.word(inside / "policy.docx", body, numbering=making.NUMBERING)
    before = source.read_bytes()
    assert cli.main(["audit", "policy.docx", "--out", "report"]) == 1
    document = docx.Document(str(inside / "report" / "policy with comments.docx"))
    comments = [one.text for one in document.comments]
    assert len(comments) == 2
    assert any("Ended in 2019" in one for one in comments)
    assert any("Repealed on 25 May 2018" in one for one in comments)
    assert [one.text for one in document.paragraphs] == ["We ring the LSCB at once.", "We follow the Data Protection Act 1998."]
    assert source.read_bytes() == before


def test_names_and_numbers_are_compared_with_the_schools_file(inside: Path) -> None:
    school = Path(__file__).parents[2] / "schools" / "village-primary.yml"
    text = TEXT + "\n\nThe Designated Safeguarding Lead is Mrs Olga Nobody, 01632 960999.\n\nAt Northfield Primary School we will act.\n"
    Path("policy.txt").write_text(text, encoding="utf-8")
    cli.main(["audit", "policy.txt", "--school", str(school), "--json", "findings.json"])
    found = [(one["words"], one["kind"]) for one in json.loads(Path("findings.json").read_text(encoding="utf-8"))["files"][0]["findings"]]
    assert ("Mrs Olga Nobody", "name-left") in found
    assert ("01632 960999", "name-left") in found
    assert ("Northfield Primary School", "name-left") in found
