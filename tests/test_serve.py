"""The live preview: starts, follows a save, and shows in the browser what is to be mended while the last good pages stay."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from handbook.outputs.preview import Preview, Said, told
from tests.conftest import Project, copy_project, copy_small

# Generous: a cold build on a busy machine of two cores.
PATIENCE = 90
# What nobody may wait for longer, whatever is being made or broken.
AT_ONCE = 5


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


@dataclass
class Running:
    """A running preview of a copy of the project."""

    project: Project
    address: str
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def page(self, path: str = "") -> str:
        """Return a page's HTML, or nothing while the server is not there. No request may be left hanging."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=AT_ONCE) as answer:
                return answer.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            return error.read().decode("utf-8")
        except (urllib.error.URLError, ConnectionError):
            return ""

    def notice(self, path: str = "") -> str:
        """Return the words of the notice above a page; empty if there is none."""
        found = re.search(r'<section role="alert".*?</section>', self.page(path), re.S)
        return re.sub(r"<[^>]*>", " ", found.group(0)) if found else ""


@contextmanager
def running(project: Project) -> Iterator[Running]:
    """Run the preview of a copy of the project; end it as Ctrl-C does."""
    port = free_port()
    process = project.start("serve", "--port", str(port))
    preview = Running(project, f"http://127.0.0.1:{port}/", process)
    assert process.stderr is not None
    threading.Thread(target=lambda: preview.said.extend(iter(process.stderr.readline, "")), daemon=True).start()
    eventually(lambda: "Example Primary School" in preview.page(), "the home page")
    yield preview
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT) if hasattr(os, "killpg") else process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A running preview of a dozen pages, in which one test after the other changes something."""
    with running(copy_small(tmp_path_factory.mktemp("preview") / "project")) as preview:
        yield preview


@pytest.mark.whole
def test_all_our_pages_follow_too(tmp_path: Path) -> None:
    with running(copy_project(tmp_path / "project")) as preview:
        preview.project.change("school.yml", "name: Amina Example", "name: Somebody New")
        eventually(lambda: "Somebody New" in preview.page(), "the new DSL")
        preview.project.change("docs/glossary.md", "\n## ", "\n[A page](nowhere.md)\n\n## ")
        eventually(lambda: '"nowhere.md"' in preview.notice("contacts/").replace("&quot;", '"'), "the fault, above another page")
        preview.project.change("docs/glossary.md", "[A page](nowhere.md)", "A page of words.")
        eventually(lambda: preview.notice() == "" and "A page of words." in preview.page("glossary/"), "the mended page")


def test_it_says_when_it_is_ready_and_for_whom(preview: Running) -> None:
    eventually(lambda: any("Ready" in line for line in preview.said), "the line that says so")
    said = "".join(preview.said)
    assert "Making the handbook of Example Primary School, from school.yml" in said
    assert f"Ready: open {preview.address.rstrip('/')} in your browser." in said


def test_changes_show_in_the_reloaded_page(preview: Running) -> None:
    before = preview.page("policy/phones/")
    preview.project.change("school.yml", "name: Example Primary School", "name: Renamed School")
    preview.project.change("school.yml", "name: Amina Example", "name: Somebody New")
    preview.project.change("school.yml", "pupil_phones: handed-in", "pupil_phones: locked-pouches")
    eventually(lambda: "Renamed School" in preview.page(), "the new name")
    eventually(lambda: "Somebody New" in preview.page(), "the new DSL")
    eventually(lambda: "pouch" in preview.page("policy/phones/"), "the new choice")
    assert "pouch" not in before
    assert preview.notice() == ""


# What is broken (file, old, new), the words that the browser then shows, and whether the pages are made all the same.
FAULTS = {
    "the school's file": ("school.yml", "phase: primary", "phase: primry", ["school.yml, line ", "identity.phase", '"primry"', 'Did you mean "primary"?'], False),
    "a facts file": ("data/guidance.yml", "\n  title:", "\n  titel:", ["data/guidance.yml, line ", "titel", 'Did you mean "title"?'], False),
    "the top of a page": ("docs/glossary.md", "audience:", "audeince:", ["docs/glossary.md, line ", "audeince"], False),
    "a macro in a page": ("docs/glossary.md", "\n# ", '\n{{ helplin("childline") }}\n\n# ', ["docs/glossary.md, line ", "helplin", 'Did you mean "helpline"?'], True),
    "a template": ("overrides/partials/footer.html", "{% set school", "{% ste school", ["overrides/partials/footer.html, line 2", "ste"], False),
    "the menu": ("mkdocs.yml", "\nnav:\n", "\nnav:\n  - [\n", ["mkdocs.yml, line ", "is opened and never closed"], False),
    "a link in a page": ("docs/glossary.md", "\n## ", "\n[A page](nowhere.md)\n\n## ", ["docs/glossary.md, line ", '"nowhere.md"', "not there"], True),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_shows_in_the_browser(name: str, preview: Running) -> None:
    file, old, new, words, still_made = FAULTS[name]
    path = preview.project.root / file
    kept = path.read_bytes()
    lines_before = len(preview.said)
    preview.project.change(file, old, new)
    try:
        for word in words:
            eventually(lambda word=word: word in preview.notice("contacts/").replace("&quot;", '"'), f"{word} above a page")
        # The last good pages stay below it, whichever one asks for; and the terminal says the same.
        assert "Renamed School" in preview.page("contacts/")
        assert ("as they were" in preview.notice()) is not still_made
        eventually(lambda: words[0] in "".join(preview.said[lines_before:]), "the same in the terminal")
    finally:
        # The next one is planted at once: that this one goes is seen by the words that come, and at the end of all.
        path.write_bytes(kept)


def test_when_all_is_mended_no_word_of_it_stays(preview: Running) -> None:
    eventually(lambda: preview.notice() == "" and "Renamed School" in preview.page(), "the mended pages")
    assert preview.process.poll() is None
    eventually(lambda: "The pages are new" in preview.said[-1] or "Mended" in preview.said[-1], "the line that says so")


def test_without_the_schools_file_the_made_up_school_comes_and_goes(preview: Running) -> None:
    path = preview.project.root / "school.yml"
    kept = path.read_bytes()
    path.unlink()
    eventually(lambda: "Example Primary School" in preview.page() and "This is a made-up school" in preview.page(), "the made-up school")
    path.write_bytes(kept)
    eventually(lambda: "Renamed School" in preview.page(), "the school's own")


def test_nobody_waits_after_a_save(preview: Running) -> None:
    preview.project.append("docs/glossary.md", "\nA new sentence.\n")
    longest = 0.0
    for path in ("glossary/", "", "contacts/", "glossary/", "policy/phones/"):
        begun = time.monotonic()
        assert "Renamed School" in preview.page(path)
        longest = max(longest, time.monotonic() - begun)
    assert "A new sentence." in preview.page("glossary/")
    assert longest < AT_ONCE


@pytest.mark.parametrize(
    ("path", "code", "kind", "holds"),
    [
        ("contacts/", 200, "text/html", "<h1"),
        ("contacts/?from=menu", 200, "text/html", "<h1"),
        ("no-such-page/", 404, "text/html", "We cannot find that page"),
        ("assets/javascripts/handbook.js", 200, "javascript", "use strict"),
        ("../../../../etc/passwd", 404, "text/html", "We cannot find that page"),
    ],
)
def test_what_it_answers(path: str, code: int, kind: str, holds: str, preview: Running) -> None:
    try:
        answer = urllib.request.urlopen(preview.address + path, timeout=AT_ONCE)
    except urllib.error.HTTPError as error:
        answer = error
    assert answer.status == code
    assert kind in answer.headers["Content-Type"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert holds in answer.read().decode("utf-8")


def test_the_browser_follows_by_itself(preview: Running, browser: Browser) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(preview.address)
    preview.project.change("school.yml", "phase: primary", "phase: primry")
    page.get_by_role("alert").filter(has_text='Did you mean "primary"?').wait_for(timeout=PATIENCE * 1000)
    assert page.locator("h1").count() == 1
    preview.project.change("school.yml", "phase: primry", "phase: primary")
    preview.project.change("school.yml", "name: Jo Sample", "name: Mended Person")
    page.get_by_text("Mended Person").first.wait_for(timeout=PATIENCE * 1000)
    assert page.get_by_role("alert").count() == 0
    assert complaints == []
    page.close()


@pytest.mark.parametrize("how", ["SIGINT", "SIGTERM"])
def test_it_ends_when_it_is_told_to_and_leaves_nothing(how: str, small: Project, tmp_path: Path) -> None:
    if not hasattr(os, "killpg"):
        how = "SIGTERM"
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = small.start("serve", "--port", str(free_port()), TMPDIR=str(temporary))
    assert process.stderr is not None
    # In the midst of its work, where somebody else could take the signal for a fault.
    begun = process.stderr.readline()
    process.send_signal(getattr(signal, how))
    said = process.communicate(timeout=20)[1]
    assert "Making the handbook" in begun
    assert process.returncode == 130
    assert "Stopped." in said
    assert list(temporary.iterdir()) == []


def test_bad_school_file_is_told_before_anything_starts(small: Project) -> None:
    small.change("school.yml", "phase: primary", "phase: primry")
    done = small.run("serve")
    assert done.returncode == 1
    assert 'Did you mean "primary"?' in done.stderr


def test_a_port_in_use_is_told_with_the_way_out(small: Project) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = small.run("serve", "--port", str(port))
    assert done.returncode == 2
    assert f"Port {port} of this computer is in use" in done.stderr
    assert f"serve --port {port + 1}" in done.stderr


@pytest.mark.parametrize("port", ["0", "-1", "65536", "eight", "²", "8000.5"])
def test_what_is_no_port_is_told(port: str, small: Project) -> None:
    done = small.run("serve", f"--port={port}")
    assert done.returncode == 2
    assert f'"{port}" is not the number of a port' in done.stderr


class Busy(Preview):
    """A preview of which somebody asks for a page, and so finds a changed file, while the pages of the last files are being looked at."""

    def __init__(self) -> None:
        super().__init__(None)
        self.made, self.looked = "first files", []

    def look_at_everything(self) -> None:
        self.looked.append(self.made)
        if self.made == "first files":
            self.made = "second files"


def test_a_change_found_by_a_request_while_all_pages_are_looked_at_is_looked_at_too(capfd: pytest.CaptureFixture[str]) -> None:
    preview = Busy()
    said = told(preview, Said("first files", False))
    assert said.made != preview.made, "what came meanwhile was taken as told"
    assert told(preview, said) == Said("second files", False)
    assert preview.looked == ["first files", "second files"]
    assert capfd.readouterr().err.count("The pages are new.") == 1
