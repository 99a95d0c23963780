"""Search as a reader does: in the real browser, by typing into the box."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from playwright.sync_api import Page

QUERIES = Path(__file__).parent / "queries.yml"


@dataclass(frozen=True)
class Query:
    """What somebody types, and the pages of which one must come first."""

    who: str
    kind: str
    ask: str
    pages: tuple[str, ...]


def queries() -> list[Query]:
    """Return the list of queries."""
    rows = yaml.safe_load(QUERIES.read_text(encoding="utf-8"))
    return [Query(row["who"], row["kind"], row["ask"], tuple(row["pages"])) for row in rows]


def open_search(page: Page) -> None:
    """Open search by its box and wait until it can answer."""
    page.focus(".search__input")
    page.wait_for_selector(".search[data-ready]", state="attached", timeout=30_000)


def results(page: Page, address: str, typed: str) -> list[str]:
    """Type into the box and return the pages found, best first, as addresses below the site."""
    page.fill(".search__input", typed)
    return answer(page, address, typed)


def answer(page: Page, address: str, typed: str) -> list[str]:
    """Wait until what stands in the box has been answered; return the pages found, best first, as addresses below the site."""
    # No waiting by script: the site's own Content-Security-Policy forbids what Playwright would need for it.
    page.wait_for_selector(f".search__list[data-shown={json.dumps(typed, ensure_ascii=False)}]", state="attached")
    links = page.eval_on_selector_all(".search__item > a:first-child", "links => links.map(link => link.href)")
    root = urlsplit(address).path
    return [urlsplit(link).path.removeprefix(root) for link in links]


def results_of_all(pages: Sequence[Page], address: str, asked: Sequence[str]) -> Iterator[list[str]]:
    """Yield the pages found for each query in turn.

    Args:
        pages: Several pages with search open: while one waits whether another key comes, the next is typed into.
        address: The site's address.
        asked: What is typed.
    """
    for number in range(len(asked) + len(pages) - 1):
        if number < len(asked):
            pages[number % len(pages)].fill(".search__input", asked[number])
        before = number - len(pages) + 1
        if before >= 0:
            yield answer(pages[before % len(pages)], address, asked[before])


def place(query: Query, found: list[str]) -> int | None:
    """Return the place of the first expected page, from 1; None if it is not there."""
    return next((number for number, path in enumerate(found, 1) if path in query.pages), None)
