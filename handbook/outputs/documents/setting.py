"""Set a document with Typst: the folder in which Typst finds all it needs, and its complaints in plain words."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from handbook.outputs.documents import typst_markup
from handbook.outputs.documents.blocks import Picture
from handbook.outputs.documents.composing import Composed
from handbook.outputs.documents.imprint import Imprint
from handbook.outputs.documents.pictures import image_of
from handbook.outputs.documents.wording import footer_of, note_of, title_of

_HERE = Path(__file__).parent
FONTS = _HERE / "fonts"
_TEMPLATES = _HERE / "templates"
_UNSEEN_LETTER = re.compile(r"the text (.+?) could not be displayed")
_TOO_LONG = "the text does not fit on one side of {}. Shorten it."


class DocumentError(Exception):
    """A document could not be made; the message says why and what to do.

    Attributes:
        letters: The letters that no font has, if that is why.
    """

    def __init__(self, message: str, letters: str = "") -> None:
        super().__init__(message)
        self.letters = letters


@dataclass(frozen=True)
class Room:
    """A folder in which Typst finds all that a document needs.

    What changes while a document is set stands in a file of its own each: Typst keeps what it has set, and sets anew what asks for a file
    that has changed.

    Attributes:
        folder: The folder.
    """

    folder: Path

    def tell_smaller(self, steps: int) -> None:
        """Set the letters of a sheet smaller, by half points."""
        self._tell("smaller", steps)

    def tell_tighter(self, parts: Sequence[bool]) -> None:
        """Set some parts a little tighter."""
        self._tell("tighter", parts)

    def _tell(self, name: str, said: object) -> None:
        (self.folder / f"{name}.json").write_text(json.dumps(said), encoding="utf-8")

    def pdf(self, day: datetime) -> bytes:
        """Return the document as PDF/UA-1."""
        return bytes(typst.compile(self._main, **self._where, format="pdf", pdf_standards="ua-1", timestamp=day))

    def ask(self, label: str) -> Any:
        """Return what the template says under a label once all is set."""
        return json.loads(typst.query(self._main, f"<{label}>", field="value", one=True, **self._where))

    @property
    def _main(self) -> Path:
        return self.folder / "main.typ"

    @property
    def _where(self) -> dict[str, Any]:
        return {"root": self.folder, "font_paths": [FONTS], "ignore_system_fonts": True}


@contextmanager
def room_for(composed: Composed, imprint: Imprint, template: str, **more: object) -> Iterator[Room]:
    """Give a room with a document in it, set by a template that is told something more.

    Raises:
        DocumentError: Typst complained while it was used.
    """
    with tempfile.TemporaryDirectory(prefix="handbook-pdf-") as name:
        folder = Path(name)
        for file in _TEMPLATES.glob("*.typ"):
            shutil.copy(file, folder)
        room = Room(folder)
        (folder / "imprint.json").write_text(json.dumps({**_about(composed, imprint, folder), **more}), encoding="utf-8")
        room.tell_smaller(0)
        room.tell_tighter([False] * len(composed.parts))
        (folder / "main.typ").write_text(_source(composed, imprint, template, folder), encoding="utf-8")
        try:
            yield room
        except typst.TypstError as error:
            raise _in_plain_words(error) from error


def too_long(paper: str) -> DocumentError:
    """Return that a text does not fit on one side of some paper."""
    return DocumentError(_TOO_LONG.format(paper.upper()))


def _source(composed: Composed, imprint: Imprint, template: str, room: Path) -> str:
    files: dict[Picture, str] = {}

    def image(picture: Picture) -> str:
        if picture not in files:
            suffix, content = image_of(picture, imprint)
            files[picture] = f"/picture-{len(files) + 1}{suffix}"
            (room / files[picture][1:]).write_bytes(content)
        return files[picture]

    cover = typst_markup.markup(composed.cover, image)
    body = "".join(
        f"#part(tighter.at({number}), {'true' if number or composed.in_chapters else 'false'})[\n{typst_markup.markup(part, image)}\n]\n"
        for number, part in enumerate(composed.parts)
    )
    return f'#import "/{template}.typ": *\n#let tighter = json("/tighter.json")\n#show: document-of.with([\n{cover}\n])\n{body}'


def _about(composed: Composed, imprint: Imprint, room: Path) -> dict[str, object]:
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
        "year": imprint.day.year,
        "month": imprint.day.month,
        "day": imprint.day.day,
    }


def _in_plain_words(error: typst.TypstError) -> DocumentError:
    """Return what Typst refused, for somebody who does not know Typst."""
    said = error.message
    unseen = _UNSEEN_LETTER.search(said)
    if unseen:
        letters = unseen.group(1).strip("`'\"")
        names = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters if not letter.isspace())
        return DocumentError(f"no letter-form for {names} in the fonts that come with the handbook. Write it with other letters.", letters)
    fit = re.search(r"does not fit on one side of (\w+)", said)
    if fit:
        return too_long(fit.group(1))
    return DocumentError(" ".join([said, *error.hints]))
