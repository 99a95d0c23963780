"""How much of what is dated the audit finds, and how often it is wrong, by kind.

    python benchmarks/audit.py [--kept-back] [--list]

Measures the policies in tests/audit/policies/, on which the rules were learned; ``--kept-back`` measures those that were not looked at
while the rules were written. ``--list`` also prints what was missed and what was said wrongly.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from handbook.audit.audit import Auditor
from handbook.audit.findings import KINDS
from handbook.facts.load import load
from handbook.policy.outline import outline
from tests.audit.sheets import FOLDER, judged


def main() -> int:
    """Audit, compare with the answer sheets, print."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--kept-back", action="store_true")
    reader.add_argument("--list", action="store_true")
    options = reader.parse_args()
    auditor = Auditor(load(), outline(), date(2026, 11, 30))
    found, missed, right, wrong = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted((FOLDER / "kept_back" if options.kept_back else FOLDER).glob("*.*")):
            one = judged(auditor, path, Path(folder))
            found.update(dated.kind for dated in one.found)
            missed.update(dated.kind for dated in one.missed)
            right.update(finding.kind for finding in one.right)
            wrong.update(finding.kind for finding in one.wrong)
            if options.list:
                print(path.name)
                print("".join(f"  missed {dated.kind}: {' '.join(dated.words.split())}\n" for dated in one.missed), end="")
                print("".join(f"  wrong {finding.kind}: {' '.join(finding.words.split())} ({finding.rule})\n" for finding in one.wrong), end="")
    print(f"{'Kind':<24}{'Found':>7}{'Missed':>8}{'Recall':>8}{'Right':>8}{'Wrong':>7}{'Precision':>11}")
    for kind in KINDS:
        if found[kind] + missed[kind] + right[kind] + wrong[kind]:
            print(_row(kind, found[kind], missed[kind], right[kind], wrong[kind]))
    print(_row("all", found.total(), missed.total(), right.total(), wrong.total()))
    return 0


def _row(name: str, found: int, missed: int, right: int, wrong: int) -> str:
    return f"{name:<24}{found:>7}{missed:>8}{_share(found, missed):>8}{right:>8}{wrong:>7}{_share(right, wrong):>11}"


def _share(good: int, bad: int) -> str:
    return f"{100 * good / (good + bad):.0f} %" if good + bad else "-"


if __name__ == "__main__":
    sys.exit(main())
