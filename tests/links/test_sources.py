"""A source that changes after somebody looked is told with what is new, until somebody looks again; tried against a local stand-in."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from handbook.facts.load import Facts, load
from handbook.ground.problems import ProblemsError
from handbook.links.as_markdown import as_markdown
from handbook.links.as_table import as_table
from handbook.links.connect import Connector
from handbook.links.page import read_page
from handbook.links.report import Report
from handbook.links.run import visit_all
from handbook.links.sources import Changed, Kept, Sources, looks, read_sources, write_sources
from tests.conftest import serve_folder
from tests.links.conftest import QUICK

LINK = "childline"
BEFORE = "<html><body><nav>Home and help and more</nav><main><h1>Ring us today</h1><p>Our number is 0800 1111. We are open day and night.</p></main></body></html>"
AFTER = BEFORE.replace("We are open day and night.", "We are open until midnight.")


@pytest.fixture
def source(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A page on a server of this computer, and its address."""
    page = tmp_path / "help.html"
    page.write_text(BEFORE, encoding="utf-8")
    server, address = serve_folder(tmp_path)
    yield page, f"{address}help.html"
    server.shutdown()


def resting_on(url: str, reviewed: date) -> Facts:
    """Return facts in which one organisation rests on the page, and was reviewed on a day."""
    facts = load()
    name = next(record.id for record in facts.organisations.values() if any(one.link for one in record.sources))
    record = facts.organisations[name]
    cited = next(one.link for one in record.sources if one.link)
    moved = record.model_copy(update={"review": record.review.model_copy(update={"on": reviewed})})
    link = facts.links[cited].model_copy(update={"url": url, "checked": None})
    only = {kind: {} for kind in ("guidance", "legislation", "announced", "glossary", "platforms", "decisions", "situations", "retired_links")}
    return dataclasses.replace(facts, **only, organisations={name: moved}, links={**facts.links, cited: link})


def run(sources: Sources, url: str, reviewed: date, on: date) -> list[Changed]:
    """Make one weekly run."""
    visited = visit_all([url], frozenset({"127.0.0.1"}), QUICK, connector=Connector(frozenset({"127.0.0.1"})))
    return sources.note(resting_on(url, reviewed), visited.sentences, on)


def test_a_source_that_changes_is_told_until_somebody_looks(source: tuple[Path, str], tmp_path: Path) -> None:
    page, url = source
    sources, reviewed = Sources(), date(2026, 11, 20)
    assert run(sources, url, reviewed, date(2026, 11, 23)) == []
    assert run(sources, url, reviewed, date(2026, 11, 30)) == []
    # Outside the main part, things change every day.
    page.write_text(BEFORE.replace("Home and help and more", "Other news of the day"), encoding="utf-8")
    assert run(sources, url, reviewed, date(2026, 12, 7)) == []
    page.write_text(AFTER, encoding="utf-8")
    (told,) = run(sources, url, reviewed, date(2026, 12, 14))
    assert told.kept.new == ("We are open until midnight.",)
    assert (told.kept.since, told.kept.changed, told.kept.gone) == (date(2026, 11, 23), date(2026, 12, 14), 1)
    # It is remembered between runs, and told again with the day of the first.
    write_sources(tmp_path / "sources.json", sources)
    again = read_sources(tmp_path / "sources.json")
    assert again == sources
    (told,) = run(again, url, reviewed, date(2026, 12, 21))
    assert told.kept.changed == date(2026, 12, 14)
    # Whoever has looked since knows the page as it is.
    assert run(again, url, date(2026, 12, 22), date(2026, 12, 28)) == []
    assert run(again, url, date(2026, 12, 22), date(2027, 1, 4)) == []
    page.write_text(BEFORE, encoding="utf-8")
    (told,) = run(again, url, date(2026, 12, 22), date(2027, 1, 11))
    assert told.kept.new == ("We are open day and night.",)


def test_a_page_that_cannot_be_read_changes_nothing(source: tuple[Path, str]) -> None:
    page, url = source
    sources, reviewed = Sources(), date(2026, 11, 20)
    run(sources, url, reviewed, date(2026, 11, 23))
    before = dict(sources.kept)
    page.unlink()
    assert run(sources, url, reviewed, date(2026, 11, 30)) == []
    assert sources.kept == before


def test_every_format_says_what_changed() -> None:
    kept = Kept(date(2026, 11, 23), ("aaaaaa",), date(2026, 12, 14), ("Ring <b>@us</b> now.",), 2)
    report = Report(date(2026, 12, 14), sources=[Changed(LINK, "https://www.example.org/", kept, ("childline",))])
    for text in (as_table(report), as_markdown(report)):
        assert "the source changed since you looked" in text.lower()
        for words in ("https://www.example.org/", "2026-12-14", "2026-11-23", "childline", "2 sentences", "facts review"):
            assert words in text
    assert "Ring &#60;b&#62;&#64;us" in as_markdown(report)
    assert report.code == 1


def test_the_links_of_all_dated_facts_are_watched() -> None:
    assert len(looks(load())) > 150


def test_sentences_are_those_of_the_main_part() -> None:
    assert read_page(BEFORE.encode()).sentences == ("Ring us today", "Our number is 0800 1111.", "We are open day and night.")


def test_a_damaged_memory_is_told(tmp_path: Path) -> None:
    file = tmp_path / "link-sources.json"
    assert read_sources(file) == Sources()
    file.write_text('{"a": {"since": "never"}}', encoding="utf-8")
    with pytest.raises(ProblemsError, match="what is remembered of the sources cannot be read"):
        read_sources(file)
