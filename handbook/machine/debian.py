"""Install packages of Debian or Ubuntu that the tests need, where the user may."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def install(*packages: str) -> bool:
    """Install packages by apt as root, or by sudo where that asks for no password; return whether it went well.

    Args:
        packages: Names of packages.
    """
    apt = shutil.which("apt-get")
    if not apt:
        return False
    prefix: list[str] = []
    if hasattr(os, "geteuid") and os.geteuid() != 0:
        sudo = shutil.which("sudo")
        if not sudo or subprocess.run([sudo, "-n", "true"], capture_output=True).returncode:
            return False
        prefix = [sudo, "-n"]
    print(f"Installing {' and '.join(packages)} for the tests (a minute or two, once only) …", file=sys.stderr, flush=True)
    # Their services are not to be started: where policy-rc.d is asked, it says no.
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive", RUNLEVEL="1")
    for step in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run([*prefix, apt, "-qq", *step], env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            print(f"apt-get {step[0]} failed: {done.stderr.strip()[-500:]}", file=sys.stderr)
            return False
    return True
