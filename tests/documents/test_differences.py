"""What changed since the version that was approved: nothing is missed, nothing is invented, and Word can accept or refuse it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from lxml import etree

from handbook import project
from handbook.ground.paths import EXAMPLES
from handbook.outputs.documents import reading, versions, word
from handbook.outputs.documents.blocks import ADDED, REMOVED, Block, every, runs_of
from handbook.outputs.documents.catalogue import Document
from handbook.outputs.documents.composing import Composed
from handbook.outputs.documents.differences import count, marked
from handbook.outputs.documents.imprint import imprint_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CLAUSE = '<p><a class="clause" id="{0}" href="#{0}">{1}</a> {2}<small class="basis">Rests on: KCSIE</small></p>'
_TABLE = "<table><thead><tr><th>Post</th><th>Name</th></tr></thead><tbody>{0}</tbody></table>"

# Before, after, and what is marked: (removed, added), a text for each place.
CHANGES = {
    "nothing": ("<p>The same words.</p>", "<p>The same words.</p>", [], []),
    "a word": ("<p>You must tell the head today.</p>", "<p>You must tell the DSL today.</p>", ["head"], ["DSL"]),
    "a word at the end": ("<p>You must tell the head.</p>", "<p>You must tell the DSL.</p>", ["head."], ["DSL."]),
    "a clause reworded": (
        _CLAUSE.format("a", "1.1", "Phones are handed in."),
        _CLAUSE.format("a", "1.1", "Phones are locked away."),
        ["handed in."],
        ["locked away."],
    ),
    "a clause added": (
        _CLAUSE.format("a", "1.1", "First."),
        _CLAUSE.format("new", "1.1", "Before it.") + _CLAUSE.format("a", "1.2", "First."),
        [],
        ["Before it.", "Rests on: KCSIE"],
    ),
    "a clause taken out": (
        _CLAUSE.format("a", "1.1", "First.") + _CLAUSE.format("b", "1.2", "Second."),
        _CLAUSE.format("a", "1.1", "First."),
        ["Second.", "Rests on: KCSIE"],
        [],
    ),
    "an item": ("<ul><li>One</li><li>Two</li></ul>", "<ul><li>One</li><li>Two</li><li>Three</li></ul>", [], ["Three"]),
    "a row": (
        _TABLE.format("<tr><td>Head</td><td>Ann</td></tr>"),
        _TABLE.format("<tr><td>Head</td><td>Bob</td></tr><tr><td>DSL</td><td>Cy</td></tr>"),
        ["Ann"],
        ["Bob", "DSL", "Cy"],
    ),
    "another paragraph": (
        "<p>Apples and pears grow on trees.</p>",
        "<p>Nobody may park here after six.</p>",
        ["Apples and pears grow on trees."],
        ["Nobody may park here after six."],
    ),
}


def blocks(html: str) -> tuple[Block, ...]:
    """Return a page as blocks."""
    return reading.read("policy/planted.md", f"<article><h1>Planted</h1>{html}</article>").blocks


def texts(some: tuple[Block, ...], change: str) -> list[str]:
    """Return what is marked as added or removed."""
    return [run.text.strip() for block in every(some) for run in runs_of(block) if run.change == change]


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_marked(name: str) -> None:
    before, after, removed, added = CHANGES[name]
    found = marked(blocks(before), blocks(after))
    assert texts(found, REMOVED) == removed
    assert texts(found, ADDED) == added


@pytest.mark.parametrize("name", CHANGES)
def test_word_accepts_and_refuses_them(name: str) -> None:
    before, after, *_ = CHANGES[name]
    imprint = imprint_of(project.load(EXAMPLES / "example-primary.yml"))

    def written(some: tuple[Block, ...]) -> etree._Element:
        made = Composed(Document("planted", "Planted", "short", ("policy/planted.md",), "policy/planted.md"), "Planted", (), some)
        return docx.Document(io.BytesIO(word.write(made, imprint))).element.body

    both = written(marked(blocks(before), blocks(after)))
    assert _text(both, without=f"{_W}del", plain=f"{_W}ins") == _text(written(blocks(after)))
    assert _text(both, without=f"{_W}ins", plain=f"{_W}del") == _text(written(blocks(before)))


def _text(body: etree._Element, without: str = "", plain: str = "") -> list[str]:
    """Return the words as they are once all changes are accepted, or refused."""
    kept = [
        one.text or "" for one in body.iter(f"{_W}t", f"{_W}delText") if not without or not any(above.tag == without for above in one.iterancestors())
    ]
    return " ".join(kept).replace("1.1", "").replace("1.2", "").split()


def test_the_schools_own_choices_count(tmp_path: Path) -> None:
    file = tmp_path / "school.yml"
    text = (EXAMPLES / "example-primary.yml").read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    mine = project.load(file)
    section = '<article><h1>Devices</h1><p class="section-number">Section 1 of our policy</p>{}</article>'
    front = "<article><h1>Policy</h1><table><thead><tr><th>Detail</th><th>School</th></tr></thead></table></article>"
    then = {"policy/index.md": front, "policy/devices.md": section.format(_CLAUSE.format("phones", "1.1", "Phones are handed in."))}
    now = {"policy/index.md": front, "policy/devices.md": section.format(_CLAUSE.format("phones", "1.1", "Phones are locked away."))}
    imprint = imprint_of(mine)
    policy = Document("policy", "The whole policy", "policy", tuple(then), "policy/index.md", ("pdf", "docx"))
    with pytest.raises(versions.VersionError, match=r"Version 1\.0 was not kept.*None has been kept"):
        versions.since(mine.school, "1.0", policy, {}, imprint)
    kept = versions.keep(mine.school, then, imprint)
    assert kept == versions.keep(mine.school, then, imprint)
    assert json.loads(kept.read_text(encoding="utf-8"))["version"] == imprint.version
    with pytest.raises(versions.VersionError, match="was kept before"):
        versions.keep(mine.school, now, imprint)
    read = {page: reading.read(page, article) for page, article in now.items()}
    found = versions.since(mine.school, imprint.version, versions.document_since(policy, imprint.version), read, imprint)
    assert texts(found.blocks, REMOVED) == ["handed in."] and texts(found.blocks, ADDED) == ["locked away."]
    assert count(found.blocks) == 1
    assert found.document.files == (f"policy-since-{imprint.version}.pdf", f"policy-since-{imprint.version}.docx")
