"""What the tests share: copies of the project to break, the real command, a built site, a browser."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from handbook.audit import unsafe
from handbook.facts.load import load
from handbook.ground.paths import ROOT
from handbook.machine.environment import RUNNING_INSIDE
from handbook.policy.outline import outline
from tests.browser.hosting import QuietServer
from tests.browser.launching import launch
from tests.telling import pytest_runtest_makereport  # noqa: F401 (pytest looks for it here)

# Tests call the command in this very process too; it must not start another environment.
os.environ[RUNNING_INSIDE] = "1"

# What a build needs; a copy without the environment, the history and earlier sites.
SOURCE = ("data", "docs", "handbook", "macros", "overrides", "requirements", "schools", "scripts")
FILES = ("mkdocs.yml", "school.schema.json")
# What stands in school.yml where a test needs a school of its own.
EXAMPLE = ROOT / "schools" / "example-primary.yml"
# The file of a school that could be real, and has filled in everything.
FILLED = ROOT / "tests" / "school" / "filled.yml"
# A dozen pages of the tests' own, with the menu and the few facts that name them.
SMALL = ROOT / "tests" / "small_site"


@dataclass(frozen=True)
class Project:
    """A copy of the project that a test may break."""

    root: Path

    def run(self, *arguments: str, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the handbook's command in this copy, inside the environment that the tests run in."""
        return subprocess.run(
            [sys.executable, str(self.root / "scripts" / "handbook.py"), *arguments],
            cwd=self.root,
            env={**os.environ, RUNNING_INSIDE: "1", "PYTHONUTF8": "1", **environment},
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start the handbook's command in this copy, and do not wait for it; Ctrl-C stops it however the tests were started."""
        # A process begun in the background is told to ignore Ctrl-C, and tells its own children the same.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            return subprocess.Popen(
                [sys.executable, str(self.root / "scripts" / "handbook.py"), *arguments],
                cwd=self.root,
                env={**os.environ, RUNNING_INSIDE: "1", "PYTHONUTF8": "1", **environment},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                start_new_session=True,
            )
        finally:
            signal.signal(signal.SIGINT, before)

    def change(self, file: str, old: str, new: str) -> None:
        """Replace text in a file; the text must be there, so that a planted fault is really planted."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def make_real(self) -> None:
        """Let the school's file be of a school that could be real, complete and ready to be released."""
        shutil.copy(FILLED, self.root / "school.yml")

    def append(self, file: str, text: str) -> None:
        """Add text at the end of a file."""
        path = self.root / file
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def copy_project(target: Path) -> Project:
    """Copy the project's source into a new folder, with the file of a school, which is made up."""
    return _copy(target, SOURCE)


def copy_small(target: Path) -> Project:
    """Copy the project with a dozen short pages in place of its own, so that a build takes a second or two. All else is the real thing."""
    project = _copy(target, [name for name in SOURCE if name != "docs"])
    shutil.copytree(SMALL / "docs", target / "docs")
    shutil.copytree(SMALL / "data", target / "data", dirs_exist_ok=True)
    # What the audit says of old policies names clauses and pages that the small site has not.
    for rules in (target / "data" / "audit").glob("*.yml"):
        if rules.stem not in ("senses", "spellings", "vocabulary"):
            rules.unlink()
    menu = target / "mkdocs.yml"
    settings, nav, _ = menu.read_text(encoding="utf-8").partition("\nnav:\n")
    assert nav, "mkdocs.yml does not end with the menu"
    menu.write_text(f"{settings}\n{(SMALL / 'nav.yml').read_text(encoding='utf-8')}", encoding="utf-8")
    return project


def _copy(target: Path, folders: Iterable[str]) -> Project:
    target.mkdir(parents=True, exist_ok=True)
    for name in folders:
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, target / name)
    shutil.copy(EXAMPLE, target / "school.yml")
    return Project(target)


def emptied(target: Path) -> Path:
    """Set aside whatever stands in a folder but what the program noted there of texts, so that the next copy need not work it out again."""
    if target.exists():
        aside = target.rename(target.with_name(f"{target.name}-{len(list(target.parent.iterdir()))}"))
        target.mkdir()
        if (aside / ".cache").exists():
            (aside / ".cache").rename(target / ".cache")
    return target


@pytest.fixture
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A fresh copy of the project, where the one before stood: only what has changed since is read again."""
    return copy_project(emptied(tmp_path_factory.getbasetemp() / "copies" / "whole"))


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A fresh copy of the project with a dozen short pages, where the one before stood."""
    return copy_small(emptied(tmp_path_factory.getbasetemp() / "copies" / "small"))


def built(school: str, folder: Path) -> Path:
    """Build the project's site for a school file and return its folder."""
    done = Project(ROOT).run("build", "--school", school, "--out", str(folder))
    if done.returncode:
        pytest.fail(done.stderr, pytrace=False)
    return folder


class Once:
    """Makes what is dear once for all test processes: the first that asks makes it, the others wait.

    Args:
        folder: A folder that all of them see; who makes what, and what came of it, is noted there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def made(self, name: str, make: Callable[[], object]) -> None:
        """Make something, or wait until another process has; fails with what it failed with."""
        done = self.folder / f"{name}.done"
        if not self._is_mine(name):
            deadline = time.monotonic() + 300
            while not done.exists():
                assert time.monotonic() < deadline, f"another test process never finished making {name}"
                time.sleep(0.2)
            if said := done.read_text(encoding="utf-8"):
                pytest.fail(said, pytrace=False)
            return
        try:
            make()
        except BaseException as error:
            done.write_text(str(error) or type(error).__name__, encoding="utf-8")
            raise
        done.touch()

    def _is_mine(self, name: str) -> bool:
        """Say whether a thing is this process's to make: the first that asks for it."""
        try:
            (self.folder / f"{name}.started").touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


class Sites(Mapping[str, Path]):
    """The finished sites of the example schools, by name; each is built when first asked for, once for all test processes."""

    def __init__(self, once: Once) -> None:
        self.folder, self.once = once.folder, once
        others = {path.stem: str(path) for path in sorted((ROOT / "schools").glob("*.yml")) if path != EXAMPLE}
        self.files = {"example": str(EXAMPLE), **others}

    def __getitem__(self, name: str) -> Path:
        self.once.made(name, lambda: built(self.files[name], self.folder / name))
        return self.folder / name

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Make what is dear once for all test processes."""
    base = tmp_path_factory.getbasetemp()
    # Beside the folders of all test processes.
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "made-once"
    folder.mkdir(exist_ok=True)
    return Once(folder)


@pytest.fixture(scope="session")
def taught(once: Once) -> None:
    """Let the audit learn from its examples, or wait for the process that does: what it has learned is found in the notebook then."""
    once.made("taught", lambda: unsafe.found(load(), outline()))


@pytest.fixture(scope="session")
def sites(once: Once) -> Sites:
    """The finished sites of the example schools, by name."""
    return Sites(once)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
        """Say nothing."""


def serve_folder(folder: Path) -> tuple[http.server.ThreadingHTTPServer, str]:
    """Serve a folder on a free port of this computer; return the server and its address."""
    server = QuietServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/"


class Addresses:
    """The web addresses of the example schools' sites; each is served when first asked for."""

    def __init__(self, sites: Sites) -> None:
        self.sites = sites
        self.servers: dict[str, tuple[http.server.ThreadingHTTPServer, str]] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self.servers:
            self.servers[name] = serve_folder(self.sites[name])
        return self.servers[name][1]


@pytest.fixture(scope="session")
def addresses(sites: Sites) -> Iterator[Addresses]:
    """The web addresses of the example schools' sites while the tests run."""
    made = Addresses(sites)
    yield made
    for server, _ in made.servers.values():
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser without a window."""
    with sync_playwright() as playwright:
        running = launch(playwright)
        yield running
        running.close()
