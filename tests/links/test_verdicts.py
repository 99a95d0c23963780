"""Every way to misbehave gets its verdict, and nothing that is well gets a bad one, on a real local web over HTTP and TLS."""

from __future__ import annotations

from collections import Counter

import pytest

from handbook.links.connect import Connector
from handbook.links.run import visit_all
from handbook.links.verdicts import Judgement, Verdict
from tests.links.conftest import QUICK
from tests.links.foreign import FOREIGN
from tests.links.web import CASES, Case, LocalWeb

# What is asked for more than once, and how often: it failed in a way that may pass, or wanted its cookie back.
ASKED_AGAIN = {
    "/flaky-503": 2,
    "/flaky-500": 3,
    "/flaky-reset": 2,
    "/busy": 2,
    "/too-many": 3,
    "/cookie": 2,
    "/always-429": 4,
    "/always-500": 4,
    "/always-503": 4,
    "/resets": 4,
    "/garbage": 4,
    "/hangs": 2,
    "/drips": 2,
    "/f/strange-cookie": 2,
    "/f/wait-superscript": 2,
    "/f/wait-until-no-day": 2,
    "/f/wait-below-nought": 2,
    "/f/wait-a-list": 2,
    "/f/too-many-headers": 4,
    "/f/endless-header": 4,
    "/f/status-in-letters": 4,
    "/f/status-1000": 4,
    "/f/radio": 4,
}


@pytest.fixture(scope="module")
def seen(web: LocalWeb, connector: Connector) -> tuple[dict[str, Judgement], Counter[tuple[str, str]]]:
    """The judgement on every case, and how often each address was asked for."""
    web.forget()
    visited = visit_all(web.cases(), pace=QUICK, connector=connector)
    assert visited.complete
    return visited.judgements, Counter(web.log)


NAMED = [case for case in (*CASES, *FOREIGN) if case.verdict]


@pytest.mark.parametrize("case", NAMED, ids=lambda case: f"{case.verdict} {case.host} {case.path}")
def test_verdict(case: Case, seen: tuple[dict[str, Judgement], Counter[tuple[str, str]]], web: LocalWeb) -> None:
    address = next(url for url, one in web.cases().items() if one is case)
    judgement = seen[0][address]
    assert judgement.verdict.value == case.verdict, judgement
    assert case.says in judgement.evidence
    assert judgement.evidence and judgement.evidence.isprintable()
    if case.final:
        assert judgement.final_url == web.honest[0] + case.final


def test_every_verdict_has_a_case() -> None:
    assert {case.verdict for case in NAMED} == {verdict.value for verdict in Verdict}
    assert len(NAMED) > 160


def test_no_address_is_asked_for_twice_without_a_reason(seen: tuple[dict[str, Judgement], Counter[tuple[str, str]]], web: LocalWeb) -> None:
    often = {path: number for (host, path), number in seen[1].items() if number > 1 and host == web.honest[0]}
    assert often == ASKED_AGAIN
    assert all(number == 1 for (host, _), number in seen[1].items() if host != web.honest[0])


def test_robots_are_asked_first_and_obeyed(seen: tuple[dict[str, Judgement], Counter[tuple[str, str]]], web: LocalWeb) -> None:
    first: dict[str, str] = {}
    for host, path in web.log:
        first.setdefault(host, path)
    assert set(first.values()) == {"/robots.txt"}
    assert (web.honest[0], "/private/page") not in seen[1]
    assert (web.honest[0], "/private/but-this") in seen[1]


def test_who_asks_for_too_long_a_wait_is_asked_once(seen: tuple[dict[str, Judgement], Counter[tuple[str, str]]], web: LocalWeb) -> None:
    assert seen[1][web.special["peaceful"], "/tomorrow"] == 1


def test_evidence_of_a_moved_page_names_both(seen: tuple[dict[str, Judgement], Counter[tuple[str, str]]], web: LocalWeb) -> None:
    assert seen[0][f"{web.honest[0]}/moved-301"].evidence == f"a permanent redirect (status 301) to {web.honest[0]}/about"
