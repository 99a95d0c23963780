"""Pictures that shift nothing and wait until they are needed: each gets its size, and those in the text load lazily."""

from __future__ import annotations

import posixpath
import re
import struct
from functools import lru_cache
from pathlib import Path

from handbook.finish.pages import Page

_IMAGE = re.compile(r"<img\b[^>]*>")


def size(site: Path, pages: list[Page]) -> None:
    """Give every picture of this site a width and a height; let those in the article load lazily."""
    for page in pages:
        if "<img" not in page.text:
            continue
        article = page.text.find("<article")

        def one(match: re.Match[str], page: Page = page, article: int = article) -> str:
            return _sized(site, page, match.group(0), lazy=match.start() > article >= 0)

        page.text = _IMAGE.sub(one, page.text)


def _sized(site: Path, page: Page, tag: str, lazy: bool) -> str:
    values = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
    more = ""
    if lazy and "loading" not in values:
        more += ' loading="lazy" decoding="async"'
    if "width" not in values or "height" not in values:
        real = dimensions(site / posixpath.normpath(posixpath.join(page.path, values.get("src", ""))))
        if real:
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
    content = path.read_bytes()
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return struct.unpack(">II", content[16:24])
    if path.suffix == ".svg":
        root = re.search(r"<svg\b[^>]*>", content.decode("utf-8", "replace"))
        values = dict(re.findall(r'([\w-]+)="([^"]*)"', root.group(0))) if root else {}
        box = re.findall(r"[\d.]+", values.get("viewBox", ""))
        sides = [re.fullmatch(r"([\d.]+)(?:px)?", values.get(side, "")) for side in ("width", "height")]
        if all(sides):
            return float(sides[0].group(1)), float(sides[1].group(1))  # type: ignore[union-attr]
        return (float(box[2]), float(box[3])) if len(box) == 4 else None
    if content[:2] == b"\xff\xd8":
        return _jpeg(content)
    return None


def _jpeg(content: bytes) -> tuple[float, float] | None:
    position = 2
    while position + 9 < len(content) and content[position] == 0xFF:
        mark, length = content[position + 1], struct.unpack(">H", content[position + 2 : position + 4])[0]
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + length
    return None
