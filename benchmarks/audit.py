#!/usr/bin/env python3
"""How much of what is dated the audit finds, how often it is wrong, by kind, and how long it takes.

    python3 benchmarks/audit.py [--kept-back | --other-hands | --learned | --speed | FOLDER] [--list]

Alone it measures the policies in tests/audit/policies/, on which the rules were learned; ``--kept-back`` those that were not looked at while
the rules were written, and ``--other-hands`` those that somebody wrote who did not know the rules: hard on purpose, and harder than any
school's. FOLDER holds real policies that are not part of the project; those whose answers stand in tests/audit/answers/ are
measured, by the words and by the record that tells the replacement. ``--list`` also prints what was missed and what was said wrongly.
``--learned`` tells how many unsafe procedures are found by what was learned without them: each hand's sentences by those of the others, by
kind, and the policies by all but their own sentences, a third of the policies at a time; both for several choices of where unsafe begins.
``--speed`` times the whole command on a Word file of 30 pages and on PDFs of 50 and 500 pages, side by side, with the most memory it took.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from handbook.audit import procedures, rules, unsafe
from handbook.audit.audit import Auditor
from handbook.audit.document import Reading, placed
from handbook.audit.findings import KINDS
from handbook.audit.learning import Learned, learn
from handbook.audit.procedures import SOUND
from handbook.audit.readers import read
from handbook.facts.load import load
from handbook.pages.sources import Sources
from handbook.policy.outline import outline
from tests.audit.sheets import FOLDER, Judged, answered, judged, sheet

ON = date(2026, 11, 30)


def main() -> int:
    """Audit, compare with the answer sheets, print."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    reader.add_argument("--kept-back", action="store_true")
    reader.add_argument("--other-hands", action="store_true")
    reader.add_argument("--learned", action="store_true")
    reader.add_argument("--speed", action="store_true")
    reader.add_argument("--list", action="store_true")
    options = reader.parse_args()
    if options.speed:
        return speed()
    if options.learned:
        return learned()
    auditor = Auditor(load(), outline(), ON)
    if options.folder:
        done = [(path, one) for path in sorted(options.folder.iterdir()) if (one := answered(auditor, path))]
        if not done:
            print(f"{options.folder} holds none of the policies whose answers stand in tests/audit/answers/.", file=sys.stderr)
            return 2
    else:
        within = "kept_back" if options.kept_back else "other_hands" if options.other_hands else "."
        done = list(_ours(auditor, FOLDER / within))
    print(f"{len(done)} policies")
    if options.list:
        for path, one in done:
            print(path.name)
            print("".join(f"  missed {dated.kind}: {' '.join(dated.words.split())}\n" for dated in one.missed), end="")
            print("".join(f"  wrong {finding.kind}: {' '.join(finding.words.split())} ({finding.rule})\n" for finding in one.wrong), end="")
    _print([one for _, one in done])
    return 0


def _ours(auditor: Auditor, folder: Path) -> Iterator[tuple[Path, Judged]]:
    with tempfile.TemporaryDirectory() as place:
        for path in sorted(folder.glob("*.*")):
            yield path, judged(auditor, path, Path(place))


def _print(done: list[Judged]) -> None:
    found, missed, right, wrong = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for one in done:
        found.update(dated.kind for dated in one.found)
        missed.update(dated.kind for dated in one.missed)
        right.update(finding.kind for finding in one.right)
        wrong.update(finding.kind for finding in one.wrong)
    print(f"{'Kind':<24}{'Found':>7}{'Missed':>8}{'Recall':>8}{'Right':>8}{'Wrong':>7}{'Precision':>11}")
    for kind in KINDS:
        if found[kind] + missed[kind] + right[kind] + wrong[kind]:
            print(_row(kind, found[kind], missed[kind], right[kind], wrong[kind]))
    print(_row("all", found.total(), missed.total(), right.total(), wrong.total()))


def _row(name: str, found: int, missed: int, right: int, wrong: int) -> str:
    return f"{name:<24}{found:>7}{missed:>8}{_share(found, missed):>8}{right:>8}{wrong:>7}{_share(right, wrong):>11}"


def _share(good: int, bad: int) -> str:
    return f"{100 * good / (good + bad):.0f} %" if good + bad else "-"


_HANDS = tuple(
    f"by-{hand}-hand"
    for hand in (
        *("one", "another", "a-third", "a-fifth", "a-sixth", "a-seventh", "an-eighth"),
        *("a-ninth", "a-tenth", "an-eleventh", "a-twelfth", "a-thirteenth"),
    )
)
# Sentences of the policies of the tests.
_OF_THESE = ("in-whole-policies", "in-twelve-more-policies", "in-eight-more-policies")
_FROM = (0.5, 0.55, unsafe.UNSAFE_FROM, 0.65, 0.7)


def learned() -> int:
    """Print what is found of sentences and policies that nothing was learned from."""
    kinds, lexicon = procedures.kinds(load(), outline()), rules.lexicon()
    examples = procedures.examples(kinds)
    said = [unsafe.say(lexicon, one.text, one.before) for one in examples]
    pages = [unsafe.say(lexicon, *one) for one in unsafe.of_pages(Sources())]

    def without(left_out: Callable[[procedures.Example], bool]) -> Learned:
        kept = [number for number, one in enumerate(examples) if not left_out(one)]
        return learn([said[number] for number in kept], [examples[number].kind for number in kept], kinds, pages)

    found, right = Counter[str](), Counter[str]()
    print(f"{'Hand':<20}" + "".join(f"{f'from {one}: found, wrong':>28}" for one in _FROM))
    for hand in _HANDS:
        model = without(lambda one, hand=hand: one.file == hand)
        scores = [(one, model.score(what), model.kind(what)) for one, what in zip(examples, said, strict=True) if one.file == hand]
        dangerous, sound = [one for one in scores if one[0].kind != SOUND], [one for one in scores if one[0].kind == SOUND]
        counts = ((sum(score > begin for _, score, _ in some), len(some)) for begin in _FROM for some in (dangerous, sound))
        print(f"{hand:<20}" + "".join(f"{f'{some} of {every}':>14}" for some, every in counts))
        found.update(f"{one.kind} {score > unsafe.UNSAFE_FROM}" for one, score, _ in dangerous)
        right.update(one.kind for one, _, kind in dangerous if kind == one.kind)
    print(f"{'Kind':<20}{'Found':>14}{'Kind told rightly':>20}")
    for kind in kinds:
        hits, every = found[f"{kind} True"], found[f"{kind} True"] + found[f"{kind} False"]
        print(f"{kind:<20}{f'{hits} of {every}':>14}{f'{right[kind]} of {every}':>20}")
    policies = sorted(FOLDER.rglob("*.*"))
    totals = Counter[str]()
    for part in range(3):
        mine = policies[part::3]
        texts = " ".join(_letters(sheet(path)[0]) for path in mine)
        finder = unsafe.Unsafe(kinds, without(lambda one, texts=texts: one.file in _OF_THESE and _letters(one.text) in texts), lexicon)
        for path in mine:
            totals.update(_counted(finder, path))
    print(f"{len(policies)} policies: {totals['unsafe']} unsafe procedures")
    for begin in _FROM:
        print(f"  from {begin}: {totals[f'found {begin}']} found, {totals[f'wrong {begin}']} wrong findings")
    return 0


def _counted(finder: unsafe.Unsafe, path: Path) -> Iterator[str]:
    """Yield what is found, and wrongly found, in a policy."""
    text, dated = sheet(path)
    best = {_letters(one.words): 0.0 for one in dated if one.kind == "unsafe-procedure"}
    yield from ["unsafe"] * len(best)
    with tempfile.TemporaryDirectory() as place:
        plain = Path(place) / path.name
        plain.write_text(text, encoding="utf-8")
        for block in placed(read(plain, Reading())):
            folded = rules.example_folder().fold(block.text)
            for first, last, score in finder.scored(block, folded):
                begin, end = folded.span(first, last)
                words = _letters(block.text[begin:end])
                meant = [one for one in best if one in words or (words in one and len(words) > 12)]
                best.update((one, max(best[one], score)) for one in meant)
                if not meant:
                    yield from (f"wrong {begin}" for begin in _FROM if score > begin)
    yield from (f"found {begin}" for begin in _FROM for score in best.values() if score > begin)


def _letters(text: str) -> str:
    return "".join(re.findall(r"[a-z0-9]", re.sub(r"<[^>]+>", "", text.lower())))


def speed() -> int:
    """Time the whole command, as a person starts it."""
    import docx
    import typst

    shuffled = random.Random(1)
    lines = [line for path in sorted(FOLDER.glob("*.*")) for line in sheet(path)[0].splitlines() if len(line) > 60]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        word = docx.Document()
        for _ in range(30):
            for line in shuffled.sample(lines, 6):
                word.add_paragraph(line)
            word.add_page_break()
        word.save(str(folder / "30 pages.docx"))
        for pages in (50, 500):
            quoted = ["\n\n".join('#"' + line.replace("\\", "").replace('"', "") + '"' for line in shuffled.sample(lines, 14)) for _ in range(pages)]
            (folder / "pages.typ").write_text("\n#pagebreak()\n".join(quoted), encoding="utf-8")
            typst.compile(str(folder / "pages.typ"), output=str(folder / f"{pages} pages.pdf"))
        taken = {path.name: _timed(path, folder / "out.json") for path in sorted(folder.glob("*pages.*")) if path.suffix != ".typ"}
    for name, (seconds, processor, memory) in taken.items():
        print(f"{name:<16}{seconds:>7.1f} s, of which {processor:>5.1f} s of processor{memory:>8.0f} MB at most")
    few, many = taken["50 pages.pdf"], taken["500 pages.pdf"]
    print(f"Ten times the pages: {many[1] / few[1]:.1f} times the processor time, {many[2] / few[2]:.2f} times the memory.")
    return 0


def _timed(path: Path, out: Path) -> tuple[float, float, float]:
    """Return the seconds that the command takes, those of processor, and the most megabytes of its largest process."""
    command = [sys.executable, str(ROOT / "scripts" / "handbook.py"), "audit", str(path), "--json", str(out)]
    measured = (
        f"import resource, subprocess; subprocess.run({command!r}, capture_output=True); used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss)"
    )
    out.unlink(missing_ok=True)
    begun = time.perf_counter()
    ended = subprocess.run([sys.executable, "-c", measured], capture_output=True, text=True, check=True)
    taken = time.perf_counter() - begun
    if not out.is_file():
        # What fails takes no time.
        raise SystemExit(f"{path} was not audited.")
    processor, memory = map(float, ended.stdout.split())
    return taken, processor, memory / 1024


if __name__ == "__main__":
    sys.exit(main())
