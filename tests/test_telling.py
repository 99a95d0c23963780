"""What a failed test tells: what was found, where the record or the page stands that it names, and what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from handbook.ground.paths import ROOT

HOOK = "from tests.telling import pytest_runtest_makereport\n"
BROKEN = """
import pytest
from tests.telling import nothing

@pytest.mark.mend("Mend the record.")
def test_an_assert():
    assert 1 == 2, "childline"

@pytest.mark.mend("Mend the page.")
def test_a_list():
    nothing(f"{page} says nothing." for page in ("parents/gaming", "staff"))

def test_a_list_with_its_remedy():
    nothing(["one", "two"], "Take one out.")

@pytest.mark.mend("No word of this is shown.")
def test_a_site():
    pytest.fail("The site was not built: a reason.", pytrace=False)

@pytest.mark.mend("Nor of this.")
def test_what_is_well():
    nothing([])
"""


def test_below_a_failure_stands_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    for name in ("__init__.py", "telling.py"):
        shutil.copy(ROOT / "tests" / name, tmp_path / "tests")
    (tmp_path / "conftest.py").write_text(HOOK, encoding="utf-8")
    (tmp_path / "test_broken.py").write_text(BROKEN, encoding="utf-8")
    settings = ["-q", "-p", "no:cacheprovider", "-c", str(ROOT / "pytest.ini"), "--rootdir", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *settings, str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert "4 failed, 1 passed" in done.stdout, done.stdout + done.stderr
    said = done.stdout.replace("\\", "/")
    assert "What to do -" in said and "Mend the record.\nchildline stands in " in said and "data/organisations/support.yml, line " in said
    assert "parents/gaming says nothing.\nstaff says nothing.\n" in said and "Mend the page.\nparents/gaming is " in said
    assert "\none\ntwo\nTake one out.\n" in said
    assert said.count("What to do -") == 2 and "No word of this" not in said.partition("short test summary")[0]
