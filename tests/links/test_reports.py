"""Reports: the same content in three forms, with page, line and the change to make; exceptions listed, and loud when they end."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from handbook.facts.load import load
from handbook.ground.problems import ProblemsError
from handbook.links.as_json import as_json
from handbook.links.as_markdown import as_markdown
from handbook.links.as_table import as_table
from handbook.links.crawl import InternalFault, Use
from handbook.links.exceptions import LinkException, load_exceptions
from handbook.links.report import Entry, Report, RetiredEntry
from handbook.links.states import State
from handbook.links.verdicts import Answer, Failure, Judgement, Observation, Verdict, judge
from handbook.links.words import VERDICTS

ON = date(2026, 11, 20)
EXCEPTION = LinkException(
    link="govuk-kcsie",
    verdict=Verdict.BLOCKED,
    reason="Turns programs away.",
    agreed_by="maintainer",
    agreed_on=date(2026, 11, 1),
    until=date(2027, 1, 1),
)


def entry(url: str, verdict: Verdict, final: str = "", evidence: str = "status", **more: object) -> Entry:
    return Entry(url, Judgement(verdict, final or url, evidence), (Use("data/links/a.yml", 7), Use("policy/index.html", 12)), **more)


def full() -> Report:
    """A report with something of everything."""
    return Report(
        ON,
        entries=[
            entry("https://a.example/ok", Verdict.OK, id="a-ok"),
            entry(
                "https://a.example/old",
                Verdict.MOVED,
                "https://a.example/new",
                "a permanent redirect (status 301) to https://a.example/new",
                id="a-moved",
            ),
            entry("https://b.example/x", Verdict.DEAD, evidence="status 404, 4 times", id="b-dead", state=State("dead", date(2026, 11, 1), ON, 3)),
            entry("https://c.example/x", Verdict.UNREACHABLE, id="c-suspect", state=State("unreachable", ON, ON, 1)),
            entry("https://d.example/x", Verdict.BLOCKED, id="govuk-kcsie", exception=EXCEPTION),
            entry("https://e.example/x", Verdict.NOT_ASKED, evidence="not asked, because", id="e-busy"),
            Entry(
                "https://f.example/x#gone",
                Judgement(Verdict.OK, "https://f.example/x", "status 200", note="there is no such place"),
                (Use("law/index.html", 9),),
                "f-part",
            ),
        ],
        retired=[RetiredEntry("askfm", "https://ask.fm/", Judgement(Verdict.OK, "https://ask.fm/", "status 200"), True, True)],
        internal=[InternalFault(Use("law/index.html", 3), "../no/", "there is no such page")],
        expired=[EXCEPTION],
        exceptions=[EXCEPTION],
        recovered=["e-well"],
        pages=9,
        internal_links=99,
    )


def test_json() -> None:
    content = json.loads(as_json(full()))
    assert content["checked"] == 7
    assert content["links"][1] == {
        "url": "https://a.example/old",
        "verdict": "moved",
        "final_url": "https://a.example/new",
        "evidence": "a permanent redirect (status 301) to https://a.example/new",
        "note": None,
        "used_on": [{"page": "data/links/a.yml", "line": 7}, {"page": "policy/index.html", "line": 12}],
        "id": "a-moved",
        "suspect": False,
        "failing_since": None,
        "failed_runs": None,
        "excepted": False,
        "registered": True,
        "needs_person": True,
        "suggestion": "data/links/a.yml, line 7: change it to https://a.example/new",
    }
    assert [one["needs_person"] for one in content["links"]] == [False, True, True, False, False, False, False]
    assert [(one["verdict"], one["note"]) for one in content["links"][5:]] == [("not-asked", None), ("ok", "there is no such place")]
    assert content["retired"][0]["possibly_new_hands"]
    assert content["internal"] == [{"page": "law/index.html", "line": 3, "target": "../no/", "fault": "there is no such page"}]


def test_table_and_markdown_hold_the_same() -> None:
    table, markdown = as_table(full()), as_markdown(full())
    for text in (table, markdown):
        for word in (
            "https://a.example/old",
            "data/links/a.yml, line 7: change it to ",
            "https://b.example/x",
            "status 404, 4 times",
            "policy/index.html, line 12",
            "https://c.example/x",
            "Turns programs away.",
            "2027-01-01",
            "https://ask.fm/",
            "../no/",
            "law/index.html",
            "e-well",
            "https://e.example/x",
            "not asked, because",
            "https://f.example/x",
            "there is no such place",
            "law/index.html, line 9",
            "7 external addresses visited: 2 ok, 1 moved, 1 dead, 1 blocked, 1 unreachable, 1 not-asked.",
            "9 pages and 99 links in them read: 1 broken within the site.",
        ):
            assert word in text or word.replace("://", "&#58;//") in text, word
    assert "https://a.example/ok" not in table + markdown


def test_issue_lets_nothing_act() -> None:
    report = Report(ON, entries=[entry("https://a.example/`x`", Verdict.BLOCKED, evidence='says "@everyone [x](http://bad.example) <img src=x> #1"')])
    text = as_markdown(report)
    for trick in ("@everyone", "](http", "<img", "#1", "`x`"):
        assert trick not in text


def test_issue_stays_within_what_github_takes() -> None:
    text = as_markdown(Report(ON, entries=[entry(f"https://a.example/{i}", Verdict.DEAD) for i in range(2000)]))
    assert len(text) < 65_536
    assert text.endswith("The rest is in the run's report.\n")


@pytest.mark.parametrize(
    ("report", "code"),
    [
        (Report(ON, entries=[entry("https://a.example/", Verdict.OK)]), 0),
        (Report(ON, entries=[entry("https://a.example/", Verdict.DEAD, state=State("dead", ON, ON, 1))]), 0),
        (Report(ON, entries=[entry("https://a.example/", Verdict.BLOCKED, exception=EXCEPTION)]), 0),
        (Report(ON, entries=[entry("https://a.example/", Verdict.NOT_ASKED)]), 0),
        (Report(ON, entries=[Entry("https://a.example/#x", Judgement(Verdict.OK, "https://a.example/", "status 200", note="no such place"))]), 0),
        (Report(ON, entries=[entry("https://a.example/", Verdict.DEAD)]), 1),
        (Report(ON, entries=[entry("https://a.example/", Verdict.MOVED)]), 1),
        (Report(ON, entries=[entry("https://a.example/", Verdict.OK, registered=False)]), 1),
        (Report(ON, expired=[EXCEPTION]), 1),
        (Report(ON, internal=[InternalFault(Use("a", 1), "b", "c")]), 1),
    ],
)
def test_exit_code(report: Report, code: int) -> None:
    assert report.code == code


def test_every_verdict_has_words() -> None:
    assert [f"handbook/links/words.py: VERDICTS has no line for {one}. Add its words." for one in Verdict if one not in VERDICTS] == []


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (Failure.CHAIN, "Keep the link: most browsers open it, some phones do not. Tell the site's owner"),
        (Failure.NOT_FROM_HERE, "on another network"),
        (Failure.NO_ADDRESS, "it begins with https://"),
        (Failure.NOT_WEB, "look for another source"),
        (Failure.SURPRISE, "whoever looks after the program"),
        (Failure.NOT_ASKED, "the next run asks again"),
        (Failure.NO_NAME, "Find where its content is now"),
        (Failure.CERTIFICATE, "If the warning is real"),
        (Failure.ROBOTS, "Open it in a browser"),
    ],
)
def test_what_to_do_fits_the_reason(failure: Failure, words: str) -> None:
    judged = judge(Observation("https://a.example/", (), Answer("https://a.example/", failure=failure)))
    assert words in Entry("https://a.example/", judged).advice


def test_every_failure_has_a_verdict() -> None:
    for failure in Failure:
        assert judge(Observation("https://a.example/", (), Answer("https://a.example/", failure=failure))).verdict is not Verdict.OK


def write(path: Path, **changes: str) -> Path:
    content = {
        "link": "govuk-kcsie",
        "verdict": "blocked",
        "reason": "Turns programs away.",
        "agreed_by": "maintainer",
        "agreed_on": "2026-11-20",
        "until": "2027-05-20",
        **changes,
    }
    path.write_text("- " + "\n  ".join(f"{key}: {value}" for key, value in content.items()) + "\n", encoding="utf-8")
    return path


def test_exceptions_are_read(tmp_path: Path) -> None:
    found = load_exceptions(load(), write(tmp_path / "e.yml"))["govuk-kcsie"]
    assert found.holds(Verdict.BLOCKED, date(2027, 5, 20))
    assert not found.holds(Verdict.BLOCKED, date(2027, 5, 21))
    assert not found.holds(Verdict.DEAD, date(2027, 1, 1))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"link": "govuk-kcsi"}, 'Did you mean "govuk-kcsie"'),
        ({"verdict": "tired"}, '"tired" is not one of the choices'),
        ({"verdict": "ok"}, "needs no exception"),
        ({"verdict": "not-asked"}, "needs no exception"),
        ({"until": "2028-05-20"}, "for a year at most"),
        ({"until": "2026-11-01"}, "for a year at most"),
        ({"reason": ""}, "reason"),
        ({"agreed": "x"}, "this key is not known"),
    ],
)
def test_bad_exceptions_are_refused(changes: dict[str, str], words: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match=words):
        load_exceptions(load(), write(tmp_path / "e.yml", **changes))


def test_the_projects_own_files_are_sound() -> None:
    load_exceptions(load())
