"""Make and mend the project's own Python environment (.venv) with nothing but Python itself.

Each locked requirements file that has been installed completely leaves a stamp holding its checksum. A stamp is written last
and removed first, so an interrupted set-up is seen at the next start and begun again from nothing. With the right stamps
present no network and next to no time is needed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from handbook.ground.paths import REQUIREMENTS, ROOT, VENV

RUNNING_INSIDE = "HANDBOOK_ENVIRONMENT_READY"


class SetupError(Exception):
    """The environment cannot be made; the message says why and what to do."""


def python_of(folder: Path) -> Path:
    """Return the Python program of the virtual environment in ``folder``."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def lock_file(name: str) -> Path:
    """Return the locked requirements file of a set of packages ("build" or "test")."""
    return REQUIREMENTS / f"{name}.txt"


def _wanted_stamp(name: str) -> str:
    lock = hashlib.sha256(lock_file(name).read_bytes()).hexdigest()
    return f"python {sys.version_info[0]}.{sys.version_info[1]}\n{lock}\n"


def _stamp_file(folder: Path, name: str) -> Path:
    return folder / f"installed-{name}.txt"


def is_ready(name: str, folder: Path = VENV) -> bool:
    """Say whether the packages of a locked requirements file are completely installed."""
    stamp = _stamp_file(folder, name)
    return python_of(folder).exists() and stamp.is_file() and stamp.read_text(encoding="utf-8") == _wanted_stamp(name)


def ensure(names: list[str], folder: Path = VENV) -> Path:
    """Install what is missing and return the environment's Python program.

    Args:
        names: Sets of packages, in order of installation: "build" comes first.
        folder: The environment's folder.

    Raises:
        SetupError: Python's venv module is missing, or the packages cannot be fetched.
    """
    if not is_ready(names[0], folder):
        _create(folder)
    for name in names:
        if not is_ready(name, folder):
            _install(name, folder)
    return python_of(folder)


def _create(folder: Path) -> None:
    mending = folder.exists()
    print(
        ("Mending an unfinished or outdated set-up" if mending else "First run: setting up") + f" in {folder.name} (a minute or two, once only).",
        file=sys.stderr,
    )
    try:
        if mending:
            shutil.rmtree(folder)
        print("  making a Python environment …", file=sys.stderr, flush=True)
        venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(folder)
    except subprocess.CalledProcessError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise SetupError(
            "Python's venv module cannot make an environment here.\nOn Debian or Ubuntu install it first: sudo apt install python3-venv"
        ) from error
    except OSError as error:
        raise SetupError(
            f"The folder {folder} cannot be written ({error.strerror}).\n"
            "Close programs that use it, check that the disk has 500 MB free, then run the command again."
        ) from error


def _install(name: str, folder: Path) -> None:
    stamp = _stamp_file(folder, name)
    stamp.unlink(missing_ok=True)
    lock = lock_file(name)
    total = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    print(f"  fetching about {total} packages for {name}, each checked against its hash …", file=sys.stderr, flush=True)
    command = [
        str(python_of(folder)),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--no-deps",
        "--require-hashes",
        "--requirement",
        str(lock),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace", cwd=ROOT)
    assert process.stdout is not None
    said: list[str] = []
    seen = 0
    for line in process.stdout:
        said.append(line.rstrip())
        if line.startswith("Collecting "):
            seen += 1
            package = line.split()[1].split("==")[0]
            print(f"  {seen:3} of {total}  {package}", file=sys.stderr, flush=True)
        elif line.startswith("Installing collected"):
            print("  installing …", file=sys.stderr, flush=True)
    if process.wait() != 0:
        tail = "\n".join(f"    {line}" for line in said[-8:])
        raise SetupError(
            f"The packages for {name} could not be installed. pip said:\n{tail}\n"
            "Check the internet connection (or the school's proxy settings) and run the same command again: "
            "set-up starts afresh by itself."
        )
    _make_importable(folder)
    stamp.write_text(_wanted_stamp(name), encoding="utf-8")


def _make_importable(folder: Path) -> None:
    """Let mkdocs, typed by itself in the activated environment, find our Markdown extension."""
    packages = next(folder.glob("lib/python*/site-packages"), folder / "Lib" / "site-packages")
    (packages / "handbook-project.pth").write_text(f"{ROOT}\n", encoding="utf-8")


def run_inside(python: Path, arguments: list[str]) -> int:
    """Run the handbook's command inside the environment and return its exit code."""
    env = dict(os.environ, **{RUNNING_INSIDE: "1", "PYTHONUTF8": "1"})
    command = [str(python), str(ROOT / "scripts" / "handbook.py"), *arguments]
    return go_on_as(command, env)


def go_on_as(command: list[str], env: dict[str, str]) -> int:
    """Become another program and return its exit code.

    Where the system can, this process itself becomes the program, so that Ctrl-C and the end of either need no passing on.
    """
    if os.name != "nt":
        sys.stdout.flush()
        sys.stderr.flush()
        os.execve(command[0], command, env)
    try:
        return subprocess.call(command, env=env)
    except KeyboardInterrupt:
        return 130


def inside() -> bool:
    """Say whether this program already runs in the project's environment (or an activated one)."""
    return os.environ.get(RUNNING_INSIDE) == "1"
