"""Draw the pictures that other websites show when somebody shares a page: its title, in the school's colour and with its name.

Drawn here, by no outside service. A card that was drawn before for the same words and colour is taken from the cache.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any

from handbook.ground.colour import palette
from handbook.ground.paths import ROOT
from handbook.ground.processes import end_with_parent

WIDTH, HEIGHT = 1200, 630
CACHE = ROOT / ".cache" / "cards"
_EDGE = 80
_ROOM = WIDTH - 2 * _EDGE
# Raise it when the drawing changes: cards in the cache are then drawn anew.
_VERSION = 2
# Shades between the school's colour and its ink, both included: nobody sees a difference to more of them, and a card is a tenth of the size.
_SHADES = 16


class Press:
    """Draws the cards of a site on every core; use it in a ``with`` block."""

    def __init__(self, colour: str, school: str, site: str) -> None:
        self.colour, self.school, self.site = colour, school, site
        self.pool: ProcessPoolExecutor | None = None
        self.waiting: list[tuple[Future[None], Path, Path]] = []

    def order(self, title: str, section: str, target: Path) -> None:
        """Put a card at ``target``, from the cache or newly drawn."""
        target.parent.mkdir(parents=True, exist_ok=True)
        drawn = kept(self.colour, self.school, self.site, section, title)
        if drawn.is_file():
            shutil.copyfile(drawn, target)
            return
        self.pool = self.pool or ProcessPoolExecutor(initializer=end_with_parent)
        self.waiting.append((self.pool.submit(draw_into, drawn, self.colour, self.school, self.site, section, title), drawn, target))

    def __enter__(self) -> Press:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Wait for the cards that are being drawn and put them in place."""
        if self.pool:
            for future, drawn, target in self.waiting if kind is None else ():
                future.result()
                shutil.copyfile(drawn, target)
            self.pool.shutdown(cancel_futures=True)


def kept(colour: str, school: str, site: str, section: str, title: str) -> Path:
    """Return where a card stands in the cache, or will."""
    words = (str(_VERSION), colour, school, site, section, title)
    return CACHE / f"{hashlib.sha256(chr(0).join(words).encode()).hexdigest()[:24]}.png"


def draw_into(path: Path, colour: str, school: str, site: str, section: str, title: str) -> None:
    """Draw a card into a file, completely or not at all: builds of several schools may run at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".png")
    os.close(handle)
    draw(colour, school, site, section, title).save(draft, format="PNG")
    Path(draft).replace(path)


def draw(colour: str, school: str, site: str, section: str, title: str) -> Any:
    """Return a card."""
    from PIL import Image, ImageColor, ImageDraw

    colours = palette(colour)
    # First only how much ink there is at each place; the colours come at the end.
    card = Image.new("L", (WIDTH, HEIGHT), 0)
    pen = ImageDraw.Draw(card)
    ink = 255
    if section:
        pen.text((_EDGE, 70), _readable(section), font=_font(34), fill=ink)
    for points in (84, 72, 60, 50):
        lines = _lines(pen, title, _font(points))
        if len(lines) * points * 1.2 <= 330:
            break
    top = 140 + max(0, (330 - len(lines) * points * 1.2) / 2)
    for number, line in enumerate(lines):
        pen.text((_EDGE, top + number * points * 1.2), line, font=_font(points), fill=ink, stroke_width=1, stroke_fill=ink)
    pen.line((_EDGE, 500, WIDTH - _EDGE, 500), fill=ink, width=4)
    name = _lines(pen, _readable(school), _font(34))[:1]
    pen.text((_EDGE, 522), "".join(name), font=_font(34), fill=ink)
    pen.text((_EDGE, 568), site, font=_font(28), fill=ink)
    card = card.point([round(shade / 255 * (_SHADES - 1)) for shade in range(256)])
    ground, letters = ImageColor.getrgb(colours.brand), ImageColor.getrgb(colours.on_brand)
    shades = range(_SHADES)
    card.putpalette([round(one + (other - one) * shade / (_SHADES - 1)) for shade in shades for one, other in zip(ground, letters, strict=True)])
    return card


def _font(points: int) -> Any:
    from PIL import ImageFont

    # The font that Pillow carries: openly licensed, in the wheel, the same on every computer.
    return ImageFont.load_default(points)


def _readable(text: str) -> str:
    """Return a text, or nothing if the font has not all its letters: no name is better than a row of boxes."""
    font = _font(20)
    missing = bytes(font.getmask("\uffff"))
    return "" if any(not sign.isspace() and bytes(font.getmask(sign)) == missing for sign in text) else text


def _lines(pen: Any, text: str, font: Any) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and pen.textlength(longer, font=font) <= _ROOM:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
