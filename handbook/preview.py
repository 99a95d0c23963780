"""The handbook in the browser while somebody works on it: follows every save, keeps the last good pages, and says what is to be mended.

Nothing of it reaches a finished site. A page asks every second whether there is something new; so it follows also after the preview was
stopped and started again.
"""

from __future__ import annotations

import html
import http.server
import os
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NoReturn

from handbook import output, project
from handbook.mkdocs_run import write_pages
from handbook.paths import DATA, DOCS, MKDOCS_CONFIG, OVERRIDES, SCHOOL_FILE
from handbook.problems import Problem, ProblemsError
from handbook.school.load import chosen_file

# Not the program itself: that is loaded once.
WATCHED = (DOCS, DATA, OVERRIDES, MKDOCS_CONFIG)
# How often files are looked at, and how long they must have been left in peace: editors write in several steps.
EVERY = 0.5

ASK = "/-/made"
_FOLLOW = """<script>(function ask() {
  setTimeout(function () {
    fetch("ASK", {cache: "no-store"}).then(function (answer) { return answer.text() }).then(function (made) {
      made === "MADE" ? ask() : location.reload()
    }, ask)
  }, 1000)
})()</script>"""
_BODY = re.compile(rb"<body\b[^>]*>")
_FRAME = '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Preview</title></head><body>{0}</body></html>'
_STYLE = (
    "background:#fff4f4;border-bottom:0.3rem solid #a1121b;color:#1b232b;font:17px/1.45 system-ui,sans-serif;max-height:60vh;overflow:auto;"
    "padding:1rem 1.5rem;position:sticky;top:0;z-index:99"
)


class Preview:
    """What is shown now: the last good pages, and what is to be mended.

    Attributes:
        folder: The last good pages; none before they are first made.
        problems: What stands in the way of new pages, or would stop a build.
        stopped: The problems stand in the way: the pages are older than the files.
        made: Changes whenever there is something new to see.
    """

    def __init__(self, work: Path) -> None:
        self.work = work
        self.folder: Path | None = None
        self.problems: list[Problem] = []
        self.stopped = False
        self.made = "nothing"

    def make(self) -> None:
        """Make the pages anew; if they cannot be made, keep the last good ones and say why."""
        folder = Path(tempfile.mkdtemp(dir=self.work))
        try:
            project.load()
            problems = write_pages(folder, strict=False)
        except ProblemsError as error:
            self.problems, self.stopped = error.problems, True
        except OSError as error:
            self.problems, self.stopped = [Problem(str(error.filename or self.work), 0, "", f"{output.why(error)}.", "Make room, or mend the permissions.")], True
        else:
            self.folder, self.problems, self.stopped = folder, problems, False
        self.made = str(time.time_ns())
        # The pages before these may be on their way to a browser still.
        for older in sorted(self.work.iterdir(), key=lambda one: one.stat().st_mtime_ns)[:-2]:
            if older != self.folder:
                shutil.rmtree(older, ignore_errors=True)

    def dressed(self, page: bytes | None) -> bytes:
        """Return a page with what is to be mended above it, and with the script that follows changes."""
        follow = _FOLLOW.replace("ASK", ASK).replace("MADE", self.made)
        above = self._notice() + follow
        if page is None:
            above = above if self.problems else f"<p>The handbook is being made …</p>{follow}"
            return _FRAME.format(above).encode()
        found = _BODY.search(page)
        place = found.end() if found else 0
        return page[:place] + above.encode() + page[place:]

    def _notice(self) -> str:
        if not self.problems:
            return ""
        if self.stopped:
            title = "This has to be mended before your changes can show"
            after = "Below are the pages as they were. " if self.folder else ""
        else:
            title, after = "A build would stop at this", ""
        items = ""
        for one in self.problems:
            where, _, rest = str(one).partition(": ")
            items += f"<li><strong>{html.escape(where)}</strong>: {html.escape(rest).replace(chr(10), '<br>')}</li>"
        return (
            f'<section role="alert" style="{_STYLE}"><h2 style="font-size:1.1em;margin:0">{title}</h2>'
            f"<ul>{items}</ul><p>{after}Save the file once it is right: this page follows by itself.</p></section>"
        )


class _Handler(http.server.SimpleHTTPRequestHandler):
    server: _Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
        """Say nothing: the terminal is for what is to be mended."""

    def end_headers(self) -> None:
        """Let the browser ask anew for everything."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Answer with a page, a file, or the sign of what is shown."""
        preview = self.server.preview
        if self.path == ASK:
            return self._answer(200, "text/plain", preview.made.encode())
        folder = preview.folder
        if folder is None:
            return self._answer(200, "text/html", preview.dressed(None))
        self.directory = str(folder)
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.partition("?")[0].endswith("/"):
            path /= "index.html"
        if path.is_file() and path.suffix == ".html":
            return self._answer(200, "text/html", preview.dressed(path.read_bytes()))
        if not path.exists():
            missing = folder / "404.html"
            return self._answer(404, "text/html", preview.dressed(missing.read_bytes() if missing.is_file() else b"<body><h1>Not found</h1>"))
        return super().send_head()

    def _answer(self, code: int, kind: str, body: bytes) -> BytesIO:
        self.send_response(code)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return BytesIO(body)


class _Server(http.server.ThreadingHTTPServer):
    # On Windows that option would let two programs share a port; elsewhere a port would stay taken for a minute without it.
    allow_reuse_address = os.name != "nt"

    preview: Preview


def listen(port: int) -> _Server:
    """Take a port of this computer.

    Raises:
        OSError: Somebody else has it.
    """
    return _Server(("127.0.0.1", port), _Handler)


def run(server: _Server) -> NoReturn:
    """Show the handbook until Ctrl-C."""
    for ending in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, ending):
            # As Ctrl-C: the pages made for it are cleared away.
            signal.signal(getattr(signal, ending), signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="handbook-preview-") as work:
        preview = server.preview = Preview(Path(work))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        seen = _stamps()
        preview.make()
        _say(preview, f"Ready: open http://127.0.0.1:{server.server_port} in your browser. Stop with Ctrl-C.")
        while True:
            time.sleep(EVERY)
            now = _stamps()
            if now == seen:
                continue
            while now != seen:
                seen = now
                time.sleep(EVERY)
                now = _stamps()
            mended = preview.stopped
            preview.make()
            _say(preview, "Mended: the pages are new." if mended else "The pages are new.")


def _say(preview: Preview, well: str) -> None:
    for problem in preview.problems:
        print(problem, file=sys.stderr)
    time_of_day = time.strftime("%H:%M:%S")
    if preview.stopped:
        well = "Not shown yet: mend this and save." + (" The pages stay as they were." if preview.folder else "")
    print(f"{time_of_day}  {well}", file=sys.stderr, flush=True)


def _stamps() -> dict[Path, tuple[int, int]]:
    """Return when each file that the pages come from was last changed, and its size."""
    school = chosen_file()
    found = {}
    for path in _files((*WATCHED, SCHOOL_FILE, school, *_logo(school))):
        # An editor may take a file away for a moment.
        with suppress(OSError):
            state = path.stat()
            found[path] = (state.st_mtime_ns, state.st_size)
    return found


def _files(watched: Iterable[Path]) -> Iterator[Path]:
    for one in watched:
        if not one.is_dir():
            yield one
        for folder, _, names in os.walk(one):
            yield from (Path(folder, name) for name in names)


def _logo(school: Path) -> list[Path]:
    """Return the picture that the school's file names, whether or not it is there yet."""
    with suppress(OSError):
        found = re.search(r"^ +logo: *[\"']?([^\"'#\n]+)", school.read_text(encoding="utf-8", errors="replace"), re.M)
        return [school.parent / found[1].strip()] if found else []
    return []
