"""Let LinkChecker crawl the built site: every page, every link with its line, every anchor.

LinkChecker reports only the first use of an address and checks an anchor by parsing its page again for each one. So a plugin of ours
notes all links and anchors of each page while it is in hand, and anchors are looked up afterwards. The site is served on this
computer, because links to folders (``../about/``) mean something else in files.

LinkChecker's command turns itself into the user "nobody" when root starts it; used as a library it does not.
"""

from __future__ import annotations

import functools
import http.server
import os
import posixpath
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit


@dataclass(frozen=True, order=True)
class Use:
    """A place where a link stands: the page, as a path below the site, and the line of its HTML."""

    page: str
    line: int


@dataclass(frozen=True, order=True)
class InternalFault:
    """A link within the site that leads nowhere."""

    use: Use
    target: str
    fault: str


@dataclass
class Crawl:
    """What a crawl found.

    Attributes:
        pages: How many pages it read.
        links: How many links it followed or noted.
        external: Where each external address is used.
        faults: Internal links that lead nowhere.
        complete: Whether it came to its end.
    """

    pages: int = 0
    links: int = 0
    external: dict[str, list[Use]] = field(default_factory=dict)
    faults: list[InternalFault] = field(default_factory=list)
    complete: bool = True


class CrawlError(Exception):
    """The site cannot be crawled; the message says why and what to do."""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
        """Say nothing."""


class _QuietServer(http.server.ThreadingHTTPServer):
    def server_bind(self) -> None:
        # The base class would look our own name up, which takes seconds where there is no name server.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]  # the type allows for sockets that are files

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing when the crawler hangs up early."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = _QuietServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def _without_proxy() -> Iterator[None]:
    """Reach our own server straight, whatever proxy the school's network wants."""
    before = {name: os.environ.get(name) for name in ("NO_PROXY", "no_proxy")}
    os.environ.update(dict.fromkeys(before, "127.0.0.1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class _Notebook:
    """A LinkChecker content plugin: notes links and anchors of each page of the site."""

    # Addresses that name the site itself, for search engines; nobody clicks them, and they may not be published yet.
    NOT_FOLLOWED = frozenset({"canonical", "alternate", "sitemap", "preconnect", "dns-prefetch"})

    def __init__(self, base: str, progress: Callable[[int], None] | None) -> None:
        self.base = base
        self.progress = progress
        self.anchors: dict[str, set[str]] = {}
        self.links: list[tuple[Use, str, str]] = []

    def applies_to(self, page: Any, **_: Any) -> bool:
        """Say whether LinkChecker has a page of ours in hand."""
        return bool(page.is_html()) and page.url.startswith(self.base)

    def check(self, page: Any) -> None:
        """Note a page's links and anchors."""
        from linkcheck.htmlutil.linkparse import LinkTags, is_form_get, is_meta_url

        name = self.name_of(page.url)
        if name in self.anchors:
            return
        anchors = self.anchors.setdefault(name, set())
        for element in page.get_soup().find_all(True):
            found = element.attrs
            for attribute in ("id", "name") if element.name == "a" else ("id",):
                if found.get(attribute):
                    anchors.add(found[attribute])
            if element.name == "link" and self.NOT_FOLLOWED & set(found.get("rel", "").lower().split()):
                continue
            for attribute in LinkTags.get(element.name, ()):
                value = found.get(attribute)
                if not value or attribute in ("srcset", "style", "profile") or (element.name == "meta" and not is_meta_url(attribute, found)):
                    continue
                if element.name == "form" and not is_form_get(attribute, found):
                    continue
                self.links.append((Use(name, element.sourceline or 0), value.strip(), page.url))
        if self.progress:
            self.progress(len(self.anchors))

    def name_of(self, url: str) -> str:
        """Return the file of the site that an address shows."""
        path = unquote(urlsplit(url).path).lstrip("/")
        return posixpath.join(path, "index.html") if path.endswith("/") or not path else path


def crawl(site: Path, progress: Callable[[int], None] | None = None) -> Crawl:
    """Crawl a built site from each of its pages, so that one that nothing links to is checked too.

    Args:
        site: The site's folder.
        progress: Called with the number of pages read so far.

    Raises:
        CrawlError: There is no site in the folder.
    """
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html")) if site.is_dir() else []
    if not pages:
        raise CrawlError(f"There is no built site in {site}. Build one first (python3 scripts/handbook.py build), or name its folder with --site.")
    # Imported here: it is slow, and only a crawl needs it.
    from linkcheck import checker, configuration, director, logger
    from linkcheck.director import checker as worker

    results: list[Any] = []

    class Collect(logger._Logger):  # type: ignore[misc]  # noqa: SLF001 (LinkChecker's documented base class for outputs)
        LoggerName = "handbook"

        def start_output(self) -> None: ...

        def log_url(self, url_data: Any) -> None:
            results.append(url_data)

        def end_output(self, **_: Any) -> None: ...

    with _served(site) as base, _without_proxy():
        config = configuration.Configuration()
        config.update(threads=0, status=False, robotstxt=False, verbose=True, trace=False)
        config.logger_add(Collect)
        config["logger"] = config.logger_new("handbook")
        aggregate = director.get_aggregate(config)
        notebook = _Notebook(base, progress)
        aggregate.plugin_manager.content_plugins.append(notebook)
        # Our own server needs no sparing.
        aggregate.set_maxrated_for_host(urlsplit(base).netloc)
        aggregate.wait_time_min = aggregate.wait_time_max = 0.0
        aggregate.add_request_session()
        complete = True
        try:
            for page in pages:
                start = page.removesuffix("index.html") if posixpath.basename(page) == "index.html" else page
                aggregate.urlqueue.put(checker.get_url_from(base + quote(start), 0, aggregate))
            worker.check_urls(aggregate.urlqueue, aggregate.logger)
        except KeyboardInterrupt:
            complete = False
        finally:
            for session in aggregate.request_sessions.values():
                session.close()
        return _sorted_out(notebook, results, base, complete)


def _sorted_out(notebook: _Notebook, results: list[Any], base: str, complete: bool) -> Crawl:
    broken = {one.cache_url or one.url: one.result for one in results if not one.valid and not one.extern}
    done = Crawl(pages=len(notebook.anchors), links=len(notebook.links), complete=complete)
    for use, value, page_url in notebook.links:
        try:
            target = urljoin(page_url, value)
            parts = urlsplit(target)
        except ValueError:
            done.faults.append(InternalFault(use, value, "it is not a possible address"))
            continue
        if parts.scheme not in ("http", "https"):
            continue
        if not target.startswith(base):
            uses = done.external.setdefault(target, [])
            if use not in uses:
                uses.append(use)
            continue
        # Words to mark (:~:text=…) are the browser's business, and "top" is every page's, in any capitals.
        file, place = notebook.name_of(target), parts.fragment.partition(":~:")[0]
        anchor = unquote(place)
        reason = broken.get(target.partition("#")[0])
        if reason is not None:
            done.faults.append(InternalFault(use, value, f"there is no such page ({_first_words(reason)})"))
        elif anchor and anchor.lower() != "top" and file in notebook.anchors and not {place, anchor} & notebook.anchors[file]:
            done.faults.append(InternalFault(use, value, f'there is no place "{anchor}" on that page'))
    done.faults = sorted(set(done.faults))
    return done


def _first_words(reason: str) -> str:
    return reason.replace("\n", " ").split(". ")[0][:80]
