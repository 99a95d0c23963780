"""Ask for one address once, and read no more of the answer than a verdict needs.

Always with GET: a verdict rests on what the page says, and servers that refuse HEAD, or answer it wrongly, are then no special
case. The request carries nothing of the school, no cookie of an earlier run and no referring page.
"""

from __future__ import annotations

import http.client
import re
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from socket import SHUT_RDWR
from socket import socket as Socket  # noqa: N812 (a class with a small letter; an exchange has a socket of that name)
from urllib.parse import urlsplit

from handbook.links.connect import Connector, NoConnectionError
from handbook.links.page import read_page
from handbook.links.parts import pages_of_pdf
from handbook.links.verdicts import REDIRECTS, Answer, Failure

AGENT = "online-safety-handbook-links"
HEADERS = {
    "User-Agent": f"{AGENT}/1.0 (checks that links in a school handbook still work; one visit per address)",
    "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-GB,en;q=0.8",
    "Accept-Encoding": "gzip",
}
# Titles, headings, notices and the first words of a page stand well within this.
MOST_BYTES = 400_000
# The rest of a small answer is read, so that the connection can be used again.
_WORTH_FINISHING = 20_000
_HTML = ("text/html", "application/xhtml+xml", "")
# Where a PDF made for the web says how many pages it has.
_BEGINNING_OF_PDF = 16_384


@dataclass
class Exchange:
    """One request while it runs; ``cut`` ends it from another thread when its time is up."""

    url: str
    cookies: str = ""
    keep_text: bool = False
    socket: Socket | None = None
    was_cut: bool = False

    def hold(self, opened: Socket) -> None:
        """Take in the socket that is in use from now on."""
        self.socket = opened
        if self.was_cut:
            self.cut()

    def cut(self) -> None:
        """End the request now."""
        self.was_cut = True
        if self.socket is not None:
            # The plain method: an encrypted socket's own would wait for a farewell.
            with suppress(OSError):
                Socket.shutdown(self.socket, SHUT_RDWR)


@dataclass
class IdleConnections:
    """Connections to one host that are open and idle."""

    idle: list[http.client.HTTPConnection] = field(default_factory=list)

    def close(self) -> None:
        """Close them all."""
        while self.idle:
            self.idle.pop().close()


class _Response(http.client.HTTPResponse):
    """An answer without the hints that may come before it (status 103, "early hints"): the library takes the first for the answer."""

    def begin(self) -> None:
        super().begin()
        while 101 < self.status < 200:
            self.headers = self.msg = None  # type: ignore[assignment]  # as the library has it before the answer
            super().begin()


@dataclass
class Fetcher:
    """Asks.

    Attributes:
        connector: Opens connections.
        read_time_out: Seconds to wait for the next part of an answer.
        body_time: Seconds spent on one body at most; what came by then has to do.
    """

    connector: Connector
    read_time_out: float = 15.0
    body_time: float = 8.0

    def ask(self, exchange: Exchange, line: IdleConnections) -> Answer:
        """Return what one request brings. Never raises for anything that a server does."""
        connection = line.idle.pop() if line.idle else None
        if connection is not None:
            answer = self._ask(exchange, line, connection)
            # An idle connection may have been closed by the other side meanwhile; that says nothing about the address.
            if answer.failure is not Failure.RESET or exchange.was_cut:
                return answer
        try:
            connection = self._open(exchange)
        except NoConnectionError as error:
            return Answer(
                exchange.url, failure=Failure.TIME_OUT if exchange.was_cut else error.failure, detail="" if exchange.was_cut else error.detail
            )
        return self._ask(exchange, line, connection)

    def _open(self, exchange: Exchange) -> http.client.HTTPConnection:
        parts = urlsplit(exchange.url)
        secure = parts.scheme == "https"
        host, port = parts.hostname or "", parts.port or (443 if secure else 80)
        connection = http.client.HTTPSConnection(host, port, context=self.connector.context) if secure else http.client.HTTPConnection(host, port)
        connection.response_class = _Response
        connection.sock = self.connector.open(host, port, secure, exchange.hold)
        connection.sock.settimeout(self.read_time_out)
        return connection

    def _ask(self, exchange: Exchange, line: IdleConnections, connection: http.client.HTTPConnection) -> Answer:
        exchange.hold(connection.sock)
        parts = urlsplit(exchange.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {**HEADERS, **({"Cookie": exchange.cookies} if exchange.cookies else {})}
        try:
            connection.request("GET", target, headers=headers)
            response = connection.getresponse()
            if exchange.was_cut:
                # Cut off among the headers, which the library takes for their end.
                raise TimeoutError
            answer, whole = self._read(exchange, response)
        except TimeoutError:
            connection.close()
            return Answer(exchange.url, failure=Failure.TIME_OUT)
        except (http.client.RemoteDisconnected, http.client.IncompleteRead, OSError):
            connection.close()
            return Answer(exchange.url, failure=Failure.TIME_OUT if exchange.was_cut else Failure.RESET)
        except (http.client.HTTPException, ValueError) as error:
            connection.close()
            return Answer(exchange.url, failure=Failure.TIME_OUT if exchange.was_cut else Failure.NOT_HTTP, detail=_in_words(error))
        if whole and not response.will_close and not exchange.was_cut:
            line.idle.append(connection)
        else:
            connection.close()
        return answer

    def _read(self, exchange: Exchange, response: http.client.HTTPResponse) -> tuple[Answer, bool]:
        headers: dict[str, str] = {}
        for name, value in response.getheaders():
            name = name.lower()
            headers[name] = f"{headers[name]}\n{value}" if name == "set-cookie" and name in headers else value
        kind, _, rest = headers.get("content-type", "").partition(";")
        wanted = exchange.keep_text or (kind.strip().lower() in _HTML and response.status not in REDIRECTS)
        if not wanted:
            pages = 0
            if kind.strip().lower() == "application/pdf" and response.status == 200:
                pages = pages_of_pdf(self._body(exchange, response, _BEGINNING_OF_PDF)[0])
            if response.length is not None and response.length <= _WORTH_FINISHING:
                self._body(exchange, response)
            return Answer(exchange.url, response.status, headers, pdf_pages=pages), response.isclosed()
        body, whole = self._body(exchange, response)
        if "gzip" in headers.get("content-encoding", "").lower():
            body = _unzipped(body)
        charset = re.search(r"charset=[\"']?([\w.:-]+)", rest, re.IGNORECASE)
        if exchange.keep_text:
            headers[":text"] = body.decode("utf-8", errors="replace")
            return Answer(exchange.url, response.status, headers), response.isclosed()
        page = read_page(body, charset.group(1) if charset else "", whole and len(body) < MOST_BYTES)
        return Answer(exchange.url, response.status, headers, page), response.isclosed()

    def _body(self, exchange: Exchange, response: http.client.HTTPResponse, most: int = MOST_BYTES) -> tuple[bytes, bool]:
        """Return the beginning of a body, and whether that is all of it; a body cut off on the way is taken as it came."""
        end = time.monotonic() + self.body_time
        body = bytearray()
        whole = False
        try:
            while len(body) < most and time.monotonic() < end and not exchange.was_cut:
                part = response.read1(16_384)
                if not part:
                    whole = not response.length
                    break
                body += part
        except (http.client.HTTPException, OSError, ValueError):
            pass
        return bytes(body), whole


def _in_words(error: Exception) -> str:
    """Return what the library found wrong with an answer, for people."""
    if isinstance(error, http.client.LineTooLong):
        return "a line of its headers is longer than 65,536 letters"
    # The library has no error of its own for this one, only these words.
    return "it has more than 100 headers" if "headers" in str(error) else ""


def _unzipped(body: bytes) -> bytes:
    """Return a gzip body unpacked as far as it came, and never more than a bounded amount: a small one can unfold into a huge one."""
    try:
        return zlib.decompressobj(wbits=47).decompress(body, MOST_BYTES)
    except zlib.error:
        return body
