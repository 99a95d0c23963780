"""The live preview: starts, shows a change of name, person and choice in the reloaded page, survives a fault."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from handbook.environment import RUNNING_INSIDE
from tests.conftest import Project, copy_project

# Generous: a cold build on a busy machine of two cores.
PATIENCE = 90


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(look: Callable[[], bool], what: str) -> None:
    """Wait until something is true; fail with its name if it never is."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if look():
            return
        time.sleep(0.2)
    pytest.fail(f"never happened: {what}")


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, str, "subprocess.Popen[str]"]]:
    """A running preview of a copy of the project, in which one test after the other changes something."""
    project = copy_project(tmp_path_factory.mktemp("preview") / "project")
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, str(project.root / "scripts" / "handbook.py"), "serve", "--port", str(port)],
        cwd=project.root, env={**os.environ, RUNNING_INSIDE: "1"}, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        start_new_session=True,
    )
    yield project, f"http://127.0.0.1:{port}/", process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT) if hasattr(os, "killpg") else process.terminate()
        process.wait(timeout=20)


def page(address: str) -> str:
    """Return a page's HTML, or nothing while the server is not there."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.read().decode("utf-8")
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return ""


def test_changes_show_in_the_reloaded_page(preview: tuple[Project, str, "subprocess.Popen[str]"]) -> None:
    project, address, _ = preview
    eventually(lambda: "Example Primary School" in page(address), "the home page")
    before = page(f"{address}policy/devices/")
    project.change("school.yml", "name: Example Primary School", "name: Renamed School")
    project.change("school.yml", "name: Amina Example", "name: Somebody New")
    project.change("school.yml", "pupil_phones: handed-in", "pupil_phones: locked-pouches")
    eventually(lambda: "Renamed School" in page(address), "the new name")
    eventually(lambda: "Somebody New" in page(address), "the new DSL")
    eventually(lambda: "pouch" in page(f"{address}policy/devices/"), "the new choice")
    assert "pouch" not in before


def test_a_fault_while_writing_does_not_end_the_preview(preview: tuple[Project, str, "subprocess.Popen[str]"]) -> None:
    project, address, process = preview
    eventually(lambda: page(address) != "", "the home page")
    project.change("school.yml", "phase: primary", "phase: primry")
    said = ""
    assert process.stderr is not None
    while "Did you mean" not in said:
        said = process.stderr.readline()
        assert process.poll() is None
    assert 'Did you mean "primary"?' in said
    project.change("school.yml", "phase: primry", "phase: primary")
    project.change("school.yml", "name: Jo Sample", "name: Mended Person")
    eventually(lambda: "Mended Person" in page(f"{address}contacts/"), "the mended page")


def test_bad_school_file_is_told_before_anything_starts(project: Project) -> None:
    project.change("school.yml", "phase: primary", "phase: primry")
    done = project.run("serve")
    assert done.returncode == 1
    assert 'Did you mean "primary"?' in done.stderr


def test_a_port_in_use_is_told_with_the_way_out(project: Project) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = project.run("serve", "--port", str(port))
    assert done.returncode == 2
    assert f"Port {port} of this computer is in use" in done.stderr
    assert f"serve --port {port + 1}" in done.stderr
