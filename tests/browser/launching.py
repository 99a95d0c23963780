"""Start the browser that tests and benchmarks look through."""

from __future__ import annotations

import functools
import os

from playwright.sync_api import Browser, Playwright

from handbook.machine.browser import find_browser

# Chromium with a window starts a process for the address bar's suggestions with every new context, which costs half a second of processor.
_NOT_WANTED = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
# The last --disable-features counts, so what Playwright itself turns off has to stand beside it.
_TURNED_OFF_BY_PLAYWRIGHT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "LensOverlay",
    "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin",
    "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch", "msForceBrowserSignIn",
    "msEdgeUpdateLaunchServicesPreferredVersion",
)  # fmt: skip


def launch(playwright: Playwright) -> Browser:
    """Start a browser without a window.

    Raises:
        handbook.machine.browser.BrowserMissingError: There is none.
    """
    flags = [
        f"--disable-features={','.join(_TURNED_OFF_BY_PLAYWRIGHT + _NOT_WANTED)}",
        # axe-core makes much that is soon thrown away; with more room for the young, a tenth less time goes into collecting it.
        "--js-flags=--min-semi-space-size=64 --max-semi-space-size=128",
    ]
    # Chromium refuses its sandbox to root, as whom tests run in many containers.
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")
    running = playwright.chromium.launch(executable_path=find_browser(), args=flags)
    # Copies for when there is no signal would be fetched behind every test's back: only who asks for them has them.
    running.new_context = functools.partial(running.new_context, service_workers="block")
    return running
