"""Open connections to public hosts only.

A name is looked up once, every address it has is checked, and the connection goes to an address that was checked: a name that
answers differently the second time cannot lead us into a private network.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from dataclasses import dataclass, field

import certifi

from handbook.links.verdicts import Failure

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

    def open(self, host: str, port: int, secure: bool) -> socket.socket:
        """Return a connected socket, encrypted if it should be.

        Raises:
            NoConnectionError: It could not be made or may not be made.
        """
        raw = self._reach(self._vetted(host, port))
        if not secure:
            return raw
        try:
            return self.context.wrap_socket(raw, server_hostname=host)
        except ssl.SSLCertVerificationError as error:
            raise NoConnectionError(Failure.CERTIFICATE, error.verify_message) from None
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionError):
            raise NoConnectionError(Failure.RESET) from None
        except ssl.SSLError as error:
            raise NoConnectionError(Failure.TLS, (error.reason or "").replace("_", " ").lower()) from None
        except TimeoutError:
            raise NoConnectionError(Failure.TIME_OUT) from None
        except OSError as error:
            raise NoConnectionError(Failure.TLS, error.strerror or "") from None
        finally:
            # wrap_socket takes the socket over only when it succeeds.
            raw.close()

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
        return sorted(((family, address) for family, _, _, _, address in found), key=lambda one: one[0] != socket.AF_INET)

    def _is_allowed(self, host: str, port: int, address: str) -> bool:
        return bool({host, f"{host}:{port}", address, f"{address}:{port}"} & self.allowed)

    def _reach(self, addresses: list[tuple[int, tuple[object, ...]]]) -> socket.socket:
        last = NoConnectionError(Failure.UNROUTED)
        for family, address in addresses[:4]:
            reached = socket.socket(family, socket.SOCK_STREAM)
            try:
                reached.settimeout(self.time_out)
                reached.connect(address)
                return reached
            except ConnectionRefusedError:
                last = NoConnectionError(Failure.REFUSED)
            except TimeoutError:
                last = NoConnectionError(Failure.TIME_OUT)
            except ConnectionError:
                last = NoConnectionError(Failure.RESET)
            except OSError as error:
                last = NoConnectionError(Failure.UNROUTED, error.strerror or "")
            reached.close()
        raise last


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
