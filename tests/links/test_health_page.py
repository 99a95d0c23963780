"""The page Link health: everything in the register, its state, and every retired address, found by the address and never a link."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest

from handbook.facts.load import load
from handbook.ground import addresses
from handbook.ground.paths import ROOT
from handbook.links.states import States, write_states
from handbook.links.verdicts import Verdict
from handbook.search.index import docs_of
from macros import link_health
from tests.conftest import Project, Sites

FACTS = load()
SHOWN = [record for record in FACTS.retired_links.values() if record.url]
HIDDEN = [record for record in FACTS.retired_links.values() if record.never_show]


def rendered() -> str:
    """Return the Markdown that the page's macros make."""
    context = {"handbook": SimpleNamespace(facts=FACTS)}
    parts = (link_health.link_state(context), link_health.retired_register(context), link_health.link_register(context))
    return "{}\n\n{}\n\n## Every address in use\n\n{}".format(*parts)


def test_every_address_in_use_is_listed_once() -> None:
    text = rendered().partition("## Every address in use")[2]
    for link in FACTS.links.values():
        assert text.count(f"]({link.url}){{") == 1, link.id


def test_every_retired_address_is_told_and_never_a_link() -> None:
    text = rendered()
    for record in FACTS.retired_links.values():
        section = text.partition(f"{{ #retired-{record.id} }}")[2].partition("\n### ")[0].partition("\n## ")[0]
        assert section, record.id
        if record.replacement:
            assert f"]({FACTS.links[record.replacement].url})" in section
        assert ("Do not open" in section) == record.dangerous
    targets = {addresses.key(url) for url in re.findall(r"\]\((https?:[^)]+)\)", text)}
    assert not targets & {addresses.key(record.url or "") for record in SHOWN}


def test_hidden_addresses_are_not_there() -> None:
    text = rendered()
    for record in HIDDEN:
        assert not any(digest in text for digest in record.sha256)
        assert f"Address not shown: {record.id.replace('-', ' ')}" in text


def test_state_and_age(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    states = States(date(2026, 12, 7))
    for on in (date(2026, 12, 1), date(2026, 12, 4), date(2026, 12, 7)):
        states.note("childline", Verdict.DEAD, on)
    states.note("nspcc", Verdict.UNREACHABLE, date(2026, 12, 7))
    write_states(tmp_path / "states.json", states)
    monkeypatch.setattr(link_health, "STATES", tmp_path / "states.json")
    text = rendered()
    assert "| Last complete check by the program | 7 December 2026 |" in text
    assert "| Failing now | 1 |" in text
    assert "<strong>Dead</strong> since 1 December 2026" in text
    assert "Suspect since 7 December 2026" in text
    assert "OK on 7 December 2026" in text
    assert "None yet" in text


@pytest.mark.whole
def test_the_handbooks_own_site_is_sound(sites: Sites, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    done = Project(ROOT).run("links", "check", "--offline", "--site", str(sites["example"]), "--json", str(report))
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(report.read_text(encoding="utf-8"))["pages"] > 200


def test_a_search_for_the_old_address_finds_it(sites: Sites) -> None:
    index = docs_of((sites["example"] / "search" / "search_index.json").read_text(encoding="utf-8"))
    titles = {entry["location"]: unescape(re.sub("<[^>]+>", "", entry["title"])) for entry in index}
    for record in SHOWN:
        assert titles[f"about/link-health/#retired-{record.id}"] == addresses.key(record.url or "")
