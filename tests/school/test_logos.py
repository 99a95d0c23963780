"""A logo is a picture that browsers show, and nothing in it acts or fetches; what cannot be used is told with file, line and remedy."""

from __future__ import annotations

import base64
import os
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Browser

from handbook.finish import images
from handbook.ground.problems import ProblemsError
from handbook.school import branding, logos
from handbook.school.load import load

PNG = base64.b64encode(b"x").decode()
DRAWING = '<path id="shape" d="M0 0h9v9z" fill="#a1121b"/>'


def svg(inside: str = "", attributes: str = "", before: str = "") -> bytes:
    """Return a drawing with something in it."""
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{before}<svg {space} viewBox="0 0 9 9" {attributes}>{DRAWING}{inside}</svg>'.encode()


def picture(kind: str, size: tuple[int, int] = (40, 20), **more: object) -> bytes:
    """Return a sound picture."""
    file = BytesIO()
    Image.new("RGB", size, "#1d4f91").save(file, kind, **more)
    return file.getvalue()


def school_with(folder: Path, name: str, content: bytes) -> Path:
    """Write a school's file with a logo beside it."""
    (folder / name).write_bytes(content)
    file = folder / "school.yml"
    file.write_text(f"identity:\n  name: Oak School\nbranding:\n  logo: {name}\n", encoding="utf-8")
    return file


# What stands in a drawing, and what must be gone from it.
ACTS = {
    "a script": (svg("<script>alert(1)</script>"), ["script", "alert"]),
    "a script elsewhere": (svg('<script xlink:href="https://x.example/a.js"/>'), ["script", "x.example"]),
    "a script of HTML": (svg('<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>'), ["script", "alert"]),
    "on the drawing itself": (svg(attributes='onload="alert(1)"'), ["onload", "alert"]),
    "on a shape": (svg('<rect width="1" onClick="alert(1)" ONMOUSEOVER="alert(2)"/>'), ["onClick", "ONMOUSEOVER", "alert"]),
    "a link that acts": (svg('<a xlink:href="javascript:alert(1)"><circle r="1"/></a>'), ["javascript", "<a"]),
    "a link elsewhere": (svg('<a href="https://x.example/"><circle r="1"/></a>'), ["x.example"]),
    "a picture elsewhere": (svg('<image href="https://x.example/a.png"/>'), ["x.example"]),
    "a picture beside it": (svg('<image xlink:href="../a.png"/>'), ["a.png"]),
    "a drawing in the picture": (svg(f'<image href="data:image/svg+xml;base64,{PNG}"/>'), ["svg+xml"]),
    "a shape of another file": (svg('<use href="other.svg#a"/>'), ["other.svg"]),
    "a foreign object": (svg('<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="https://x.example"/></foreignObject>'), ["foreignObject", "iframe"]),
    "an animation that sets a link": (svg('<set attributeName="href" to="javascript:alert(1)"/><animate attributeName="href" values="javascript:alert(2)"/>'), ["alert", "animate"]),
    "a style that fetches": (svg("<style>@import url(https://x.example/a.css); .a{fill:url('https://x.example/b.svg#c')}</style>"), ["x.example", "@import"]),
    "a style that hides what it fetches": (svg(r"<style>.a{background:u\72l(https://x.example/a)} @\69mport 'https://x.example/b';</style>"), ["\\", "url(https", "@import"]),
    "a fill that fetches": (svg('<rect fill="url(https://x.example/a.svg#b)"/>'), ["x.example"]),
    "a style of one shape": (svg('<rect style="fill:URL( \'//x.example/a\' )"/>'), ["x.example"]),
    "a base elsewhere": (svg(attributes='xml:base="https://x.example/"'), ["x.example"]),
    "a style sheet before it": (svg(before='<?xml version="1.0"?><?xml-stylesheet href="https://x.example/a.css"?>'), ["x.example"]),
    "another program's notes": (svg('<metadata><x:a xmlns:x="urn:x" x:href="javascript:alert(1)"/></metadata>'), ["metadata", "alert"]),
    "a document type of the web": (
        svg(before='<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'), ["DOCTYPE", "svg11.dtd"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_what_acts_or_fetches_is_taken_out_and_the_drawing_stays(name: str, tmp_path: Path) -> None:
    content, gone = ACTS[name]
    assert any(word.encode() in content for word in gone)
    loaded = load(school_with(tmp_path, "logo.svg", content))
    published = branding.files(loaded)["assets/images/school-logo.svg"].decode("utf-8")
    for word in gone:
        assert word.lower() not in published.lower()
    root = ElementTree.fromstring(published)  # noqa: S314 (just made harmless)
    assert root.find(".//{http://www.w3.org/2000/svg}path[@id='shape']").attrib == {"id": "shape", "d": "M0 0h9v9z", "fill": "#a1121b"}
    assert root.get("viewBox") == "0 0 9 9"


# What must stay as it is.
KEPT = {
    "a gradient": '<linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient><rect fill="url(#g)" transform="rotate(3)"/>',
    "a shape used again": '<defs><g id="a"><circle r="1"/></g></defs><use href="#a" x="2"/>',
    "a style": "<style>.a&gt;.b{fill:url(#g);font-family:'A B'}</style>",
    "a picture inside": f'<image href="data:image/png;base64,{PNG}" width="1" height="1"/>',
    "letters": '<text x="1" font-size="2">Ysgol &amp; Gŵyr<tspan dy="1">2026</tspan></text>',
    "a title": "<title>Our oak: javascript free (2026)</title>",
}


@pytest.mark.parametrize("name", KEPT)
def test_what_draws_stays(name: str, tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(svg(KEPT[name]))

    def plain(content: bytes) -> str:
        return ElementTree.canonicalize(content.decode("utf-8"))

    assert plain(logos.cleaned(tmp_path / "logo.svg")) == plain(svg(KEPT[name]))


def test_no_cleaned_drawing_acts_in_a_browser(tmp_path: Path, browser: Browser) -> None:
    page = browser.new_page()
    alarms: list[str] = []
    page.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: alarms.append(request.url) if "x.example" in request.url else None)
    for number, (content, _) in enumerate(ACTS.values()):
        file = tmp_path / f"{number}.svg"
        file.write_bytes(content)
        file.write_bytes(logos.cleaned(file))
        page.goto(file.as_uri())
        assert page.evaluate("document.getElementById('shape').getBBox().width") == 9
    assert alarms == []
    # The same, as it was: the browser of this test does tell.
    file.write_bytes(ACTS["a script"][0])
    page.goto(file.as_uri())
    assert alarms == ["1"]
    page.close()


# A file, its content, and words of what is told.
REFUSED = {
    "letters in a picture's clothes": ("logo.png", b"not a picture", ["is no picture", "save it anew as a PNG"]),
    "random bytes": ("logo.png", bytes(range(256)) * 4, ["is no picture"]),
    "the sign of a PNG and no more": ("logo.png", b"\x89PNG\r\n\x1a\n" + bytes(40), ["is no picture"]),
    "half a PNG": ("logo.png", picture("PNG", (400, 400))[:-40], ["is no picture, or a damaged one"]),
    "half a photo": ("logo.jpg", picture("JPEG", (400, 400))[:700], ["is no picture, or a damaged one"]),
    "half a WebP": ("logo.webp", picture("WEBP")[:30], ["is no picture, or a damaged one"]),
    "an empty file": ("logo.jpg", b"", ["is no picture"]),
    "a GIF with a PNG's name": ("logo.png", picture("GIF"), ["is no picture"]),
    "a PNG with a photo's name": ("logo.jpg", picture("PNG"), ["is a PNG picture, but its name ends in .jpg", "ends in .png"]),
    "a photo with a WebP's name": ("logo.webp", picture("JPEG"), ["is a JPEG picture", "ends in .jpg"]),
    "a drawing with a PNG's name": ("logo.png", svg(), ["is no picture"]),
    "a huge sheet of nothing": ("logo.png", picture("PNG", (6000, 6000)), ["more than 4000 pixels"]),
    "a picture with a drawing's name": ("logo.svg", picture("PNG"), ["is not a sound SVG picture (in its line 1)"]),
    "a web page": ("logo.svg", b"<html><body/></html>", ["is not an SVG picture"]),
    "a drawing without its name space": ("logo.svg", b"<svg><path/></svg>", ["is not an SVG picture"]),
    "a drawing that is cut off": ("logo.svg", svg()[:-9], ["is not a sound SVG picture"]),
    "an entity that unfolds": (
        "logo.svg", svg("<text>&b;</text>", before='<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'), ["declares entities", "plain SVG"],
    ),
    "an entity of another file": ("logo.svg", svg("<text>&b;</text>", before='<!DOCTYPE svg [<!ENTITY b SYSTEM "file:///etc/passwd">]>'), ["declares entities"]),
    "an entity that nobody declared": ("logo.svg", svg("<text>&nothing;</text>"), ["is not a sound SVG picture"]),
    "boxes in boxes without end": ("logo.svg", svg("<g>" * 5000 + "</g>" * 5000), ["SVG picture"]),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used_is_told_with_its_line_and_a_remedy(name: str, tmp_path: Path) -> None:
    file, content, words = REFUSED[name]
    with pytest.raises(ProblemsError) as stopped:
        load(school_with(tmp_path, file, content))
    (problem,) = stopped.value.problems
    assert (problem.line, problem.place) == (4, "branding.logo")
    for word in words:
        assert word in f"{problem.fault} {problem.remedy}"


@pytest.mark.parametrize(("file", "kind"), [("a.png", "PNG"), ("a.jpg", "JPEG"), ("a.JPEG", "JPEG"), ("a.webp", "WEBP")])
def test_a_sound_picture_is_published_as_it_is_and_gets_its_size(file: str, kind: str, tmp_path: Path) -> None:
    content = picture(kind)
    loaded = load(school_with(tmp_path, file, content))
    published = branding.files(loaded)[f"assets/images/school-logo{Path(file).suffix.lower()}"]
    assert published == content
    (tmp_path / f"published{Path(file).suffix}").write_bytes(published)
    assert images.dimensions(tmp_path / f"published{Path(file).suffix}") == (40, 20)


def test_a_photo_that_a_browser_turns_has_its_sides_turned(tmp_path: Path) -> None:
    notes = Image.Exif()
    notes[0x0112] = 6
    (tmp_path / "a.jpg").write_bytes(picture("JPEG", exif=notes))
    assert images.dimensions(tmp_path / "a.jpg") == (20, 40)


@pytest.mark.parametrize(
    ("name", "content"), [("a.png", b"no"), ("a.webp", b""), ("a.txt", b"x"), ("b.svg", b"<svg>"), ("c.svg", b'<svg viewBox="0 0 4">')]
)
def test_what_says_nothing_of_its_size_has_none(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert images.dimensions(tmp_path / name) is None


def test_a_picture_that_changes_is_looked_at_again(tmp_path: Path) -> None:
    file = school_with(tmp_path, "logo.png", picture("PNG"))
    assert load(file).logo
    (tmp_path / "logo.png").write_bytes(b"spoilt")
    os.utime(tmp_path / "logo.png", (2_000_000_000, 2_000_000_000))
    with pytest.raises(ProblemsError, match="is no picture"):
        load(file)
    (tmp_path / "logo.png").write_bytes(picture("PNG", (9, 9)))
    os.utime(tmp_path / "logo.png", (2_000_000_001, 2_000_000_001))
    assert load(file).logo
