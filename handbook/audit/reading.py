"""Reading a file in a process of its own, so that a damaged, hostile or endless one can end that process and nothing else.

    python -m handbook.audit.reading FILE

prints one JSON object on each line: the blocks, and last what came of reading it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from handbook.audit.document import Block, Reading, placed
from handbook.audit.readers import ReadingError, read
from handbook.ground.paths import ROOT

MOST_SECONDS = 120
MOST_MEMORY = 2_000_000_000

_SLOW = f"The file took longer than {MOST_SECONDS} seconds to read and was given up. Save it again as .docx or .pdf, or split it."
_BROKE = "The file is damaged or far too large: reading it broke off. Open it, save it under a new name, and use that."


def blocks_of(path: Path, reading: Reading, seconds: float = MOST_SECONDS) -> Iterator[Block]:
    """Yield a file's blocks with their places, and fill in what came of reading it; a fault stands in ``reading.problem``."""
    yield from placed(_blocks(path, reading, seconds))


def _blocks(path: Path, reading: Reading, seconds: float) -> Iterator[Block]:
    child = subprocess.Popen(
        [sys.executable, "-m", "handbook.audit.reading", str(path.absolute())],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
    )
    late = threading.Event()

    def give_up() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(seconds, give_up)
    timer.start()
    finished = False
    try:
        assert child.stdout
        for line in child.stdout:
            try:
                said = json.loads(line)
            except ValueError:
                break
            if "reading" in said:
                finished = True
                for name, value in said["reading"].items():
                    setattr(reading, name, value)
                break
            yield Block(**said)
    finally:
        timer.cancel()
        child.kill()
        child.wait()
        child.stdout.close() if child.stdout else None
    if not finished:
        reading.problem = _SLOW if late.is_set() else _BROKE


def main(path: Path) -> None:
    """Print the blocks of a file."""
    _limit_memory()
    reading = Reading()
    out = sys.stdout
    try:
        for block in read(path, reading):
            reading.words += len(block.text.split())
            out.write(
                json.dumps(
                    {"text": block.text, "kind": block.kind, "page": block.page, "number": block.number, "level": block.level, "anchor": block.anchor}
                )
                + "\n"
            )
        if not reading.words:
            reading.problem = "No text was found in it." + (
                " Its pages are pictures: have their text recognised (OCR) first, and save that."
                if reading.scanned_pages
                else " Perhaps it was not saved completely."
            )
    except ReadingError as error:
        reading.problem = str(error)
    except (MemoryError, RecursionError):
        reading.problem = _BROKE
    except Exception:  # noqa: BLE001 (whatever a damaged file does, its owner is told, and other files go on)
        reading.problem = _BROKE
    out.write(json.dumps({"reading": asdict(reading)}) + "\n")
    out.flush()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the limits on sizes within the readers stand alone.
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
