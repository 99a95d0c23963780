"""The web address that a build is told: taken as meant, or refused with what to write instead."""

from __future__ import annotations

import pytest

from handbook.ground.site_address import AddressError, site_address

TAKEN = {
    "https://www.example.org/online-safety/": "https://www.example.org/online-safety/",
    "https://www.example.org/trust/oak": "https://www.example.org/trust/oak/",
    "https://www.example.org": "https://www.example.org/",
    "  https://www.example.org/a  ": "https://www.example.org/a/",
    "HTTPS://WWW.Example.ORG/Oak": "https://www.example.org/Oak/",
    "http://intranet/safe": "http://intranet/safe/",
    "http://localhost:8080": "http://localhost:8080/",
    "http://192.0.2.7/a/": "http://192.0.2.7/a/",
    "https://oak.github.io/handbook///": "https://oak.github.io/handbook/",
    "https://ysgol-gŵyr.example/diogel": "https://xn--ysgol-gyr-h9b.example/diogel/",
    "https://www.example.org/é-safety": "https://www.example.org/%C3%A9-safety/",
    "https://www.example.org/a%20b": "https://www.example.org/a%20b/",
    "https://www.example.org/~oak/v1.2": "https://www.example.org/~oak/v1.2/",
}

REFUSED = {
    "": "the address is missing",
    "www.example.org/trust/oak": "Did you mean  https://www.example.org/trust/oak/ ?",
    "example.org": "Did you mean  https://example.org/ ?",
    "//www.example.org/a": "Did you mean  https://www.example.org/a/ ?",
    "https:/www.example.org": "Did you mean  https://www.example.org/ ?",
    "https:www.example.org": "Did you mean  https://www.example.org/ ?",
    "http:\\www.example.org": "is not a web address",
    "site folder": "is not a web address",
    "ftp://www.example.org/": "begins with ftp://",
    "file:///C:/site": "begins with file://",
    "https://": "does not name a website",
    "https:///a": "does not name a website",
    "https://www.example.org/online safety": "holds a space",
    "https://www.example.org/a\u00a0b": "holds a space",
    'https://www.example.org/"><script>': "which no web address has",
    "https://www.example.org/a\x07": "an invisible character",
    "https://www.example.org\\a": "which no web address has",
    "https://head:secret@www.example.org/": "a name or a password",
    "https://www.example.org/?p=7": "leave out the ? or #",
    "https://www.example.org/#top": "leave out the ? or #",
    "https://www..example.org/": "is not a web address",
    "https://-oak.example.org/": "does not name a website",
    "https://www.example,org/": "does not name a website",
    "https://www.example.org:99999/": "is not a web address",
    "https://www.example.org:0/": "does not name a website",
    "https://[::1/": "is not a web address",
    "https://www.example.org/a/../b": "holds .. or two strokes",
    "https://www.example.org//a": "holds .. or two strokes",
    "https://www.example.org/safe/index.html": "https://www.example.org/safe/",
    "https://www.example.org/safe.ASPX": "Name the folder",
}


@pytest.mark.parametrize("typed", TAKEN)
def test_an_address_is_taken_as_meant(typed: str) -> None:
    assert site_address(typed) == TAKEN[typed]
    assert site_address(TAKEN[typed]) == TAKEN[typed]


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_none_is_told(typed: str) -> None:
    with pytest.raises(AddressError) as stopped:
        site_address(typed)
    assert REFUSED[typed] in str(stopped.value)
