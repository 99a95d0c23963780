"""Search as a reader does: in the real browser, by typing into the box, or with many queries in one call."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from playwright.sync_api import Page

from handbook.search import data

KEPT_BACK = Path(__file__).parent / "kept_back.yml"


@dataclass(frozen=True)
class Query:
    """What somebody types, and the pages of which one must come first."""

    who: str
    ask: str
    pages: tuple[str, ...]


def kept_back() -> dict[str, list[Query]]:
    """Return the questions from which nothing was learnt, by the list they are of."""
    lists = yaml.safe_load(KEPT_BACK.read_text(encoding="utf-8"))
    return {name: [Query(row["who"], row["ask"], tuple(row["pages"])) for row in rows] for name, rows in lists.items()}


def learnt() -> list[Query]:
    """Return the questions that search has learnt from, those of danger left out."""
    return [Query(one.who, one.ask, tuple(one.pages)) for one in data.load().questions]


def of_danger() -> list[Query]:
    """Return the questions of somebody in danger."""
    return [Query(one.who, one.ask, tuple(one.pages)) for one in data.load().danger.questions]


def of_site(asked: Iterable[Query], site: Path) -> list[Query]:
    """Return the questions that a site can answer, with the pages that it has: a school without a key stage has no page for it."""
    here = [replace(query, pages=tuple(page for page in query.pages if (site / page / "index.html").is_file())) for query in asked]
    return [query for query in here if query.pages]


def measured(asked: Sequence[Query], found: Sequence[Sequence[str]]) -> tuple[float, float]:
    """Return for how many of the questions, from 0 to 1, a right page is first, and among the first three."""
    places = [place(query, list(pages)) or 99 for query, pages in zip(asked, found, strict=True)]
    return sum(one == 1 for one in places) / len(places), sum(one <= 3 for one in places) / len(places)


def open_search(page: Page) -> None:
    """Open search by its box and wait until it can answer, by meaning too."""
    page.focus(".search__input")
    page.wait_for_selector(".search[data-ready][data-understands]", state="attached", timeout=30_000)


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
  const danger = panel.querySelector(".search__danger");
  // Nobody looks at the lists between: laying each out would take longer than finding it.
  output.style.display = "none";
  const answers = asked.map(query => {
    box.value = query;
    panel.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowDown"}));
    const list = panel.querySelector(".search__list");
    if (list.dataset.shown !== query) throw new Error(`not answered: ${query}`);
    const items = [...list.querySelectorAll(".search__item")].map(
      item => [...item.querySelectorAll("a.search__link")].filter(link => !link.closest("details:not([open])")).map(link => link.href));
    return [items, !danger.hidden];
  });
  output.style.display = "";
  return answers;
}"""


@dataclass(frozen=True)
class Answer:
    """What is shown for a query.

    Attributes:
        items: The results, best first: of each the page and the sections that it shows, as addresses below the site.
        warned: 999 and whom to tell stand above them.
    """

    items: list[list[str]]
    warned: bool

    @property
    def pages(self) -> list[str]:
        """The pages found, best first."""
        return [item[0] for item in self.items]


def answers_of_all(page: Page, address: str, asked: Sequence[str]) -> list[Answer]:
    """Ask many queries in one call; return what is shown for each.

    Args:
        page: A page with search open.
        address: The site's address.
        asked: What is asked.
    """
    found: list[tuple[list[list[str]], bool]] = page.evaluate(_ASK, list(asked))
    assert len(found) == len(asked)
    return [Answer([[link.removeprefix(address) for link in item] for item in items], warned) for items, warned in found]


def place(query: Query, found: list[str]) -> int | None:
    """Return the place of the first expected page, from 1; None if it is not there."""
    return next((number for number, path in enumerate(found, 1) if path in query.pages), None)
