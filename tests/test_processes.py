"""Work in a second process: what comes of it, and what happens when it fails or the first process ends."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from handbook.ground import processes
from handbook.ground.paths import ROOT


def test_it_is_done_elsewhere_and_its_result_comes_back() -> None:
    with processes.beside(lambda: (os.getpid(), "done")) as result:
        where, what = result()
    assert what == "done"
    assert (where == os.getpid()) is not processes.WORTH_IT


def test_what_goes_wrong_there_is_raised_here() -> None:
    with processes.beside(lambda: int("no number")) as result, pytest.raises(ValueError, match="no number"):
        result()


def test_where_the_other_process_ends_unfinished_this_one_does_the_work() -> None:
    here = os.getpid()
    with processes.beside(lambda: "done here" if os.getpid() == here else os._exit(9)) as result:
        assert result() == "done here"


def test_where_it_ends_in_the_midst_of_its_answer_this_one_does_the_work() -> None:
    here = os.getpid()

    def work() -> bytes:
        if os.getpid() != here:
            # The answer fills the pipe, of which nobody reads yet.
            threading.Timer(0.5, os._exit, [9]).start()
        return b"x" * 5_000_000

    with processes.beside(work) as result:
        time.sleep(1.5)
        assert len(result()) == 5_000_000


def test_nobody_waits_for_what_nobody_asks_for() -> None:
    begun = time.monotonic()
    with processes.beside(lambda: time.sleep(60)):
        pass
    assert time.monotonic() - begun < 30


@pytest.mark.skipif(not processes.WORTH_IT, reason="no second process is begun on this system")
def test_the_other_process_ends_with_the_one_that_began_it() -> None:
    code = """
import os, time
from handbook.ground import processes
def work():
    print(os.getpid(), flush=True)
    time.sleep(60)
with processes.beside(work):
    time.sleep(60)
"""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout
    other = int(process.stdout.readline())
    process.kill()
    process.wait()
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            os.kill(other, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("it goes on alone")
