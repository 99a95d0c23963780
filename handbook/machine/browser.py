"""Find a browser for the tests: an installed Chromium, Chrome or Edge, else Debian's own package."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from handbook.machine import debian

BROWSER_VARIABLE = "HANDBOOK_BROWSER"

# Chromium without a window comes first: the same engine, and tests take a third less time.
_WINDOWLESS = "chromium-headless-shell"
_NAMES = (
    _WINDOWLESS,
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"%PROGRAMFILES%\Google\Chrome\Application\chrome.exe",
    r"%PROGRAMFILES(X86)%\Google\Chrome\Application\chrome.exe",
    r"%LOCALAPPDATA%\Google\Chrome\Application\chrome.exe",
    r"%PROGRAMFILES(X86)%\Microsoft\Edge\Application\msedge.exe",
    r"%PROGRAMFILES%\Microsoft\Edge\Application\msedge.exe",
)


class BrowserMissingError(Exception):
    """No browser is there and none could be installed; the message says what to do."""


def find_browser(install: bool = False) -> str:
    """Return the path of a browser.

    Args:
        install: Whether to install Debian's package where there is no browser and the user may.

    Raises:
        BrowserMissingError: There is none.
    """
    chosen = os.environ.get(BROWSER_VARIABLE)
    if chosen:
        if Path(chosen).is_file():
            return chosen
        raise BrowserMissingError(f"{BROWSER_VARIABLE} names {chosen}, which is not there. Correct it, or unset it.")
    found = _installed()
    if not found and install and (debian.install(_WINDOWLESS) or debian.install("chromium")):
        found = _installed()
    if not found:
        raise BrowserMissingError(
            "The tests need a browser: Google Chrome, Chromium or Microsoft Edge. None was found.\n"
            "Install one, or name it:  HANDBOOK_BROWSER=/path/to/chrome python3 scripts/handbook.py test"
        )
    return found


def _installed() -> str | None:
    for name in _NAMES:
        path = shutil.which(name)
        if path:
            return path
    for place in _PLACES:
        path = os.path.expandvars(place)
        if Path(path).is_file():
            return path
    return None
