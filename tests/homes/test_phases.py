"""A school's handbook holds no pages for stages that it does not teach: no page, no link, no entry in menu, search or site map."""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from handbook import navigation
from handbook.paths import DOCS, ROOT
from handbook.school.load import load
from handbook.school.model import key_stages
from tests.conftest import built
from tests.reading import pages_of, text_of

SOUND = (ROOT / "tests" / "school" / "sound.yml").read_text(encoding="utf-8")
# The least that a school of a phase must not have; the pages' own front matter decides on the rest.
NEVER = {
    "infant": {"pupils/ks2.md", "pupils/secondary.md", "pupils/report-it-yourself.md"},
    "secondary": {"pupils/ks1.md", "pupils/ks2.md"},
}
# What pages that speak of this very school must not say about another phase.
STRANGE = {
    "infant": r"Key Stages? [2-5]\b|[Ss]ixth form|[Ss]econdary pupils|GCSE",
    "secondary": r"Key Stages? [12]\b|[Ee]arly years|[Yy]oungest pupils",
}
OWN_PAGES = ("parents/what-we-teach", "parents/what-we-do", "parents/raise-a-concern", "pupils", "staff/teaching-materials")


@dataclass(frozen=True)
class Phase:
    """A school of one phase: its finished site, and the pages that it must not hold."""

    name: str
    site: Path
    hidden: list[str]


@pytest.fixture(scope="module", params=NEVER)
def phase(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Phase:
    """A school of one phase, built strictly: a link to a page that is not there stops the build."""
    folder = tmp_path_factory.mktemp(request.param)
    file = folder / "school.yml"
    file.write_text(SOUND.replace("phase: primary", f"phase: {request.param}"), encoding="utf-8")
    hidden = navigation.pages_for_others(DOCS, key_stages(load(file).school.identity))
    return Phase(request.param, built(str(file), folder / "site"), hidden)


def address(page: str) -> str:
    """Return the address of a page below the site: ``pupils/ks2.md`` → ``pupils/ks2/``."""
    return f"{page.removesuffix('.md')}/"


def test_pages_of_other_phases_are_not_there(phase: Phase) -> None:
    assert NEVER[phase.name] <= set(phase.hidden)
    assert [page for page in phase.hidden if (phase.site / address(page)).exists()] == []
    assert (phase.site / "pupils" / "tell-an-adult" / "index.html").is_file()


def test_nothing_leads_to_them(phase: Phase) -> None:
    gone = {address(page) for page in phase.hidden}
    for path in phase.site.rglob("*.html"):
        here = path.parent.relative_to(phase.site).as_posix()
        for href in re.findall(r'href="([^"#?]+)', path.read_text(encoding="utf-8")):
            if "://" not in href:
                assert f"{posixpath.normpath(posixpath.join(here, href))}/" not in gone, f"{path} links to {href}"
    index = json.loads((phase.site / "search" / "search_index.json").read_text(encoding="utf-8"))
    assert not {entry["location"].split("#")[0] for entry in index["docs"]} & gone
    # There is a site map only where the address of the site is known.
    for site_map in phase.site.glob("sitemap.xml"):
        assert not [one for one in gone if f"{one}</loc>" in site_map.read_text(encoding="utf-8")]


def test_pages_about_this_school_do_not_speak_of_other_phases(phase: Phase) -> None:
    for below in OWN_PAGES:
        for page in pages_of(phase.site, below):
            assert re.findall(STRANGE[phase.name], text_of(page)) == [], page


def test_no_group_of_the_menu_is_empty(phase: Phase) -> None:
    for path in phase.site.rglob("index.html"):
        page = path.read_text(encoding="utf-8")
        for group in re.findall(r'<ul class="md-nav__list"[^>]*>(.*?)</ul>', page, re.DOTALL):
            assert "<a " in group or "<label" in group, path
    everything = [{"Pupils": ["pupils/index.md", {"By stage": list(phase.hidden)}]}, "index.md"]
    assert navigation.without(everything, phase.hidden) == [{"Pupils": ["pupils/index.md"]}, "index.md"]
