"""Run axe-core over finished pages, and say what was looked at: rules, pages, states, seconds."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from handbook.school.branding import stylesheet
from tests.reading import pages_of

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# How many rules those tags choose in the axe-core we have locked. Fewer would mean that the gate looks at less than it says.
RULES = 90

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
# A desk computer's window at 200 % and at 400 %: also the narrowest phone.
ENLARGED: ViewportSize = {"width": 640, "height": 450}
NARROW: ViewportSize = {"width": 320, "height": 256}
# The only rules whose answer changes with the theme or the school's colour.
RULES_OF_COLOUR = ("color-contrast", "link-in-text-block")
# The colours to look at: the example school's own, a pale yellow, a very dark violet.
COLOURS = ("#1d4f91", "#f2c200", "#1a1024")

# Half of axe-core's time goes into colours: it reads the same text anew each time, and keeps the parts of each in weak maps, which are slow to clear away.
# Here weak maps keep a value with its key, and a text that was read is known. What axe-core finds is the same.
_PLAIN_MAPS = """
  const WeakMap = class {
    key = Symbol();
    get(one) { return one[this.key]; }
    set(one, value) { one[this.key] = value; return this; }
    has(one) { return this.key in one; }
    delete(one) { return delete one[this.key]; }
  };
  const WeakSet = class extends WeakMap { add(one) { return this.set(one, true); } };
"""
_KNOWN_COLOURS = """
  const Color = axe.commons.color.Color.prototype, read = Color.parseString, known = new Map();
  Color.parseString = function (text) {
    if (known.has(text)) return Object.assign(this, known.get(text));
    const {r, g, b, alpha} = read.call(this, text);
    known.set(text, {r, g, b, alpha});
    return this;
  };
"""
_AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
SCRIPT = f"(() => {{ {_PLAIN_MAPS} {_AXE} {_KNOWN_COLOURS} }})()"
# How far a page can be pushed sideways, and by what: tables may scroll in a frame of their own, pages may not.
SIDEWAYS = """() => {
  const over = document.documentElement.scrollWidth - window.innerWidth;
  if (over <= 0) return "";
  const wide = [...document.body.querySelectorAll("*")].filter(one => one.getBoundingClientRect().right > window.innerWidth + 1);
  return `${over} pixels, by ` + wide.slice(-3).map(one => one.outerHTML.slice(0, 80)).join(" and ");
}"""
RUN = """([only, without]) => axe.run(document, {
  runOnly: only, rules: Object.fromEntries(without.map(rule => [rule, {enabled: false}])), resultTypes: ["violations"], elementRef: false, preload: false,
}).then(found => ({
  rules: ["violations", "passes", "incomplete", "inapplicable"].flatMap(kind => found[kind].map(rule => rule.id)),
  faults: found.violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.target.join(" "), node.failureSummary])),
}))"""
# In each look: what inks stand on what papers (colour, size, weight, and every ground down to the first that hides what is below), and axe-core's
# word on one element of each pairing that it has not judged yet. The same pairing gets the same word on every page and in every look.
PAIRINGS = """async ([looks, known, rules]) => {
  const still = new CSSStyleSheet();
  still.replaceSync("*, ::before, ::after { transition: none !important; animation: none !important }");
  document.adoptedStyleSheets = [still];
  const root = document.documentElement, judged = new Set(known), faults = [], fresh = [], ran = new Set();
  let seen = 0;
  for (const [name, scheme, properties] of looks) {
    document.body.setAttribute("data-md-color-scheme", scheme);
    Object.entries(properties).forEach(([key, value]) => root.style.setProperty(key, value));
    const papers = new Map();
    const paper = one => {
      if (!one) return "";
      if (!papers.has(one)) {
        const style = getComputedStyle(one), ground = style.backgroundColor, plain = style.backgroundImage === "none" && style.opacity === "1";
        const clear = ground === "rgba(0, 0, 0, 0)", solid = !/rgba|[/]/.test(ground);
        papers.set(one, plain && solid ? ground : plain && clear ? paper(one.parentElement)
          : [ground, style.backgroundImage, style.opacity, paper(one.parentElement)].join(" over "));
      }
      return papers.get(one);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), holders = new Set(document.querySelectorAll("input, select, textarea"));
    while (walker.nextNode()) if (walker.currentNode.data.trim()) holders.add(walker.currentNode.parentElement);
    const chosen = new Map();
    for (const one of holders) {
      if (!one.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
      const style = getComputedStyle(one);
      const link = one.closest("a"), around = link ? getComputedStyle(link.parentElement).color + style.textDecorationLine : "";
      const pairing = [style.color, style.fontSize, style.fontWeight, style.textShadow, around, paper(one)].join(" on ");
      seen += 1;
      if (!judged.has(pairing) && !chosen.has(pairing)) chosen.set(pairing, one);
    }
    if (!chosen.size) continue;
    const found = await axe.run({include: [...chosen.values()]}, {
      runOnly: {type: "rule", values: rules}, resultTypes: ["violations"], elementRef: false, preload: false,
    });
    ["violations", "passes", "incomplete", "inapplicable"].forEach(kind => found[kind].forEach(rule => ran.add(rule.id)));
    found.violations.forEach(rule => rule.nodes.forEach(node => faults.push([name, rule.id, node.target.join(" "), node.failureSummary])));
    chosen.forEach((one, pairing) => { judged.add(pairing); fresh.push(pairing); });
  }
  document.body.setAttribute("data-md-color-scheme", looks[0][1]);
  Object.keys(looks[0][2]).forEach(key => root.style.removeProperty(key));
  return {seen, fresh, faults, rules: [...ran]};
}"""


# A name, the theme, and the custom properties by which a school's colour reaches its pages.
Look = tuple[str, str, dict[str, str]]
# The colour that the page has, in both themes.
OWN_LOOKS: list[Look] = [("default", "default", {}), ("slate", "slate", {})]


@cache
def colour_looks() -> list[Look]:
    """Return every school colour in both themes."""
    found: list[Look] = []
    for colour in COLOURS:
        properties = dict(re.findall(r"(--[\w-]+):([^;}]+)", stylesheet(colour)))
        assert len(properties) == 4, "a school's colour reaches its pages by more than we know"
        found += [(f"{scheme} {colour}", scheme, properties) for scheme in ("default", "slate")]
    return found


@dataclass
class Report:
    """What was looked at, and what was found."""

    rules: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    states: int = 0
    widths: int = 0
    texts: int = 0
    pairings: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def look(self, page: Page, what: str, without: tuple[str, ...] = ()) -> None:
        """Examine a page as it now stands.

        Args:
            page: The page; axe-core is put into it if it is not there yet.
            what: The page's address below the site, then the state it is in.
            without: Rules to leave out; by default none.
        """
        _put_in(page)
        found: dict[str, Any] = page.evaluate(RUN, [{"type": "tag", "values": list(TAGS)}, list(without)])
        self.rules |= set(found["rules"])
        self.pages.add(what.split(" ")[0])
        self.states += 1
        self.faults += [f"{what}: {rule} at {target}\n    {why}" for rule, target, why in found["faults"]]

    def look_at_colours(self, page: Page, what: str, looks: Sequence[Look] | None = None) -> None:
        """Examine a page, at the width it has, by the rules of colour in several looks.

        Args:
            page: The page; axe-core is put into it if it is not there yet.
            what: The page's address below the site and its width.
            looks: The looks; by default every school colour in both themes.
        """
        _put_in(page)
        looks = looks or colour_looks()
        found: dict[str, Any] = page.evaluate(PAIRINGS, [looks, sorted(self.pairings), list(RULES_OF_COLOUR)])
        self.states += len(looks)
        self.rules |= set(found["rules"])
        self.texts += found["seen"]
        self.pairings |= set(found["fresh"])
        self.faults += [f"{what} {look}: {rule} at {target}\n    {why}" for look, rule, target, why in found["faults"]]

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
            f"axe-core: {len(self.rules)} rules run on {len(self.pages)} pages in {self.states} states; {len(self.pairings)} pairings of ink and paper among "
            f"{self.texts} texts; sideways scrolling looked for {self.widths} times; {seconds:.0f} s; {len(self.faults)} faults"
        )
        assert len(self.rules) >= RULES, sorted(self.rules)
        assert len(self.pages) >= pages
        assert self.states >= states
        assert not self.faults, "\n".join(self.faults[:40])


def still_context(browser: Browser, viewport: ViewportSize = PHONE, **options: Any) -> BrowserContext:
    """Return a context in which nothing moves while it is examined, and into which tests may plant styles."""
    return browser.new_context(viewport=viewport, reduced_motion="reduce", bypass_csp=True, **options)


def _put_in(page: Page) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)


def addresses_below(site: Path) -> list[str]:
    """Return every page's address below the site's own, the page for what is not there included."""
    return [page.relative_to(site).as_posix().removesuffix("index.html") for page in pages_of(site)] + ["404.html"]


def look_at_page(page: Page, name: str, report: Report, looks: Sequence[Look] | None = None) -> None:
    """Examine the page in hand on a phone and on a desk: by every rule, and by those of colour in several looks (by default in all)."""
    for viewport in (PHONE, DESK):
        page.set_viewport_size(viewport)
        # Once on every page each text is judged for itself, not by its pairing: what lies behind it need not be what holds it.
        report.look(page, f"{name} {viewport['width']}", without=() if viewport == PHONE else RULES_OF_COLOUR)
        report.look_at_colours(page, f"{name} {viewport['width']}", looks)
