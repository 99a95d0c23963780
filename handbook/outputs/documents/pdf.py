"""Write a document as PDF with Typst: tagged, to PDF/UA-1, which Typst enforces."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import typst

from handbook.outputs.documents import typst_markup
from handbook.outputs.documents.blocks import Heading, Picture
from handbook.outputs.documents.composing import Composed
from handbook.outputs.documents.imprint import LICENCE, Imprint
from handbook.outputs.documents.pictures import image_of

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
TEMPLATES = HERE / "templates"
_TEMPLATE_OF = {"policy": "policy", "short": "form", "form": "form", "booklet": "booklet", "sheet": "sheet", "card": "sheet"}
_UNSEEN_LETTER = re.compile(r"the text (.+?) could not be displayed")

_TOO_LONG = "the text does not fit on one side of {}. Shorten it."


class DocumentError(Exception):
    """A document could not be made; the message says why and what to do."""


def write(composed: Composed, imprint: Imprint) -> bytes:
    """Return a document as PDF. The same document gives the same bytes.

    Raises:
        DocumentError: It cannot be written so that everybody can read it.
    """
    day = datetime(imprint.day.year, imprint.day.month, imprint.day.day, tzinfo=UTC)
    with _room_for(composed, imprint) as main:
        if composed.document.columns > 1:
            _fit(main)
        return typst.compile(main, root=main.parent, font_paths=[FONTS], ignore_system_fonts=True, format="pdf", pdf_standards="ua-1", timestamp=day)


def page_numbers(composed: Composed, imprint: Imprint) -> dict[str, int]:
    """Return the page on which each first-level heading of the PDF stands, by its anchor, and as ``""`` how many pages there are.

    Raises:
        DocumentError: As for :func:`write`.
    """
    with _room_for(composed, imprint) as main:
        said = json.loads(
            typst.query(main, "<page-numbers>", field="value", one=True, root=main.parent, font_paths=[FONTS], ignore_system_fonts=True)
        )
    anchors = [block.anchor for block in composed.blocks if isinstance(block, Heading) and block.level == 1]
    return {"": said["pages"], **dict(zip(anchors, said["headings"], strict=True))}


def _fit(main: Path) -> None:
    """Make the letters of a sheet in columns smaller until it has one side: how evenly columns fill shows only when they are set."""
    about = main.with_name("imprint.json")
    said = json.loads(about.read_text(encoding="utf-8"))
    for smaller in range(8):
        about.write_text(json.dumps({**said, "smaller": smaller}), encoding="utf-8")
        pages = json.loads(typst.query(main, "<page-count>", field="value", one=True, root=main.parent, font_paths=[FONTS], ignore_system_fonts=True))
        if pages == 1:
            return
    raise DocumentError(_TOO_LONG.format(said["paper"].upper()))


@contextmanager
def _room_for(composed: Composed, imprint: Imprint) -> Iterator[Path]:
    """Give the main file of a folder in which Typst finds all that a document needs; its complaints become plain words."""
    with tempfile.TemporaryDirectory(prefix="handbook-pdf-") as folder:
        room = Path(folder)
        for template in TEMPLATES.glob("*.typ"):
            shutil.copy(template, room)
        (room / "imprint.json").write_text(json.dumps(_imprint(composed, imprint, room)), encoding="utf-8")
        (room / "main.typ").write_text(_source(composed, imprint, room), encoding="utf-8")
        try:
            yield room / "main.typ"
        except typst.TypstError as error:
            raise DocumentError(_in_plain_words(error)) from error


def _source(composed: Composed, imprint: Imprint, room: Path) -> str:
    files: dict[Picture, str] = {}

    def image(picture: Picture) -> str:
        if picture not in files:
            suffix, content = image_of(picture, imprint)
            files[picture] = f"/picture-{len(files) + 1}{suffix}"
            (room / files[picture][1:]).write_bytes(content)
        return files[picture]

    cover, body = typst_markup.markup(composed.cover, image), typst_markup.markup(composed.blocks, image)
    template = _TEMPLATE_OF[composed.document.kind]
    return f'#import "/{template}.typ": *\n#show: document-of.with([\n{cover}\n])\n{body}\n'


def _imprint(composed: Composed, imprint: Imprint, room: Path) -> dict[str, object]:
    logo = ""
    if imprint.logo:
        logo = f"/logo{imprint.logo.suffix.lower()}"
        shutil.copy(imprint.logo, room / logo[1:])
    return {
        "title": title_of(composed, imprint),
        "school": imprint.school,
        "keywords": [composed.title, f"version {imprint.version}"],
        "footer": footer_of(composed, imprint),
        "note": note_of(imprint),
        "brand": imprint.brand,
        "on_brand": imprint.on_brand,
        "accent": imprint.accent,
        "logo": logo,
        "paper": composed.document.paper,
        "columns": composed.document.columns,
        "smaller": 0,
        "year": imprint.day.year,
        "month": imprint.day.month,
        "day": imprint.day.day,
    }


def title_of(composed: Composed, imprint: Imprint) -> str:
    """Return a document's own title: the policy's is what the school calls it."""
    return imprint.policy if composed.document.kind == "policy" else composed.title


def footer_of(composed: Composed, imprint: Imprint) -> str:
    """Return what the foot of each page says; the policy has no day of making, only of approval."""
    if composed.document.kind in ("policy", "short"):
        return f"{imprint.school}: {imprint.line}. Next review {imprint.next_review}. {LICENCE}"
    return f"{imprint.school}. Goes with our {imprint.line}. Made on {imprint.made_on}. {LICENCE}"


def note_of(imprint: Imprint) -> str:
    """Return what must be said before anything else."""
    return "This is a made-up school. Its names and numbers are not real." if imprint.is_example else ""


def _in_plain_words(error: typst.TypstError) -> str:
    """Return what Typst refused, for somebody who does not know Typst."""
    said = error.message
    unseen = _UNSEEN_LETTER.search(said)
    if unseen:
        letters = unseen.group(1).strip("`'\"")
        names = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters if not letter.isspace())
        return f"no letter-form for {names} in the fonts that come with the handbook. Write it with other letters."
    fit = re.search(r"does not fit on one side of (\w+)", said)
    if fit:
        return _TOO_LONG.format(fit.group(1).upper())
    return " ".join([said, *error.hints])
