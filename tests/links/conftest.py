"""What the link tests share: the misbehaving web, and a pace that suits it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.links.connect import Connector, trusted
from handbook.links.hosts import Pace
from tests.links.foreign import FOREIGN
from tests.links.web import CASES, LocalWeb

# Quick where patience proves nothing, and long enough that a busy machine does not look like a dead host.
QUICK = Pace(interval=0.0, at_once=8, backoff=0.05, longest_wait=5.0, connect=4.0, read=2.5, body=0.4, whole=4.0)


@pytest.fixture(scope="session")
def web() -> Iterator[LocalWeb]:
    """The local web, for all tests; each test that counts requests asks it to forget first."""
    running = LocalWeb.start(table=[*CASES, *FOREIGN])
    yield running
    running.stop()


@pytest.fixture(scope="session")
def connector(web: LocalWeb) -> Connector:
    """A connector that may visit the local web and trusts its authority."""
    return Connector(frozenset(web.hosts()), trusting(web))


def trusting(web: LocalWeb) -> ssl.SSLContext:
    """Return what trusts the local web's authority."""
    context = trusted()
    context.load_verify_locations(cadata=web.authority.decode())
    return context


@pytest.fixture(scope="session")
def authority(web: LocalWeb, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The local web's authority as a file, for SSL_CERT_FILE."""
    path = tmp_path_factory.mktemp("authority") / "authority.pem"
    path.write_bytes(web.authority)
    return path
