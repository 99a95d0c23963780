"""What an address is, apart from how it happens to be written; and which addresses say too much or too little."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from contextlib import suppress
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

import idna

# Services that stand before the real address: they can vanish, be resold, or show a reader something else tomorrow.
SHORTENERS = frozenset(
    "aka.ms amzn.to bit.do bit.ly buff.ly cutt.ly dlvr.it eepurl.com fb.me goo.gl is.gd lnkd.in mailchi.mp ow.ly rb.gy rebrand.ly s.id "
    "shorturl.at snip.ly t.co t.ly tiny.cc tinyurl.com trib.al v.gd wp.me x.gd youtu.be".split()
)
# Services that count readers on their way: links copied from e-mails and posts.
TRACKERS = frozenset(
    "click.pstmrk.it email.mg l.facebook.com l.instagram.com linkprotect.cudasvc.com lm.facebook.com lnks.gd out.reddit.com "
    "safelinks.protection.outlook.com t.umblr.com urldefense.com urldefense.proofpoint.com".split()
)
# Parts of a query that only tell where a reader came from. A star stands for any ending.
TRACKING_KEYS = (
    "utm_*",
    "fbclid",
    "gclid",
    "gbraid",
    "wbraid",
    "dclid",
    "msclkid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "igsh",
    "igshid",
    "yclid",
    "twclid",
    "ttclid",
    "_hsenc",
    "_hsmi",
    "_ga",
    "_gl",
    "oly_enc_id",
    "vero_id",
    "s_cid",
    "wt.mc_id",
)

_HOME = re.compile(r"/(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home)(?:\.\w+)?/?)?", re.IGNORECASE)
_KEEP = "%/:=&?~#+!$,;'@()*[]|"
# What no host's name may hold, as browsers have it (the URL Standard calls them forbidden domain code points).
_NOT_IN_HOSTS = re.compile(r"[\x00-\x20\x7f#%/:<>?@\[\\\]^|]")
# What browsers leave out around an address.
_AROUND = "".join(map(chr, range(0x21)))


def key(address: str) -> str:
    """Return what two spellings of one address have in common.

    Scheme, ``www.``, capitals, a default port, a slash at the end, the part after ``#`` and needless percent-encoding make no
    difference; the query does.
    """
    text = unquote(address.strip().replace("\\_", "_"))
    text = re.sub(r"^(?:[a-z][a-z0-9+.-]*:)?//", "", text, flags=re.IGNORECASE).partition("#")[0]
    text = re.sub(r"\\+", "", text).casefold().removeprefix("www.")
    host, slash, rest = text.partition("/")
    host = re.sub(r":(?:80|443)$", "", host.rsplit("@", 1)[-1]).rstrip(".")
    return (host + slash + rest).rstrip("/")


def page_key(address: str) -> str:
    """Return :func:`key` with what follows ``#/`` or ``#!``: sites drawn by a script name their pages there."""
    part = address.strip().partition("#")[2]
    return f"{key(address)}#{part}" if part.startswith(("/", "!")) else key(address)


def exact(address: str) -> str:
    """Return an address as two records must differ in it: like :func:`key`, but capitals of path and query and all after ``#`` count."""
    bare, mark, part = address.strip().partition("#")
    host, rest = re.fullmatch(r"((?:[a-z][a-z0-9+.-]*:)?(?://)?[^/?]*)(.*)", bare, re.IGNORECASE | re.DOTALL).groups()  # type: ignore[union-attr]  # it fits any text
    return key(host) + unquote(rest).rstrip("/") + (mark + part if part else "")


def digest(address: str) -> str:
    """Return the SHA-256 of an address's :func:`key`: enough to recognise an address that may not stand anywhere."""
    return hashlib.sha256(key(address).encode()).hexdigest()


def host_of(address: str) -> str:
    """Return the host's name in small letters, without port; empty if there is none."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


def site_of(address: str) -> str:
    """Return the host and port, without ``www.``: two addresses with the same are on one site."""
    try:
        return urlsplit(address).netloc.rsplit("@", 1)[-1].lower().removeprefix("www.")
    except ValueError:
        return ""


def is_home(address: str) -> bool:
    """Say whether an address is its site's front page, in any language."""
    parts = urlsplit(address)
    return not parts.query and _HOME.fullmatch(parts.path or "/") is not None


def indirect(address: str) -> str:
    """Return in a few words why an address does not lead straight to its page; empty if it does."""
    host = host_of(address).removeprefix("www.")
    if host in SHORTENERS:
        return f"a shortened address ({host})"
    if any(host == one or host.endswith(f".{one}") for one in TRACKERS):
        return f"a tracking address ({host})"
    parts = urlsplit(address)
    if re.fullmatch(r"google\.[a-z.]+", host) and parts.path == "/url":
        return f"a tracking address ({host}/url)"
    for name, _ in parse_qsl(parts.query, keep_blank_values=True):
        for tracking in TRACKING_KEYS:
            if name.lower() == tracking or (tracking.endswith("*") and name.lower().startswith(tracking[:-1])):
                return f'a tracking address (it carries "{name}")'
    return ""


def sendable(address: str) -> str:
    """Return an address as it goes over the wire: no part after ``#``, everything unusual percent-encoded.

    Raises:
        ValueError: No browser could open it; the message says why.
    """
    try:
        parts = urlsplit(_as_read(address))
        if re.search(r"\][^:]", parts.netloc):
            raise ValueError  # Letters after the brackets of a number, which older versions of the library pass over.
    except ValueError:
        raise ValueError("it is not an address at all") from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValueError("it is not an http or https address")
    netloc = _host(parts.hostname)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise ValueError("its port is not a possible number")
    if port is not None and port != {"http": 80, "https": 443}[parts.scheme.lower()]:
        netloc += f":{port}"
    try:
        return urlunsplit((parts.scheme.lower(), netloc, quote(parts.path or "/", safe=_KEEP), quote(parts.query, safe=_KEEP), ""))
    except UnicodeError:
        raise ValueError("it holds half a letter") from None


def _host(name: str) -> str:
    """Return a host's name as it is asked for: international names by the rules of browsers (UTS 46, without its transition).

    Raises:
        ValueError: It is not a possible name.
    """
    try:
        # A number with a zone ("%eth0") means something on one computer only; below it is no name either.
        if ":" in name and "%" not in name:
            return f"[{ipaddress.IPv6Address(name)}]"
        name = unquote(name)
        if not name.isascii():
            labels = idna.uts46_remap(name, std3_rules=False).split(".")
            name = ".".join(label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}" for label in labels)
    except ValueError:
        name = ""
    if not name or _NOT_IN_HOSTS.search(name):
        raise ValueError("its host is not a possible name")
    return name


def _as_read(text: str, scheme: str = "") -> str:
    """Return an address as browsers read it: without what is invisible, ``\\`` as ``/``, and two slashes before the host however many stand there.

    Args:
        text: The address, or a part of one.
        scheme: Scheme of the page it stands on; ``https:page`` there is a page beside it.
    """
    text = re.sub(r"[\t\r\n]", "", text.strip(_AROUND))
    before, rest = re.fullmatch(r"([^?#]*)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]  # it fits any text
    named = re.match(r"([a-z][a-z0-9+.-]*):", before, re.IGNORECASE)
    if named and named.group(1).lower() not in ("http", "https"):
        return text
    before = before.replace("\\", "/")
    own = named.group(1).lower() if named else ""
    after = before[len(own) + 1 :] if own else before
    if after.startswith("//") or (own and own != scheme):
        return f"{own}{':' if own else ''}//{after.lstrip('/')}{rest}"
    return after + rest


def joined(base: str, location: str) -> str:
    """Return where a ``Location`` header leads; servers write it in Latin-1, UTF-8 and with spaces.

    Raises:
        ValueError: It leads to something that is not a web address.
    """
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    read = _as_read(location, urlsplit(base).scheme)
    # Where no host follows, the library would take that of the page; browsers do not.
    return sendable(read if re.fullmatch(r"(?:https?:)?//(?:[?#].*)?", read, re.IGNORECASE) else urljoin(base, read))


def sibling(address: str, name: str) -> str:
    """Return an address beside this one, with the same ending, that is called ``name`` and cannot exist."""
    parts = urlsplit(address)
    slash = "/" if parts.path.endswith("/") else ""
    folder, _, last = parts.path.rstrip("/").rpartition("/")
    suffix = re.search(r"\.[A-Za-z0-9]{1,5}$", last)
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{name}{suffix.group(0) if suffix else ''}{slash}", "", ""))
