"""Use a page by keyboard alone, and look after every key whether the focus can be seen."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

# What has the focus, whether anything lies over it, and whether it looks focused.
LOOK = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body || focused === document.documentElement) return null;
  const box = [...focused.getClientRects()].find(one => one.width > 0 && one.height > 0) ?? focused.getBoundingClientRect();
  const middle = box.top + Math.min(box.height, window.innerHeight) / 2;
  const points = [box.left + 3, box.left + box.width / 2, box.right - 3];
  const covered = points.filter(x => {
    const top = document.elementFromPoint(x, middle);
    return !top || !(focused.contains(top) || top.contains(focused) && top.closest("label"));
  });
  const style = getComputedStyle(focused);
  return {
    what: `${focused.tagName.toLowerCase()} "${(focused.getAttribute("aria-label") || focused.innerText || focused.placeholder || "").trim().slice(0, 60)}"`,
    size: [box.width, box.height],
    covered: covered.length,
    inside: box.top >= -1 && middle <= window.innerHeight && box.left >= -1 && box.right <= window.innerWidth + 1,
    marked: style.boxShadow.includes("rgb(255, 221, 0)") || style.backgroundColor === "rgb(255, 221, 0)",
  };
}"""


@dataclass
class Keyboard:
    """A page, used with Tab, Enter and Escape."""

    page: Page
    stops: int = 0

    def press(self, key: str) -> str | None:
        """Press a key; return what has the focus then, after making sure that it can be seen. None if nothing has it."""
        self.page.keyboard.press(key)
        found = self.page.evaluate(LOOK)
        if found is None:
            return None
        if found["what"].startswith("input"):
            # The search opens when it gets the focus: give it the moment that it takes.
            self.page.wait_for_timeout(100)
            found = self.page.evaluate(LOOK)
        self.stops += 1
        where = f"{self.page.url} {self.page.viewport_size}: {found['what']}"
        assert min(found["size"]) > 1, f"{where} has the focus but no size"
        assert found["inside"], f"{where} has the focus outside the window"
        assert found["covered"] == 0, f"{where} has the focus but is covered"
        assert found["marked"], f"{where} has the focus but does not look so"
        return str(found["what"])

    def tab_to(self, words: str, limit: int = 150) -> None:
        """Press Tab until something that begins with these words has the focus."""
        seen = []
        for _ in range(limit):
            what = self.press("Tab") or ""
            if f'"{words}' in what:
                return
            seen.append(what)
        raise AssertionError(f"{words!r} was never reached by Tab at {self.page.url}; reached were {seen}")

    def walk(self, key: str = "Tab", limit: int = 400) -> list[str]:
        """Press a key until the focus leaves the page; return everything that had it."""
        seen: list[str] = []
        for _ in range(limit):
            what = self.press(key)
            if what is None:
                return seen
            seen.append(what)
        raise AssertionError(f"the focus never left {self.page.url}: {seen[-5:]}")
