"""Run axe-core over finished pages, and say what was looked at: rules, pages, states, seconds."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.reading import pages_of

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# How many rules those tags choose in the axe-core we have locked. Fewer would mean that the gate looks at less than it says.
RULES = 90

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
# A desk computer's window at 200 % and at 400 %: also the narrowest phone.
ENLARGED: ViewportSize = {"width": 640, "height": 450}
NARROW: ViewportSize = {"width": 320, "height": 256}
# Every width in both themes, in this order.
LOOKS = ((PHONE, "default"), (DESK, "slate"), (PHONE, "slate"), (DESK, "default"))
# All rules examine every page as a phone shows it in light colours. As a desk computer shows it in dark colours, every page is examined by the rules
# whose answer can change with width, with what is shown beside the page, or with colours; by these, too, in other schools' colours. The pages of
# test_axe_looks, which between them hold every template and component, are examined by all rules in all four looks. All rules on all pages in all
# four looks take some ten minutes more: set this variable to "all".
LOOKS_VARIABLE = "HANDBOOK_AXE_LOOKS"
RULES_OF_COLOUR = ("color-contrast", "link-in-text-block")
RULES_OF_LOOKS = (*RULES_OF_COLOUR, "target-size", "scrollable-region-focusable", "landmark-unique", "link-name", "list", "aria-hidden-focus", "region")

SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# How far a page can be pushed sideways, and by what: tables may scroll in a frame of their own, pages may not.
SIDEWAYS = """() => {
  const over = document.documentElement.scrollWidth - window.innerWidth;
  if (over <= 0) return "";
  const wide = [...document.body.querySelectorAll("*")].filter(one => one.getBoundingClientRect().right > window.innerWidth + 1);
  return `${over} pixels, by ` + wide.slice(-3).map(one => one.outerHTML.slice(0, 80)).join(" and ");
}"""
RUN = """only => axe.run(document, {
  runOnly: only, resultTypes: ["violations"], elementRef: false, preload: false,
}).then(found => ({
  rules: ["violations", "passes", "incomplete", "inapplicable"].flatMap(kind => found[kind].map(rule => rule.id)),
  faults: found.violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.target.join(" "), node.failureSummary])),
}))"""


def looks_for_every_page() -> tuple[tuple[ViewportSize, str, tuple[str, ...]], ...]:
    """Return the looks in which every single page is examined, each with the rules that examine it; no rules named means all."""
    if os.environ.get(LOOKS_VARIABLE) == "all":
        return tuple((viewport, scheme, ()) for viewport, scheme in LOOKS)
    return ((*LOOKS[0], ()), (*LOOKS[1], RULES_OF_LOOKS))


@dataclass
class Report:
    """What was looked at, and what was found."""

    rules: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    states: int = 0
    widths: int = 0
    faults: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def look(self, page: Page, what: str, rules: tuple[str, ...] = ()) -> None:
        """Examine a page as it now stands.

        Args:
            page: The page; axe-core is put into it if it is not there yet.
            what: The page's address below the site, then the state it is in.
            rules: The rules to examine it by; by default all.
        """
        if not page.evaluate("'axe' in window"):
            page.evaluate(SCRIPT)
        found: dict[str, Any] = page.evaluate(RUN, {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": list(TAGS)})
        assert set(rules) <= set(found["rules"]), "a rule that does not exist"
        self.rules |= set(found["rules"])
        self.pages.add(what.split(" ")[0])
        self.states += 1
        self.faults += [f"{what}: {rule} at {target}\n    {why}" for rule, target, why in found["faults"]]

    def squeeze(self, page: Page, name: str) -> None:
        """Make sure that a page need not be scrolled sideways when it is enlarged."""
        for viewport in (ENLARGED, NARROW):
            page.set_viewport_size(viewport)
            over = page.evaluate(SIDEWAYS)
            self.widths += 1
            if over:
                self.faults.append(f"{name} at {viewport['width']} pixels scrolls sideways: {over}")

    def check(self, pages: int, states: int) -> None:
        """Print what was looked at; fail if that was too little, or if anything is wrong."""
        seconds = time.monotonic() - self.began
        print(
            f"axe-core: {len(self.rules)} rules run on {len(self.pages)} pages in {self.states} states; sideways scrolling looked for {self.widths} times; "
            f"{seconds:.0f} s; {len(self.faults)} faults"
        )
        assert len(self.rules) >= RULES, sorted(self.rules)
        assert len(self.pages) >= pages
        assert self.states >= states
        assert not self.faults, "\n".join(self.faults[:40])


def still_context(browser: Browser, viewport: ViewportSize = PHONE, **options: Any) -> BrowserContext:
    """Return a context in which nothing moves while it is examined, and into which tests may plant styles."""
    return browser.new_context(viewport=viewport, reduced_motion="reduce", bypass_csp=True, **options)


def dress(page: Page, viewport: ViewportSize, scheme: str) -> None:
    """Show the page in hand at another width and in another theme, as the theme's own script does."""
    page.set_viewport_size(viewport)
    page.evaluate("scheme => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)


def addresses_below(site: Path) -> list[str]:
    """Return every page's address below the site's own, the page for what is not there included."""
    return [page.relative_to(site).as_posix().removesuffix("index.html") for page in pages_of(site)] + ["404.html"]


def look_at_pages(browser: Browser, base: str, names: Iterable[str], report: Report) -> None:
    """Examine pages in the looks that every page is examined in."""
    context = still_context(browser)
    page = context.new_page()
    for name in names:
        page.goto(base + name)
        for viewport, scheme, rules in looks_for_every_page():
            dress(page, viewport, scheme)
            report.look(page, f"{name or 'home'} {viewport['width']} {scheme}", rules)
        report.squeeze(page, name or "home")
    context.close()
