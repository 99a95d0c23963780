"""How well search finds what people type, in the real browser, beside other engines on the same pages and questions, in one run.

    python benchmarks/search.py [--slow 4]

Questions from which nothing was learnt come first: half of those that another hand wrote, half of those that were written anew, a fifth of the old
list. Then those that search has learnt from, which prove less, and those of danger. ``--slow`` also slows the browser's processor down, as Lighthouse
does for a phone, and tells how long the index and an answer take.
"""

from __future__ import annotations

import argparse
import gzip
import html
import importlib.util
import json
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from handbook.outputs.site import build_site
from handbook.search.index import INDEX, docs_of
from handbook.search.meaning import TABLE
from tests.browser.hosting import headers_of, host
from tests.browser.launching import launch
from tests.browser.searching import Query, answers_of_all, kept_back, learnt, measured, of_danger, of_site, open_search

# MiniSearch as its README begins: its defaults, nothing tuned. Pages in the order of their best section.
_MINISEARCH = """async asked => {
  const docs = await (await fetch("docs.json")).json();
  const engine = new MiniSearch({fields: ["title", "text", "tags"], storeFields: ["location"], idField: "id"});
  engine.addAll(docs.map((doc, id) => ({...doc, id, tags: (doc.tags || []).join(" ")})));
  return asked.map(query => [...new Set(engine.search(query).map(hit => hit.location.split("#")[0]))]);
}"""

# lunr in the worker that Material ships, asked as its search box asks: each word may be the beginning of one.
_LUNR = """async asked => {
  const docs = await (await fetch("docs.json")).json();
  const worker = new Worker("lunr.js");
  const told = message => new Promise(done => { worker.onmessage = event => done(event.data); worker.postMessage(message); });
  const fields = {title: {boost: 1000}, text: {boost: 1}, tags: {boost: 1000000}};
  const config = {lang: ["en"], separator: "[\\\\s\\\\-]+", pipeline: ["stopWordFilter"], fields};
  await told({type: 0, data: {config, docs, options: {suggest: false}}});
  const answers = [];
  for (const query of asked) {
    const typed = query.replace(/"|(?:^|\\s+)[*+\\-:^~]+(?=\\s+|$)/g, "").replace(/[:^~*+\\-]/g, " ").trim().replace(/\\s+|\\b$/g, "* ");
    const answer = await told({type: 2, data: typed});
    answers.push([...new Set((answer.data.items || []).map(item => item[0].location.split("#")[0]))]);
  }
  return answers;
}"""


def main() -> int:
    """Build, ask every question of every engine, print."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--slow", type=float, default=1)
    options = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        build_site(None, site)
        kept = kept_back()
        sets = {
            "by a fresh hand, kept back": of_site(kept["of_a_sixth_hand"], site),
            "by a third hand, kept back": of_site(kept["of_a_third_hand"], site),
            "by another hand, kept back": of_site(kept["of_another_hand"], site),
            "written anew, kept back": of_site(kept["half_of_the_new"], site),
            "old list, kept back": of_site(kept["fifth_of_the_old_list"], site),
            "learnt from": of_site(learnt()[::5], site),
            "of danger, learnt from": of_site(of_danger(), site),
        }
        browser = launch(playwright)
        ours, missed = _ours(browser, site, sets, options.slow)
        found = {
            "This handbook": ours,
            "the same without the table": _ours(browser, site, sets, 1, table=False)[0],
            **_others(browser, site, Path(folder) / "others", sets),
        }
        sizes = [len(gzip.compress((site / file).read_bytes(), 9)) / 1000 for file in (INDEX, TABLE)]
        browser.close()
    print(f"\n{date.today()}; index {sizes[0]:.0f} kB and table {sizes[1]:.0f} kB compressed; first / among the first three, of 100\n")
    print("| | " + " | ".join(f"{name} ({len(asked)})" for name, asked in sets.items()) + " |\n| --- |" + " --- |" * len(sets))
    for engine, answers in found.items():
        shares = (measured(asked, answers[name]) for name, asked in sets.items())
        print(f"| {engine} | " + " | ".join(f"{first:.0%} / {three:.0%}" for first, three in shares) + " |")
    print(f"\nOf what was learnt from, not among the first three: {len(missed)}")
    for line in missed:
        print(f"  {line}")
    return 0


Answers = dict[str, list[list[str]]]


def _ours(browser: Browser, site: Path, sets: dict[str, list[Query]], slow: float, table: bool = True) -> tuple[Answers, list[str]]:
    """Return the answers of the search itself; what it misses of the questions that it has learnt from."""
    server, address = host(site, headers_of(site))
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    if not table:
        page.route("**/meaning.json", lambda route: route.abort())
    page.goto(address)
    processor = page.context.new_cdp_session(page)
    processor.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    begun = time.perf_counter()
    if table:
        open_search(page)
        ready = time.perf_counter() - begun
        processor.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        answer = slow * _answer_time(page, processor)
        print(f"Processor slowed {slow:g} times: ready {ready:.1f} s after opening, an answer takes {answer:.0f} ms of it (slowest in a hundred)")
    else:
        page.focus(".search__input")
        page.wait_for_selector(".search[data-ready]", state="attached")
    answers = {name: [answer.pages for answer in answers_of_all(page, address, [query.ask for query in asked])] for name, asked in sets.items()}
    page.close()
    server.shutdown()
    missed = [
        f"{query.ask}: {', '.join(pages[:3]) or 'nothing'}"
        for query, pages in zip(sets["learnt from"], answers["learnt from"], strict=True)
        if not set(query.pages) & set(pages[:3])
    ]
    return answers, missed


_PREPARE = """async () => {
  const search = globalThis.handbookSearch, get = async name => (await fetch(`search/${name}.json`)).json();
  const index = search.build(await get("search_index")), table = search.meaning.load(await get("meaning"));
  globalThis.answerTen = query => { for (let time = 0; time < 10; time += 1) search.answer(index, query, "", table); };
}"""


def _answer_time(page: Page, processor: CDPSession) -> float:
    """Return milliseconds of processor time in which 99 of 100 answers are found and ranked; showing them comes on top."""
    processor.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.evaluate(_PREPARE)

    def used() -> float:
        return next(float(one["value"]) for one in processor.send("Performance.getMetrics")["metrics"] if one["name"] == "TaskDuration")

    took = []
    for query in [query for of_list in kept_back().values() for query in of_list]:
        begun = used()
        page.evaluate("query => answerTen(query)", query.ask)
        took.append(100 * (used() - begun))
    return sorted(took)[int(len(took) * 0.99)]


def _others(browser: Browser, site: Path, folder: Path, sets: dict[str, list[Query]]) -> dict[str, Answers]:
    """Return the answers of other engines, given the same sections, titles and tags."""
    folder.mkdir()
    docs = docs_of((site / INDEX).read_text(encoding="utf-8"))
    plain: list[dict[str, Any]] = [
        {"location": doc["location"], "title": html.unescape(doc["title"]), "text": html.unescape(doc["text"]), "tags": doc.get("tags", [])}
        for doc in docs
    ]
    (folder / "docs.json").write_text(json.dumps(plain), encoding="utf-8")
    shutil.copy(Path(__file__).parent / "vendor" / "minisearch.js", folder / "minisearch.js")
    material = importlib.util.find_spec("material")
    assert material is not None and material.origin is not None
    (worker,) = (Path(material.origin).parent / "templates" / "assets" / "javascripts" / "workers").glob("search.*.min.js")
    shutil.copy(worker, folder / "lunr.js")
    (folder / "index.html").write_text('<!doctype html><script src="minisearch.js"></script>', encoding="utf-8")
    server, address = host(folder, {})
    page = browser.new_page()
    page.goto(address)
    found = {
        name: {of: page.evaluate(script, [query.ask for query in asked]) for of, asked in sets.items()}
        for name, script in (("MiniSearch, its defaults", _MINISEARCH), ("lunr as Material ships it", _LUNR))
    }
    page.close()
    server.shutdown()
    return found


if __name__ == "__main__":
    sys.exit(main())
