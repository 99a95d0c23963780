"""The web address at which a site will stand, checked before it goes into every page. Reads it with Python alone."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_EXAMPLE = "https://www.example.org/online-safety/"
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NEVER = re.compile(r"""[\s<>"'`{}|\\^\x00-\x1f\x7f]""")


class AddressError(ValueError):
    """It is not the address of a site; the message says why and what to write."""


def site_address(typed: str) -> str:
    """Return the address of a site's home page, which ends in a stroke.

    Raises:
        AddressError: It is no such address.
    """
    text = typed.strip()
    if not text:
        raise AddressError(f"the address is missing. Write the whole address, for example {_EXAMPLE}")
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text):
        try:
            meant = site_address("https://" + re.sub(r"^(?:https?)?:?/*", "", text, flags=re.I))
        except AddressError:
            raise AddressError(f'"{text}" is not a web address. Write the whole address, for example {_EXAMPLE}') from None
        raise AddressError(f'"{text}" is not a whole web address: it must begin with https://. Did you mean  {meant} ?')
    bad = _NEVER.search(text)
    if bad:
        what = "a space" if bad.group().isspace() else f'"{bad.group()}"' if bad.group().isprintable() else "an invisible character"
        raise AddressError(f'"{text}" holds {what}, which no web address has. Copy the address from the browser.')
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
        host = host.encode("idna").decode("ascii").lower() if host else ""
    except (ValueError, UnicodeError):
        raise AddressError(f'"{text}" is not a web address. Write it like this: {_EXAMPLE}') from None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https"):
        raise AddressError(
            f'"{text}" begins with {scheme}://, but a website begins with https://. For a folder or a USB stick leave this out and use --offline.'
        )
    if parts.username is not None or parts.password is not None:
        raise AddressError(f'"{text}" holds a name or a password before the @. Leave them out: everybody could read them.')
    if not all(_LABEL.fullmatch(label) for label in host.split(".")) or port == 0:
        raise AddressError(f'"{text}" does not name a website after {scheme}://. Write it like this: {_EXAMPLE}')
    if parts.query or parts.fragment:
        raise AddressError(f'"{text}" holds more than a place: leave out the ? or # and what follows.')
    path = parts.path.rstrip("/")
    if ".." in path.split("/") or "//" in path:
        raise AddressError(f'"{text}" holds .. or two strokes together. Write the address as the browser shows it.')
    place = f"{scheme}://{host}{f':{port}' if port else ''}"
    if re.search(r"\.(?:html?|php|aspx?)$", path, re.I):
        raise AddressError(f'"{text}" names a page. Name the folder that the handbook stands in:  {place}{path.rpartition("/")[0]}/')
    return f"{place}{quote(path, safe='/%:@!$&()*+,;=~')}/"
