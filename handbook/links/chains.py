"""Tell a site that only leaves out a certificate between its own and a trusted one from a site that nobody ought to trust.

Most browsers fetch what is missing from where the site's own certificate says it is. So do we, and look whether all is well then: what
was fetched is never trusted by itself, it has to lead to a certificate that is.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
from collections.abc import Callable
from urllib.parse import urlsplit

from handbook.ground import addresses

# "CA issuers" (1.3.6.1.5.5.7.48.2), and the length of the address that follows it, as certificates hold them.
_ISSUER = re.compile(rb"\x06\x08\x2b\x06\x01\x05\x05\x07\x30\x02\x86(?:\x81)?([\x01-\xff])", re.DOTALL)
# There is seldom more than one between a site's certificate and a trusted one.
_MOST_MISSING = 3
_MOST_BYTES = 20_000


def is_only_left_out(again: Callable[[ssl.SSLContext], ssl.SSLSocket], trusted: ssl.SSLContext, reach: Callable[[str, int], socket.socket]) -> bool:
    """Say whether a site's certificate is good once those between are fetched.

    Args:
        again: Opens another secure connection to the site.
        trusted: Whom to trust.
        reach: Opens a plain connection to a host and port.

    Raises:
        OSError: A connection failed.
        ValueError: A certificate says nothing of use.
        HTTPException: What was fetched is no HTTP.
    """
    unchecked = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    with again(unchecked) as connection:
        last = connection.getpeercert(binary_form=True) or b""
    between: list[bytes] = []
    while len(between) < _MOST_MISSING:
        last = _fetched(_issuer_of(last), reach)
        between.append(last)
        try:
            again(_with(trusted, between)).close()
        except ssl.SSLCertVerificationError:
            continue
        return True
    return False


def _issuer_of(certificate: bytes) -> str:
    """Return where a certificate says that its issuer's can be fetched."""
    found = _ISSUER.search(certificate)
    if not found:
        raise ValueError("the certificate does not say where its issuer's is")
    return certificate[found.end() : found.end() + found.group(1)[0]].decode("ascii")


def _fetched(address: str, reach: Callable[[str, int], socket.socket]) -> bytes:
    """Return a certificate from an address."""
    parts = urlsplit(addresses.sendable(address))
    if parts.scheme != "http":
        raise ValueError("certificates are fetched over plain http, or fetching one would need another")
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80)
    connection.sock = reach(parts.hostname or "", parts.port or 80)
    try:
        connection.request("GET", parts.path)
        response = connection.getresponse()
        content = response.read(_MOST_BYTES)
    finally:
        connection.close()
    if response.status != 200:
        raise ValueError("there is no certificate")
    return ssl.PEM_cert_to_DER_cert(content.decode("ascii")) if content.startswith(b"-----BEGIN") else content


def _with(trusted: ssl.SSLContext, between: list[bytes]) -> ssl.SSLContext:
    """Return whom to trust, knowing some more certificates without trusting them for themselves."""
    context = ssl.create_default_context(cadata=b"".join([*trusted.get_ca_certs(binary_form=True), *between]))
    context.load_default_certs()
    context.verify_flags &= ~ssl.VERIFY_X509_PARTIAL_CHAIN
    return context
