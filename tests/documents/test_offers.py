"""Documents are offered on the page each belongs to, in a built site and in the preview."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from handbook.ground.paths import EXAMPLES, ROOT
from handbook.outputs.documents import offers
from handbook.outputs.documents.addresses import address_of
from handbook.outputs.documents.catalogue import documents
from handbook.outputs.preview import Preview
from handbook.pages import navigation
from tests.conftest import Project


@pytest.mark.whole
def test_every_document_is_offered_on_its_page_and_is_there(tmp_path: Path) -> None:
    site = tmp_path / "site"
    done = Project(ROOT).run("build", "--documents", "--school", str(EXAMPLES / "example-primary.yml"), "--out", str(site))
    assert done.returncode == 0, done.stderr
    there = documents([page for page in navigation.pages() if (site / address_of(page) / "index.html").is_file()])
    assert len(there) > 70
    offered = set()
    for page in site.rglob("index.html"):
        for link in re.findall(r'href="((?:\.\./)*documents/[^"]+)"', page.read_text(encoding="utf-8")):
            file = (page.parent / link).resolve()
            assert file.is_file() and file.stat().st_size > 5_000, f"{page}: {link}"
            offered.add(file.name)
    assert offered == {file for one in there for file in one.files}
    assert {path.name for path in (site / "documents").iterdir()} == offered


@pytest.mark.whole
def test_all_documents_are_listed_with_title_pages_and_formats() -> None:
    asked = ("documents", "--list", "--school", str(EXAMPLES / "example-primary.yml"))
    rows = json.loads(Project(ROOT).run(*asked, "--json").stdout)
    assert len(rows) > 70
    by_id = {row["id"]: row for row in rows}
    assert by_id["policy"]["files"] == ["policy.pdf", "policy.docx"] and by_id["policy"]["title"] == "The whole policy"
    assert by_id["image-consent"]["title"] == "Consent for pictures of a pupil" and by_id["image-consent"]["pages"] == ["forms/image-consent.md"]
    assert all(row["title"] and "{}" not in row["title"] and row["pages"] and row["formats"] for row in rows)
    told = Project(ROOT).run(*asked).stdout.splitlines()
    assert len(told) == len(rows) + 1 and all(row["id"] in line.split() for row, line in zip(rows, told, strict=False))


def test_a_site_without_documents_offers_none(sites: object) -> None:
    pages = list(sites["example"].rglob("index.html"))
    assert len(pages) > 200
    assert not [page for page in pages if 'class="downloads"' in page.read_text(encoding="utf-8")]


def test_the_preview_makes_a_document_when_it_is_asked_for() -> None:
    preview = Preview(EXAMPLES / "example-primary.yml")
    preview.follow()
    assert 'href="../../documents/fridge-sheet.pdf"' in preview.page("contacts/fridge-sheet")[1]
    assert bytes(preview.file("documents/fridge-sheet.pdf")).startswith(b"%PDF-")
    assert bytes(preview.file("documents/image-consent.docx")).startswith(b"PK")
    assert preview.file("documents/nothing.pdf") is None


def test_an_address_names_a_document_or_nothing() -> None:
    pages = navigation.pages()
    for address, found in {"documents/policy.pdf": "policy", "documents/law.docx": None, "policy.pdf": None, "documents/../school.yml": None}.items():
        asked = offers.asked_for(address, pages)
        assert (asked[0].id if asked else None) == found
