#!/usr/bin/env python3
"""How long documents take, how many pages and how large they are, beside Chromium's print-to-PDF of the same pages.

Run by hand:  python3 benchmarks/documents.py [--school FILE]

Both are made in one run on this machine, in turn: first every document from nothing, then all again (nothing has changed), then Chromium
prints the pages of each PDF one after the other from the built site. Chromium's files have no PDF/UA mark, no contents and no page numbers
through a whole document; the comparison is of time, pages and bytes only.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from handbook.machine import environment


def main() -> int:
    """Make, print and compare."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--school", type=Path, help="the school's file")
    return compare(asked.parse_args().school)


def compare(school: Path | None) -> int:
    """Print the table."""
    import pikepdf
    from playwright.sync_api import sync_playwright

    from handbook import project
    from handbook.outputs.documents import making, pages
    from handbook.outputs.documents.addresses import address_of
    from handbook.outputs.documents.imprint import imprint_of
    from handbook.outputs.site import build_site
    from tests.browser.launching import launch
    from tests.conftest import serve_folder

    mine = project.load(school)
    read = making.read_pages(pages.pages_of(mine))
    tasks = making.tasks(read, imprint_of(mine))
    with tempfile.TemporaryDirectory() as folder:
        making.KEPT = Path(folder) / "kept"
        begun = time.perf_counter()
        made = making.make(tasks)
        first = time.perf_counter() - begun
        begun = time.perf_counter()
        making.make(tasks)
        again = time.perf_counter() - begun
        build_site(school, Path(folder) / "site")
        server, address = serve_folder(Path(folder) / "site")
        print(f"{len(made)} files from nothing: {first:.1f} s; again, nothing changed: {again:.1f} s.\n")
        print(f"{'PDF':<42}{'made s':>8}{'pages':>7}{'kB':>7}   {'Chromium s':>10}{'pages':>7}{'kB':>7}")
        with sync_playwright() as playwright:
            browser = launch(playwright)
            tab = browser.new_page()
            for one in (one for one in made if one.file.endswith(".pdf")):
                task = next(task for task in tasks if task.file == one.file)
                begun = time.perf_counter()
                making._one(task)  # noqa: SLF001 (one document alone is what is measured)
                alone = time.perf_counter() - begun
                begun, theirs, size = time.perf_counter(), 0, 0
                for page in one.document.pages:
                    tab.goto(address + address_of(page))
                    printed = Path(folder) / "printed.pdf"
                    tab.pdf(path=printed, format=one.document.paper.upper())
                    theirs, size = theirs + _pages(pikepdf, printed), size + printed.stat().st_size
                chromium = time.perf_counter() - begun
                ours = Path(folder) / "ours.pdf"
                ours.write_bytes(one.content)
                print(
                    f"{one.file:<42}{alone:>8.2f}{_pages(pikepdf, ours):>7}{len(one.content) / 1000:>7.0f}   "
                    f"{chromium:>10.2f}{theirs:>7}{size / 1000:>7.0f}",
                    flush=True,
                )
            browser.close()
        server.shutdown()
    return 0


def _pages(pikepdf: object, file: Path) -> int:
    with pikepdf.open(file) as pdf:
        return len(pdf.pages)


if __name__ == "__main__":
    if not environment.inside():
        python = environment.ensure(["build", "test"])
        sys.exit(subprocess.call([str(python), __file__, *sys.argv[1:]], env={**os.environ, environment.RUNNING_INSIDE: "1"}))
    sys.exit(main())
