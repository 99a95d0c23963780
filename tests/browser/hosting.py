"""A web host for a finished site: gzip, and the very headers that the build wrote for hosts."""

from __future__ import annotations

import functools
import gzip
import http.server
import threading
from pathlib import Path

_TEXT = ("text/", "application/json", "text/javascript", "application/javascript", "image/svg+xml", "application/xml")


def headers_of(site: Path) -> dict[str, str]:
    """Return the headers that the site's ``_headers`` file sets for every page."""
    found = {}
    for line in (site / "_headers").read_text(encoding="utf-8").split("\n/assets", 1)[0].splitlines()[1:]:
        name, _, value = line.strip().partition(": ")
        found[name] = value
    return found


class Host(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extra: dict[str, str] = {}

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer with the file, compressed as hosts do."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        code = 200 if path.is_file() else 404
        path = path if code == 200 else Path(self.directory) / "404.html"
        kind, body = self.guess_type(str(path)), path.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        if kind.startswith(_TEXT):
            body = _packed(path, path.stat().st_mtime_ns)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        for name, value in self.extra.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@functools.lru_cache(maxsize=1024)
def _packed(path: Path, stamp: int) -> bytes:
    return gzip.compress(path.read_bytes(), 6)


class QuietServer(http.server.ThreadingHTTPServer):
    """A server that says nothing when a browser breaks off, as browsers do when a page is left."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


def host(site: Path, extra: dict[str, str]) -> tuple[http.server.ThreadingHTTPServer, str]:
    """Serve a site with extra headers on a free port; return the server and its address."""
    handler = type("Host", (Host,), {"extra": extra})
    server = QuietServer(("127.0.0.1", 0), functools.partial(handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/"
