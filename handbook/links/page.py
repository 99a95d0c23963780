"""What a page of HTML says, as far as verdicts need it: title, first heading, notices, words, links, forms."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

# Words that mark an element as a notice to readers, in its class, id or role.
_NOTICE_WORDS = re.compile(
    r"notice|banner|alert|callout|warning|withdrawn|superseded|outdated|flash|admonition|inset|announcement|status-?message|\bnote\b|\bimportant\b",
    re.IGNORECASE,
)
_NOT_NOTICES = re.compile(r"cookie|consent", re.IGNORECASE)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_SILENT = frozenset({"script", "style", "template", "svg"})
_FURNITURE = frozenset({"nav", "header", "footer", "aside"})
# Encodings that Python knows and browsers do not: a page that names one is in another, and to read it by some of these takes hours.
_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
# Enough to compare two pages by; longer pages differ early or not at all.
_MOST_WORDS = 600
# Enough to hold a source's text against what it was: the longest guidance has as many.
_MOST_WORDS_OF_A_SOURCE = 60_000
_FEWEST_WORDS_OF_A_SENTENCE = 3
_ENDS_A_SENTENCE = frozenset("p li dt dd td th tr h1 h2 h3 h4 h5 h6 div section article ul ol table br figcaption blockquote summary".split())


@dataclass(frozen=True)
class VisitedPage:
    """What a page says.

    Attributes:
        title: Its title.
        heading: Its first heading of the first level; if it has none, of the second.
        notices: The text of each notice to readers (a box marked as such).
        words: The words of its main part.
        word_count: How many words the whole page has.
        link_words: How many of those are in links.
        links: How many links it has.
        hosts: Other hosts it loads from or links to.
        password: Whether it asks for a password.
        refresh: Address it forwards to by itself at once; empty if it stays.
        places: Names that an address may point to after ``#``.
        sentences: The sentences of its main part, for those who rest facts on them.
        letters: Everything a reader can read on it, as :func:`letters` gives it.
        whole: Whether it was read to its end.
    """

    title: str = ""
    heading: str = ""
    notices: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    word_count: int = 0
    link_words: int = 0
    links: int = 0
    hosts: frozenset[str] = frozenset()
    password: bool = False
    refresh: str = ""
    places: frozenset[str] = frozenset()
    sentences: tuple[str, ...] = ()
    letters: str = ""
    whole: bool = True


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, bool, bool]] = []
        # How many of each are open, so that a page of stray end tags costs nothing.
        self.open: Counter[str] = Counter()
        self.title = ""
        self.title_done = False
        self.headings = {"h1": "", "h2": ""}
        self.heading_tag = ""
        self.notices: list[str] = []
        self.notice_depth = 0
        self.main: list[str] = []
        self.rest: list[str] = []
        self.source: dict[bool, list[str]] = {True: [], False: []}
        self.main_depth = 0
        self.furniture_depth = 0
        self.silent = 0
        self.in_title = False
        self.in_link = 0
        self.word_count = self.link_words = self.links = 0
        self.hosts: set[str] = set()
        self.places: set[str] = set()
        self.text: list[str] = []
        self.password = False
        self.refresh = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        for name in ("src", "href"):
            if found.get(name, "").startswith(("http:", "https:", "//")):
                with suppress(ValueError):
                    self.hosts.add(urlsplit(found[name].strip()).hostname or "")
        self.places |= {found.get("id", ""), found.get("name", "") if tag == "a" else ""}
        self._end_sentence(tag)
        if tag == "meta" and found.get("http-equiv", "").lower() == "refresh" and not self.refresh:
            self.refresh = forwards_to(found.get("content", ""))
        if tag == "input" and found.get("type", "").lower() == "password":
            self.password = True
        if tag == "a":
            self.links += 1
        if tag in _VOID:
            return
        marks = f"{found.get('class', '')} {found.get('id', '')} {found.get('role', '')}"
        box = tag not in ("body", "html", "a")
        about_cookies = box and bool(_NOT_NOTICES.search(marks))
        notice = box and not about_cookies and bool(_NOTICE_WORDS.search(marks))
        furniture = about_cookies or tag in _FURNITURE
        self.stack.append((tag, notice, furniture))
        self.open[tag] += 1
        if notice:
            if not self.notice_depth:
                self.notices.append("")
            self.notice_depth += 1
        if tag in _SILENT:
            self.silent += 1
        if furniture:
            self.furniture_depth += 1
        if tag == "main":
            self.main_depth += 1
        if tag == "a":
            self.in_link += 1
        if tag == "title" and not self.title_done and not self.silent:
            self.in_title = True
        if tag in self.headings and not self.headings[tag].strip():
            self.heading_tag = tag

    def _end_sentence(self, tag: str) -> None:
        if tag in _ENDS_A_SENTENCE:
            self.source[bool(self.main_depth)].append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._end_sentence(tag)
        if not self.open[tag]:
            return
        while self.stack:
            name, notice, furniture = self.stack.pop()
            self.open[name] -= 1
            if notice:
                self.notice_depth -= 1
            if name in _SILENT:
                self.silent -= 1
            if furniture:
                self.furniture_depth -= 1
            if name == "main":
                self.main_depth -= 1
            if name == "a":
                self.in_link -= 1
            if name == "title" and self.in_title:
                self.in_title, self.title_done = False, True
            if name == self.heading_tag:
                self.heading_tag = ""
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.title += data
            return
        if self.silent:
            return
        self.text.append(data)
        if self.heading_tag:
            self.headings[self.heading_tag] += data
        if self.notice_depth:
            self.notices[-1] += data + " "
        words = data.split()
        self.word_count += len(words)
        if self.in_link:
            self.link_words += len(words)
        kept = self.main if self.main_depth else self.rest
        if not self.furniture_depth and len(kept) < _MOST_WORDS:
            kept += words
        source = self.source[bool(self.main_depth)]
        if not self.furniture_depth and len(source) < _MOST_WORDS_OF_A_SOURCE:
            source += words


def _sentences(words: list[str]) -> tuple[str, ...]:
    """Return the sentences that words make, without control characters; scraps are none."""
    lines = " ".join(words).split("\n")
    found = (printable(one, 2000) for line in lines for one in re.split(r"(?<=[.!?]) +", line))
    return tuple(one for one in found if len(one.split()) >= _FEWEST_WORDS_OF_A_SENTENCE)


def forwards_to(refresh: str) -> str:
    """Return the address that a page's refresh (its own or its server's) forwards to; empty if it stays.

    Within a second is a redirect; a page that reloads or moves on later is a page.
    """
    match = re.match(r"""\s*[01](?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?['"]?([^'"]+)""", refresh, re.IGNORECASE)
    return match.group(1).strip() if match else ""


def letters(text: str) -> str:
    """Return text for finding words in: without spaces, which markup moves about, and without capitals."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def read_page(body: bytes, charset: str = "", whole: bool = True) -> VisitedPage:
    """Return what a page says. Broken or cut-off HTML gives what can be read of it; nothing is raised.

    Args:
        body: The page.
        charset: Its encoding, as its server names it.
        whole: Whether the body is all of it.
    """
    try:
        named = codecs.lookup(charset or "utf-8").name
        text = body.decode("utf-8" if named in _NO_CHARSETS else named, errors="replace")
    except (LookupError, ValueError):
        text = body.decode("utf-8", errors="replace")
    reader = _Reader()
    try:
        reader.feed(text)
        reader.close()
    except (ValueError, AssertionError):
        pass  # html.parser gives up on some malformed declarations; what it had read stands.
    return VisitedPage(
        title=printable(reader.title),
        heading=printable(reader.headings["h1"]) or printable(reader.headings["h2"]),
        notices=tuple(printable(one) for one in reader.notices if one.strip()),
        words=tuple((reader.main or reader.rest)[:_MOST_WORDS]),
        word_count=reader.word_count,
        link_words=reader.link_words,
        links=reader.links,
        hosts=frozenset(reader.hosts - {""}),
        password=reader.password,
        refresh=reader.refresh,
        places=frozenset(reader.places - {""}),
        sentences=_sentences(reader.source[True] or reader.source[False]),
        letters=letters("".join(reader.text)),
        whole=whole,
    )


def printable(text: str, most: int = 400) -> str:
    """Return what somebody else wrote as a line for a report: on terminals control characters act."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())[:most]


def alike(first: VisitedPage, first_url: str, second: VisitedPage, second_url: str) -> bool:
    """Say whether two pages are the same but for the address each may repeat."""
    one, other = _bare(first, first_url), _bare(second, second_url)
    if one == other:
        return True
    if _without(first.title, first_url) != _without(second.title, second_url):
        return False
    common = sum(min(one.count(word), other.count(word)) for word in set(one))
    return common >= 0.9 * max(len(one), len(other))


def _bare(page: VisitedPage, url: str) -> list[str]:
    return _without(" ".join((page.title, page.heading, *page.words)), url).split()


def _without(text: str, url: str) -> str:
    """Return text without the last part of an address and without digits (dates, counters, identifiers)."""
    text = text.casefold()
    name = unquote(urlsplit(url).path).rstrip("/").rsplit("/", 1)[-1].casefold()
    for part in {name, name.rpartition(".")[0], re.sub(r"[-_+]", " ", name)}:
        if len(part) > 2:
            text = text.replace(part, " ")
    return " ".join(re.sub(r"\d+|[^\w\s]", " ", text).split())
