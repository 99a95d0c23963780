"""Pictures that shift nothing and wait until they are needed: each gets its size, and those in the text load lazily."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from handbook.finish.pages import FinishedPage

_IMAGE = re.compile(r"<img\b[^>]*>")
# The number of that mark in a photo's own notes.
_ORIENTATION = 0x0112


Measure = Callable[[Path], "tuple[float, float] | None"]


def size(site: Path, pages: list[FinishedPage], measure: Measure | None = None) -> None:
    """Give every picture of this site a width and a height; let those in the article load lazily.

    Args:
        site: The folder of the site.
        pages: Its pages.
        measure: Returns a picture's width and height; by default :func:`dimensions`.
    """
    measured = measure or dimensions
    for page in pages:
        if "<img" not in page.text:
            continue
        article = page.text.find("<article")

        def one(match: re.Match[str], page: FinishedPage = page, article: int = article) -> str:
            return _sized(site, page, match.group(0), measured, lazy=match.start() > article >= 0)

        page.text = _IMAGE.sub(one, page.text)


def _sized(site: Path, page: FinishedPage, tag: str, measure: Measure, lazy: bool) -> str:
    values = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
    more = ""
    if lazy and "loading" not in values:
        more += ' loading="lazy" decoding="async"'
    if "width" not in values or "height" not in values:
        real = measure(site / posixpath.normpath(posixpath.join(page.path, values.get("src", ""))))
        if real and all(real):
            width, height = real
            if "height" in values:
                more += f' width="{round(int(values["height"]) * width / height)}"'
            elif "width" in values:
                more += f' height="{round(int(values["width"]) * height / width)}"'
            else:
                more += f' width="{round(width)}" height="{round(height)}"'
    return re.sub(r"\s*/?>$", f"{more}>", tag) if more else tag


@lru_cache(maxsize=256)
def dimensions(path: Path) -> tuple[float, float] | None:
    """Return a picture's width and height in pixels; None if it is none of ours or says nothing of its size."""
    if not path.is_file():
        return None
    return _drawn(path) if path.suffix.lower() == ".svg" else _painted(path)


def _drawn(path: Path) -> tuple[float, float] | None:
    root = re.search(r"<svg\b[^>]*>", path.read_text(encoding="utf-8", errors="replace"))
    values = dict(re.findall(r'\s([\w-]+)=["\']([^"\']*)["\']', root.group(0))) if root else {}
    box = re.findall(r"[\d.]+", values.get("viewBox", ""))
    sides = [re.fullmatch(r"([\d.]+)(?:px)?", values.get(side, "")) for side in ("width", "height")]
    if all(sides):
        return float(sides[0].group(1)), float(sides[1].group(1))  # type: ignore[union-attr]  # all of them match
    return (float(box[2]), float(box[3])) if len(box) == 4 else None


def _painted(path: Path) -> tuple[float, float] | None:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            # A camera held on its side: browsers turn the picture.
            turned = image.getexif().get(_ORIENTATION, 1) in (5, 6, 7, 8)
            return image.size[::-1] if turned else image.size
    except (UnidentifiedImageError, OSError):
        return None
