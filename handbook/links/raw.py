"""Find external addresses in the sources of pages and in the texts of facts, and refuse them: pages ask for addresses by id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from handbook.facts.load import Facts
from handbook.facts.records import Link, RetiredLink
from handbook.ground import addresses
from handbook.ground.notebook import Notebook
from handbook.ground.paths import DOCS, shown
from handbook.ground.problems import Problem
from handbook.ground.yaml_files import Place, dotted

# What may stand for an address: with a scheme, beginning with //, beginning with www., or a name with a path after it.
_END = r"[^\s<>\"'`{}|]*"
_ADDRESS = re.compile(
    rf"""(?<![\w@/.:-])(?:
        (?P<full>(?:https?|ftp)://{_END})
      | (?P<relative>//[\w-]+\.[\w.-]+{_END})
      | (?P<www>www\d?\.[\w-]+\.{_END})
      | (?P<bare>(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{{2,}}(?:/{_END})?)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_MAYBE = re.compile(r"//|\.[a-zA-Z]|www|WWW")
# Code is shown and not linked; comments of the template language never reach a page; a namespace is a name.
_NOT_LINKED = re.compile(
    r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)[`~]*[ \t]*$|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)|<(?P<tag>code|pre"
    r"|kbd)\b.*?</(?P=tag)>|\{#.*?#\}|\bxmlns(?::\w+)?=(?:\"[^\"]*\"|'[^']*')",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_ASKED_FOR = re.compile(r"""\{\{[^}]*?\blink\(\s*["']([^"']+)["']""")
# Where a record's own addresses stand.
_FIELDS_OF_ADDRESSES = frozenset({"url", "archive", "as_written", "sha256"})


@dataclass(frozen=True)
class Register:
    """The addresses of the register, by what their spellings have in common.

    Attributes:
        exact: Addresses in use as they stand, for pages that differ in capitals or after ``#`` only.
        links: Addresses in use.
        retired: Retired addresses.
        hidden: Retired addresses that may stand nowhere, by their digest.
        facts: The facts they come from.
    """

    exact: dict[str, Link]
    links: dict[str, Link]
    retired: dict[str, RetiredLink]
    hidden: dict[str, RetiredLink]
    facts: Facts

    def find(self, address: str) -> Link | RetiredLink | None:
        """Return the record of an address, however it is written."""
        key = addresses.page_key(address)
        return (
            self.exact.get(addresses.exact(address))
            or self.links.get(key)
            or self.retired.get(key)
            or (self.hidden.get(addresses.digest(address)) if self.hidden else None)
        )


@lru_cache(maxsize=4)
def register_of(facts: Facts) -> Register:
    """Return the register of some facts."""
    retired: dict[str, RetiredLink] = {}
    hidden: dict[str, RetiredLink] = {}
    for record in facts.retired_links.values():
        hidden.update(dict.fromkeys(record.sha256, record))
        for written in (record.url, *record.as_written):
            # An address broken over two lines of an old document leaves pieces; only what begins with a host is an address.
            if written and "." in addresses.key(written).partition("/")[0]:
                retired.setdefault(addresses.page_key(written), record)
    links: dict[str, Link] = {}
    for link in facts.links.values():
        links.setdefault(addresses.page_key(link.url), link)
    exact = {addresses.exact(link.url): link for link in facts.links.values()}
    return Register(exact, links, {key: record for key, record in retired.items() if key not in links}, hidden, facts)


def faults(facts: Facts, docs: Path = DOCS) -> list[Problem]:
    """Return every raw address in the pages and in the texts of facts, each with what to write instead."""
    return [*faults_of_pages(facts, docs), *_data_faults(facts)]


def faults_of_pages(facts: Facts, docs: Path) -> Iterator[Problem]:
    """Yield the raw addresses in the pages of a folder."""
    register = register_of(facts)
    for path in sorted(docs.rglob("*.md")):
        name = shown(path)
        for line, kind, text in _found_in(path, path.stat().st_mtime_ns):
            if kind == "id":
                if text in facts.retired_links and text not in facts.links:
                    record = facts.retired_links[text]
                    yield Problem(name, line, "", f'the page links to "{text}", which is retired: {record.what_happened}', instead(record, facts))
                continue
            problem = _fault(register, text, kind, name, line, "")
            if problem:
                yield problem
    if docs == DOCS:
        _READ.keep()


def read_ahead() -> None:
    """Look for addresses in our pages and note what is found: :func:`faults` finds it there, in another process too."""
    for path in DOCS.rglob("*.md"):
        _found_in(path, path.stat().st_mtime_ns)
    _READ.keep()


_READ: Notebook[tuple[tuple[int, str, str], ...]] = Notebook("addresses")


@lru_cache(maxsize=2048)
def _found_in(path: Path, stamp: int) -> tuple[tuple[int, str, str], ...]:
    """Return what in a page looks like an address or asks for a link: line, kind, text. Read again only when the page changes."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return _READ.result(text, lambda: tuple(found_in(text)))


_LED_TO = re.compile(r"(?:\]\(|<|\b(?:href|src)\s*=\s*[\"']?|^\s*\[[^\]]+\]:)\s*$")


def found_in(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, kind and text of whatever in a page's source may be an address; kind "id" for a link asked for by id."""
    text = _NOT_LINKED.sub(lambda match: re.sub(r"[^\n]", " ", match.group(0)), text)
    for match in _ASKED_FOR.finditer(text):
        yield text.count("\n", 0, match.start(1)) + 1, "id", match.group(1)
    for match in (found for begin, end in _lines_to_search(text) for found in _ADDRESS.finditer(text, begin, end)):
        kind = match.lastgroup or ""
        address = _trimmed(match.group(0))
        # A name alone is only words, unless a link or an attribute leads to it.
        if kind == "bare" and "/" not in address and not _LED_TO.search(text[max(0, match.start() - 80) : match.start()]):
            continue
        yield text.count("\n", 0, match.start()) + 1, kind, address


def _lines_to_search(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each line begins and ends that may hold an address: most hold nothing that could be one, which is soon seen."""
    end = 0
    while maybe := _MAYBE.search(text, end):
        begin, end = text.rfind("\n", 0, maybe.start()) + 1, text.find("\n", maybe.end())
        end = len(text) if end < 0 else end
        yield begin, end


def _trimmed(address: str) -> str:
    """Return an address without the punctuation of the sentence or link around it."""
    while address and address[-1] in ".,;:!?)]*_~\u2026":
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    cut = address.find("](")
    return address[:cut] if cut >= 0 else address


def _fault(register: Register, address: str, kind: str, file: str, line: int, place: str) -> Problem | None:
    record = register.find(address)
    # "school.yml" and "and/or.that" look like bare addresses too: those count only if the register knows them.
    if record is None and kind == "bare":
        return None
    if isinstance(record, RetiredLink):
        danger = " and dangerous" if record.dangerous else ""
        named = "an address that may not be shown" if record.never_show else address
        return Problem(file, line, place, f"{named} is retired{danger}: {record.what_happened}", instead(record, register.facts))
    if isinstance(record, Link):
        return Problem(file, line, place, f"{address} stands here as a raw address.", f'Write  {{{{ link("{record.id}") }}}}  instead.')
    why = addresses.indirect(address if "//" in address else f"//{address}")
    if why:
        return Problem(
            file, line, place, f"{address} is {why}.", "Open it, and put the full address it leads to into data/links/; then ask for that by its id."
        )
    return Problem(
        file,
        line,
        place,
        f"{address} stands here as a raw address.",
        'Add a record with it to data/links/ (id, url, title, publisher), then write  {{ link("its-id") }}  instead.',
    )


def instead(record: RetiredLink, facts: Facts) -> str:
    """Return what to do in place of a retired address, in a sentence."""
    if record.replacement is None:
        return "There is nothing to use in its place: take it out."
    link = facts.links[record.replacement]
    return f'Write  {{{{ link("{link.id}") }}}}  instead: {link.title}, {link.url}'


@lru_cache(maxsize=4)
def _data_faults(facts: Facts) -> tuple[Problem, ...]:
    return tuple(_faults_in_texts(facts))


def _faults_in_texts(facts: Facts) -> Iterator[Problem]:
    register = register_of(facts)
    seen: set[int] = set()
    for spot in facts.spots.values():
        source = spot.source
        if id(source) in seen:
            continue
        seen.add(id(source))
        for place, text in _texts(source.content, ()):
            for match in _ADDRESS.finditer(text) if "//" in text or "www" in text.lower() else ():
                if match.lastgroup == "bare":
                    continue
                problem = _fault(register, _trimmed(match.group(0)), match.lastgroup or "", source.file, source.line_of(place), dotted(place))
                if problem:
                    yield problem


def _texts(content: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(content, str):
        yield place, content
    elif isinstance(content, list):
        for index, item in enumerate(content):
            yield from _texts(item, (*place, index))
    elif isinstance(content, dict):
        for key, item in content.items():
            if key not in _FIELDS_OF_ADDRESSES:
                yield from _texts(item, (*place, key))
