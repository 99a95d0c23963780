"""The boxes' tints are no darker, and in dark colours no brighter, than the tints that a school's link colours are computed to be read on."""

from __future__ import annotations

import re

import pytest

from handbook.ground.colour import DARK_TINT, ENOUGH, LIGHT_TINT, contrast, luminance
from handbook.ground.paths import OVERRIDES

STYLES = OVERRIDES / "assets" / "stylesheets" / "colours.css"
BOXES = ("tint", "danger-tint", "advice-tint", "law-tint", "changed-tint", "mark")
WORDS = ("ink", "ink-soft")
EDGES = ("edge", "danger", "advice", "law", "changed")


def roles(scheme: str) -> dict[str, str]:
    """Return the colour roles of the light ("default") or the dark ("slate") scheme that are plain colours."""
    text = STYLES.read_text(encoding="utf-8")
    blocks = re.findall(r"((?:^|\n) *(?:[^\n{}]*,\n *)*[^\n{}]*\[data-md-color-scheme=\"slate\"\]) \{([^}]*)\}", text)
    light, dark = blocks[0][1], next(body for head, body in blocks[1:] if "default" not in head)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light if scheme == "default" else light + dark))


@pytest.mark.parametrize("box", BOXES)
def test_links_of_any_school_can_be_read_in_every_box(box: str) -> None:
    assert luminance(roles("default")[box]) >= luminance(LIGHT_TINT)
    assert luminance(roles("slate")[box]) <= luminance(DARK_TINT)


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize("box", ["page", *BOXES])
def test_text_can_be_read_and_edges_be_seen_in_every_box(scheme: str, box: str) -> None:
    mine = roles(scheme)
    for word in WORDS:
        assert contrast(mine[word], mine[box]) >= ENOUGH, (word, box)
    for edge in EDGES:
        assert contrast(mine[edge], mine[box]) >= 3, (edge, box)


def test_the_two_schemes_are_really_read() -> None:
    assert roles("default")["page"] == "#ffffff"
    assert roles("slate")["page"] == "#14181d"
    assert roles("default")["danger"] != roles("slate")["danger"]
