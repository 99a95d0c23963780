"""How visits behave as guests: private addresses, single visits, quiet requests, a network that is not there."""

from __future__ import annotations

import asyncio
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from handbook.links import connect, run
from handbook.links.connect import Connector, NoConnectionError, is_public
from handbook.links.fetch import Exchange, Fetcher, IdleConnections
from handbook.links.hosts import Host, Pace
from handbook.links.report import Entry
from handbook.links.run import NoNetworkError, visit_all
from handbook.links.verdicts import Answer, Failure, Judgement, Observation, Verdict, judge
from handbook.links.visit import _retry_after
from tests.links.conftest import QUICK
from tests.links.web import LocalWeb


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "::",
    ],
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
    monkeypatch.setattr(
        Connector, "_reach", lambda self, addresses: reached.append(addresses) or (_ for _ in ()).throw(connect.NoConnectionError(Failure.REFUSED))
    )
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


NO_ADDRESSES = [
    "mailto:a@b.example",
    "not an address",
    "http://",
    "https://exa mple.org/",
    "https://ex\x7fample.org/",
    "http://ex ample",
    "http://[::1",
    "https://a.example:abc/",
]


def test_what_is_no_web_address_is_said_to_be_none(web: LocalWeb, connector: Connector) -> None:
    about = f"{web.honest[0]}/about"
    judged = visit_all([*NO_ADDRESSES, about], pace=QUICK, connector=connector).judgements
    assert judged.pop(about).verdict is Verdict.OK
    assert len(judged) == len(NO_ADDRESSES)
    for url, one in judged.items():
        assert (one.verdict, one.failure) == (Verdict.BLOCKED, Failure.NO_ADDRESS), url
        assert one.evidence.startswith("nobody can open it: its ") or one.evidence.startswith("nobody can open it: it is "), url
        assert "begins with https://" in Entry(url, one).advice and "browser. If it is well" not in Entry(url, one).advice


# What each address of a host does, and what is then said of the host. 4 and 6: which kind of address it is.
ADDRESSES = [
    (["4 refused"] * 5 + ["4 good", "4 refused", "4 refused"], None),
    (["4 time-out", "6 good"], None),
    (["6 unrouted", "4 good"], None),
    (["6 unrouted"] * 4, Failure.NOT_FROM_HERE),
    (["6 unrouted", "4 refused"], Failure.REFUSED),
    (["6 refused"], Failure.REFUSED),
    (["6 time-out", "6 unrouted"], Failure.TIME_OUT),
    (["4 unrouted"], Failure.UNROUTED),
    (["4 unrouted", "6 unrouted"], Failure.UNROUTED),
    (["4 refused"] * 8, Failure.REFUSED),
    (["4 reset"], Failure.RESET),
]
DOES: dict[str, OSError | None] = {
    "good": None,
    "refused": ConnectionRefusedError(),
    "time-out": TimeoutError(),
    "reset": ConnectionResetError(),
    "unrouted": OSError(101, "Network is unreachable"),
}


@pytest.mark.parametrize(("each", "failure"), ADDRESSES, ids=lambda value: ", ".join(value) if isinstance(value, list) else "")
def test_every_address_of_a_host_gets_its_chance(each: list[str], failure: Failure | None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Socket:
        def __init__(self, family: int, kind: int) -> None: ...

        def settimeout(self, seconds: float) -> None: ...

        def close(self) -> None: ...

        def connect(self, address: tuple[str, int]) -> None:
            asked.append(address[0])
            error = DOES[each[int(address[0].rpartition(".")[2].rpartition(":")[2]) - 1].split()[1]]
            if error:
                raise error

    found = [
        (socket.AF_INET, (f"1.1.1.{n}", 80)) if one[0] == "4" else (socket.AF_INET6, (f"2606:4700::{n}", 80, 0, 0)) for n, one in enumerate(each, 1)
    ]
    monkeypatch.setattr(connect.socket, "getaddrinfo", lambda *_, **__: [(family, 1, 6, "", address) for family, address in [*found, *found]])
    monkeypatch.setattr(connect.socket, "socket", Socket)
    if failure is None:
        Connector().open("many.example", 80, False)
    else:
        with pytest.raises(NoConnectionError) as error:
            Connector().open("many.example", 80, False)
        assert error.value.failure is failure
        assert len(asked) == len(each)
    assert len(asked) == len(set(asked))


def test_a_host_of_many_silent_addresses_takes_no_longer_than_four(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]

    def silent(family: int, address: tuple[object, ...], time_out: float) -> socket.socket:
        now[0] += time_out
        raise NoConnectionError(Failure.TIME_OUT)

    monkeypatch.setattr(connect, "_connected", silent)
    monkeypatch.setattr(connect.time, "monotonic", lambda: now[0])
    with pytest.raises(NoConnectionError, match="no answer came in time"):
        Connector(time_out=10)._reach([(socket.AF_INET, (f"1.1.1.{n}", 80)) for n in range(20)])
    assert now[0] == 40


def test_what_could_not_be_asked_from_here_is_not_the_sites_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect.socket, "getaddrinfo", lambda *_, **__: [(socket.AF_INET6, 1, 6, "", ("2606:4700::1", 80, 0, 0))])
    monkeypatch.setattr(connect, "_connected", lambda *_: (_ for _ in ()).throw(NoConnectionError(Failure.UNROUTED, "No route to host")))
    judged = visit_all(["http://six.example/a"], pace=QUICK).judgements["http://six.example/a"]
    assert judged.verdict is Verdict.UNREACHABLE
    assert judged.evidence.startswith("it could not be asked from here") and judged.evidence.endswith("no way to those")
    assert "on another network" in Entry("http://six.example/a", judged).advice


@pytest.mark.parametrize("where", ["visiting", "judging", "reading robots.txt"])
def test_a_surprise_is_one_address_verdict_and_no_lost_run(where: str, web: LocalWeb, connector: Connector, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = f"{web.honest[0]}/about", f"{web.honest[1]}/about"

    def ask(self: Fetcher, exchange: Exchange, line: IdleConnections) -> Answer:
        if exchange.url == (bad if where == "visiting" else f"{web.honest[0]}/robots.txt"):
            raise KeyError("a new \x1b[31msort of fault")
        return asking(self, exchange, line)

    def judging(seen: Observation, part: str = "") -> Judgement:
        if seen.url == bad and seen.answer.failure is None:
            raise KeyError("a new \x1b[31msort of fault")
        return judge(seen, part)

    asking = Fetcher.ask
    monkeypatch.setattr(*((run, "judge", judging) if where == "judging" else (Fetcher, "ask", ask)))
    visited = visit_all([bad, f"{bad}#part", good], pace=QUICK, connector=connector)
    assert visited.complete
    assert visited.judgements[good].verdict is Verdict.OK
    for url in (bad, f"{bad}#part"):
        judged = visited.judgements[url]
        assert (judged.verdict, judged.failure) == (Verdict.UNREACHABLE, Failure.SURPRISE)
        assert "stumbled" in judged.evidence and "a new" in judged.evidence and judged.evidence.isprintable()
        assert "whoever looks after the program" in Entry(url, judged).advice


@pytest.mark.parametrize("kind", ["peaceful", "closed-today"])
def test_a_host_that_asks_for_peace_is_left_in_peace(kind: str, web: LocalWeb, connector: Connector) -> None:
    web.forget()
    host = web.special[kind]
    wanted = [f"{host}/{number}" for number in range(40)]
    others = [f"{web.honest[1]}/about", f"{web.honest[1]}/page?id=5"]
    pace = Pace(interval=0.0, at_once=2, backoff=0.05, connect=4.0, read=2.5, body=0.4, whole=4.0)
    judged = visit_all([*wanted, *others], pace=pace, connector=connector).judgements
    asked = [path for name, path in web.log if name == host]
    # Two may be under way when the first answer comes, and robots.txt was asked before.
    assert asked[0] == "/robots.txt" and len(asked) <= 1 + pace.at_once
    verdicts = [judged[url].verdict for url in wanted]
    assert verdicts.count(Verdict.BLOCKED) == len(asked) - 1
    assert verdicts.count(Verdict.NOT_ASKED) == 41 - len(asked) >= 38
    assert all(
        judged[url].evidence.startswith("not asked, because its host wants to be left in peace: it asked for ")
        for url in wanted
        if judged[url].verdict is Verdict.NOT_ASKED
    )
    assert {judged[url].verdict for url in others} == {Verdict.OK}


def test_a_host_may_not_make_us_wait_again_and_again() -> None:
    """Each wait is short enough for itself; all together they would never end."""

    async def waits() -> list[bool]:
        loop = asyncio.get_running_loop()
        now = [100.0]
        loop.time = lambda: now[0]
        host = Host(Pace(longest_wait=120))
        kept = []
        for _ in range(4):
            # Two answers at once that ask for the same minute ask for one.
            kept += [host.pause(50), host.pause(50)]
            now[0] += 50
        return kept

    with ThreadPoolExecutor(1) as apart:
        assert apart.submit(asyncio.run, waits()).result() == [True] * 4 + [False] * 4


def test_an_address_that_differs_after_the_hash_only_is_no_other_visit(web: LocalWeb, connector: Connector) -> None:
    web.forget()
    urls = [f"{web.honest[0]}/guide{part}" for part, _ in PARTS]
    judged = visit_all(urls, pace=QUICK, connector=connector).judgements
    assert len(urls) > 20
    assert {one.verdict for one in judged.values()} == {Verdict.OK}
    assert [path for _, path in web.log if path == "/guide"] == ["/guide"]
    assert [
        (url, judged[url].note) for url, (_, note) in zip(urls, PARTS, strict=True) if (note not in judged[url].note if note else judged[url].note)
    ] == []


NO_PLACE, NO_WORDS = "there is no such place on the page", "which are not on the page"
PARTS = [
    ("", ""),
    ("#roles", ""),
    ("#old-clause", ""),
    ("#caf%C3%A9", ""),
    ("#100%25", ""),
    ("#install", ""),
    ("#no-such-anchor", NO_PLACE),
    ("#Roles", NO_PLACE),
    ("#gone%20here", '"#gone here"'),
    ("#top", ""),
    ("#TOP", ""),
    ("#", ""),
    ("#/article/12", ""),
    ("#!page", ""),
    ("#t=120", ""),
    ("#L3-L9", ""),
    ("#:~:text=filtering%20and%20monitoring", ""),
    ("#:~:text=FILTERING", ""),
    ("#:~:text=Filtering,governing%2Dbody", ""),
    ("#:~:text=keep-,children,-safe", ""),
    ("#:~:text=governing%2Dbody,Filtering", NO_WORDS),
    ("#:~:text=words%20that%20are%20gone", '"words that are gone"'),
    ("#:~:text=filtering&text=words%20gone", '"words gone"'),
    ("#roles:~:text=governing%2Dbody,review", ""),
    ("#roles:~:text=gone%20words", NO_WORDS),
    ("#no-such:~:text=filtering", NO_PLACE),
    ("#:~:text=", ""),
    ("#:~:unknown=x", ""),
    ("#:~:text=only%20a%20script%20says%20so", NO_WORDS),
]


@pytest.mark.parametrize(
    ("address", "note"),
    [
        ("/long.pdf#page=104", "it points to page 104 of a document of 90 pages"),
        ("/long.pdf#page=90", ""),
        ("/long.pdf#zoom=50&page=91", "it points to page 91 of a document of 90 pages"),
        ("/long.pdf#chapter", ""),
        ("/long.pdf#page=99999999999", ""),
        ("/short.pdf#page=4", "it points to page 4 of a document of 3 pages"),
        ("/short.pdf#page=3", ""),
        ("/file.pdf#page=104", ""),
        ("/moved-to-guide#no-such-anchor", NO_PLACE),
        ("/f/app#no-such-anchor", ""),
        ("/f/length-too-long#no-such-anchor", ""),
        ("/huge#no-such-anchor", ""),
        ("/gone-404#no-such-anchor", ""),
        ("/soft-title#no-such-anchor", ""),
    ],
)
def test_parts_of_other_things(address: str, note: str, web: LocalWeb, connector: Connector) -> None:
    url = web.honest[0] + address
    judged = visit_all([url], pace=QUICK, connector=connector).judgements[url]
    assert note in judged.note if note else not judged.note
    assert judged.verdict is next(Verdict(case.verdict) for case in web.table if case.path == address.partition("#")[0])


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
        loop.time = lambda: now[0]

        async def sleep(seconds: float) -> None:
            slept.append(round(seconds, 3))
            now[0] += seconds

        host = Host(Pace(interval=0.5))
        original, asyncio.sleep = asyncio.sleep, sleep
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
