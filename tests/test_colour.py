"""Whatever colour a school has, text on it and links in it can be read."""

from __future__ import annotations

import random

import pytest

from handbook.ground.colour import DARK_PAGE, DARK_TINT, ENOUGH, LIGHT_PAGE, LIGHT_TINT, contrast, palette

SHADES = random.Random(7)
COLOURS = ["#000000", "#ffffff", "#f2c200", "#1a1024", "#808080", "#ff0000", "#00ff00", "#0000ff", "#777777", "#767676"]
COLOURS += [f"#{SHADES.randrange(0x1000000):06x}" for _ in range(500)]


def test_contrast_agrees_with_known_values() -> None:
    # The worked examples everyone uses for WCAG's formula.
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("brand", COLOURS)
def test_everything_is_readable(brand: str) -> None:
    made = palette(brand)
    assert contrast(made.on_brand, made.brand) >= ENOUGH
    for background in (LIGHT_PAGE, LIGHT_TINT):
        assert contrast(made.link_light, background) >= ENOUGH
    for background in (DARK_PAGE, DARK_TINT):
        assert contrast(made.link_dark, background) >= ENOUGH
