"""Search as a reader does: in the real browser, by typing into the box, or with many queries in one call."""

from __future__ import annotations

import json
from collections.abc import Sequence
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


# Each query stands in the box in turn, and is answered at a key that wants its answer at once; nothing waits whether another key comes.
_ASK = """asked => {
  const panel = document.getElementById("find"), box = panel.querySelector("input"), output = panel.querySelector(".search__output");
  // Nobody looks at the lists between: laying each out would take longer than finding it.
  output.style.display = "none";
  const answers = asked.map(query => {
    box.value = query;
    panel.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowDown"}));
    const list = panel.querySelector(".search__list");
    if (list.dataset.shown !== query) throw new Error(`not answered: ${query}`);
    return [...list.querySelectorAll(".search__item")].map(
      item => [...item.querySelectorAll("a.search__link")].filter(link => !link.closest("details:not([open])")).map(link => link.href));
  });
  output.style.display = "";
  return answers;
}"""


def results_of_all(page: Page, address: str, asked: Sequence[str]) -> list[list[list[str]]]:
    """Ask many queries in one call; return for each the results, best first: the page and the sections that it shows, as addresses below the site.

    Args:
        page: A page with search open.
        address: The site's address.
        asked: What is asked.
    """
    found: list[list[list[str]]] = page.evaluate(_ASK, list(asked))
    assert len(found) == len(asked)
    return [[[link.removeprefix(address) for link in item] for item in items] for items in found]


def place(query: Query, found: list[str]) -> int | None:
    """Return the place of the first expected page, from 1; None if it is not there."""
    return next((number for number, path in enumerate(found, 1) if path in query.pages), None)
