"""What was worked out from texts, kept from one run to the next: worked out again only when the text, or the program, has changed."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Generic, TypeVar

from handbook.ground.paths import ROOT

FOLDER = ROOT / ".cache" / "notebooks"
# Whatever the results are made by, and the library that checks them.
_PROGRAM = (ROOT / "handbook", ROOT / "macros")
_LIBRARIES = ("pydantic", "PyYAML", "tinycss2")

Result = TypeVar("Result")


class Notebook(Generic[Result]):
    """Results by the text they were made from.

    A notebook is written back by :meth:`keep`, with nothing in it that this run did not ask for: it never grows. One that cannot be read or
    written is an empty one; it holds nothing that could not be worked out again.
    """

    def __init__(self, name: str) -> None:
        self._file = FOLDER / f"{name}.pickle"
        self._before: dict[str, Result] | None = None
        self._asked: dict[str, Result] = {}
        self._new = False

    def result(self, text: str | bytes, make: Callable[[], Result]) -> Result:
        """Return what was made from a text, making it if nobody has yet. What ``make`` raises is not kept."""
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text).hexdigest()
        if key not in self._asked:
            if self._before is None:
                self._before = self._read()
            if key in self._before:
                self._asked[key] = self._before[key]
            else:
                self._asked[key] = make()
                self._new = True
        return self._asked[key]

    def keep(self, changed: bool = False) -> None:
        """Write down what is new, for the next run.

        Args:
            changed: A result has been changed since it was made.
        """
        if not (self._new or changed):
            return
        self._new = False
        with suppress(OSError):
            FOLDER.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=FOLDER)
            with os.fdopen(handle, "wb") as stream:
                pickle.dump((program(), self._asked), stream, pickle.HIGHEST_PROTOCOL)
            Path(draft).replace(self._file)

    def _read(self) -> dict[str, Result]:
        # A notebook of another state of the program may name what is no longer there, in many ways.
        with suppress(Exception):
            with self._file.open("rb") as stream:
                made_by, held = pickle.load(stream)
            if made_by == program():
                return dict(held)
        return {}


@lru_cache(maxsize=1)
def program() -> str:
    """Return a digest of the program that works results out, and of what it stands on."""
    digest = hashlib.sha256(repr((sys.version_info[:3], [version(one) for one in _LIBRARIES])).encode())
    for folder in _PROGRAM:
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
