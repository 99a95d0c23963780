"""Every fact reaches the page where readers look for it, and the search; a measure that is not law never reads as law."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pytest

from handbook.facts.load import load
from handbook.facts.records import Announced, Fact
from handbook.ground.paths import DOCS
from handbook.school.view import spoken_date
from handbook.search.index import docs_of
from macros.law import GUIDANCE_STATUS, LAW_STATUS, STAGES
from macros.organisations import STATUS
from tests.conftest import Project, copy_project
from tests.reading import pages_of, text_of

pytestmark = pytest.mark.mend(
    "Each record is shown where a page asks for it. Search data/ for the id that is named, and put the macro back into its "
    "page: docs/law/ (laws, guidance_list, announced, laws_a_to_z), docs/contacts/ (organisations_a_to_z, "
    "organisations_closed), docs/glossary.md, docs/platforms/, docs/to-check.md."
)

# Each kind of fact with aliases, and the page and anchor of a record. Platforms have a page each, whose last section ends with the aliases.
HOMES = {
    "legislation": lambda one: f"law/{one.topics[0]}/#{one.id}",
    "guidance": lambda one: f"law/guidance/#{one.id}",
    "announced": lambda one: f"law/announced/#{one.id}",
    "glossary": lambda one: f"glossary/#{one.id}",
    "organisations": lambda one: f"contacts/{'a-to-z' if one.status == 'open' else 'closed'}/#{one.id}",
    "platforms": lambda one: f"platforms/{one.id}/" if one.status == "open" else f"platforms/closed/#{one.id}",
}


def page_html(site: Path, address: str) -> str:
    """Return the HTML of a page, named by its address."""
    return (site / address / "index.html").read_text(encoding="utf-8")


def sections(page: str) -> dict[str, str]:
    """Return the HTML below each heading that has an anchor, up to the next heading."""
    parts = re.split(r'<h[1-3] id="([^"]+)">', page.split("</article>")[0].split('<aside class="words"')[0])
    assert len(set(parts[1::2])) == len(parts[1::2]), "an anchor stands twice on this page"
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def words(part: str) -> str:
    """Return the text of a piece of HTML on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", part)).replace("¶", "").split())


@lru_cache(maxsize=1000)
def letters(part: str) -> str:
    """Return the letters of a piece of HTML without tags and spaces."""
    return "".join(html.unescape(re.sub(r"<[^>]+>", "", part)).split())


def says(part: str, text: str) -> bool:
    """Return whether a piece of HTML reads as a text, wherever its tags stand."""
    return "".join(text.split()) in letters(part)


def badge(part: str) -> tuple[str, str]:
    """Return the kind of the first badge in a piece of HTML, and its words."""
    found = re.search(r'<span class="badge badge--([a-z-]+)">(.*?)</span>', part)
    assert found, "there is no badge"
    return found.group(1), words(found.group(2))


def links_to(part: str) -> set[str]:
    """Return the addresses that a piece of HTML links to."""
    return {html.unescape(address) for address in re.findall(r'href="([^"]+)"', part)}


def test_every_law_stands_on_exactly_one_law_page_with_status_and_link(sites: Mapping[str, Path]) -> None:
    facts = load()
    pages = {path.parent.name: sections(path.read_text(encoding="utf-8")) for path in pages_of(sites["example"], "law")}
    for law in facts.legislation.values():
        homes = [name for name, found in pages.items() if law.id in found]
        assert homes == [law.topics[0]], law.id
        part = pages[law.topics[0]][law.id]
        assert badge(part) == (law.status, LAW_STATUS[law.status]), law.id
        assert says(part, law.says) and says(part, law.status_note) and says(part, law.penalty), law.id
        if law.link:
            assert facts.links[law.link].url in links_to(part), law.id


def test_every_law_is_in_the_list_from_a_to_z(sites: Mapping[str, Path]) -> None:
    listed = links_to(page_html(sites["example"], "law/a-to-z"))
    assert {f"../{law.topics[0]}/#{law.id}" for law in load().legislation.values()} <= listed


def test_a_repealed_law_says_so_and_names_what_replaced_it(sites: Mapping[str, Path]) -> None:
    repealed = [law for law in load().legislation.values() if law.status == "repealed"]
    assert repealed
    for law in repealed:
        part = sections(page_html(sites["example"], f"law/{law.topics[0]}"))[law.id]
        assert "no longer law" in words(part)
        for name in law.replaced_by:
            assert any(address.endswith(f"#{name}") for address in links_to(part)), (law.id, name)


def test_every_organisation_is_in_its_list_with_ways_to_reach_it(sites: Mapping[str, Path]) -> None:
    facts = load()
    here, gone = (sections(page_html(sites["example"], f"contacts/{name}")) for name in ("a-to-z", "closed"))
    for one in facts.organisations.values():
        part = (here if one.status == "open" else gone)[one.id]
        if one.status != "open":
            assert badge(part) == (one.status, STATUS[one.status]), one.id
        assert {line.tel for line in one.phones} == {address for address in links_to(part) if address.startswith("tel:")}, one.id
        assert {facts.links[name].url for name in (one.link, one.report_link) if name} <= links_to(part), one.id
        if one.successor:
            assert any(address.endswith(f"#{one.successor}") for address in links_to(part)), one.id


def test_every_term_is_in_the_glossary_with_its_meaning(sites: Mapping[str, Path]) -> None:
    found = sections(page_html(sites["example"], "glossary"))
    for term in load().glossary.values():
        assert says(found[term.id], term.meaning), term.id
        assert ("Old word" in found[term.id]) == (term.era == "historical"), term.id
        assert {f"#{name}" for name in term.see} <= links_to(found[term.id]), term.id


def test_every_guidance_is_on_its_page_with_its_status(sites: Mapping[str, Path]) -> None:
    facts = load()
    found = sections(page_html(sites["example"], "law/guidance"))
    for one in facts.guidance.values():
        part = found[one.id]
        assert badge(part) == (one.status, GUIDANCE_STATUS[one.status]), one.id
        assert all(says(part, point) for point in one.asks), one.id
        if one.link:
            assert facts.links[one.link].url in links_to(part), one.id


def test_every_point_to_check_is_listed_in_its_order(sites: Mapping[str, Path]) -> None:
    points = sorted(load().to_check.values(), key=lambda one: one.order)
    page = page_html(sites["example"], "to-check")
    found = dict(re.findall(r'<li id="([^"]+)">(.*?)</li>', page, re.DOTALL))
    assert list(found) == [one.id for one in points]
    for one in points:
        assert says(found[one.id], one.check) and says(found[one.id], one.where), one.id
        assert ("Not confirmed yet." in found[one.id]) == (one.confirmed is None), one.id


def test_every_doubt_about_a_fact_is_shown_to_its_readers(sites: Mapping[str, Path]) -> None:
    facts = load()
    for kind, home in HOMES.items():
        for one in getattr(facts, kind).values():
            if one.unconfirmed:
                page = page_html(sites["example"], home(one).split("#")[0])
                assert says(page, f"Not confirmed: {' '.join(one.unconfirmed)}"), (kind, one.id)


def indexed(site: Path) -> dict[str, str]:
    """Return what the search knows, as HTML: the text of each address, of pages also that of all their sections."""
    entries = docs_of((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for entry in entries:
        for address in {entry["location"], entry["location"].split("#")[0]}:
            found[address] = found.get(address, "") + f"<p>{entry['title']}</p>{entry['text']}"
    return found


@pytest.mark.parametrize("kind", HOMES)
def test_search_knows_every_other_name_of_a_record_at_its_own_address(kind: str, sites: Mapping[str, Path]) -> None:
    known = indexed(sites["example"])
    names: dict[str, list[str]] = {}
    for entry in docs_of((sites["example"] / "search" / "search_index.json").read_text(encoding="utf-8")):
        for address in {entry["location"], entry["location"].split("#")[0]}:
            names.setdefault(address, []).extend(entry.get("aliases", []))
    records: Mapping[str, Fact] = getattr(load(), kind)
    named = [one for one in records.values() if one.aliases]
    assert named
    for one in named:
        home = HOMES[kind](one)
        assert says(known[home], f"Also known or searched as: {'; '.join(one.aliases)}."), one.id
        assert [name for name in names[home] if name in one.aliases] == one.aliases, one.id


def test_a_name_with_a_full_stop_in_it_is_not_cut_short(sites: Mapping[str, Path]) -> None:
    facts = load()
    dotted = [name for kind in HOMES for one in getattr(facts, kind).values() for name in one.aliases if "." in name]
    assert len(dotted) >= 10
    docs = docs_of((sites["example"] / "search" / "search_index.json").read_text(encoding="utf-8"))
    known = {name for entry in docs for name in entry.get("aliases", [])}
    assert [name for name in dotted if name not in known] == []


def test_search_does_not_repeat_the_meanings_of_words_for_every_page(sites: Mapping[str, Path]) -> None:
    # Otherwise every page that uses a word would be found before the glossary.
    known = indexed(sites["example"])
    meaning = load().glossary["dsl"].meaning
    assert {address for address, text in known.items() if says(text, meaning)} == {"glossary/", "glossary/#dsl"}


def pages_that_tell(measure: str) -> list[str]:
    """Return the addresses of the pages that call for a measure's notice."""
    call = f'announced("{measure}")'
    found = [path.relative_to(DOCS) for path in sorted(DOCS.rglob("*.md")) if call in path.read_text(encoding="utf-8")]
    return [(path.parent if path.name == "index.md" else path.with_suffix("")).as_posix() for path in found]


NOT_LAW = ("announced", "enacted-not-started", "unconfirmed")


def notice(measure: Announced) -> str:
    """Return the title of a measure's notice while it is not law, or may not be."""
    return f"{'Not confirmed whether it is law' if measure.stage == 'unconfirmed' else 'Not yet law'}: {measure.title}"


def in_force(measure: Announced) -> str:
    """Return how the title of a measure's notice begins once it is law."""
    return f"{measure.title}: in force since"


@pytest.mark.whole
def test_a_measure_that_is_not_law_never_reads_as_law(sites: Mapping[str, Path]) -> None:
    waiting = [one for one in load().announced.values() if one.stage in NOT_LAW]
    assert {one.stage for one in waiting} == set(NOT_LAW)
    for site in (sites["example"], sites["trust-secondary"]):
        listed = sections(page_html(site, "law/announced"))
        for one in waiting:
            assert "in force since" not in words(listed[one.id]).lower(), one.id
            assert f"{STAGES[one.stage]} since {spoken_date(one.stage_on)}" in words(listed[one.id]), one.id
        for path in pages_of(site):
            text = path.read_text(encoding="utf-8")
            assert [one.id for one in waiting if says(text, in_force(one))] == [], path


@pytest.mark.parametrize("school", ["example", pytest.param("trust-secondary", marks=pytest.mark.whole)])
def test_every_page_that_calls_for_a_notice_shows_it(school: str, sites: Mapping[str, Path]) -> None:
    site, shown = sites[school], 0
    for one in load().announced.values():
        for address in pages_that_tell(one.id):
            if (site / address).is_dir():
                page = page_html(site, address)
                assert says(page, notice(one)) == (one.stage in NOT_LAW), (one.id, address)
                shown += 1
    assert shown > 10


# Two measures that several pages speak of: one starts, the other is given up.
STARTED = "under-16-social-media-measures"
DROPPED = "mandatory-reporting-csa"


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site after one line has changed for each of two measures, and the day for the first."""
    project: Project = copy_project(tmp_path_factory.mktemp("later") / "project")
    file = project.root / "data" / "announced.yml"
    text = file.read_text(encoding="utf-8")
    for name, stage in ((STARTED, "in-force"), (DROPPED, "dropped")):
        text, changed = re.subn(rf"(- id: {name}\n(?:  .*\n)*?  stage: )\S+\n  stage_on: \S+", rf"\g<1>{stage}\n  stage_on: 2027-04-06", text)
        assert changed == 1, name
    file.write_text(text, encoding="utf-8")
    done = project.run("build", "--school", "schools/trust-secondary.yml")
    assert done.returncode == 0, done.stderr
    return project.root / "site"


@pytest.mark.whole
def test_a_measure_that_starts_is_told_as_law_on_every_page_that_spoke_of_it(later: Path) -> None:
    one = load().announced[STARTED]
    for address in pages_that_tell(STARTED):
        if (later / address).is_dir():
            page = page_html(later, address)
            assert says(page, f"{in_force(one)} 6 April 2027") and says(page, one.rule), address
    for path in pages_of(later):
        page = path.read_text(encoding="utf-8")
        assert not says(page, notice(one)) and not says(page, one.notice), path
    assert len(pages_that_tell(STARTED)) > 3
    assert "In force since 6 April 2027" in text_of(later / "law" / "announced" / "index.html")


@pytest.mark.whole
def test_a_measure_that_is_dropped_leaves_every_page_but_the_list(later: Path) -> None:
    one = load().announced[DROPPED]
    assert len(pages_that_tell(DROPPED)) > 3
    for path in pages_of(later):
        page = path.read_text(encoding="utf-8")
        assert not says(page, notice(one)) and not says(page, in_force(one)) and not says(page, one.rule), path
    assert "Dropped since 6 April 2027" in text_of(later / "law" / "announced" / "index.html")


@pytest.mark.whole
def test_the_other_measures_are_told_as_before(later: Path) -> None:
    others = [one for one in load().announced.values() if one.id not in (STARTED, DROPPED) and pages_that_tell(one.id)]
    assert others
    for one in others:
        for address in pages_that_tell(one.id):
            if (later / address).is_dir():
                assert says(page_html(later, address), notice(one)), (one.id, address)
