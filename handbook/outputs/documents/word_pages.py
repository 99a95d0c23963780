"""On which page of a Word document each section will stand, before Word has opened it.

Word alone counts its pages, so the document is set a second time as Word sets it: with the measures of its styles, and with letters as wide
as those of Arial. Nobody is shown that; only the numbers are taken from it.
"""

from __future__ import annotations

from dataclasses import asdict

from handbook.outputs.documents import word_markup, word_styles
from handbook.outputs.documents.blocks import Heading
from handbook.outputs.documents.composing import Composed
from handbook.outputs.documents.imprint import Imprint
from handbook.outputs.documents.setting import room_for


def page_numbers(composed: Composed, imprint: Imprint) -> dict[str, int]:
    """Return the page on which each first-level heading will stand in Word, by its anchor, and as ``""`` how many pages there will be.

    Raises:
        DocumentError: The document cannot be set.
    """
    with room_for(composed, imprint, "word", word=_measures()) as room:
        said = room.ask("page-numbers")
    anchors = [block.anchor for block in composed.blocks if isinstance(block, Heading) and block.level == 1]
    return {"": said["pages"], **dict(zip(anchors, said["headings"], strict=True))}


def _measures() -> dict[str, object]:
    """Return what Word documents measure: lengths in points, the page's margins in millimetres."""
    return {
        "styles": {name: asdict(style) for name, style in word_styles.STYLES.items()},
        "style_of": word_markup.STYLE_OF,
        "size": word_styles.NORMAL.size,
        "after": word_styles.NORMAL.after,
        "lines": word_styles.LINES,
        "sides": word_styles.SIDES,
        "top_and_bottom": word_styles.TOP_AND_BOTTOM,
        "to_footer": word_styles.TO_FOOTER,
        "indent": word_markup.INDENT / 20,
        "box_indent": word_markup.BOX_INDENT / 20,
        "cell_sides": word_markup.CELL_SIDES / 20,
        "row_to_fill": word_markup.ROW_TO_FILL / 20,
        "picture": word_markup.PICTURE * 72,
        "logo": word_markup.LOGO * 72,
    }
