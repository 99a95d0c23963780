"""Pictures for paper: drawings that stand in pages get the colours that the site's styles would give them."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from handbook.ground.paths import DOCS
from handbook.outputs.documents.blocks import Picture
from handbook.outputs.documents.imprint import Imprint

_SVG = "http://www.w3.org/2000/svg"
# As in overrides/assets/stylesheets/pictures.css and colours.css, light.
_STYLES = """
svg {{ fill: none; stroke-linecap: round; stroke-linejoin: round; color: #1d2329 }}
.ink, .soft, .ring {{ stroke: #1d2329; stroke-width: 2.5 }}
text.ink, text.soft, .ink-fill {{ fill: #1d2329; stroke: none }}
.soft {{ stroke: #59636e }}
.ring {{ stroke: #b3261e; stroke-dasharray: 4 3 }}
.fill {{ fill: #f3f5f7; stroke: #8a94a0 }}
.soft-fill {{ fill: #c9d0d7 }}
.accent {{ fill: {accent} }}
.on-accent {{ fill: #ffffff }}
text {{ font-family: "Noto Sans" }}
"""


def image_of(picture: Picture, imprint: Imprint) -> tuple[str, bytes]:
    """Return a picture's suffix and bytes."""
    if picture.svg:
        drawing = etree.fromstring(picture.svg)
        # The fill that nothing else asks for must not be black.
        for name, value in {"fill": "none", "stroke-linecap": "round", "stroke-linejoin": "round", "xmlns": _SVG}.items():
            drawing.set(name, value)
        styles = etree.Element("style")
        styles.text = _STYLES.format(accent=imprint.accent)
        drawing.insert(0, styles)
        return ".svg", bytes(etree.tostring(drawing))
    file = _file(picture, imprint)
    return file.suffix, file.read_bytes()


def file_of(picture: Picture, imprint: Imprint) -> Path | None:
    """Return the file of a picture that is no drawing of the page itself."""
    return _file(picture, imprint) if picture.file else None


def _file(picture: Picture, imprint: Imprint) -> Path:
    return dict(imprint.own_pictures).get(picture.file, DOCS / picture.file)
