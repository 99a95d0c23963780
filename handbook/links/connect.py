"""Open connections to public hosts only.

A name is looked up once, every address it has is checked, and the connection goes to an address that was checked: a name that
answers differently the second time cannot lead us into a private network.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import certifi

from handbook.links import chains
from handbook.links.verdicts import Failure

# Told of each socket before anything is waited for on it, so that it can be shut when time is up.
Hold = Callable[[socket.socket], None]

# OpenSSL's number for "unable to get local issuer certificate".
_NO_ISSUER = 20
# So many times the time for one address is spent on all addresses of a host.
_MOST_TIMES = 4
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NoConnectionError(Exception):
    """No connection was made.

    Attributes:
        failure: Why.
        detail: The reason in the words of the system.
    """

    def __init__(self, failure: Failure, detail: str = "") -> None:
        super().__init__(f"{failure.value}: {detail}")
        self.failure = failure
        self.detail = detail


def trusted() -> ssl.SSLContext:
    """Return what decides whom to trust: this computer's certificates and certifi's.

    Schools often filter with a certificate of their own, which stands in the computer's store; ``SSL_CERT_FILE`` is heeded too.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    return context


@dataclass
class Connector:
    """Opens sockets.

    Attributes:
        allowed: Hosts, addresses or ``host:port`` that may be private.
        context: Whom to trust.
        time_out: Seconds to wait for each address of a host.
    """

    allowed: frozenset[str] = frozenset()
    context: ssl.SSLContext = field(default_factory=trusted)
    time_out: float = 10.0

    def open(self, host: str, port: int, secure: bool, hold: Hold = lambda socket: None) -> socket.socket:
        """Return a connected socket, encrypted if it should be.

        Raises:
            NoConnectionError: It could not be made or may not be made.
        """
        vetted = self._vetted(host, port)
        raw = self._reach(vetted)
        hold(raw)
        if not secure:
            return raw
        try:
            return encrypted(raw, host, self.context, hold)
        except ssl.SSLCertVerificationError as error:
            if error.verify_code == _NO_ISSUER and self._is_only_left_out(host, vetted, hold):
                raise NoConnectionError(Failure.CHAIN) from None
            raise NoConnectionError(Failure.CERTIFICATE, error.verify_message) from None
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionError):
            raise NoConnectionError(Failure.RESET) from None
        except ssl.SSLError as error:
            raise NoConnectionError(Failure.TLS, (error.reason or "").replace("_", " ").lower()) from None
        except TimeoutError:
            raise NoConnectionError(Failure.TIME_OUT) from None
        except OSError as error:
            raise NoConnectionError(Failure.TLS, error.strerror or "") from None

    def _is_only_left_out(self, host: str, vetted: list[tuple[int, tuple[object, ...]]], hold: Hold) -> bool:
        def again(context: ssl.SSLContext) -> ssl.SSLSocket:
            return encrypted(self._reach(vetted), host, context, hold)

        try:
            return chains.is_only_left_out(again, self.context, lambda other, port: self.open(other, port, False, hold))
        except (NoConnectionError, OSError, ValueError, http.client.HTTPException):
            return False  # Whatever went wrong on the way, the certificate is no better than it looked.

    def _vetted(self, host: str, port: int) -> list[tuple[int, tuple[object, ...]]]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except socket.gaierror as error:
            gone = {getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)}
            raise NoConnectionError(Failure.NO_NAME if error.errno in gone else Failure.NAME_SERVER, host) from None
        except (UnicodeError, ValueError):
            raise NoConnectionError(Failure.NO_NAME, host) from None
        for _, _, _, _, address in found:
            if not (self._is_allowed(host, port, str(address[0])) or is_public(str(address[0]))):
                raise NoConnectionError(Failure.PRIVATE, host)
        # Older address family first: many networks still have no working IPv6.
        return sorted(dict.fromkeys((family, address) for family, _, _, _, address in found), key=lambda one: one[0] != socket.AF_INET)

    def _is_allowed(self, host: str, port: int, address: str) -> bool:
        return bool({host, f"{host}:{port}", address, f"{address}:{port}"} & self.allowed)

    def _reach(self, addresses: list[tuple[int, tuple[object, ...]]]) -> socket.socket:
        """Return a socket connected to the first address that lets us in; all get their chance, as long as there is time."""
        failed: list[NoConnectionError] = []
        end = time.monotonic() + _MOST_TIMES * self.time_out
        for family, address in addresses:
            left = end - time.monotonic()
            if left <= 0:
                break
            try:
                return _connected(family, address, min(self.time_out, left))
            except NoConnectionError as error:
                failed.append(error)
        # An address that refuses us says more of the host than one to which there is no way.
        told = next((one for one in reversed(failed) if one.failure is not Failure.UNROUTED), None)
        if told is None and all(family == socket.AF_INET6 for family, _ in addresses):
            told = NoConnectionError(Failure.NOT_FROM_HERE)
        raise told or failed[-1]


def _connected(family: int, address: tuple[object, ...], time_out: float) -> socket.socket:
    try:
        reached = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:  # A computer may not know a whole family of addresses.
        raise NoConnectionError(Failure.UNROUTED, error.strerror or "") from None
    try:
        reached.settimeout(time_out)
        reached.connect(address)
        return reached
    except ConnectionRefusedError:
        failure, detail = Failure.REFUSED, ""
    except TimeoutError:
        failure, detail = Failure.TIME_OUT, ""
    except ConnectionError:
        failure, detail = Failure.RESET, ""
    except OSError as error:
        failure, detail = Failure.UNROUTED, error.strerror or ""
    reached.close()
    raise NoConnectionError(failure, detail)


def encrypted(raw: socket.socket, host: str, context: ssl.SSLContext, hold: Hold) -> ssl.SSLSocket:
    """Return a connected socket made secure. When that fails, the socket is closed."""
    try:
        secured = context.wrap_socket(raw, server_hostname=host, do_handshake_on_connect=False)
    except BaseException:
        raw.close()
        raise
    try:
        hold(secured)
        secured.do_handshake()
    except BaseException:
        secured.close()
        raise
    return secured


def is_public(address: str) -> bool:
    """Say whether an address belongs to the public internet; also when it hides inside a longer one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
