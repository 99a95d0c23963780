"""A school's handbook holds no pages for stages that it does not teach: no page, no link, no entry in menu, search or site map."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from handbook.ground.paths import ROOT
from handbook.pages import navigation
from handbook.pages.sources import Sources
from handbook.school.load import load
from handbook.school.model import key_stages
from handbook.search.index import docs_of
from tests.conftest import built
from tests.reading import pages_of, text_of

pytestmark = [
    pytest.mark.whole,
    pytest.mark.mend(
        'The page is for other ages: put the link or the sentence into  {% if school.teaches("ks3") %} … {% endif %} , or write  '
        'stages: [ks3]  at the top of its page. CONTRIBUTING.md says how, under "A page for some ages only".'
    ),
]

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
    hidden = Sources().pages_for_others(key_stages(load(file).school.identity))
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
    followed = 0
    for path in phase.site.rglob("*.html"):
        here = path.parent.relative_to(phase.site).as_posix()
        for href in re.findall(r'href="([^"#?]+)', path.read_text(encoding="utf-8")):
            if "://" not in href:
                followed += 1
                assert f"{posixpath.normpath(posixpath.join(here, href))}/" not in gone, f"{path} links to {href}"
    assert followed > 5000
    index = docs_of((phase.site / "search" / "search_index.json").read_text(encoding="utf-8"))
    known = {entry["location"].split("#")[0] for entry in index}
    assert len(known) > 200 and not known & gone
    # There is a site map only where the address of the site is known.
    for site_map in phase.site.glob("sitemap.xml"):
        assert not [one for one in gone if f"{one}</loc>" in site_map.read_text(encoding="utf-8")]


def test_pages_about_this_school_do_not_speak_of_other_phases(phase: Phase) -> None:
    for below in OWN_PAGES:
        pages = pages_of(phase.site, below)
        assert pages, below
        for page in pages:
            assert re.findall(STRANGE[phase.name], text_of(page)) == [], page


def empty_groups(menu: str) -> list[str]:
    """Return the lists and groups of a menu in which nothing stands."""
    return re.findall(r"<ul[^>]*>\s*</ul>|<li>\s*</li>|</summary>\s*</details>", menu)


def test_no_group_of_the_menu_is_empty(phase: Phase) -> None:
    lists = links = 0
    for path in pages_of(phase.site):
        menu = path.read_text(encoding="utf-8").split('<nav class="site-nav"', 1)[1].split("</nav>", 1)[0]
        assert empty_groups(menu) == [], path
        lists += menu.count('<ul class="site-nav__list')
        links += menu.count('<a class="site-nav__link')
    pages = len(pages_of(phase.site))
    print(f"{phase.name}: {lists} lists with {links} links in the menus of {pages} pages")
    # Every page has the list of all sections, most have that of their own section too.
    assert pages > 200 and lists > pages * 1.5 and links > pages * 10


@pytest.mark.parametrize(
    "planted",
    ['<ul class="site-nav__list site-nav__list--2">\n</ul>', "<li> </li>", '<details class="site-nav__group"><summary>By age</summary> </details>'],
)
def test_an_empty_group_is_found(planted: str) -> None:
    sound = '<ul class="site-nav__list"><li><a class="site-nav__link" href="a/">A</a></li><li><details><summary>B</summary><ul><li>C</li></ul></details></li></ul>'
    assert empty_groups(sound) == []
    assert empty_groups(sound.replace("</ul>", f"{planted}</ul>", 1)) != []


def test_a_menu_without_some_pages_has_no_group_without_pages() -> None:
    hidden = ["pupils/ks1.md", "pupils/ks2.md"]
    everything = [{"Pupils": ["pupils/index.md", {"By stage": hidden}]}, "index.md"]
    assert navigation.without(everything, hidden) == [{"Pupils": ["pupils/index.md"]}, "index.md"]
