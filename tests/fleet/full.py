"""Run inside a copy of the project: build a fleet on a disk that is full after so many writings, and print what became of it.

full.py FLEET OUT COUNT [shared]: the disk takes COUNT writings, new names and folders, and no more; with "note" for COUNT all before the first
note of a build.
"""

from __future__ import annotations

import builtins
import errno
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path.cwd()))

from handbook.fleet import build, folder, report
from handbook.ground.folder import why

fleet, out, count = folder.load(Path(sys.argv[1])), Path(sys.argv[2]).resolve(), sys.argv[3]
left = [sys.maxsize if count == "note" else int(count)]


def taken(path: object, real: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Write, if there is room."""
    if count == "note" and str(path).endswith(".new"):
        left[0] = 0
    if isinstance(path, int) or str(path).startswith(str(out)):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
    return real(*given, **named)


def limited(real: Callable[..., Any], which: int = 0) -> Callable[..., Any]:
    return lambda *given, **named: taken(given[which], real, *given, **named)


write, mkdir, link, io_open, os_open = os.write, os.mkdir, os.link, builtins.open, os.open
os.write, os.mkdir, os.link = limited(write), limited(mkdir), limited(link, 1)
os.open = lambda path, flags, *more, **named: (  # type: ignore[assignment]  # as os.open is called here
    taken(path, os_open, path, flags, *more, **named) if flags & os.O_CREAT else os_open(path, flags, *more, **named)
)
real_write_bytes, real_write_text = Path.write_bytes, Path.write_text
Path.write_bytes = lambda self, *given: taken(self, real_write_bytes, self, *given)  # type: ignore[method-assign]  # the disk is full for it too
Path.write_text = lambda self, *given, **named: taken(self, real_write_text, self, *given, **named)  # type: ignore[method-assign]  # as above

wanted = build.Wanted(fleet.root, out, shared="shared" in sys.argv)
try:
    done = build.build(fleet, list(fleet.files), wanted, 1)
    print(json.dumps({"states": [one.state for one in done.outcomes], "stopped": done.stopped, "told": report.failures(done), "left": left[0]}))
except OSError as error:
    print(json.dumps({"states": [], "stopped": why(error), "told": "", "left": left[0]}))
