"""What an address is, apart from how it happens to be written; and which addresses say too much or too little."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

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
    "utm_*", "fbclid", "gclid", "gbraid", "wbraid", "dclid", "msclkid", "mc_cid", "mc_eid", "mkt_tok", "igsh", "igshid", "yclid", "twclid",
    "ttclid", "_hsenc", "_hsmi", "_ga", "_gl", "oly_enc_id", "vero_id", "s_cid", "wt.mc_id",
)

_HOME = re.compile(r"/(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home)(?:\.\w+)?/?)?", re.IGNORECASE)
_KEEP = "%/:=&?~#+!$,;'@()*[]|"


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
        ValueError: It is not an http or https address with a host.
    """
    parts = urlsplit(address.strip())
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValueError("it is not an http or https address")
    host = parts.hostname
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            raise ValueError("its host is not a possible name") from None
    netloc = f"[{host}]" if ":" in host else host
    port = parts.port
    if port is not None and port != {"http": 80, "https": 443}[parts.scheme.lower()]:
        netloc += f":{port}"
    return urlunsplit((parts.scheme.lower(), netloc, quote(parts.path or "/", safe=_KEEP), quote(parts.query, safe=_KEEP), ""))


def joined(base: str, location: str) -> str:
    """Return where a ``Location`` header leads; servers write it in Latin-1, UTF-8 and with spaces.

    Raises:
        ValueError: It leads to something that is not a web address.
    """
    try:
        location = location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        pass
    return sendable(urljoin(base, location.strip()))


def sibling(address: str, name: str) -> str:
    """Return an address beside this one, with the same ending, that is called ``name`` and cannot exist."""
    parts = urlsplit(address)
    slash = "/" if parts.path.endswith("/") else ""
    folder, _, last = parts.path.rstrip("/").rpartition("/")
    suffix = re.search(r"\.[A-Za-z0-9]{1,5}$", last)
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{name}{suffix.group(0) if suffix else ''}{slash}", "", ""))
