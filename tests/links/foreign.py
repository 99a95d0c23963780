"""What foreign servers answer that no standard has thought of, each with the verdict that is right: nothing of it may stop a run."""

from __future__ import annotations

from tests.links.web import Act, Case, Handler, again, good, html, prose


def said(*lines: bytes, body: bytes = b"") -> Act:
    """Answer with these very lines."""
    return lambda h: h.raw(b"\r\n".join((*lines, b"Connection: close", b"", body)))


def page(*lines: bytes, end: bool = True) -> Act:
    """Answer with a good page and these headers of its own."""
    body = html("A page", "A page", prose("foreign")).encode()
    return said(b"HTTP/1.1 200 OK", b"Content-Type: text/html", *([b"Content-Length: %d" % len(body)] if end else []), *lines, body=body)


def to(location: bytes, status: bytes = b"302 Found") -> Act:
    """Redirect to these very bytes; HOST in them stands for the host itself."""
    return lambda h: said(b"HTTP/1.1 " + status, b"Location: " + location.replace(b"HOST", h.headers["Host"].encode()), b"Content-Length: 0")(h)


def forwards(content: str) -> Act:
    """Answer with a page that forwards by itself."""
    return lambda h: h.page("Moving", "Moving", head=f'<meta http-equiv="refresh" content="{content}">')


def with_cookie(h: Handler) -> None:
    """Want a strange cookie back before anything else."""
    good(h) if h.headers.get("Cookie") else to(h.path.encode() + b"\r\nSet-Cookie: a=\x01\x7f \xff; b=c\r\nSet-Cookie: =\r\nSet-Cookie:")(h)


GUIDE = (
    '<h2 id="roles">Roles</h2><a name="old-clause"></a><p id="caf\u00e9">Filtering <b>and</b>\n monitor<i>ing</i></p><p '
    'id="100%">Every governing-body</p>'
    '<h2 id="user-content-install">A review</h2><p>to keep children safe</p><script>"only a script says so"</script>' + prose("guide")
)


def pdf(start: bytes) -> Act:
    """Answer with a PDF that begins like this."""
    return lambda h: h.send(200, b"%PDF-1.7\n" + start + b"\n" + b"x" * 100_000, "application/pdf")


MOVED = b"301 Moved"
NO_WEB = "it leads to something that is not a web address"

FOREIGN: list[Case] = [
    # Well: browsers make nothing of it.
    Case("/f/hints", "ok", lambda h: h.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n") or page()(h)),
    Case("/f/charset-idna", "ok", page(b"Content-Type: text/html; charset=idna")),
    Case("/f/charset-punycode", "ok", page(b"Content-Type: text/html; charset=punycode")),
    Case("/f/charset-undefined", "ok", page(b"Content-Type: text/html; charset=undefined")),
    Case("/f/charset-hex", "ok", page(b"Content-Type: text/html; charset=hex")),
    Case("/f/charset-nonsense", "ok", page(b"Content-Type: text/html; charset=\x00\xff")),
    Case("/f/length-in-words", "ok", page(b"Content-Length: many", end=False)),
    Case("/f/length-below-nought", "ok", page(b"Content-Length: -5", end=False)),
    Case("/f/length-too-long", "ok", page(b"Content-Length: 500000", end=False)),
    Case("/f/chunks-of-nonsense", "ok", page(b"Transfer-Encoding: chunked", end=False)),
    Case("/f/zip-of-nonsense", "ok", page(b"Content-Encoding: gzip")),
    Case("/f/no-reason", "ok", said(b"HTTP/1.1 200", b"Content-Length: 0")),
    Case("/f/header-without-a-colon", "ok", page(b"this is no header")),
    Case("/f/nul-in-a-header", "ok", page(b"X-Odd: a\x00b\x1b[31m")),
    Case("/f/strange-cookie", "ok", with_cookie),
    Case("/f/half-letters", "ok", lambda h: h.page("Half", "Half", "&#xD800;&#xDFFF;" + prose("half"))),
    Case("/f/wait-superscript", "ok", again(1, lambda h: h.send(503, "later", "text/plain", Retry_After="\u00b2"))),
    Case("/f/wait-until-no-day", "ok", again(1, lambda h: h.send(503, "later", "text/plain", Retry_After="Wed, 32 Foo 99999999 25:61:61 +9999"))),
    Case("/f/wait-below-nought", "ok", again(1, lambda h: h.send(429, "later", "text/plain", Retry_After="-3600"))),
    Case("/f/wait-a-list", "ok", again(1, lambda h: h.send(429, "later", "text/plain", Retry_After="5, 6; 7"))),
    Case("{host}/page", "ok", host="astray-robots"),
    Case("{host}/" + "a" * 200, "ok", host="starry-robots"),
    Case("/guide", "ok", lambda h: h.page("A guide", "A guide", GUIDE)),
    Case("/f/app", "ok", lambda h: h.page("An app", "An app", "<div id=root></div>")),
    Case("/long.pdf", "ok", pdf(b"1 0 obj <</Linearized 1 /L 998 /H [1 2]\n/O 3 /E 4 /N 90 /T 5>> endobj")),
    Case("/short.pdf", "ok", pdf(b"<</Type /Pages /Kids [1 0 R] /Count 1>> <</Count 3 /Kids [2 0 R] /Type/Pages>> <</Type /Outlines /Count 40>>")),
    # Moved, read as browsers read it.
    Case("/moved-to-guide", "moved", to(b"/guide", MOVED), "/guide"),
    Case("/f/spaces-around", "moved", to(b"  \t /about \t ", MOVED), "/about"),
    Case("/f/space-in-path", "moved", to(b"/caf%C3%A9?a b", MOVED), "/caf%C3%A9?a%20b"),
    Case("/f/control-in-path", "moved", to(b"/caf%C3%A9?\x01\x7f", MOVED), "/caf%C3%A9?%01%7F"),
    Case("/f/tab-in-it", "moved", to(b"/ab\tout", MOVED), "/about"),
    Case("/f/over-two-lines", "moved", to(b"/about?\r\n x", MOVED), "/about?%20x"),
    Case("/f/three-slashes", "moved", to(b"http:///HOST/about", MOVED), "/about"),
    Case("/f/backslashes", "moved", to(b"http:\\\\HOST\\about", MOVED), "/about"),
    Case("/f/backslash-path", "moved", to(b"\\about", MOVED), "/about"),
    Case("/f/backslash-host", "moved", to(b"/\\HOST\\about", MOVED), "/about"),
    Case("/f/scheme-and-path", "moved", to(b"http:/about", MOVED), "/about"),
    Case("/f/name-and-password", "moved", to(b"http://user:secret@HOST/about", MOVED), "/about"),
    Case("/f/refresh-header", "moved", page(b"Refresh: 0; url=/about"), "/about"),
    Case("/f/backslash-before-at", "dead", to(b"http://HOST\\@evil.invalid/"), says="/@evil.invalid/"),
    # Names nobody has, as browsers would ask for them.
    Case("/f/sharp-s", "dead", to("http://fa\u00df.invalid/".encode()), says="http://xn--fa-hia.invalid/"),
    Case("/f/wide-letters", "dead", to("http://\uff41\uff42\u3002invalid/".encode()), says="http://ab.invalid/"),
    Case("/f/snowman", "dead", to("http://\u2603.invalid/".encode()), says="http://xn--n3h.invalid/"),
    Case("/f/tab-in-host", "dead", to(b"http://exa\tmple.invalid/"), says="http://example.invalid/"),
    Case("/f/latin-1", "dead", to(b"http://\xff\xfe.invalid/\x80"), says="http://xn--vdab.invalid/%C2%80"),
    Case("/f/empty-label", "dead", to(b"http://www..invalid/")),
    Case("/f/long-label", "dead", to(b"http://" + b"a" * 300 + b".invalid/")),
    Case("/f/dot-first", "dead", to(b"http://.invalid/")),
    # Not web addresses.
    Case("/f/space-in-host", "blocked", to(b"https://exa mple.invalid/"), says=NO_WEB),
    Case("/f/space-in-short-host", "blocked", to(b"http://ex ample"), says=NO_WEB),
    Case("/f/encoded-space-in-host", "blocked", to(b"http://exa%20mple.invalid/"), says=NO_WEB),
    Case("/f/delete-in-host", "blocked", to(b"http://ex\x7fample.invalid/"), says=NO_WEB),
    Case("/f/nul-in-host", "blocked", to(b"http://ex\x00ample.invalid/"), says=NO_WEB),
    Case("/f/escape-in-host", "blocked", to(b"http://\x1b[2Jexample.invalid/"), says=NO_WEB),
    Case("/f/percent-in-host", "blocked", to(b"http://100%.invalid/"), says=NO_WEB),
    Case("/f/slash-in-wide-letters", "blocked", to("http://a\uff0fb.invalid/".encode()), says=NO_WEB),
    Case("/f/half-a-bracket", "blocked", to(b"http://[::1"), says=NO_WEB),
    Case("/f/name-in-brackets", "blocked", to(b"http://[example.invalid]/"), says=NO_WEB),
    Case("/f/zone", "blocked", to(b"http://[fe80::1%25eth0]/"), says=NO_WEB),
    Case("/f/port-99999", "blocked", to(b"http://a.invalid:99999/"), says=NO_WEB),
    Case("/f/port-in-words", "blocked", to(b"http://a.invalid:http/"), says=NO_WEB),
    Case("/f/port-nought", "blocked", to(b"http://a.invalid:0/"), says=NO_WEB),
    Case("/f/no-host", "blocked", to(b"http://"), says=NO_WEB),
    Case("/f/two-slashes-only", "blocked", to(b"//"), says=NO_WEB),
    Case("/f/to-mail", "blocked", to(b"mailto:office@example.invalid"), says=NO_WEB),
    Case("/f/to-file", "blocked", to(b"file:///etc/passwd"), says=NO_WEB),
    Case("/f/to-data", "blocked", to(b"data:text/html,hello"), says=NO_WEB),
    Case("/f/page-to-space-in-host", "blocked", forwards("0;url=https://exa mple.invalid/"), says=NO_WEB),
    Case("/f/page-to-delete-in-host", "blocked", forwards("0;url=https://ex\x7fample.invalid/"), says=NO_WEB),
    Case("/f/page-to-script", "blocked", forwards("0;url=javascript:alert(1)"), says=NO_WEB),
    Case("/f/page-to-half-a-bracket", "blocked", forwards("0;url=http://["), says=NO_WEB),
    # No HTTP.
    Case("/f/too-many-headers", "unreachable", page(*(b"X-%d: x" % number for number in range(120))), says="more than 100 headers"),
    Case("/f/endless-header", "unreachable", page(b"X: " + b"x" * 70_000), says="longer than 65,536 letters"),
    Case("/f/status-in-letters", "unreachable", said(b"HTTP/1.1 2OO OK"), says="the answer was not HTTP"),
    Case("/f/status-1000", "unreachable", said(b"HTTP/1.1 1000 OK"), says="the answer was not HTTP"),
    Case("/f/radio", "unreachable", said(b"ICY 200 OK"), says="the answer was not HTTP"),
    # Certificates.
    Case("{host}/leaflet", "insecure", host="incomplete", says="the site leaves out a certificate"),
    Case("{host}/leaflet", "insecure", host="incomplete-stranger", says="the certificate is not valid"),
    # Peace.
    Case("{host}/page", "not-asked", host="closed-today", says="it asked for"),
]
