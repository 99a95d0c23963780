"""How visits behave as guests: private addresses, single visits, quiet requests, a network that is not there."""

from __future__ import annotations

import asyncio
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from handbook.links import connect
from handbook.links.connect import Connector, is_public
from handbook.links.hosts import Host, Pace
from handbook.links.run import NoNetworkError, visit_all
from handbook.links.verdicts import Answer, Failure, Verdict
from handbook.links.visit import _retry_after
from tests.links.conftest import QUICK
from tests.links.web import LocalWeb


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "fe80::1%eth0",
     "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::"],
)
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "151.101.0.144", "2606:4700::1111", "64:ff9b::101:101"])
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "[::1]", "0x7f.1"])
def test_private_hosts_are_refused_however_they_are_written(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://{host}:{server.getsockname()[1]}/"
        judgement = visit_all([url], pace=QUICK).judgements[url]
        assert judgement.verdict is Verdict.BLOCKED
        assert "private" in judgement.evidence
        server.settimeout(0.05)
        with pytest.raises(TimeoutError):
            server.accept()


def test_only_the_allowed_host_is_visited(web: LocalWeb) -> None:
    one, other = web.honest
    host = one.partition("://")[2]
    web.forget()
    judged = visit_all([f"{one}/about", f"{other}/about"], frozenset({host}), QUICK).judgements
    assert judged[f"{one}/about"].verdict is Verdict.OK
    assert judged[f"{other}/about"].verdict is Verdict.BLOCKED
    assert {name for name, _ in web.log} == {one}


def test_a_name_is_connected_to_where_it_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up = []

    def answers(host: str, port: int, **_: object) -> list[object]:
        looked_up.append(host)
        # Public at the first look, private at the second, as an attacker's name server would have it.
        address = "192.0.2.1" if len(looked_up) > 1 else "1.1.1.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    reached = []
    monkeypatch.setattr(connect.socket, "getaddrinfo", answers)
    monkeypatch.setattr(Connector, "_reach", lambda self, addresses: reached.append(addresses) or (_ for _ in ()).throw(connect.NoConnectionError(Failure.REFUSED)))
    with pytest.raises(connect.NoConnectionError):
        Connector().open("rebinding.example", 80, False)
    assert looked_up == ["rebinding.example"]
    assert reached == [[(socket.AF_INET, ("1.1.1.1", 80))]]


def test_an_address_that_stands_twice_is_visited_once(web: LocalWeb, connector: Connector) -> None:
    web.forget()
    about = f"{web.honest[0]}/about"
    visit_all([about, about, f"{web.honest[0]}/moved-301", f"{web.honest[0]}/moved-twice"], pace=QUICK, connector=connector)
    assert web.log.count((web.honest[0], "/about")) == 1
    assert web.log.count((web.honest[0], "/moved-301")) == 1


def test_a_host_that_is_down_is_tried_for_one_address_only(web: LocalWeb, connector: Connector) -> None:
    closed = web.special["closed"]
    judged = visit_all([f"{closed}/{i}" for i in range(6)], pace=QUICK, connector=connector).judgements
    assert {one.verdict for one in judged.values()} == {Verdict.UNREACHABLE}


def test_requests_tell_nothing_about_the_school() -> None:
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            for _ in range(2):
                with server.accept()[0] as caller:
                    heard.append(caller.recv(65_536))
                    caller.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        visit_all([f"http://127.0.0.1:{server.getsockname()[1]}/x"], frozenset({"127.0.0.1"}), QUICK)
        listener.join(5)
    for request in heard:
        names = {line.partition(b":")[0].lower() for line in request.split(b"\r\n")[1:] if line}
        assert names == {b"host", b"user-agent", b"accept", b"accept-language", b"accept-encoding"}
    assert len(heard) == 2


def test_without_any_network_nothing_is_concluded(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(host: str, port: int, **_: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "no network")

    monkeypatch.setattr(connect.socket, "getaddrinfo", nothing)
    with pytest.raises(NoNetworkError, match="no way to the internet"):
        visit_all([f"https://host-{i}.example/" for i in range(6)], pace=QUICK)


def test_what_is_no_web_address_is_said_to_be_none() -> None:
    judged = visit_all(["mailto:a@b.example", "not an address", "http://"], pace=QUICK).judgements
    assert {one.verdict for one in judged.values()} == {Verdict.BLOCKED}


@pytest.mark.parametrize(("value", "least", "most"), [("7", 7, 7), ("0", 0, 0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0)])
def test_retry_after(value: str, least: float, most: float) -> None:
    wait = _retry_after(Answer("http://a.example/", 503, {"retry-after": value}))
    assert wait is not None and least <= wait <= most


@pytest.mark.parametrize("value", ["", "soon", "-5", "Wed, 99 Foo 2015"])
def test_retry_after_that_says_nothing(value: str) -> None:
    assert _retry_after(Answer("http://a.example/", 503, {"retry-after": value})) is None


def test_a_host_is_asked_at_its_pace() -> None:
    """The loop's own clock is replaced by one that jumps, so nothing really waits."""
    slept: list[float] = []

    async def turns() -> None:
        loop = asyncio.get_running_loop()
        now = [100.0]
        loop.time = lambda: now[0]  # type: ignore[method-assign]

        async def sleep(seconds: float) -> None:
            slept.append(round(seconds, 3))
            now[0] += seconds

        host = Host(Pace(interval=0.5))
        original, asyncio.sleep = asyncio.sleep, sleep  # type: ignore[assignment]
        try:
            await host.turn()
            await host.turn()
            host.slow_down(2.0)
            await host.turn()
            await host.turn()
            host.pause(30)
            await host.turn()
        finally:
            asyncio.sleep = original

    # In a thread of its own: the browser tests leave an event loop running in this one.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, turns()).result()
    assert slept == [0.5, 0.5, 2.0, 30.0]
