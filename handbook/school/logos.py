"""A school's logo: a picture that browsers really show, with nothing in it that acts or fetches.

An SVG is a document that can hold scripts. Inside our pages browsers never run them, but they do when somebody opens the file by itself; so
only what draws is kept.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

MOST_PIXELS = 4000

# By the end of the name: the format that Pillow knows it by.
RASTER = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
# Everything that draws, or that a drawing is made with.
_DRAWS = frozenset(
    "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title desc image style switch "
    "linearGradient radialGradient stop clipPath mask pattern marker filter "
    "feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow "
    "feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting "
    "feSpotLight feTile feTurbulence".split()
)
_PICTURE_INSIDE = re.compile(r"\s*data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_BUILT_IN = r"data:(?:font/|application/(?:x-)?font-|image/(?:png|jpeg|gif|webp);)"
# In a style, everything that leads out of the file; a part of the file is named by a # alone.
_LEADS_OUT = re.compile(
    rf"@import[^;]*;?|url\(\s*[\"']?\s*(?!#|{_BUILT_IN})[^)]*\)?" r"|image-set\([^)]*\)?|expression\([^)]*\)?|javascript:|-moz-binding[^;}]*", re.I
)


class LogoError(Exception):
    """The picture cannot be used.

    Attributes:
        fault: What is wrong.
        remedy: What to do about it.
    """

    def __init__(self, fault: str, remedy: str) -> None:
        self.fault, self.remedy = fault, remedy
        super().__init__(f"{fault} {remedy}")


def cleaned(path: Path) -> bytes:
    """Return the picture as it may be published.

    Raises:
        LogoError: It is no picture, or one that cannot be made harmless.
        OSError: The file cannot be read.
    """
    return _cleaned(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _cleaned(path: Path, stamp: int) -> bytes:
    content = path.read_bytes()
    kind = path.suffix.lower()
    if kind == ".svg":
        return _svg(content)
    _check_raster(content, kind)
    return content


def _check_raster(content: bytes, kind: str) -> None:
    from PIL import Image

    save = "Open it in a picture program and save it anew as a PNG picture, 400 pixels wide."
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(content), formats=sorted(set(RASTER.values())))
            found, size = image.format or "", image.size
            if max(size) <= MOST_PIXELS:
                # Every pixel: half a picture has a sound beginning.
                image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        found, size = RASTER[kind], (MOST_PIXELS + 1, 0)
    except Exception as error:
        raise LogoError("the logo is no picture, or a damaged one.", save) from error
    if max(size) > MOST_PIXELS:
        raise LogoError(f"the logo is more than {MOST_PIXELS} pixels wide or high.", "Save a smaller version; 400 pixels wide is plenty.")
    if found != RASTER[kind]:
        right = next(end for end, one in RASTER.items() if one == found)
        raise LogoError(
            f"the logo is a {found} picture, but its name ends in {kind}.", f"Give it a name that ends in {right}, here and in its folder."
        )


def _svg(content: bytes) -> bytes:
    save = "Open it in the program it was drawn with and save it anew as plain SVG, or use a PNG picture."
    try:
        _refuse_entities(content)
        root = ElementTree.fromstring(content)  # noqa: S314 (entities, the danger of XML, have just been refused)
        if root.tag != f"{_SVG}svg":
            raise LogoError("the logo is not an SVG picture.", save)
        _clean(root)
        ElementTree.register_namespace("", _SVG[1:-1])
        ElementTree.register_namespace("xlink", _XLINK[1:-1])
        written: bytes = ElementTree.tostring(root, encoding="utf-8")
        return written
    except _EntityError:
        raise LogoError("the logo declares entities of its own, which can unfold into anything.", save) from None
    except (ElementTree.ParseError, expat.ExpatError) as error:
        raise LogoError(
            f"the logo is not a sound SVG picture (in its line {error.lineno if isinstance(error, expat.ExpatError) else error.position[0]}).", save
        ) from None
    except (RecursionError, LookupError, ValueError):
        raise LogoError("the logo is not an SVG picture that can be read.", save) from None


class _EntityError(Exception):
    pass


def _refuse_entities(content: bytes) -> None:
    def refuse(*_: object) -> None:
        raise _EntityError

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = refuse
    parser.Parse(content, True)


def _clean(element: ElementTree.Element) -> None:
    for name, value in list(element.attrib.items()):
        kept = _attribute(element, name, value)
        if kept is None:
            del element.attrib[name]
        else:
            element.attrib[name] = kept
    if element.tag == f"{_SVG}style":
        element.text = _style(element.text or "")
    for child in list(element):
        # A link is kept as what it holds.
        if child.tag == f"{_SVG}a":
            child.tag = f"{_SVG}g"
        if isinstance(child.tag, str) and child.tag.startswith(_SVG) and child.tag.removeprefix(_SVG) in _DRAWS:
            _clean(child)
        else:
            element.remove(child)


def _attribute(element: ElementTree.Element, name: str, value: str) -> str | None:
    """Return an attribute's value as it may stay; None if it may not."""
    if name in ("href", f"{_XLINK}href"):
        inside = element.tag == f"{_SVG}image" and _PICTURE_INSIDE.fullmatch(value)
        return value if value.startswith("#") or inside else None
    if name.startswith("{"):
        return value if name in (f"{_XML}space", f"{_XML}lang") else None
    return None if name.lower().startswith("on") else _style(value)


def _style(text: str) -> str:
    # A backslash could hide the letters of what is looked for.
    return _LEADS_OUT.sub("none", text.replace("\\", "")) if re.search(r"[@\\:(]", text) else text
