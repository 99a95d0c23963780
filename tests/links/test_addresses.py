"""Spellings of one address are one; different addresses are not."""

from __future__ import annotations

import pytest

from handbook.links.addresses import digest, is_home, joined, key, sendable, sibling
from handbook.links.robots import read_rules


@pytest.mark.parametrize(
    "spelling",
    ["http://www.a.example/Page", "https://a.example/page/", "www.a.example/page", "a.example/page#part", "HTTP://A.EXAMPLE:80/page", "//a.example./page", "http://a.example/p%61ge", "http://user@a.example/page"],
)
def test_spellings_of_one_address(spelling: str) -> None:
    assert key(spelling) == "a.example/page"
    assert digest(spelling) == digest("a.example/page")


def test_underscores_escaped_for_markdown() -> None:
    assert key(r"www.a.example/snap\\_guide.pdf") == key(r"a.example/snap\_guide.pdf") == "a.example/snap_guide.pdf"


@pytest.mark.parametrize("other", ["a.example/page2", "a.example/page?x=1", "b.a.example/page", "a.example"])
def test_other_addresses(other: str) -> None:
    assert key(other) != "a.example/page"


@pytest.mark.parametrize("url", ["https://a.example", "https://a.example/", "https://a.example/en/", "https://a.example/en-gb", "https://a.example/index.html", "https://a.example/home"])
def test_front_pages(url: str) -> None:
    assert is_home(url)


@pytest.mark.parametrize("url", ["https://a.example/page", "https://a.example/?id=3", "https://a.example/en/page", "https://a.example/homework"])
def test_pages_below(url: str) -> None:
    assert not is_home(url)


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("HTTPS://A.Example:443/a b?q=ü#x", "https://a.example/a%20b?q=%C3%BC"),
        ("http://münchen.example/", "http://xn--mnchen-3ya.example/"),
        ("http://a.example", "http://a.example/"),
        ("http://a.example/100%25", "http://a.example/100%25"),
    ],
)
def test_as_it_goes_over_the_wire(url: str, sent: str) -> None:
    assert sendable(url) == sent


def test_locations() -> None:
    assert joined("https://a.example/b/c", "../d") == "https://a.example/d"
    assert joined("https://a.example/b", "//c.example/d e") == "https://c.example/d%20e"
    with pytest.raises(ValueError, match="not an http or https"):
        joined("https://a.example/b", "javascript:alert(1)")


def test_siblings() -> None:
    assert sibling("https://a.example/b/c.pdf?x=1", "no") == "https://a.example/b/no.pdf"
    assert sibling("https://a.example/b/c/", "no") == "https://a.example/b/no/"
    assert sibling("https://a.example/b", "no") == "https://a.example/no"


ROBOTS = """
User-agent: *
Disallow: /a
Allow: /a/b
Disallow: /*.php$
Disallow:

User-agent: Online-Safety-Handbook-Links
User-agent: another
Disallow: /
Crawl-delay: 2.5
"""


@pytest.mark.parametrize(("path", "allowed"), [("/", True), ("/a", False), ("/ab", False), ("/a/b/c", True), ("/x.php", False), ("/x.php?y", True)])
def test_robots_longest_rule_decides(path: str, allowed: bool) -> None:
    assert read_rules(ROBOTS, "somebody").allows(f"https://a.example{path}") is allowed


def test_robots_own_group_goes_first() -> None:
    rules = read_rules(ROBOTS, "online-safety-handbook-links")
    assert not rules.allows("https://a.example/anything")
    assert rules.delay == 2.5


def test_robots_that_make_no_sense() -> None:
    assert read_rules("<html>not found</html>\x00\nDisallow: /\n" + "a*" * 10_000, "x").allows("https://a.example/")
