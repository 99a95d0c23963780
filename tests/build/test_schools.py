"""The example schools build without warnings and read as they should: the right names, choices and ages."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from handbook.facts.load import load as load_facts
from handbook.ground.paths import ROOT
from handbook.policy.outline import outline
from tests.conftest import built

pytestmark = pytest.mark.mend(
    "A page in docs/policy/ says to one school what is another's. Ask for details by macros, and put what belongs to some "
    'ages or choices into a condition:  {% if school.teaches("ks3") %}  or  {% if choices.its_name == "its-value" %}'
)

PRIMARY = ["example", "church-primary", "village-primary"]
# What one kind of school says and another must never say. Law, guidance, glossary and contacts speak of every age, so they are left out.
ONLY_IN_PRIMARY = r"Year [1-6]\b|Reception|[Ee]arly years|Key Stage [12]\b"
ONLY_IN_SECONDARY = r"Year (?:7|8|9|1[0-3])\b|Key Stage [34]\b|GCSE"


class _Text(HTMLParser):
    """Collects the text of a page's article."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article":
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.parts.append(data)


def article(path: Path) -> str:
    """Return the text of a page as it is read, without the words' meanings at its end."""
    parser = _Text()
    parser.feed(path.read_text(encoding="utf-8").split('<aside class="words"', 1)[0])
    return " ".join("".join(parser.parts).split())


def policy_text(site: Path) -> str:
    """Return the text of all policy pages, without the map of what guidance asks of every school."""
    pages = [path for path in sorted((site / "policy").rglob("index.html")) if path.parent.name not in ("compliance-map", "what-changed")]
    assert len(pages) > 30
    return "\n".join(article(path) for path in pages)


@pytest.mark.parametrize(
    ("school", "name", "dsl"),
    [
        ("example", "Example Primary School", "Amina Example"),
        pytest.param("church-primary", "St Example's Church of England Primary School", "Tom Model", marks=pytest.mark.whole),
        pytest.param("village-primary", "Little Exampling Village Primary School", "Dafydd Sample", marks=pytest.mark.whole),
        pytest.param("trust-secondary", "Examplewood Academy", "Kate Model", marks=pytest.mark.whole),
    ],
)
def test_names(school: str, name: str, dsl: str, sites: dict[str, Path]) -> None:
    text = policy_text(sites[school])
    assert name in text
    assert dsl in text
    for other in {"Amina Example", "Tom Model", "Dafydd Sample", "Kate Model"} - {dsl}:
        assert other not in text


@pytest.mark.parametrize("school", [one if one == "example" else pytest.param(one, marks=pytest.mark.whole) for one in PRIMARY])
def test_a_primary_never_speaks_of_secondary_years(school: str, sites: dict[str, Path]) -> None:
    text = policy_text(sites[school])
    assert re.findall(ONLY_IN_SECONDARY, text) == []
    assert len(re.findall(ONLY_IN_PRIMARY, text)) >= 5, "of its own it does speak"


@pytest.mark.whole
def test_a_secondary_never_speaks_of_primary_years(sites: dict[str, Path]) -> None:
    text = policy_text(sites["trust-secondary"])
    assert re.findall(ONLY_IN_PRIMARY, text) == []
    assert len(re.findall(ONLY_IN_SECONDARY, text)) >= 2, "of its own it does speak"


@pytest.mark.whole
def test_a_school_that_gives_only_the_essentials_builds(tmp_path: Path) -> None:
    # Every optional detail is blank: a page that prints one without asking first stops this build.
    site = built(str(ROOT / "tests" / "school" / "sound.yml"), tmp_path / "site")
    assert "to be completed: local.lado.phone" in (site / "contacts" / "index.html").read_text(encoding="utf-8")


@pytest.mark.whole
def test_choices_show(sites: dict[str, Path]) -> None:
    village, church, secondary = (policy_text(sites[name]) for name in ("village-primary", "church-primary", "trust-secondary"))
    assert "a tablet to every pupil from Year 3 to Year 6" in village
    assert "a tablet to every pupil" not in church + secondary
    assert "pouch" in secondary
    assert "pouch" not in village + church
    assert "trust board" in secondary
    assert "trust board" not in village


@pytest.mark.whole
def test_every_school_has_the_same_clauses_with_the_same_numbers(sites: dict[str, Path]) -> None:
    clauses = outline().clauses
    assert len(clauses) > 300
    for site in sites.values():
        for clause in clauses.values():
            page = site / clause.page.removesuffix(".md") / "index.html"
            found = re.search(rf'<a class="clause" href="#{clause.id}" id="{clause.id}"[^>]*>([^<]+)</a>', page.read_text(encoding="utf-8"))
            assert found and found.group(1) == clause.number, clause.id


def test_clause_links_print_the_clause_number(sites: dict[str, Path]) -> None:
    page = (sites["example"] / "policy" / "dos-and-donts" / "index.html").read_text(encoding="utf-8")
    number = outline().clauses["never-befriend-pupils"].number
    assert re.search(rf'<a href="\.\./contact-with-pupils/#never-befriend-pupils">clause <span translate="no">{re.escape(number)}</span></a>', page)


def test_every_footer_tells_the_schools_version_from_the_edition_of_the_wording(sites: dict[str, Path]) -> None:
    edition = load_facts().editions[0].version
    pages = sorted(sites["example"].rglob("index.html"))
    assert len(pages) > 200
    for page in pages:
        footer = page.read_text(encoding="utf-8").split("<footer", 1)[1]
        assert "<p>Our version 1.0<br>" in footer
        assert f"Wording: edition {edition}</p>" in footer
