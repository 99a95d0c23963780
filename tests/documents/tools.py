"""Other programs' eyes on documents: Poppler reads PDFs, LibreOffice opens Word files. Installed by the tests where the user may."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from handbook.machine import debian

# Height of the foot of a page, which repeats whose document it is, in points.
_FOOT = 46


def _found(program: str, package: str, remedy: str) -> str:
    path = shutil.which(program)
    if not path and debian.install(package):
        path = shutil.which(program)
    if not path:
        pytest.fail(f"The tests of documents need {program}. {remedy}")
    return path


@cache
def poppler(program: str, *arguments: str) -> str:
    """Run one of Poppler's programs and return what it prints; files that tests ask about do not change."""
    path = _found(program, "poppler-utils", "Install Poppler's utilities (poppler-utils), then run the tests again.")
    done = subprocess.run([path, *arguments], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


def page_count(file: Path) -> int:
    """Return how many pages a PDF has."""
    return int(re.search(r"^Pages:\s+(\d+)", poppler("pdfinfo", str(file)), re.MULTILINE).group(1))


def pages_text(file: Path) -> list[str]:
    """Return the text of a PDF, page by page, without the feet."""
    size = re.search(r"^Page size:\s+([\d.]+) x ([\d.]+)", poppler("pdfinfo", str(file)), re.MULTILINE)
    assert size
    wide, high = (round(float(one)) for one in size.groups())
    text = poppler("pdftotext", "-raw", "-x", "0", "-y", "0", "-W", str(wide), "-H", str(high - _FOOT), str(file), "-")
    return text.split("\f")[:-1]


def office(*files: Path, out: Path) -> None:
    """Open Word files in LibreOffice and save each as PDF."""
    path = _found("soffice", "libreoffice-writer-nogui", "Install LibreOffice Writer, then run the tests again.")
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    done = subprocess.run(
        [path, profile, "--headless", "--convert-to", "pdf", "--outdir", str(out), *map(str, files)], capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    assert all((out / file.with_suffix(".pdf").name).is_file() for file in files), done.stdout + done.stderr
