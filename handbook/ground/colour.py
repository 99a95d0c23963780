"""Make a readable palette from a school's one colour.

Contrast follows WCAG 2.2 (relative luminance, ratios from 1 to 21); text needs at least 4.5.
"""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from functools import lru_cache

ENOUGH = 4.5

LIGHT_PAGE = "#ffffff"
LIGHT_TINT = "#f3f5f7"
DARK_PAGE = "#14181d"
DARK_TINT = "#232a32"


@dataclass(frozen=True)
class Palette:
    """Colours as #rrggbb.

    Attributes:
        brand: The school's colour as given.
        on_brand: Text on the brand colour.
        link_light: Links and accents on the light page and its tint.
        link_dark: Links and accents on the dark page and its tint.
    """

    brand: str
    on_brand: str
    link_light: str
    link_dark: str


def _channels(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, from 0 (black) to 1 (white)."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=256)
def palette(brand: str) -> Palette:
    """Return a palette in which all text is readable, whatever the brand colour."""
    on_brand = max("#ffffff", "#000000", key=lambda text: contrast(text, brand))
    return Palette(
        brand=brand,
        on_brand=on_brand,
        link_light=_until_readable(brand, (LIGHT_PAGE, LIGHT_TINT), darker=True),
        link_dark=_until_readable(brand, (DARK_PAGE, DARK_TINT), darker=False),
    )


def _until_readable(colour: str, backgrounds: tuple[str, ...], darker: bool) -> str:
    """Move a colour's lightness step by step until it reads on all backgrounds; hue stays."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    for step in range(101):
        moved = lightness * (1 - step / 100) if darker else lightness + (1 - lightness) * step / 100
        red, green, blue = colorsys.hls_to_rgb(hue, moved, saturation)
        shade = f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"
        if all(contrast(shade, background) >= ENOUGH for background in backgrounds):
            return shade
    return "#14181d" if darker else "#ffffff"
