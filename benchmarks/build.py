#!/usr/bin/env python3
"""How long a build takes, beside the same pages in plain MkDocs with Material; a second build; and how soon the preview serves what was saved.

Run by hand:  python3 benchmarks/build.py [--runs 3]

Both builds are cold, of the same rendered Markdown, run in turn on this machine. Of each the quickest run counts: whatever else a computer does
only adds. The processor's seconds are of all processes of a build together. "Plain" has the same navigation and Markdown extensions, and none of
ours: no macros, no glossary marks, no checks of facts, no templates.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from handbook.machine import environment

PLAIN = """\
site_name: Plain
docs_dir: {docs}
theme:
  name: material
  font: false
  features: [navigation.indexes, navigation.prune, navigation.footer, navigation.top, toc.follow, search.suggest, search.highlight]
plugins: [search]
markdown_extensions:
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc: {{permalink: true}}
  - pymdownx.details
  - pymdownx.superfences
"""


def plain_project(folder: Path) -> Path:
    """Write the rendered Markdown and a plain configuration; return the configuration."""
    from handbook.pages import navigation
    from handbook.rendering.filling import renderer
    from handbook.school.load import load

    render = renderer(load().school)
    docs = folder / "docs"
    for page in navigation.pages():
        target = docs / page
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(render(page), encoding="utf-8")
    shutil.copytree(ROOT / "docs", docs, dirs_exist_ok=True, ignore=lambda _, names: [name for name in names if name.endswith(".md")])
    config = folder / "mkdocs.yml"
    config.write_text(PLAIN.format(docs=docs), encoding="utf-8")
    return config


class Took(NamedTuple):
    """What a command took.

    Attributes:
        seconds: By the clock.
        processor: Of the processor, its helpers' too.
    """

    seconds: float
    processor: float


def took(command: list[str]) -> Took:
    """Run a command and return what it took."""
    start, before = time.perf_counter(), os.times()
    subprocess.run(
        command, check=True, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Took(time.perf_counter() - start, processor)


# What is saved: a file, what is replaced in it, and by what; the page and the words by which the change is seen.
SAVED = {
    "a page": ("docs/glossary.md", "\n## ", "\nA freshly saved sentence.\n\n## ", "A freshly saved sentence."),
    "the school's file": ("school.yml", "name: Amina Example", "name: Freshly Saved", "Freshly Saved"),
    "a fact": ("data/glossary/harms.yml", "  meaning: >-\n    ", "  meaning: >-\n    Freshly saved fact. ", "Freshly saved fact."),
    "a template": ("overrides/main.html", "</title>", "Freshly saved</title>", "Freshly saved</title>"),
}


def served(folder: Path, runs: int) -> dict[str, float]:
    """Return the seconds from starting the preview to the first page, and from each kind of save to the new page served, in a copy."""
    copy = copied(folder / "copy")
    shutil.copy(ROOT / "schools" / "example-primary.yml", copy / "school.yml")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    first: list[float] = []
    again: list[float] = []
    for starts in (first, again) * runs:
        if starts is first:
            shutil.rmtree(copy / ".cache", ignore_errors=True)
        seconds, server = _started(copy, port)
        starts.append(seconds)
        _end(server)
    found = {"the preview's first page, nothing kept": min(first), "the preview's first page, started again": min(again)}
    _, server = _started(copy, port)
    try:
        # The longest page of all.
        address = f"http://127.0.0.1:{port}/glossary/"
        _wait_for(address, "Glossary")
        # Until it has looked at every page once, as it does at its start.
        time.sleep(6)
        for what, (file, old, new, words) in SAVED.items():
            path = copy / file
            text = path.read_text(encoding="utf-8")
            assert old in text, f"{file} does not hold {old!r}"
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
            start = time.perf_counter()
            _wait_for(address, words)
            found[f"saving {what} to the page served"] = time.perf_counter() - start
            time.sleep(4)
    finally:
        _end(server)
    return found


def _started(copy: Path, port: int) -> tuple[float, subprocess.Popen[bytes]]:
    """Start the preview; return the seconds to its first page."""
    begun = time.perf_counter()
    command = [sys.executable, str(copy / "scripts" / "handbook.py"), "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=copy, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _wait_for(f"http://127.0.0.1:{port}/", "Something has happened")
    return time.perf_counter() - begun, server


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    server.wait(timeout=20)


def copied(target: Path) -> Path:
    """Return a copy of the project without history, environment and what is kept between builds."""
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(".git", ".venv", ".cache", "site", "__pycache__", "tests"))
    # As where it has run before: compiling the program is no part of a build.
    compileall.compile_dir(str(target), quiet=2)
    return target


def built_again(folder: Path) -> tuple[Took, Took]:
    """Return what a build of a copy takes that was never built, and the next after one sentence has changed."""
    copy = copied(folder / "again")
    command = [sys.executable, str(copy / "scripts" / "handbook.py"), "build", "--out", str(folder / "again-site")]
    first = took(command)
    page = copy / "docs" / "policy" / "devices.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nA changed sentence.\n", encoding="utf-8")
    return first, took(command)


def facts_loaded() -> float:
    """Return the seconds that loading and checking all facts takes in a fresh process, without starting Python."""
    code = "import time; start = time.perf_counter(); from handbook.facts.load import load; load(); print(time.perf_counter() - start)"
    return float(subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def rendered() -> dict[str, float]:
    """Return the seconds that opening the site and rendering its pages take in one process, and how long the usual and the longest page take."""
    code = """
import json, statistics, time
from handbook import looks, project
from handbook.rendering import filling, rendered
mine = project.load()
begun = time.perf_counter()
engine, dress, fill = rendered.engine_of(mine), looks.of(mine), filling.filler(mine)
pages = engine.pages(dress)
opened = time.perf_counter() - begun
took = []
for page in pages:
    begun = time.perf_counter()
    engine.render(page, dress, fill)
    took.append(time.perf_counter() - begun)
found = {
    "opening the site": opened,
    "rendering all pages in one process": sum(took),
    "rendering a page, the middle one": statistics.median(took),
    "rendering a page, the longest": max(took),
}
print(json.dumps(found))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def _wait_for(address: str, text: str) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                if text in answer.read().decode("utf-8"):
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.01)
    raise SystemExit(f"{address} never showed {text!r}")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, help="runs of each build (3)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = plain_project(folder / "plain")
        ours: list[Took] = []
        plain: list[Took] = []
        again: list[Took] = []
        for number in range(runs):
            print(f"run {number + 1} of {runs} …", file=sys.stderr, flush=True)
            plain.append(took([sys.executable, "-m", "mkdocs", "build", "--config-file", str(config), "--site-dir", str(folder / "plain-site")]))
            first, second = built_again(folder / str(number))
            ours.append(first)
            again.append(second)
        pages = sum(1 for _ in (folder / "0" / "again-site").rglob("index.html"))
        saves = served(folder, runs)
    usual = min(one.seconds for one in plain)
    print(f"{pages} pages, the quickest of {runs} builds each on this machine, run in turn")
    print(f"{'':<50}{'seconds':>9}{'ratio':>8}{'processor':>11}")
    rows = {
        "plain MkDocs with Material": plain,
        "this handbook, all checks included": ours,
        "a second build, one page changed": again,
    }
    for what, each in rows.items():
        quickest = min(one.seconds for one in each)
        print(f"{what:<50}{quickest:>9.3f}{quickest / usual:>8.3f}{min(one.processor for one in each):>11.3f}")
    for what, seconds in {**saves, **rendered()}.items():
        print(f"{what:<50}{seconds:>9.3f}{seconds / usual:>8.3f}")
    print(f"{'loading and checking all facts':<50}{statistics.median(facts_loaded() for _ in range(3)):>9.2f}")
    return 0


if __name__ == "__main__":
    if not environment.inside():
        python = environment.ensure(["build"])
        sys.exit(subprocess.call([str(python), __file__, *sys.argv[1:]], env={**os.environ, environment.RUNNING_INSIDE: "1"}))
    sys.exit(main())
