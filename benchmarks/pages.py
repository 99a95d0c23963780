"""Lighthouse on each kind of page, beside plain Material with the same content, in one run.

    python benchmarks/pages.py [--runs 3] [--only glossary/]

Needs Node (Lighthouse is fetched by npx, not by our tests) and a Chrome or Chromium. Mobile, Lighthouse's own slow 4G and slow CPU, gzip.
Each number is the median of the runs. Run it on a machine that does nothing else: the time scores measure the computer too.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from handbook.machine.browser import find_browser
from handbook.outputs.site import build_site
from tests.browser.hosting import headers_of, host

LIGHTHOUSE = "lighthouse@12.8.2"
KINDS = {
    "home": "",
    "guided way in": "help-now/",
    "what to do": "help-now/sextortion/",
    "for parents": "parents/screen-time/",
    "for staff": "staff/essential-card/",
    "for pupils": "pupils/ks2/",
    "policy": "policy/devices/",
    "law": "law/images-of-children/",
    "platform": "platforms/tiktok/",
    "form": "forms/incident-record/",
    "contacts A to Z": "contacts/a-to-z/",
    "glossary": "glossary/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def build_plain(out: Path) -> None:
    """Build the same pages with Material as it comes: no overrides, no styles of ours, no finishing."""
    empty = out.parent / "nothing"
    empty.mkdir()
    config = ROOT / ".benchmark-mkdocs.yml"
    config.write_text(
        f"INHERIT: mkdocs.yml\ntheme:\n  custom_dir: {empty}\nextra_css: []\nextra:\n  generator: true\n"
        "hooks: []\nplugins:\n  - search\n  - macros:\n      module_name: macros\n      on_undefined: strict\n",
        encoding="utf-8",
    )
    try:
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "-q", "--config-file", str(config), "--site-dir", str(out)],
            cwd=ROOT,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            check=True,
        )
    finally:
        config.unlink()


def measure(address: str, runs: int) -> dict[str, Any]:
    """Return Lighthouse's scores and what it counted, the median of some runs."""
    seen = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.json"
            flags = "--headless=new" + (" --no-sandbox" if hasattr(os, "geteuid") and os.geteuid() == 0 else "")
            subprocess.run(
                ["npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={flags}"],
                env={**os.environ, "CHROME_PATH": find_browser()},
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            said = json.loads(report.read_text(encoding="utf-8"))
        asked = [one for one in said["audits"]["network-requests"]["details"]["items"] if not one["url"].startswith("data:")]
        seen.append(
            {
                **{name: round(100 * said["categories"][name]["score"]) for name in CATEGORIES},
                "kB": sum(one["transferSize"] for one in asked) / 1000,
                "requests": len(asked),
                "LCP": said["audits"]["largest-contentful-paint"]["numericValue"] / 1000,
                "TBT": said["audits"]["total-blocking-time"]["numericValue"],
                "CLS": said["audits"]["cumulative-layout-shift"]["numericValue"],
            }
        )
    return {key: statistics.median(one[key] for one in seen) for key in seen[0]}


def main() -> int:
    """Build, measure, print."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--runs", type=int, default=1)
    reader.add_argument("--only", nargs="*", help="paths of pages instead of one of each kind")
    options = reader.parse_args()
    if not shutil.which("npx"):
        print("This benchmark needs Node's npx. The tests measure weight, requests and shift without it.", file=sys.stderr)
        return 2
    kinds = {path: path for path in options.only} if options.only is not None else KINDS
    with tempfile.TemporaryDirectory() as folder:
        ours, plain = Path(folder) / "ours", Path(folder) / "plain"
        build_site(None, ours)
        build_plain(plain)
        hosts = {"handbook": host(ours, headers_of(ours)), "plain Material": host(plain, {})}
        version = LIGHTHOUSE.split("@")[1]
        print(
            f"Lighthouse {version} with {Path(find_browser()).stem}, {date.today()}, {platform.system()} {platform.machine()}, "
            f"{os.cpu_count()} cores, median of {options.runs}"
        )
        print("Scores: performance, accessibility, best practices, SEO.\n")
        print("| Page | Site | Scores | kB | Requests | LCP s | TBT ms | CLS |\n| --- | --- | --- | --- | --- | --- | --- | --- |")
        for kind, path in kinds.items():
            for name, (_, address) in hosts.items():
                one = measure(address + path, options.runs)
                scores = " ".join(f"{one[category]:.0f}" for category in CATEGORIES)
                print(
                    f"| {kind} | {name} | {scores} | {one['kB']:.0f} | {one['requests']:.0f} | {one['LCP']:.1f} "
                    f"| {one['TBT']:.0f} | {one['CLS']:.3f} |",
                    flush=True,
                )
        for server, _ in hosts.values():
            server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
