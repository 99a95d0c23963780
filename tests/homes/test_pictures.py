"""Our drawings speak without being seen, take the site's colours and are all used."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from handbook.ground.paths import DOCS, OVERRIDES

PICTURES = sorted((OVERRIDES / "assets" / "images" / "pictures").glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "g", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"}
# What the stylesheet knows; it gives each the right colour on light and on dark.
CLASSES = {"ink", "fill", "accent", "on-accent", "soft", "soft-fill", "ring", "ink-fill"}
# What brings a colour, an action or a name of its own; drawings stand in the page itself, where names could clash.
FORBIDDEN = re.compile(r"style|id|fill|stroke|color|opacity|href|on\w+")
SMALLEST_TEXT = 14


def faults(source: str) -> list[str]:
    """Return what is wrong with a drawing."""
    root = ElementTree.fromstring(source)  # noqa: S314 (our own drawing)
    found = []
    if root.get("aria-hidden") != "true":
        found += [f"no words in its {part}" for part in ("title", "desc") if not (root.findtext(f"{SVG}{part}") or "").strip()]
        found += [] if root.get("role") == "img" else ['no role="img"']
    found += [] if root.get("viewBox") and not {"width", "height"} & set(root.attrib) else ["its size is not a viewBox alone"]
    for element in root.iter():
        tag = element.tag.removeprefix(SVG)
        found += [] if tag in TAGS else [f"<{tag}>"]
        found += [f"class {name}" for name in element.get("class", "").split() if name not in CLASSES]
        found += [f"{name} on <{tag}>" for name in element.attrib if FORBIDDEN.fullmatch(name)]
        if tag == "text" and float(element.get("font-size", 16)) < SMALLEST_TEXT:
            found.append(f"small text: {''.join(element.itertext())}")
    return found


@pytest.mark.mend(
    "Mend the drawing in overrides/assets/images/pictures/: title and desc in words, colours only by the classes named at the top of this file."
)
@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_drawing(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<desc>", "<desc></desc><desc>", "no words in its desc"),
        ('class="ink"', 'class="ink" stroke="#ff0000"', "stroke on"),
        ('class="ink"', 'class="red"', "class red"),
        ('class="ink"', 'class="ink" id="x"', "id on"),
        ('class="ink"', 'class="ink" onclick="x()"', "onclick on"),
        ("</svg>", "<style>a{}</style></svg>", "<style>"),
        ("</svg>", "<script>x()</script></svg>", "<script>"),
        ('font-size="18"', 'font-size="9"', "small text"),
        ('viewBox="', 'width="640" viewBox="', "viewBox alone"),
    ],
)
def test_a_planted_fault_is_seen(old: str, new: str, fault: str) -> None:
    source = (OVERRIDES / "assets" / "images" / "pictures" / "whom-to-tell.svg").read_text(encoding="utf-8")
    source = source if old in source else source.replace('font-size="', 'font-size="18" data-was="', 1)
    assert any(fault in one for one in faults(source.replace(old, new, 1)))


@pytest.mark.mend('Ask for the drawing in a page:  {{ picture("its-name") }}  Or delete its file.')
def test_every_drawing_is_used() -> None:
    used = {name for page in DOCS.rglob("*.md") for name in re.findall(r'picture\("([\w-]+)"\)', page.read_text(encoding="utf-8"))}
    assert used == {path.stem for path in PICTURES}


# For each word in a drawing: what it says, its class, and the class of the topmost shape under its middle.
UNDER_TEXT = """() => [...document.querySelectorAll("text")].map(text => {
  const box = text.getBBox(), middle = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2);
  const below = [...document.querySelectorAll("svg .accent, svg .on-accent, svg .fill, svg .soft-fill, svg .ink-fill")].filter(
    shape => shape.isPointInFill && text.compareDocumentPosition(shape) & Node.DOCUMENT_POSITION_PRECEDING && shape.isPointInFill(middle));
  return [text.textContent, text.getAttribute("class"), below.length ? below.at(-1).getAttribute("class") : ""];
})"""


def misplaced(browser: Browser, source: str) -> list[str]:
    """Return the words of a drawing whose colour is not made for what is behind them."""
    page = browser.new_page()
    page.set_content(source)
    found = [words for words, own, below in page.evaluate(UNDER_TEXT) if (own == "on-accent") != (below == "accent")]
    page.close()
    return found


@pytest.mark.mend("In overrides/assets/images/pictures/ give words that stand on the school's colour the class on-accent, and all others another.")
def test_words_on_the_schools_colour_are_made_for_it(browser: Browser) -> None:
    assert {path.stem: found for path in PICTURES if (found := misplaced(browser, path.read_text(encoding="utf-8")))} == {}
    example = '<svg viewBox="0 0 99 99"><rect class="accent" width="99" height="50"/><text class="ink" x="9" y="30">no</text></svg>'
    assert misplaced(browser, example) == ["no"]
    assert misplaced(browser, example.replace('"ink"', '"on-accent"')) == []
