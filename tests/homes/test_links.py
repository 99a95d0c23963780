"""Every page of advice leads up to the rules it explains, down to what to do when it has gone wrong, and to somebody who helps."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import pytest

from handbook.policy.outline import outline
from tests.reading import pages_of
from tests.telling import nothing

HOMES = ("parents", "help-now/parents", "staff", "leaders", "pupils")
# Where each home's readers go when something has happened; help-now/parents is that place itself.
DOWN = {
    "parents": "help-now/parents/",
    "staff": "help-now/",
    "leaders": "help-now/",
    "pupils": "pupils/tell-an-adult/",
}
# Headings under which a home's readers find people who help.
HELP = {"parents": ("where-to-get-help",), "help-now/parents": ("who-can-help", "if-you-need-this-another-way")}
CHILDLINE = "tel:+448001111"
# Pages without Childline's number, and why.
WITHOUT_CHILDLINE = {"pupils/ks1": "an adult reads it with the child; it names the people in school, and gives the adult 999"}


def article(page: Path) -> str:
    """Return the HTML of a page's article."""
    return page.read_text(encoding="utf-8").split("<article", 1)[1].split("</article>", 1)[0]


def targets(name: str, text: str) -> set[str]:
    """Return where a page's links lead, below the site: ``policy/images/#consent-before-publishing``."""
    hrefs = {href for href in re.findall(r'href="([^"]+)"', text) if not re.match(r"[a-z]+:", href)}
    found = set()
    for href in hrefs:
        path, _, anchor = href.partition("#")
        if path:
            found.add(f"{posixpath.normpath(posixpath.join(name, path))}/" + (f"#{anchor}" if anchor else ""))
    return found


def missing(home: str, name: str, text: str) -> list[str]:
    """Return what a page of advice lacks."""
    links, lacks = targets(name, text), []
    clauses = {f"{clause.page.removesuffix('.md')}/#{clause.id}" for clause in outline().clauses.values()}
    if not links & clauses:
        lacks.append("a link to a clause")
    if home in DOWN and f"{name}/" != DOWN[home] and not any(link.startswith(DOWN[home]) for link in links):
        lacks.append(f"a link to {DOWN[home]}")
    if home in HELP and not any(helps(text, heading) for heading in HELP[home]):
        lacks.append(f"people to turn to under {HELP[home][0]}")
    if home == "pupils" and CHILDLINE not in text and name not in WITHOUT_CHILDLINE:
        lacks.append("Childline")
    if home == "pupils" and "tel:" not in text:
        lacks.append("a number to ring")
    return lacks


def helps(text: str, heading: str) -> bool:
    """Say whether a part of a page, found by the start of its heading, gives somebody to ring, write to or look up."""
    part = re.search(rf'<h2 id="{heading}(.*?)(?=<h2 |\Z)', text, re.DOTALL)
    return bool(part and re.search(r'href="(?:tel:|mailto:|[^"]*contacts/)', part.group(1)))


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("school", ["example", pytest.param("trust-secondary", marks=pytest.mark.whole)])
def test_up_down_and_help(school: str, home: str, sites: dict[str, Path]) -> None:
    site = sites[school]
    pages = {page.parent.relative_to(site).as_posix(): article(page) for page in pages_of(site, home)}
    assert len(pages) > 3
    nothing(
        (f"{name} lacks {', '.join(lacks)}." for name, text in pages.items() if (lacks := missing(home, name, text))),
        'Add it to the page in docs/: a clause by  {{ clause_ref("its-id") }} , a helpline by  {{ helpline("its-id") }} , a page by a link.',
    )


def test_exceptions_are_needed(sites: dict[str, Path]) -> None:
    for name, reason in WITHOUT_CHILDLINE.items():
        assert reason and CHILDLINE not in article(sites["example"] / name / "index.html")


def test_a_page_that_leads_nowhere_is_seen() -> None:
    assert missing("parents", "parents/new", "<h1>New</h1><p>Be careful.</p>") == [
        "a link to a clause",
        "a link to help-now/parents/",
        "people to turn to under where-to-get-help",
    ]
    assert missing("pupils", "pupils/new", "<p>Be careful.</p>") == [
        "a link to a clause",
        "a link to pupils/tell-an-adult/",
        "Childline",
        "a number to ring",
    ]
