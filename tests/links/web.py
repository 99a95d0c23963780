"""A small web on this computer that misbehaves in every way the checker has to tell apart, over HTTP and TLS, on many addresses.

``CASES`` is the whole of it: a path, what stands there, and the verdict that is right. A case that must *not* be mistaken for something
bad is as much a case as a bad one.
"""

from __future__ import annotations

import datetime
import gzip
import http.server
import ipaddress
import re
import socket
import socketserver
import ssl
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

WORDS = "School staff families pupils and governors read this page to learn how to stay safe and kind online every day of the year".split()


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as its host's cases say."""

    protocol_version = "HTTP/1.1"
    server: Server
    timeout = 30

    def do_GET(self) -> None:
        web = self.server.web
        with web.lock:
            web.log.append((self.server.name, self.path))
            web.counts[self.server.name, self.path] += 1
        path = self.path.partition("?")[0]
        case = web.routes.get(path) if self.server.kind == "honest" else None
        if path == "/robots.txt":
            ROBOTS_OF.get(self.server.kind, lambda h: h.send(200, ROBOTS, "text/plain"))(self)
        elif case is not None:
            case(self)
        elif self.server.kind == "honest" and re.fullmatch(r"/ordinary/\d+", path):
            good(self)
        else:
            OTHERWISE[self.server.kind](self)

    def do_HEAD(self) -> None:
        """Refuse HEAD everywhere: an address is none the worse for it."""
        self.send(405, "")

    def send(self, status: int, body: str | bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> None:
        """Send a whole answer; an underscore in a header's name stands for a hyphen."""
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def page(self, title: str, heading: str = "", body: str = "", status: int = 200, head: str = "", **headers: str) -> None:
        """Send a page of HTML."""
        self.send(status, html(title, heading, body, head), **headers)

    def raw(self, answer: bytes) -> None:
        """Send these very bytes and hang up."""
        self.close_connection = True
        self.wfile.write(answer)

    def go(self, status: int, to: str, **headers: str) -> None:
        """Send a redirect."""
        self.send(status, "", Location=to, **headers)

    @property
    def tries(self) -> int:
        """How often this address has been asked for, this time included."""
        return self.server.web.counts[self.server.name, self.path]

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
        """Say nothing."""


def html(title: str, heading: str = "", body: str = "", head: str = "") -> str:
    """Return a page."""
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}</head><body>"
        f"<header><nav><a href=/>Home</a> <a href=/news>News</a></nav></header><main><h1>{heading or title}</h1>{body}</main>"
        "<footer>Made for tests</footer></body></html>"
    )


def prose(name: str, words: int = 80) -> str:
    """Return a paragraph that differs from name to name."""
    start = sum(name.encode())
    return "<p>" + " ".join(f"{WORDS[(start * (i + 1)) % len(WORDS)]} {name}{i % 7}" for i in range(words // 2)) + "</p>"


ROBOTS = "User-agent: *\nDisallow: /private/\nAllow: /private/but-this\n\nUser-agent: other\nDisallow: /\n"

Act = Callable[[Handler], None]


@dataclass(frozen=True)
class Case:
    """An address and the verdict that is right for it.

    Attributes:
        path: Where it stands on an honest host; or, with ``host``, the whole address.
        verdict: What a checker ought to say.
        act: What the host does.
        final: Where a moved address leads, as a path on the same host or as an address.
        host: The kind of host it needs, if not an honest one; ``{host}`` in the path stands for that host's address.
        says: Words that the evidence must hold.
        slow: Whether it takes seconds by its nature.
        never_ends: Whether its answer never ends unless the visitor ends it.
    """

    path: str
    verdict: str
    act: Act | None = None
    final: str = ""
    host: str = "honest"
    says: str = ""
    slow: bool = False
    never_ends: bool = False


def good(h: Handler) -> None:
    name = h.path.strip("/").replace("/", " ") or "home"
    h.page(f"About {name} | Local web", f"About {name}", prose(name))


def again(times: int, act: Act) -> Act:
    """Fail the first times, then be well."""
    return lambda h: act(h) if h.tries <= times else good(h)


def reset(h: Handler) -> None:
    h.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    h.close_connection = True
    # Closing the plain socket at once sends a reset instead of a farewell.
    h.wfile.flush()
    socket.socket.close(h.connection)


def endless(h: Handler) -> None:
    h.send_response(200)
    h.send_header("Content-Type", "text/html")
    h.end_headers()
    h.close_connection = True
    try:
        h.wfile.write(html("A page without an end", "A page without an end", prose("endless")).encode())
        while not h.server.web.closing.is_set():
            h.wfile.write(b"<p>and so on</p>\n" * 50)
            time.sleep(0.01)
    except OSError:
        pass


def huge(h: Handler) -> None:
    h.send_response(200)
    h.send_header("Content-Type", "text/html")
    h.send_header("Content-Length", str(80_000_000))
    h.end_headers()
    h.close_connection = True
    try:
        h.wfile.write(html("A huge page", "A huge page", prose("huge")).encode())
        for _ in range(800):
            h.wfile.write(b" " * 100_000)
    except OSError:
        pass


def drip(h: Handler) -> None:
    """Send a header a letter at a time, for ever."""
    h.close_connection = True
    try:
        h.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not h.server.web.closing.wait(0.2):
            h.wfile.write(b"z")
    except OSError:
        pass


def hang(h: Handler) -> None:
    h.close_connection = True
    h.server.web.closing.wait(60)


def garbage(h: Handler) -> None:
    h.close_connection = True
    h.wfile.write(b"220 mail.example ESMTP ready\r\n")


def bomb(h: Handler) -> None:
    h.send(200, gzip.compress(html("A bomb", "A page that unfolds", prose("bomb")).encode() + b" " * 50_000_000), Content_Encoding="gzip")


def cookie_bounce(h: Handler) -> None:
    if "seen=1" in h.headers.get("Cookie", ""):
        good(h)
    else:
        h.go(302, h.path, Set_Cookie="seen=1; Path=/")


CHALLENGE = html("Just a moment...", "Checking your browser", "<p>Please wait.</p>")
NOTICE = (
    '<div class="gem-c-notice govuk-govspeak" role="region"><h2 class="gem-c-notice__title">This guidance was withdrawn on 4 '
    "March 2024</h2><p>It has been replaced.</p></div>"
)
SALE = html("example.example is for sale", "This domain is for sale!", "<p>Make an offer.</p>")
LINKS = "".join(f'<li><a href="/?q={i}">Cheap school {i} offers today</a></li>' for i in range(12))

TRADES = ("casino", "payday", "insurance", "mortgage", "dating", "travel", "shoes")

CASES: list[Case] = [
    # Well, whatever it looks like.
    Case("/", "ok", good),
    Case("/about", "ok", good),
    Case("/deep/er/page.html", "ok", good),
    Case("/page?id=5", "ok", good),
    Case("/file.pdf", "ok", lambda h: h.send(200, b"%PDF-1.7 " + b"x" * 3000, "application/pdf")),
    Case("/no-type", "ok", lambda h: h.send(200, html("No type", "A page without a type", prose("notype")), "")),
    Case("/nothing-to-say", "ok", lambda h: h.send(204, "", "")),
    Case("/zipped", "ok", lambda h: h.send(200, gzip.compress(html("Zipped", "A zipped page", prose("zip")).encode()), Content_Encoding="gzip")),
    Case("/bomb", "ok", bomb),
    Case("/huge", "ok", huge),
    Case("/endless", "ok", endless, slow=True, never_ends=True),
    Case("/temporary", "ok", lambda h: h.go(302, "/about")),
    Case("/temporary-307", "ok", lambda h: h.go(307, "/deep/er/page.html")),
    Case("/cookie", "ok", cookie_bounce),
    Case("/flaky-503", "ok", again(1, lambda h: h.send(503, "busy", "text/plain"))),
    Case("/flaky-500", "ok", again(2, lambda h: h.send(500, "oh", "text/plain"))),
    Case("/flaky-reset", "ok", again(1, reset)),
    Case("/busy", "ok", again(1, lambda h: h.send(503, "later", "text/plain", Retry_After="1"))),
    Case("/too-many", "ok", again(2, lambda h: h.send(429, "slow down", "text/plain", Retry_After="1"))),
    Case("/private/but-this", "ok", good),
    Case("/slow-refresh", "ok", lambda h: h.page("News", "News as it comes", prose("news"), head='<meta http-equiv=refresh content="300">')),
    Case(
        "/article-on-missing-pages", "ok", lambda h: h.page("Page not found: what the message means", "What “page not found” means", prose("missing"))
    ),
    Case(
        "/change-log",
        "ok",
        lambda h: h.page(
            "Change log", "Change log", "<p>The page about chat rooms has been removed. This page does not exist any more.</p>" + prose("log")
        ),
    ),
    Case("/http-404", "ok", lambda h: h.page("HTTP 404 - An encyclopaedia", "HTTP 404", prose("encyclopaedia", 200))),
    Case(
        "/buying-names",
        "ok",
        lambda h: h.page("Buying a web address", "Buying a web address", "<p>A page may say “this domain is for sale”.</p>" + prose("names", 400)),
    ),
    Case("/how-to-log-in", "ok", lambda h: h.page("How to log in safely", "How to log in safely", prose("login"))),
    Case(
        "/replaces",
        "ok",
        lambda h: h.page(
            "New guidance", "New guidance", '<div class="notice">This guidance replaces the 2015 edition, which was withdrawn.</div>' + prose("new")
        ),
    ),
    Case(
        "/mentions-withdrawal",
        "ok",
        lambda h: h.page(
            "History", "History", "<p>The 2009 guidance was withdrawn in 2014. This guidance was withdrawn before that.</p>" + prose("history")
        ),
    ),
    Case(
        "/cookie-banner",
        "ok",
        lambda h: h.page(
            "Home learning", "Home learning", '<div class="cookie-banner">This page has been replaced by nothing.</div>' + prose("learning")
        ),
    ),
    Case(
        "/helplines",
        "ok",
        lambda h: h.page(
            "Helplines",
            "Helplines",
            "<ul>" + "".join(f'<li><a href="/help/{i}">Helpline number {i}</a></li>' for i in range(20)) + "</ul>" + prose("help", 60),
        ),
    ),
    Case("/captcha", "ok", lambda h: h.page("What a captcha is", "What a captcha is", "<p>Are you a robot? Just a moment...</p>" + prose("captcha"))),
    Case("/sitting-page", "ok", lambda h: h.page("Sign in sheet for visitors | School", "Sign in sheet for visitors", prose("visitors"))),
    Case("{host}/real", "ok", host="shrugging"),
    Case("{host}/", "ok", host="shrugging"),
    Case("{host}/anything", "ok", host="secure"),
    # Moved.
    Case("/moved-301", "moved", lambda h: h.go(301, "/about"), "/about"),
    Case("/moved-308", "moved", lambda h: h.go(308, "/deep/er/page.html"), "/deep/er/page.html"),
    Case("/moved-twice", "moved", lambda h: h.go(301, "/moved-301"), "/about"),
    Case("/moved-then-temporary", "moved", lambda h: h.go(301, "/temporary"), "/temporary"),
    Case("/moved-by-page", "moved", lambda h: h.page("Moving", "Moving", head='<meta http-equiv="Refresh" content="0; url=/about">'), "/about"),
    Case("/moved-accented", "moved", lambda h: h.go(301, "/caf\u00e9"), "/caf%C3%A9"),
    Case("/caf%C3%A9", "ok", good),
    # Dead.
    Case("/gone-404", "dead"),
    Case("/gone-410", "dead", lambda h: h.send(410, "gone", "text/plain")),
    Case("http://no-such-name.invalid/page", "dead", host="none"),
    Case("/loop", "dead", lambda h: h.go(302, "/loop-2")),
    Case("/loop-2", "dead", lambda h: h.go(302, "/loop")),
    Case("/own-tail", "dead", lambda h: h.go(301, "/own-tail")),
    Case("/to-gone", "dead", lambda h: h.go(301, "/nowhere")),
    Case("/to-no-name", "dead", lambda h: h.go(302, "http://no-such-name.invalid/")),
    *(Case(f"/chain-{i}", "dead" if i == 0 else "", lambda h, i=i: h.go(302, f"/chain-{i + 1}")) for i in range(30)),
    # Not there, though the answer is 200.
    Case("/soft-title", "soft-404", lambda h: h.page("Page not found | Local web", "Oh dear", prose("dear"))),
    Case("/soft-heading", "soft-404", lambda h: h.page("Local web", "Sorry, we can’t find the page you’re looking for", prose("sorry"))),
    Case("/soft-404-code", "soft-404", lambda h: h.page("404", "404", "<p>Nothing.</p>")),
    Case("/soft-home", "soft-404", lambda h: h.go(302, "/")),
    Case("/soft-home-301", "soft-404", lambda h: h.go(301, "/index.html")),
    Case("/index.html", "ok", good),
    Case("/soft-error-page", "soft-404", lambda h: h.go(302, "/error-page")),
    Case("/error-page", "soft-404", lambda h: h.page("We couldn't find that page", "We couldn't find that page")),
    Case("{host}/some/old-leaflet.html", "soft-404", host="shrugging"),
    Case("{host}/some/deep/page", "soft-404", host="herding"),
    Case("{host}/leaflets/old.pdf", "soft-404", host="homing"),
    # In other hands.
    Case("{host}/", "parked", host="for-sale"),
    Case("{host}/leaflet", "parked", host="for-sale"),
    Case("{host}/", "parked", host="farm"),
    Case("{host}/", "parked", host="traders"),
    Case("{host}/leaflet.html", "parked", host="traders"),
    Case("{host}/leaflet.html", "parked", host="lister"),
    Case("/to-sale", "parked", lambda h: h.go(302, h.server.web.address("for-sale") + "/")),
    # Says itself that it holds no more.
    Case("/withdrawn", "withdrawn", lambda h: h.page("Advice for schools", "Advice for schools", NOTICE + prose("advice"))),
    Case("/withdrawn-title", "withdrawn", lambda h: h.page("[Withdrawn] Advice - GOV", "Advice", prose("old"))),
    Case(
        "/withdrawn-at-once",
        "withdrawn",
        lambda h: h.page("Leaflet", "Leaflet", "<p>This leaflet was withdrawn in March 2021.</p>" + prose("leaflet")),
    ),
    Case(
        "/replaced",
        "withdrawn",
        lambda h: h.page("Old guide", "Old guide", "<section role=alert>This guide has been replaced by “The new guide”.</section>" + prose("guide")),
    ),
    # Cannot tell.
    Case("/needs-password", "blocked", lambda h: h.send(401, "no", "text/plain", WWW_Authenticate="Basic")),
    Case("/forbidden", "blocked", lambda h: h.send(403, "no", "text/plain")),
    Case("/sign-in-first", "blocked", lambda h: h.go(302, "/login?next=/sign-in-first")),
    Case("/login", "", lambda h: h.page("Log in", "Log in", "<form><input type=password></form>")),
    Case("/members", "blocked", lambda h: h.page("Sign in | Members", "Sign in", "<form><input type=password></form>")),
    Case("/always-429", "blocked", lambda h: h.send(429, "no", "text/plain")),
    Case("{host}/tomorrow", "blocked", host="peaceful"),
    Case("/challenge-403", "blocked", lambda h: h.send(403, CHALLENGE, cf_mitigated="challenge")),
    Case("/challenge-503", "blocked", lambda h: h.send(503, CHALLENGE)),
    Case("/challenge-200", "blocked", lambda h: h.send(200, CHALLENGE)),
    Case("/status-999", "blocked", lambda h: h.send(999, "no", "text/plain")),
    Case("/private/page", "blocked", good),
    Case("/to-private", "blocked", lambda h: h.go(302, "http://10.1.2.3/")),
    Case("/to-metadata", "blocked", lambda h: h.go(301, "http://169.254.169.254/latest/meta-data/")),
    Case("/to-loopback", "blocked", lambda h: h.go(302, "http://127.0.0.99:9/")),
    Case("/to-loopback-6", "blocked", lambda h: h.go(302, "http://[::1]:9/")),
    Case("/to-script", "blocked", lambda h: h.go(302, "javascript:alert(1)")),
    Case("/redirect-to-nowhere", "blocked", lambda h: h.send(302, "")),
    # Not secure.
    Case("{host}/page", "insecure", host="expired"),
    Case("{host}/page", "insecure", host="unknown-authority"),
    Case("{host}/page", "insecure", host="other-name"),
    Case("{host}/page", "insecure", host="incomplete"),
    Case("{host}/page", "insecure", host="incomplete-stranger"),
    # No usable answer.
    Case("{host}/page", "unreachable", host="closed"),
    Case("/resets", "unreachable", reset),
    Case("/always-500", "unreachable", lambda h: h.send(500, "oh", "text/plain")),
    Case("/always-503", "unreachable", lambda h: h.send(503, "oh", "text/plain")),
    Case("/hangs", "unreachable", hang, slow=True),
    Case("/drips", "unreachable", drip, slow=True, never_ends=True),
    Case("/garbage", "unreachable", garbage),
]


def _shrug(h: Handler) -> None:
    if h.path == "/real":
        h.page("A real page", "A real page", prose("real"))
    elif h.path == "/":
        h.page("Welcome", "Welcome", prose("welcome"))
    else:
        h.page("Our services", "Our services", f"<p>You asked for {h.path}.</p>" + prose("services"))


OTHERWISE: dict[str, Act] = {
    "honest": lambda h: h.page("Not found", "Not found", status=404),
    "secure": lambda h: good(h) if h.path == "/anything" else h.page("Not found", "Not found", status=404),
    "expired": good,
    "unknown-authority": good,
    "other-name": good,
    "incomplete": good,
    "incomplete-stranger": good,
    "peaceful": lambda h: h.send(429, "no", "text/plain", Retry_After="86400"),
    "closed-today": good,
    "astray-robots": lambda h: good(h) if h.path == "/page" else h.page("Not found", "Not found", status=404),
    "starry-robots": lambda h: good(h) if h.path.startswith("/aaa") else h.page("Not found", "Not found", status=404),
    "shrugging": _shrug,
    "herding": lambda h: h.page("All our news", "All our news", prose("herd")) if h.path == "/landing" else h.go(301, "/landing"),
    "homing": lambda h: good(h) if h.path == "/" else h.go(302, "/"),
    "for-sale": lambda h: h.send(200, SALE),
    "traders": lambda h: h.page(
        "Best of the web",
        "Best of the web",
        "<ul>" + "".join(f"<li><a href='https://{one}.example/'>{one} offers</a></li>" for one in TRADES) + "</ul>",
    ),
    "lister": lambda h: h.page(
        "Directory", "Directory", "<ul>" + "".join(f"<li><a href='/{i}'>Interesting place {i}</a></li>" for i in range(30)) + "</ul>"
    ),
    "farm": lambda h: h.page("Offers", "Related searches", f"<ul>{LINKS}</ul>"),
}
# What a host answers to robots.txt, if not what all answer.
ROBOTS_OF: dict[str, Act] = {
    "closed-today": lambda h: h.send(503, "closed", "text/plain", Retry_After="Fri, 31 Dec 2100 23:59:59 GMT"),
    "astray-robots": lambda h: h.go(302, "https://exa mple.invalid/robots.txt"),
    "starry-robots": lambda h: h.send(200, "User-agent: *\nDisallow: /" + "*a" * 40 + "*b$\n", "text/plain"),
}
SPECIAL = (
    "secure",
    "expired",
    "unknown-authority",
    "other-name",
    "incomplete",
    "incomplete-stranger",
    "shrugging",
    "herding",
    "homing",
    "for-sale",
    "farm",
    "traders",
    "lister",
    "peaceful",
    "closed-today",
    "astray-robots",
    "starry-robots",
)
ENCRYPTED = ("secure", "expired", "unknown-authority", "other-name", "incomplete", "incomplete-stranger")


class Server(http.server.ThreadingHTTPServer):
    """One host of the local web."""

    request_queue_size = 128
    daemon_threads = True
    block_on_close = False

    def __init__(self, web: LocalWeb, ip: str, kind: str, context: ssl.SSLContext | None) -> None:
        super().__init__((ip, 0), Handler)
        self.web, self.kind, self.context = web, kind, context
        self.name = f"{'https' if context else 'http'}://{ip}:{self.server_port}"

    def server_bind(self) -> None:
        # The base class would look our own name up, which takes seconds where there is no name server.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def finish_request(self, request: socket.socket, client_address: tuple[str, int]) -> None:
        # In the connection's own thread, so that a bad handshake holds up nobody else.
        if self.context is not None:
            request = self.context.wrap_socket(request, server_side=True)
        super().finish_request(request, client_address)
        if self.context is not None:
            request.close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: half of this web's business is errors."""


@dataclass
class LocalWeb:
    """The web while it runs.

    Attributes:
        honest: Addresses of the honest hosts.
        special: Addresses of the others, by kind.
        authority: Certificate authority to be trusted, as PEM.
        table: What stands where.
        log: Every request: host and path.
    """

    honest: list[str] = field(default_factory=list)
    special: dict[str, str] = field(default_factory=dict)
    authority: bytes = b""
    log: list[tuple[str, str]] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)
    closing: threading.Event = field(default_factory=threading.Event)
    routes: dict[str, Act] = field(default_factory=dict)
    table: list[Case] = field(default_factory=lambda: CASES)
    _servers: list[Server] = field(default_factory=list)

    @classmethod
    def start(cls, hosts: int = 2, first: int = 2, prefix: str = "127.0.0.", table: list[Case] | None = None) -> LocalWeb:
        """Start a web of so many honest hosts and one of each other kind, each on an address of its own."""
        table = table or CASES
        web = cls(routes={case.path.partition("?")[0]: case.act for case in table if case.act is not None and case.host == "honest"}, table=table)
        authority, stranger = trustme.CA(), trustme.CA()
        web.authority = authority.cert_pem.bytes()
        number = first
        for kind in ("honest",) * hosts + SPECIAL:
            ip = f"{prefix}{number}"
            number += 1
            context = None
            if kind.startswith("incomplete"):
                context = _without_its_issuer(ip, authority if kind == "incomplete" else stranger, web)
            elif kind in ENCRYPTED:
                context = _context(kind, ip, authority, stranger)
            server = Server(web, ip, kind, context)
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
            web._servers.append(server)
            if kind == "honest":
                web.honest.append(server.name)
            else:
                web.special[kind] = server.name
        # A port that was free a moment ago, and that nobody listens on.
        with socket.socket() as probe:
            probe.bind((f"{prefix}{number}", 0))
            web.special["closed"] = f"http://{prefix}{number}:{probe.getsockname()[1]}"
        return web

    def address(self, kind: str) -> str:
        """Return the address of the host of a kind."""
        return self.special[kind]

    def hosts(self) -> list[str]:
        """Return the names of all hosts, for --allow-host."""
        return sorted({name.partition("://")[2].rpartition(":")[0] for name in [*self.honest, *self.special.values()]})

    def cases(self, honest: int = 0, slow: bool = True) -> dict[str, Case]:
        """Return every case with a verdict by its whole address, the ordinary ones on one of the honest hosts."""
        found = {}
        for case in self.table:
            if not case.verdict or (case.slow and not slow):
                continue
            if case.host == "none":
                url = case.path
            elif case.host == "honest":
                url = self.honest[honest] + case.path
            else:
                url = case.path.replace("{host}", self.special[case.host])
            found[url] = case
        return found

    def forget(self) -> None:
        """Be as if nobody had asked yet."""
        with self.lock:
            self.counts.clear()
            self.log.clear()

    def stop(self) -> None:
        """Close every host."""
        self.closing.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()


def _context(kind: str, ip: str, authority: trustme.CA, stranger: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issuer = stranger if kind == "unknown-authority" else authority
    name = "somewhere-else.example" if kind == "other-name" else ip
    if kind == "expired":
        # trustme begins validity in the year 2000, so any day before today has expired.
        certificate = issuer.issue_cert(name, not_after=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    else:
        certificate = issuer.issue_cert(name)
    certificate.configure_cert(context)
    return context


def _without_its_issuer(ip: str, authority: trustme.CA, web: LocalWeb) -> ssl.SSLContext:
    """Return a certificate as many sites have it: its issuer's is not sent along, but the certificate says where it can be fetched."""
    issuer = authority.create_child_ca()
    path = f"/issuers/{ip}"
    web.routes[path] = lambda h: h.send(
        200, x509.load_pem_x509_certificate(issuer.cert_pem.bytes()).public_bytes(Encoding.DER), "application/pkix-cert"
    )
    by, key = x509.load_pem_x509_certificate(issuer.cert_pem.bytes()), load_pem_private_key(issuer.private_key_pem.bytes(), None)
    own = ec.generate_private_key(ec.SECP256R1())
    day = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
    builder = x509.CertificateBuilder(by.subject, x509.Name([]), own.public_key(), x509.random_serial_number(), day, day.replace(year=2125))
    where = x509.AccessDescription(x509.AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(f"{web.honest[0]}{path}"))
    for extension in (
        x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(ip))]),
        x509.AuthorityInformationAccess([where]),
        x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()),
    ):
        # A name that stands nowhere else must be marked as one that may not be passed over.
        builder = builder.add_extension(extension, critical=isinstance(extension, x509.SubjectAlternativeName))
    certificate = builder.sign(key, hashes.SHA256())
    private = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.LeafCert(private, certificate.public_bytes(Encoding.PEM), []).configure_cert(context)
    return context
