#!/usr/bin/env python3
"""How long documents take, how many pages and how large they are, beside Chromium's print-to-PDF of the same pages.

Run by hand:  python3 benchmarks/documents.py [--school FILE]

Both are made in one run on this machine, in turn: first every document from nothing, then all again (nothing has changed), then each once
more by itself and, beside each PDF, Chromium's print of the same pages one after the other from the built site. Chromium's files have no
PDF/UA mark, no contents and no page numbers through a whole document; the comparison is of time, pages and bytes only.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
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
        begun, worked = time.perf_counter(), _worked()
        made = making.make(tasks)
        first, work = time.perf_counter() - begun, _worked() - worked
        begun = time.perf_counter()
        making.make(tasks)
        again = time.perf_counter() - begun
        build_site(school, Path(folder) / "site")
        server, address = serve_folder(Path(folder) / "site")
        print(f"{len(made)} files from nothing: {first:.1f} s on {os.cpu_count()} cores, {work:.1f} s of processor.")
        print(f"Again, nothing changed: {again:.1f} s.\n")
        print(_row("File", ("made s", "pages", "kB"), ("Chromium s", "pages", "kB")))
        ours, theirs = Tally(), Tally()
        with sync_playwright() as playwright:
            browser = launch(playwright)
            tab = browser.new_page()
            for task, one in zip(tasks, made, strict=True):
                begun = time.perf_counter()
                making._one(task)  # noqa: SLF001 (one document alone is what is measured)
                mine_now = Tally(time.perf_counter() - begun, _pages(one.content) if task.format == "pdf" else 0, len(one.content))
                if task.format != "pdf":
                    print(_row(one.file, mine_now.told()), flush=True)
                    continue
                begun, pages_, size = time.perf_counter(), 0, 0
                for page in one.document.pages:
                    tab.goto(address + address_of(page))
                    printed = tab.pdf(format=one.document.paper.upper())
                    pages_, size = pages_ + _pages(printed), size + len(printed)
                chromium = Tally(time.perf_counter() - begun, pages_, size)
                print(_row(one.file, mine_now.told(), chromium.told()), flush=True)
                ours, theirs = ours + mine_now, theirs + chromium
            browser.close()
        print(_row("All PDFs, one by one", ours.told(), theirs.told()))
        server.shutdown()
    return 0


def _worked() -> float:
    """Return the seconds of processor that this process and those it began have used; Windows does not tell of those."""
    now = os.times()
    return now.user + now.system + now.children_user + now.children_system


@dataclass(frozen=True)
class Tally:
    """Seconds, pages and bytes."""

    seconds: float = 0
    pages: int = 0
    size: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Return the sum."""
        return Tally(self.seconds + other.seconds, self.pages + other.pages, self.size + other.size)

    def told(self) -> tuple[str, str, str]:
        """Return it for a table; a Word file has no pages before it is opened."""
        return f"{self.seconds:.2f}", str(self.pages or "–"), f"{self.size / 1000:.0f}"


def _row(name: str, ours: tuple[str, str, str], theirs: tuple[str, str, str] = ("", "", "")) -> str:
    return f"{name:<46}{ours[0]:>8}{ours[1]:>7}{ours[2]:>7}   {theirs[0]:>10}{theirs[1]:>7}{theirs[2]:>7}".rstrip()


def _pages(content: bytes) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(content) as opened:
        return len(opened)


if __name__ == "__main__":
    if not environment.inside():
        python = environment.ensure(["build", "test"])
        sys.exit(subprocess.call([str(python), __file__, *sys.argv[1:]], env={**os.environ, environment.RUNNING_INSIDE: "1"}))
    sys.exit(main())
