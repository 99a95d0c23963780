"""The handbook in the browser while somebody works on it: follows every save, keeps the last good pages, and says what is to be mended.

Nothing of it reaches a finished site. A page asks all the time whether there is something new; so it follows also after the preview was
stopped and started again.
"""

from __future__ import annotations

import html
import http.server
import mimetypes
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NoReturn
from urllib.parse import unquote, urlsplit

from handbook import looks, project
from handbook.engine import Engine, Looks, Rendered
from handbook.ground.paths import DATA, DOCS, MKDOCS_CONFIG, OVERRIDES, SCHOOL_FILE
from handbook.ground.problems import Problem, ProblemsError
from handbook.local import load as local
from handbook.outputs.documents import offers
from handbook.outputs.documents.catalogue import Document, documents
from handbook.pages.navigation import address_of
from handbook.policy import whole as whole_policy
from handbook.project import Project
from handbook.rendering import faults as page_faults
from handbook.rendering import filling, rendered
from handbook.school import branding
from handbook.school.load import chosen_file
from handbook.search import index as search_index
from handbook.search import meaning

# Not the program itself: that is loaded once.
WATCHED = (DOCS, DATA, OVERRIDES, MKDOCS_CONFIG)
# How often files are looked at, in seconds, beside at every request.
EVERY = 0.15

ASK = "/-/made"
_FOLLOW = """<script>(function ask() {
  setTimeout(function () {
    fetch("ASK", {cache: "no-store"}).then(function (answer) { return answer.text() }).then(function (made) {
      made === "MADE" ? ask() : location.reload()
    }, ask)
  }, 250)
})()</script>"""
_BODY = re.compile(rb"<body\b[^>]*>")
_FRAME = '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Preview</title></head><body>{0}</body></html>'
_STYLE = (
    "background:#fff4f4;border-bottom:0.3rem solid #a1121b;color:#1b232b;font:17px/1.45 system-ui,sans-serif;max-height:60vh;overflow:auto;"
    "padding:1rem 1.5rem;position:sticky;top:0;z-index:99"
)


@dataclass
class View:
    """The handbook as its files were at one moment: pages are rendered when somebody asks for them, once.

    Attributes:
        project: The school, the facts, the policy.
        engine: The engine.
        looks: The school's looks.
        files: What stands in the site beside pages, by its address.
        kept: Pages that have been rendered, by their path below docs/.
    """

    project: Project
    engine: Engine
    looks: Looks
    files: dict[str, Path | bytes]
    kept: dict[str, Rendered] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fill = filling.filler(self.project)
        self.by_address = {address_of(page).rstrip("/"): page for page in self.engine.pages(self.looks)}
        there = set(self.by_address.values())
        self.in_order = [page for page in self.project.sources.pages if page in there]
        self.documents = documents(self.in_order)

    def rendered(self, page: str) -> Rendered:
        """Return a page by its path below docs/.

        Raises:
            ProblemsError: The page or a template has a fault.
        """
        if page not in self.kept:
            try:
                self.kept[page] = self.engine.render(page, self.looks, self.fill)
            except ProblemsError:
                raise
            except Exception as error:
                raise ProblemsError([page_faults.of_error(error)]) from error
        return self.kept[page]

    def in_site(self) -> list[Rendered]:
        """Return the pages that have been rendered, in the order of the site."""
        return [self.kept[page] for page in self.by_address.values() if page in self.kept]

    def everything(self) -> list[Problem]:
        """Render every page; return all slips, or what is wrong with the pages that cannot be rendered."""
        problems: list[Problem] = []
        for page in self.by_address.values():
            try:
                self.rendered(page)
            except ProblemsError as error:
                problems += error.problems
        return problems or self.project.sources.all_relocated(rendered.slips(self.engine.said(self.looks), self.kept.values()))


class Preview:
    """What is shown now: pages of the files as they are, or the last good ones, and what is to be mended.

    Attributes:
        view: The pages; none before they could first be made.
        problems: What stands in the way of new pages, or would stop a build.
        stopped: The problems stand in the way: the pages are older than the files.
        made: Changes whenever there is something new to see.
    """

    def __init__(self, school: Path | None, load: Callable[[], Project] | None = None, also: Iterable[Path] = (), ask: str = ASK) -> None:
        """Show a school.

        Args:
            school: Its file; by default the chosen one.
            load: Loads the project for it, where its file alone does not say everything.
            also: Further files and folders that it comes from.
            ask: The address at which its pages ask whether there is something new.
        """
        self.school, self.also, self.ask = school, tuple(also), ask
        self.load = load or (lambda: project.load(school))
        self.view: View | None = None
        self.problems: list[Problem] = []
        self.stopped = False
        self.made = "nothing"
        self.seen: dict[Path, tuple[int, int]] = {}
        self.texts: dict[str, str] = {}
        self.last_good: dict[str, str] = {}
        # One page is rendered at a time, and never while the view changes.
        self.alone = threading.RLock()
        self.asking = 0
        self.counting = threading.Lock()

    @contextmanager
    def first(self) -> Iterator[None]:
        """Work alone, before whoever looks at all pages: a lock by itself is given back to the one who has just had it."""
        with self.counting:
            self.asking += 1
        try:
            with self.alone:
                yield
        finally:
            with self.counting:
                self.asking -= 1

    def follow(self) -> bool:
        """Look at the files, and begin anew if one has changed; say whether one had."""
        now = _stamps(self.school, self.also)
        with self.first():
            if now == self.seen:
                return False
            changed = {path for path in now.keys() | self.seen.keys() if now.get(path) != self.seen.get(path)}
            only_words = all(path.suffix == ".md" and path in now and path in self.seen for path in changed)
            self.seen = now
            try:
                self.view = self._view(only_words)
            except ProblemsError as error:
                self.problems, self.stopped = error.problems, True
            except Exception as error:  # noqa: BLE001 (whatever stops one view is shown in the page, and the preview goes on)
                self.problems, self.stopped = [page_faults.of_error(error)], True
            else:
                self.problems, self.stopped = [], False
            self.made = str(time.time_ns())
            return True

    def _view(self, only_words: bool) -> View:
        mine = self.load()
        before = self.view
        dress = looks.of(mine)
        texts = mine.sources.every_text()
        same_pages = texts.keys() == self.texts.keys() and mine.sources.own.keys() == before.project.sources.own.keys() if before else False
        changed = [page for page, text in texts.items() if self.texts.get(page) != text]
        self.texts = texts
        # Where nothing but the words of pages has changed, the site stays open.
        if before is not None and only_words and same_pages and dress.hidden == before.looks.hidden and mine.facts is before.project.facts:
            before.engine.reread(dress, mine.sources, changed)
            return View(mine, before.engine, dress, before.files)
        engine = rendered.engine_of(mine)
        files: dict[str, Path | bytes] = {**dict(engine.static_files(dress)), **branding.files(mine.school)}
        return View(mine, engine, dress, files)

    def look_at_everything(self) -> None:
        """Find what would stop a build anywhere, page by page, giving way to whoever asks for a page."""
        view = self.view
        if view is None or self.stopped:
            return
        for page in list(view.by_address.values()):
            while self.asking:
                time.sleep(0.005)
            with self.alone, suppress(ProblemsError):
                if self.view is not view:
                    return
                view.rendered(page)
        with self.alone:
            if self.view is view and not self.stopped:
                problems = view.everything()
                if problems != self.problems:
                    self.problems = problems
                    self.made = str(time.time_ns())

    def page(self, address: str) -> tuple[int, str] | None:
        """Return a page by its address below the site, and its status; None if there is no such page."""
        self.follow()
        with self.first():
            if self.view is None:
                return None
            name = self.view.by_address.get(address)
            if name is None:
                return None
            try:
                text = offers.with_offers(search_index.unmarked(self.view.rendered(name).html), name, self.view.documents)
                if name == whole_policy.PAGE:
                    policy = self.view.project.policy
                    text = whole_policy.filled(text, {one.page: self.view.rendered(one.page).content for one in policy.sections}, policy)
                self.last_good[address] = text
            except ProblemsError as error:
                # Found by whoever asked first; the terminal is to say it too.
                if not self.stopped or self.problems != error.problems:
                    self.problems, self.stopped, self.made = error.problems, True, str(time.time_ns())
                text = self.last_good.get(address, "<body></body>")
            return 200, text

    def file(self, address: str) -> Path | bytes | None:
        """Return a file by its address below the site."""
        self.follow()
        with self.first():
            if self.view is None:
                return None
            if address in (search_index.INDEX, meaning.TABLE):
                self.view.everything()
                mine, entries = self.view.project, [search_index.entries(page) for page in self.view.in_site()]
                if address == search_index.INDEX:
                    return search_index.index(entries, mine.search).encode()
                return meaning.table(meaning.fitted(mine.sources, mine.search), search_index.pages_of(entries)).encode()
            if wanted := offers.asked_for(address, self.view.in_order):
                return self._document(*wanted)
            return self.view.files.get(address)

    def _document(self, document: Document, format_: str) -> bytes | None:
        """Return a document, made from the pages as they are; None if it cannot be made, and the terminal says why."""
        from handbook.outputs.documents import imprint, making

        view = self.view
        assert view is not None
        try:
            articles = {page: view.rendered(page).content for page in document.pages}
        except ProblemsError as error:
            self.problems, self.stopped = error.problems, True
            return None
        tasks = making.tasks(making.read_pages(articles), imprint.imprint_of(view.project), [document], view.project.school.letterhead)
        made = making.make([task for task in tasks if task.format == format_])[0]
        if made.fault:
            print(f"{made.file} was not made. {made.fault}", file=sys.stderr)
        return made.content or None

    def missing(self) -> str:
        """Return the page that says that there is no such page."""
        with self.first():
            return self.view.engine.template("404.html", self.view.looks) if self.view else "<body><h1>Not found</h1>"

    def dressed(self, page: bytes | None) -> bytes:
        """Return a page with what is to be mended above it, and with the script that follows changes."""
        follow = _FOLLOW.replace("ASK", self.ask).replace("MADE", self.made)
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
            after = "Below are the pages as they were. " if self.view else ""
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


class Handler(http.server.SimpleHTTPRequestHandler):
    """Answers a browser from a preview."""

    server: Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
        """Say nothing: the terminal is for what is to be mended."""

    def end_headers(self) -> None:
        """Let the browser ask anew for everything."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Answer with a page, a file, or the sign of what is shown."""
        return self.answer_of(self.server.preview, self.path)

    def answer_of(self, preview: Preview, path: str) -> BytesIO:
        """Answer with what a preview has at a path."""
        if path == preview.ask:
            preview.follow()
            return self.answer(200, "text/plain", preview.made.encode())
        address = unquote(urlsplit(path).path).strip("/")
        found = preview.page(address.removesuffix("index.html").rstrip("/"))
        if found:
            return self.answer(found[0], "text/html", preview.dressed(found[1].encode()))
        if preview.view is None:
            return self.answer(200, "text/html", preview.dressed(None))
        source = preview.file(address)
        if source is None:
            return self.answer(404, "text/html", preview.dressed(preview.missing().encode()))
        kind = mimetypes.guess_type(address)[0] or "application/octet-stream"
        return self.answer(200, kind, source if isinstance(source, bytes) else source.read_bytes())

    def answer(self, code: int, kind: str, body: bytes) -> BytesIO:
        """Answer with a body."""
        self.send_response(code)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return BytesIO(body)


class Server(http.server.ThreadingHTTPServer):
    """A server on this computer alone."""

    # On Windows that option would let two programs share a port; elsewhere a port would stay taken for a minute without it.
    allow_reuse_address = os.name != "nt"

    preview: Preview


def listen(port: int, handler: type[Handler] = Handler) -> Server:
    """Take a port of this computer. From now on whatever ends the preview does so as Ctrl-C does.

    Raises:
        OSError: Somebody else has it.
    """
    for ending in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, ending):
            signal.signal(getattr(signal, ending), signal.default_int_handler)
    return Server(("127.0.0.1", port), handler)


def run(server: Server, school: Path | None) -> NoReturn:
    """Show the handbook until Ctrl-C."""
    preview = server.preview = Preview(school)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    preview.follow()
    _say(preview, f"Ready: open http://127.0.0.1:{server.server_port} in your browser. Stop with Ctrl-C.")
    said = Said(preview.made, preview.stopped)
    while True:
        said = told(preview, said)
        if preview.made == said.made and not preview.follow():
            time.sleep(EVERY)


@dataclass(frozen=True)
class Said:
    """What the terminal was told last.

    Attributes:
        made: What was shown then.
        stopped: Something stood in the way of new pages then.
    """

    made: str
    stopped: bool


def told(preview: Preview, said: Said) -> Said:
    """Tell the terminal what is new since the last time, and look at every page; return what was told.

    What comes while the pages are looked at is new again: whoever asks for a page may have found a changed file first.
    """
    now = Said(preview.made, preview.stopped)
    if now.made != said.made:
        _say(preview, "Mended: the pages are new." if said.stopped else "The pages are new.")
    preview.look_at_everything()
    return now


def _say(preview: Preview, well: str) -> None:
    for problem in preview.problems:
        print(problem, file=sys.stderr)
    time_of_day = time.strftime("%H:%M:%S")
    if preview.stopped:
        well = "Not shown yet: mend this and save." + (" The pages stay as they were." if preview.view else "")
    elif preview.problems:
        well = "The pages are new. A build would stop at this."
    print(f"{time_of_day}  {well}", file=sys.stderr, flush=True)


def _stamps(named: Path | None, also: Iterable[Path] = ()) -> dict[Path, tuple[int, int]]:
    """Return when each file that the pages come from was last changed, and its size."""
    school = named or chosen_file()
    found = {}
    for path in _files((*WATCHED, *also, SCHOOL_FILE, school, *_logo(school), local.beside(school))):
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
