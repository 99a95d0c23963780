"""LinkChecker alone, lychee and ours on the same misbehaving web, side by side: right verdicts, false alarms, time.

    .venv/bin/python benchmarks/links.py

lychee is wanted for comparison only: pip install --requirement requirements/benchmark.txt (or name its program in HANDBOOK_LYCHEE).
The others are marked kindly: what a tool says in its own words is taken for the nearest verdict, and where it does not tell two
verdicts apart, either counts as right.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.links.web import SPECIAL, LocalWeb

HOSTS = 50
ADDRESSES = 2_000
# Each ordinary case stands on this many hosts.
COPIES = 3
TIME_OUT = 12
# A tool that waits for ever for one address is stopped. Addresses whose answer never ends are tried apart, so that they spoil nothing else.
LIMIT = 240
LIMIT_WITHOUT_END = 80

Said = dict[str, frozenset[str]]

LINKCHECKER = """
import json, sys
from linkcheck import checker, configuration, director, logger
page, certificates, time_out = sys.argv[1], sys.argv[2], int(sys.argv[3])
class Out(logger._Logger):
    LoggerName = "lines"
    def start_output(self): pass
    def log_url(self, one):
        print(json.dumps([one.base_url, one.valid, one.result, [tag for tag, _ in one.warnings], one.info]), flush=True)
    def end_output(self, **kwargs): pass
config = configuration.Configuration()
config.update(checkextern=True, sslverify=certificates, timeout=time_out, status=False, verbose=True, recursionlevel=1)
config.logger_add(Out)
config["logger"] = config.logger_new("lines")
aggregate = director.get_aggregate(config)
aggregate.urlqueue.put(checker.get_url_from("file://" + page, 0, aggregate))
director.check_urls(aggregate)
"""

OURS = """
import json, sys
from handbook.links.run import visit_all
urls = open(sys.argv[1], encoding="utf-8").read().split()
visited = visit_all(urls, frozenset(json.loads(sys.argv[2])))
for url, one in visited.judgements.items():
    print(json.dumps([url, one.verdict.value, one.evidence]))
"""


def _serve(pipe: Connection) -> None:
    web = LocalWeb.start(hosts=HOSTS - len(SPECIAL) - 1, first=1, prefix="127.0.9.")
    pipe.send((web.honest, web.special, web.authority))
    while pipe.recv() == "forget":
        web.forget()
        pipe.send("forgotten")


class Folder:
    """What every tool is given: the addresses as text and as a page, and whom to trust."""

    def __init__(self, folder: Path, urls: list[str], hosts: list[str], certificates: Path) -> None:
        self.text, self.page = folder / "urls.txt", folder / "urls.html"
        self.text.write_text("\n".join(urls) + "\n", encoding="utf-8")
        self.page.write_text("<html><body>" + "\n".join(f'<a href="{url}">x</a>' for url in urls) + "</body></html>", encoding="utf-8")
        self.hosts, self.certificates = hosts, certificates
        self.environment = {**os.environ, "SSL_CERT_FILE": str(certificates), "PYTHONPATH": str(ROOT), "NO_PROXY": "*", "no_proxy": "*"}

    limit = LIMIT

    def run(self, command: list[str]) -> tuple[str, bool]:
        """Run a tool; return what it printed, and whether it came to an end by itself."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
            process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, env=self.environment, cwd=ROOT)
            try:
                process.wait(self.limit)
                ended = True
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                ended = False
            out.seek(0)
            return out.read(), ended


def ours(folder: Folder) -> tuple[Said, bool]:
    """Run our checker at its ordinary pace."""
    out, ended = folder.run([sys.executable, "-c", OURS, str(folder.text), json.dumps(folder.hosts)])
    return {url: frozenset({verdict}) for url, verdict, _ in map(json.loads, out.splitlines())}, ended


def linkchecker(folder: Folder) -> tuple[Said, bool]:
    """Run LinkChecker as its own command sets it up, without becoming the user nobody."""
    out, ended = folder.run([sys.executable, "-c", LINKCHECKER, str(folder.page), str(folder.certificates), str(TIME_OUT)])
    said: Said = {}
    for line in out.splitlines():
        url, valid, result, warnings, info = json.loads(line)
        if not valid:
            said[url] = _error(result)
        elif "http-redirected" in warnings or "http-moved-permanent" in warnings or "Redirected" in str(info):
            said[url] = frozenset({"moved", "ok"})
        elif "robots" in str(info):
            said[url] = frozenset({"blocked"})
        else:
            said[url] = frozenset({"ok"})
    return said, ended


def lychee(folder: Folder) -> tuple[Said, bool]:
    """Run lychee with its own defaults and our time-out."""
    command = [find_lychee(), "--format", "json", "-vv", "--no-progress", "--timeout", str(TIME_OUT), "--max-retries", "3", str(folder.text)]
    out, ended = folder.run(command)
    said: Said = {}
    content = json.loads(out) if out.strip() else {}
    for name in ("success_map", "error_map", "timeout_map"):
        for rows in content.get(name, {}).values():
            for row in rows:
                status, hops = row.get("status", {}), row.get("redirects", {}).get("redirects", [])
                if name == "timeout_map":
                    verdict = frozenset({"unreachable"})
                elif name == "error_map":
                    verdict = _error(
                        f"{status.get('code', '')} {status.get('text', '')} {status.get('details', '')} "
                        f"{'redirect' if status.get('code') in (301, 302) else ''}"
                    )
                else:
                    verdict = frozenset({"moved" if hops and hops[0].get("code") in (301, 308) else "ok"})
                said[row["url"]] = verdict
    return said, ended


def find_lychee() -> str:
    """Return lychee's program; empty if it is not there."""
    beside = Path(sys.executable).with_name("lychee")
    return os.environ.get("HANDBOOK_LYCHEE") or (str(beside) if beside.exists() else shutil.which("lychee") or "")


def _error(words: str) -> frozenset[str]:
    low = words.lower()
    for marks, verdict in (
        (("certificate", "ssl", "tls"), "insecure"),
        (("404", "410"), "dead"),
        (("resolve", "name or service", "hostname", "dns"), "dead"),
        (("redirect",), "dead"),
        (("401", "403", "429", "999"), "blocked"),
        (("500", "502", "503", "504", "timeout", "timed out", "refused", "reset", "aborted", "connection", "disconnected", "network"), "unreachable"),
    ):
        if any(mark in low for mark in marks):
            return frozenset({verdict})
    return frozenset({"error"})


def addresses_of(web: LocalWeb) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return every case once; those whose answer never ends; and the 2,000 addresses: cases on several hosts among ordinary pages on all."""
    every = {url: case.verdict for url, case in web.cases().items() if not case.never_ends}
    endless = {url: case.verdict for url, case in web.cases().items() if case.never_ends}
    many: dict[str, str] = {}
    for copy in range(COPIES):
        many.update({url: case.verdict for url, case in web.cases(honest=copy, slow=False).items()})
    number = 0
    while len(many) < ADDRESSES:
        many[f"{web.honest[number % len(web.honest)]}/ordinary/{number}"] = "ok"
        number += 1
    return every, endless, many


def main() -> int:
    """Compare, print, and return 1 if ours is wrong anywhere or slower than LinkChecker alone."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--rounds", type=int, default=1, metavar="N", help="how often the 2,000 addresses are timed (1)")
    rounds = options.parse_args().rounds
    here, there = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,), daemon=True)
    server.start()
    honest, special, authority = here.recv()
    web = LocalWeb(honest, special, authority)
    every, endless, many = addresses_of(web)
    tools: dict[str, Callable[[Folder], tuple[Said, bool]]] = {"LinkChecker": linkchecker, "ours": ours}
    if find_lychee():
        tools["lychee"] = lychee
    else:
        print("lychee is not installed: pip install --requirement requirements/benchmark.txt\n")
    good = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        certificates = folder / "authority.pem"
        certificates.write_bytes(authority)

        def compare(title: str, wanted: dict[str, str], times: int = 1, limit: int = LIMIT) -> dict[str, float]:
            nonlocal good
            print(f"{title}\n{'':14}{'right':>14}{'false alarms':>14}{'seconds':>10}")
            given = Folder(folder, list(wanted), web.hosts(), certificates)
            given.limit = limit
            best: dict[str, float] = {}
            for number in range(times):
                for tool, run in tools.items():
                    here.send("forget")
                    here.recv()
                    start = time.monotonic()
                    said, ended = run(given)
                    seconds = time.monotonic() - start
                    best[tool] = min(best.get(tool, seconds), seconds)
                    if number:
                        continue
                    right = {url for url, verdict in wanted.items() if verdict in said.get(url, ())}
                    alarms = [url for url, verdict in wanted.items() if verdict == "ok" and url in said and "ok" not in said[url]]
                    print(
                        f"{tool:14}{len(right):>7} of {len(wanted):<4}{len(alarms):>13}{seconds:>11.1f}{'' if ended else '  stopped: it did not end'}"
                    )
                    missed = Counter(verdict for url, verdict in wanted.items() if url not in right)
                    if missed:
                        print(f"{'':14}missed: " + ", ".join(f"{count} {verdict}" for verdict, count in sorted(missed.items())))
                    if tool == "ours" and (missed or alarms):
                        good = False
                        print(
                            "".join(f"{'':14}{url}: {wanted[url]}, said {sorted(said.get(url, {'nothing'}))}\n" for url in wanted if url not in right)
                        )
            print()
            return best

        compare(f"Every way to misbehave, once ({len(every)} addresses)", every)
        compare(f"Answers that never end ({len(endless)} addresses)", endless, limit=LIMIT_WITHOUT_END)
        seconds = compare(f"{len(many)} addresses on {HOSTS} hosts", many, rounds)
        for tool in seconds:
            if tool != "ours":
                print(f"Ours takes {seconds['ours'] / seconds[tool]:.2f} of the time of {tool}.")
        good = good and seconds["ours"] <= seconds["LinkChecker"]
    here.send("end")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
