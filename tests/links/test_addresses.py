"""Spellings of one address are one; different addresses are not."""

from __future__ import annotations

import pytest

from handbook.ground.addresses import digest, exact, is_home, joined, key, page_key, sendable, sibling
from handbook.links.robots import read_rules


@pytest.mark.parametrize(
    "spelling",
    [
        "http://www.a.example/Page",
        "https://a.example/page/",
        "www.a.example/page",
        "a.example/page#part",
        "HTTP://A.EXAMPLE:80/page",
        "//a.example./page",
        "http://a.example/p%61ge",
        "http://user@a.example/page",
    ],
)
def test_spellings_of_one_address(spelling: str) -> None:
    assert key(spelling) == "a.example/page"
    assert digest(spelling) == digest("a.example/page")


def test_underscores_escaped_for_markdown() -> None:
    assert key(r"www.a.example/snap\\_guide.pdf") == key(r"a.example/snap\_guide.pdf") == "a.example/snap_guide.pdf"


@pytest.mark.parametrize("other", ["a.example/page2", "a.example/page?x=1", "b.a.example/page", "a.example"])
def test_other_addresses(other: str) -> None:
    assert key(other) != "a.example/page"


@pytest.mark.parametrize(
    ("one", "other", "same_page", "same_address"),
    [
        ("https://a.example/page", "http://www.A.example:80/page/", True, True),
        ("https://a.example/page", "https://a.example/p%61ge", True, True),
        ("https://a.example/Page", "https://a.example/page", True, False),
        ("https://a.example/watch?v=aBcD", "https://a.example/watch?v=abcd", True, False),
        ("https://a.example?v=aBcD", "https://a.example?v=abcd", True, False),
        ("https://a.example/page#part", "https://a.example/page", True, False),
        ("https://a.example/page#part", "https://a.example/page#Part", True, False),
        ("https://a.example/#/article/12", "https://a.example/#/article/13", False, False),
        ("https://a.example/#!12", "https://a.example/#!13", False, False),
        ("https://a.example/#/article/12", "http://www.a.example/#/article/12", True, True),
        ("https://a.example/page", "https://a.example/page2", False, False),
    ],
)
def test_what_tells_two_records_apart(one: str, other: str, same_page: bool, same_address: bool) -> None:
    assert (page_key(one) == page_key(other)) is same_page
    assert (exact(one) == exact(other)) is same_address


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example",
        "https://a.example/",
        "https://a.example/en/",
        "https://a.example/en-gb",
        "https://a.example/index.html",
        "https://a.example/home",
    ],
)
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
        # International names by today's rules: these four letters once meant other names.
        ("https://fa\u00df.example/", "https://xn--fa-hia.example/"),
        ("https://\u03b2\u03cc\u03bb\u03bf\u03c2.example/", "https://xn--nxasmm1c.example/"),
        ("https://\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example/", "https://xn--mgba3gch31f060k.example/"),
        ("https://FA\u1e9e.example/", "https://xn--fa-hia.example/"),
        ("https://i\u2764.example/", "https://xn--i-7iq.example/"),
        ("https://\uff21\u3002example/", "https://a.example/"),
        ("https://xn--zz.example/", "https://xn--zz.example/"),
        ("https://r2---sn.a_b.example/", "https://r2---sn.a_b.example/"),
        ("https://%61.example/", "https://a.example/"),
        ("https://user:word@a.example/b", "https://a.example/b"),
        ("http://[2606:4700::1111]:8080/a", "http://[2606:4700::1111]:8080/a"),
        # What browsers do not see, and slashes either way.
        (" \x00https://a.example/b\n", "https://a.example/b"),
        ("ht\ntps://a.exa\tmple/b", "https://a.example/b"),
        ("https:\\\\a.example\\b?c\\d", "https://a.example/b?c%5Cd"),
        ("https://a.example\\@evil.example/", "https://a.example/@evil.example/"),
        ("https:///a.example", "https://a.example/"),
        ("https:a.example", "https://a.example/"),
    ],
)
def test_as_it_goes_over_the_wire(url: str, sent: str) -> None:
    assert sendable(url) == sent


@pytest.mark.parametrize(
    ("url", "words"),
    [
        *(
            (f"https://{host}/", "its host is not a possible name")
            for host in (
                "exa mple.org",
                "exa%20mple.org",
                "ex\x7fample.org",
                "a\x00b",
                "100%",
                "a^b",
                "a|b",
                "a<b",
                "\ufffd.example",
                "[::1%25eth0]",
                "\u2024",
            )
        ),
        *((f"http://{host}/", "not an address at all") for host in ("[example.org]", "[::1", "a\uff0fb.example", "[::1]x")),
        *((f"https://a.example:{port}/", "its port is not a possible number") for port in ("0", "99999", "abc", "-1")),
        *(
            (url, "not an http or https address")
            for url in (
                "",
                "not an address",
                "mailto:a@b.example",
                "ftp://a.example/",
                "//a.example",
                "https://",
                "https:///",
                "javascript:alert(1)",
                "https://@/",
            )
        ),
        ("https://a.example/\ud800", "half a letter"),
    ],
)
def test_what_nobody_can_open(url: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        sendable(url)


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("../d", "https://a.example/d"),
        ("//c.example/d e", "https://c.example/d%20e"),
        ("/\\c.example/d", "https://c.example/d"),
        ("\\d\\e", "https://a.example/d/e"),
        ("///c.example/d", "https://c.example/d"),
        ("https:d", "https://a.example/b/d"),
        ("https:/d", "https://a.example/d"),
        ("http:d", "http://d/"),
        ("?q\\x", "https://a.example/b/c?q%5Cx"),
        (" \t/d\x01\n", "https://a.example/d"),
        ("#d", "https://a.example/b/c"),
        ("/caf\u00c3\u00a9", "https://a.example/caf%C3%A9"),
        ("/caf\u00e9", "https://a.example/caf%C3%A9"),
    ],
)
def test_locations(location: str, leads_to: str) -> None:
    assert joined("https://a.example/b/c", location) == leads_to


@pytest.mark.parametrize(
    "location", ["javascript:alert(1)", "mailto:a@b.example", "https://", "//", "//?x", "http://[", "//exa mple.org", "https:\\\\", "data:,x"]
)
def test_locations_that_lead_nowhere(location: str) -> None:
    with pytest.raises(ValueError):
        joined("https://a.example/b/c", location)


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


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("/a*b*c", "/a-b-c", True),
        ("/a*b*c", "/a-c-b", False),
        ("/a*b$", "/a-b", True),
        ("/a*b$", "/a-b-c", False),
        ("/a*b$", "/a-b-b", True),
        ("/ab*b$", "/ab", False),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("*", "/", True),
        ("*$", "/x", True),
        ("/*/b", "/a/c/b", True),
        ("/*/b", "/b", False),
        ("/caf%C3%A9*", "/caf\u00e9/x", True),
        ("/" + "*a" * 30 + "*b$", "/" + "a" * 5000, False),
    ],
)
def test_robots_stars(pattern: str, path: str, matches: bool) -> None:
    assert read_rules(f"User-agent: *\nDisallow: {pattern}", "x").allows(f"https://a.example{path}") is not matches


def test_robots_own_group_goes_first() -> None:
    rules = read_rules(ROBOTS, "online-safety-handbook-links")
    assert not rules.allows("https://a.example/anything")
    assert rules.delay == 2.5


def test_robots_that_make_no_sense() -> None:
    assert read_rules("<html>not found</html>\x00\nDisallow: /\n" + "a*" * 10_000, "x").allows("https://a.example/")
