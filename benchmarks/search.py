"""How well search finds what people type, in the real browser: the list in tests/browser/queries.yml, by who asks and by kind.

    python benchmarks/search.py [--slow 4]

``--slow`` also slows the browser's processor down, as Lighthouse does for a phone, and tells how long the index takes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright

from handbook.outputs.site import build_site
from tests.browser.hosting import headers_of, host
from tests.browser.launching import launch
from tests.browser.searching import open_search, place, queries, results


def main() -> int:
    """Build, ask every query, print."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--slow", type=float, default=1)
    options = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        build_site(None, site)
        server, address = host(site, headers_of(site))
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": options.slow})
        begun = time.perf_counter()
        open_search(page)
        ready = time.perf_counter() - begun
        groups: dict[str, list[int | None]] = defaultdict(list)
        missed, took = [], []
        for query in queries():
            begun = time.perf_counter()
            found = results(page, address, query.ask)
            took.append(time.perf_counter() - begun)
            where = place(query, found)
            for group in ("all", query.who, query.kind):
                groups[group].append(where)
            if where is None or where > 3:
                missed.append(f"{query.ask}: {', '.join(found[:3]) or 'nothing'}")
        browser.close()
        server.shutdown()
    print(f"{len(queries())} queries on {date.today()}, processor slowed {options.slow:g} times")
    print(
        f"Ready {ready:.1f} s after opening; an answer takes {1000 * sorted(took)[len(took) // 2]:.0f} ms "
        "(median, with 60 ms of waiting for the next key)\n"
    )
    print("| Queries | Number | First | First three |\n| --- | --- | --- | --- |")
    for group, places in groups.items():
        first = sum(one == 1 for one in places) / len(places)
        three = sum(one is not None and one <= 3 for one in places) / len(places)
        print(f"| {group} | {len(places)} | {first:.0%} | {three:.0%} |")
    print("\nNot among the first three:" if missed else "\nNone missed.")
    for line in missed:
        print(f"  {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
