"""Set-up works with Python alone, says what it does, repairs itself, and costs nothing the second time. No network is used."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from handbook.ground.paths import ROOT
from handbook.machine import environment
from handbook.machine.environment import RUNNING_INSIDE, SetupError, ensure, is_ready


@pytest.fixture
def locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of locked requirements that name no package, so that set-up needs no network."""
    folder = tmp_path / "requirements"
    folder.mkdir()
    for name in ("build", "test"):
        (folder / f"{name}.txt").write_text("# nothing\n", encoding="utf-8")
    monkeypatch.setattr(environment, "REQUIREMENTS", folder)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where an environment is made once for several tests."""
    return tmp_path_factory.mktemp("made") / "venv"


@pytest.fixture
def finished(locks: Path, made: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """The folder of a finished environment. Who breaks it sees to it that it is mended: the next one finds it finished again."""
    ensure(["build"], made)
    capfd.readouterr()
    return made


@pytest.mark.whole
def test_first_run_makes_an_environment_and_tells(locks: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    python = ensure(["build"], tmp_path / "venv")
    assert subprocess.run([str(python), "-c", "import pip"]).returncode == 0
    assert is_ready("build", tmp_path / "venv")
    said = capfd.readouterr().err
    assert "First run: setting up" in said
    assert "fetching" in said


@pytest.mark.whole
def test_second_run_starts_nothing(finished: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    def no_program(*args: object, **kwargs: object) -> None:
        raise AssertionError("a program was started")

    monkeypatch.setattr(environment.subprocess, "Popen", no_program)
    monkeypatch.setattr(environment.venv.EnvBuilder, "create", no_program)
    ensure(["build"], finished)
    assert capfd.readouterr().err == ""


@pytest.mark.whole
@pytest.mark.parametrize("left_over", ["an empty folder", "half an environment"])
def test_interrupted_set_up_repairs_itself(left_over: str, locks: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "venv"
    folder.mkdir()
    if left_over == "half an environment":
        (folder / "bin").mkdir()
        (folder / "bin" / "python").write_text("not a program", encoding="utf-8")
    mends(folder, capfd)


@pytest.mark.whole
@pytest.mark.parametrize("stamped", [None, "another"], ids=["no stamp", "a stamp of another lock"])
def test_what_has_no_stamp_of_its_lock_repairs_itself(stamped: str | None, finished: Path, capfd: pytest.CaptureFixture[str]) -> None:
    stamp = finished / "installed-build.txt"
    stamp.unlink() if stamped is None else stamp.write_text(stamped, encoding="utf-8")
    mends(finished, capfd)


def mends(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Make sure that set-up says that it mends a folder, and does so."""
    python = ensure(["build"], folder)
    assert "Mending" in capfd.readouterr().err
    assert subprocess.run([str(python), "-c", "import pip"]).returncode == 0
    assert is_ready("build", folder)


@pytest.mark.whole
def test_new_lock_is_installed(locks: Path, finished: Path) -> None:
    (locks / "build.txt").write_text("# another\n", encoding="utf-8")
    assert not is_ready("build", finished)
    ensure(["build"], finished)
    assert is_ready("build", finished)


@pytest.mark.whole
def test_packages_that_cannot_be_fetched(locks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (locks / "build.txt").write_text("no-such-package==1.0 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    with pytest.raises(SetupError, match="run the same command again: set-up starts afresh by itself"):
        ensure(["build"], tmp_path / "venv")
    assert not is_ready("build", tmp_path / "venv")


def test_every_locked_package_has_a_hash() -> None:
    for name in ("build", "test"):
        text = environment.lock_file(name).read_text(encoding="utf-8")
        packages = [line for line in text.splitlines() if "==" in line and not line.startswith(("#", " "))]
        assert len(packages) > 8
        for line in packages:
            assert line.endswith("\\"), f"{line} has no hash"


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script as a person would, outside any environment of ours."""
    env = {key: value for key, value in os.environ.items() if key != RUNNING_INSIDE}
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "handbook.py"), *arguments], env=env, capture_output=True, text=True, encoding="utf-8"
    )


def test_help_needs_no_set_up_and_shows_an_example() -> None:
    start = time.monotonic()
    done = command("--help")
    assert done.returncode == 0
    assert "serve" in done.stdout and "py scripts\\handbook.py" in done.stdout
    # What each command's help says is looked at in test_cli.py.
    shown = command("links", "check", "--help")
    assert shown.returncode == 0
    assert "Example:\n  python3 scripts/handbook.py links check" in shown.stdout
    assert time.monotonic() - start < 30


def test_wrong_command_exits_with_two() -> None:
    done = command("sevre")
    assert done.returncode == 2
    assert "sevre" in done.stderr


def test_the_script_reads_in_an_old_python() -> None:
    # Nothing in this file may be syntax that an old Python cannot read, or its message would never show.
    import ast

    source = (ROOT / "scripts" / "handbook.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    assert "needs Python 3.11 or newer" in source
