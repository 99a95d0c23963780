"""Dead addresses get the archived copy nearest to our look at them, living ones lose it, and readers are told; the archive is a stand-in."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from handbook import project
from handbook.facts.load import load as load_facts
from handbook.links import copies, outgoing, register
from handbook.links.states import STRANDS, State, States
from handbook.links.verdicts import Verdict
from handbook.rendering.filling import filler
from tests.browser.hosting import QuietServer
from tests.conftest import Project


@dataclass
class Archive:
    """A stand-in that answers as the archive does, and notes what it was asked."""

    address: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def archive() -> Iterator[Archive]:
    made = Archive()

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
            """Say nothing."""

        def do_GET(self) -> None:
            asked = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
            made.asked.append(asked)
            body = json.dumps(made.answers.get(asked["url"], {"url": asked["url"], "archived_snapshots": {}})).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = QuietServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.address = f"http://127.0.0.1:{server.server_port}/wayback/available"
    yield made
    server.shutdown()


def snapshot(page: str, stamp: str = "20260503101112", **more: Any) -> dict[str, Any]:
    """Return the archive's answer about a page."""
    closest = {"available": True, "status": "200", "timestamp": stamp, "url": f"http://web.archive.org/web/{stamp}/{page}", **more}
    return {"url": page, "archived_snapshots": {"closest": closest}}


def links_of() -> list[Any]:
    """Return three links of the register, whichever there are."""
    return list(load_facts().links.values())[:4]


@pytest.mark.whole
def test_the_weekly_run_proposes_copies_and_takes_them_away(small: Project, archive: Archive) -> None:
    gone, alive, without, suspect = links_of()
    archive.answers[gone.url] = snapshot(gone.url)

    def report(**verdicts: str) -> str:
        rows = [{"id": name.replace("_", "-"), "url": "", "verdict": verdict, "suspect": False} for name, verdict in verdicts.items()]
        rows += [
            {"id": suspect.id, "url": suspect.url, "verdict": "dead", "suspect": True},
            {"id": None, "url": "x", "verdict": "dead", "suspect": False},
        ]
        file = small.root / "report.json"
        file.write_text(json.dumps({"links": rows}), encoding="utf-8")
        return str(file)

    def name(link: Any) -> str:
        return str(link.id).replace("-", "_")

    before = {path.name: path.read_text(encoding="utf-8") for path in (small.root / "data/links").glob("*.yml")}
    done = small.run(
        "links", "copies", report(**{name(gone): "dead", name(alive): "ok", name(without): "soft-404"}), "--archive", archive.address, "--pause", "0"
    )
    assert done.returncode == 0, done.stderr
    assert {one["url"] for one in archive.asked} == {gone.url, without.url}
    assert "1 of 2 dead addresses have a copy now" in done.stdout
    found = load_facts(small.root / "data").links
    assert (found[gone.id].archive, found[gone.id].archived) == (f"https://web.archive.org/web/20260503101112/{gone.url}", date(2026, 5, 3))
    assert found[without.id].archive is None and found[suspect.id].archive is None
    assert {key: value for key, value in found.items() if key != gone.id} == {
        key: value for key, value in load_facts().links.items() if key != gone.id
    }
    # It is not asked about again while it stays dead, and loses the copy when it lives again.
    archive.asked.clear()
    again = small.run("links", "copies", report(**{name(gone): "ok"}), "--archive", archive.address)
    assert "lives again" in again.stdout
    assert archive.asked == []
    assert {path.name: path.read_text(encoding="utf-8") for path in (small.root / "data/links").glob("*.yml")} == before


def test_the_day_of_our_look_is_asked_for(archive: Archive) -> None:
    facts = load_facts()
    looked = [link for link in facts.links.values() if copies.looked_at(link, facts)]
    assert len(looked) > 50
    copies.nearest(looked[0].url, date(2026, 5, 1), archive.address)
    copies.nearest(looked[0].url, None, archive.address)
    assert archive.asked == [{"url": looked[0].url, "timestamp": "20260501"}, {"url": looked[0].url}]


@pytest.mark.parametrize(
    ("answer", "copy"),
    [
        (snapshot("https://a.example.org/x"), "https://web.archive.org/web/20260503101112/https://a.example.org/x"),
        (snapshot("https://a.example.org/x", available=False), None),
        (snapshot("https://a.example.org/x", status="404"), None),
        ({"archived_snapshots": {}}, None),
        (snapshot("https://a.example.org/x", url="https://evil.example.org/web/20260503/x"), copies.ArchiveError),
        (snapshot("https://a.example.org/x", stamp="20261399000000"), copies.ArchiveError),
        ({"nothing": "of it"}, copies.ArchiveError),
        ([], copies.ArchiveError),
    ],
)
def test_only_a_copy_in_the_archive_is_taken(answer: Any, copy: Any, archive: Archive) -> None:
    archive.answers["https://a.example.org/x"] = answer
    if copy is copies.ArchiveError:
        with pytest.raises(copies.ArchiveError):
            copies.nearest("https://a.example.org/x", None, archive.address)
        return
    found = copies.nearest("https://a.example.org/x", None, archive.address)
    assert (found and found.url) == copy


def test_an_archive_that_does_not_answer_changes_nothing() -> None:
    with pytest.raises(copies.ArchiveError, match="could not be asked"):
        copies.nearest("https://a.example.org/x", None, "http://127.0.0.1:9/none")


@pytest.mark.parametrize("dead", [True, False])
def test_readers_are_led_to_the_copy_while_the_page_is_dead_and_told_so(dead: bool) -> None:
    mine = project.load()
    link = next(iter(mine.facts.links.values()))
    copy = f"https://web.archive.org/web/20260503101112/{link.url}"
    kept = link.model_copy(update={"archive": copy, "archived": date(2026, 5, 3)})
    facts = replace(mine.facts, links={**mine.facts.links, link.id: kept})
    there = replace(mine, facts=facts, dead_links=frozenset({link.id} if dead else ()))
    text = filler(there)("index.md", f'{{{{ link("{link.id}", "the page") }}}}', {})
    assert (f"[the page]({copy})" in text) == dead
    assert ("a copy kept on 3 May 2026" in text) == dead
    assert copy in register.archives(facts), "the checker knows the copy"


def test_only_what_strands_a_reader_for_long_enough_counts() -> None:
    long, short = (date(2026, 5, 1), date(2026, 5, 20), 4), (date(2026, 5, 1), date(2026, 5, 1), 1)
    for verdict in Verdict:
        if verdict.is_fault:
            states = States(failing={"old": State(verdict.value, *long), "new": State(verdict.value, *short)})
            assert ("old" in states.stranding) == (verdict in STRANDS), verdict
            assert ("new" in states.stranding) == (verdict in STRANDS and not verdict.may_pass), verdict


def test_every_address_that_a_release_leads_to_is_listed() -> None:
    pages = [
        '<a href="https://b.example.org/x#y">B</a><a href="mailto:a@example.org">M</a>',
        '<a href="../c/">C</a><a href="https://a.example.org/">A</a>',
    ]
    assert outgoing.outgoing(pages) == ["https://a.example.org/", "https://b.example.org/x"]
    assert outgoing.listed(["https://a.example.org/"]).splitlines()[-1] == "https://a.example.org/"
