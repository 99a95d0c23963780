"""What a school types appears as typed, in every detail, on every page, and never acts."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pydantic import BaseModel, ValidationError

from handbook.ground.paths import ROOT
from handbook.ground.yaml_files import Place
from handbook.school.load import load
from handbook.school.model import School
from handbook.school.write import school_file
from handbook.search.index import docs_of
from tests.conftest import Project, serve_folder

# HTML, script, Markdown, Jinja, quotes, entities and letters of other scripts, in one breath.
NASTY = """<i>x</i><script>bad()</script> & &amp; *b* _i_ `c` [l](x) {{ 7*7 }} {% if %} "q" 'a' #h |t| ~s~ ж漢ع"""


def typed_everywhere() -> tuple[dict[Place, object], list[str]]:
    """Return the example school's values, with a nasty text of its own for every detail that takes free text."""
    values: dict[Place, object] = {}
    texts: list[str] = []

    def fill(part: BaseModel, place: Place) -> None:
        for key in type(part).model_fields:
            value, here = getattr(part, key), (*place, key)
            text = f"Q{len(texts)}Q {NASTY}"
            if isinstance(value, BaseModel):
                fill(value, here)
            elif isinstance(value, list):
                values[here] = [one.model_dump(exclude_none=True) if isinstance(one, BaseModel) else one for one in value]
            elif here not in (("branding", "logo"), ("branding", "letterhead")) and takes(here, text):
                texts.append(text)
                values[here] = text
            elif value is not None:
                values[here] = value

    fill(load(ROOT / "schools" / "example-primary.yml").school, ())
    return values, texts


def takes(place: Place, text: str) -> bool:
    """Say whether a detail takes a text; phone numbers, addresses, dates and choices do not."""
    content: object = text
    for key in reversed(place):
        content = {key: content}
    try:
        School.model_validate(content)
    except ValidationError:
        return False
    return True


@pytest.fixture(scope="module")
def nasty_site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The site of a school whose every free text is nasty."""
    folder = tmp_path_factory.mktemp("nasty")
    values, texts = typed_everywhere()
    file = folder / "nasty.yml"
    file.write_text(school_file(values, file), encoding="utf-8")
    done = Project(ROOT).run("build", "--school", str(file), "--out", str(folder / "site"))
    assert done.returncode == 0, done.stderr
    return folder / "site", texts


def test_the_file_writer_brings_every_text_back() -> None:
    from handbook.ground.validation import checked
    from handbook.ground.yaml_files import parse

    values, texts = typed_everywhere()
    source = parse(school_file(values, ROOT / "nasty.yml"), "nasty.yml")
    school = checked(School, source.content, source)
    assert school.identity.name == texts[0]
    assert len(texts) > 40


@pytest.mark.whole
def test_literal_on_every_page(nasty_site: tuple[Path, list[str]]) -> None:
    site, texts = nasty_site
    seen: set[int] = set()
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert "<script>bad()" not in page, path
        assert "<i>x</i>" not in page, path
        for match in re.finditer(r"Q(\d+)Q", page):
            text = texts[int(match.group(1))]
            shown = html.unescape(page[match.start() : match.start() + 1500])
            assert shown.startswith(text), f"{path}: {shown[:200]!r}"
            seen.add(int(match.group(1)))
    assert len(seen) > 30, f"only {len(seen)} details show anywhere"


@pytest.mark.whole
def test_literal_in_the_search_index(nasty_site: tuple[Path, list[str]]) -> None:
    site, texts = nasty_site
    index = docs_of((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    seen: set[str] = set()
    for entry in index:
        assert "<script>bad" not in entry["text"]
        for match in re.finditer(r"Q(\d+)Q", entry["text"]):
            start = html.unescape(entry["text"][match.start() : match.start() + 900])
            assert " ".join(start.split()).startswith(" ".join(texts[int(match.group(1))].split()))
            seen.add(match.group(1))
    assert len(seen) > 20, f"only {len(seen)} details are found by a search"


@pytest.mark.whole
def test_literal_in_the_browser(nasty_site: tuple[Path, list[str]], browser: Browser) -> None:
    site, texts = nasty_site
    server, address = serve_folder(site)
    page = browser.new_page()
    alarms: list[str] = []
    page.on("pageerror", lambda error: alarms.append(str(error)))
    page.on("dialog", lambda dialog: alarms.append(dialog.message))
    for path in ("", "policy/about/", "contacts/", "policy/sign-off/"):
        page.goto(address + path)
        assert texts[0] in page.inner_text("header")
        assert page.locator("i", has_text="x").count() == 0
    assert texts[0] in page.title()
    assert alarms == []
    page.close()
    server.shutdown()
