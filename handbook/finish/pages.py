"""The finished pages in memory: read once, changed by every step, written once."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path


class FinishError(Exception):
    """A page holds what may not be published; the message says which and what."""


@dataclass
class FinishedPage:
    """A finished page.

    Attributes:
        file: The file.
        path: Its address below the site, such as ``policy/about/`` or ``404.html``; the home page's is empty.
        text: The HTML.
    """

    file: Path
    path: str
    text: str

    @property
    def heading(self) -> str:
        """The words of the page's first heading."""
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.text, re.S)
        inside = re.sub(r'<a\b[^>]*\bclass="headerlink".*?</a>', "", found.group(1), flags=re.S) if found else ""
        return " ".join(html.unescape(re.sub(r"<[^>]*>", "", inside)).split())

    @property
    def description(self) -> str:
        """The page's description."""
        found = re.search(r'<meta name="description" content="([^"]*)"', self.text)
        return " ".join(html.unescape(found.group(1)).split()) if found else ""

    @property
    def address(self) -> str | None:
        """The page's full web address, if the build was told where the site will stand."""
        found = re.search(r'<link rel="canonical" href="([^"]*)"', self.text)
        return html.unescape(found.group(1)) if found else None

    def add_to_head(self, markup: str) -> None:
        """Put markup at the end of the page's head."""
        self.replace("</head>", f"{markup}\n</head>")

    def replace(self, old: str, new: str) -> None:
        """Replace what stands in every page once.

        Raises:
            FinishError: It does not: a template has changed, and this step with it must.
        """
        if self.text.count(old) != 1:
            raise FinishError(f"{self.path or 'the home page'} should hold {old} once, and holds it {self.text.count(old)} times.")
        self.text = self.text.replace(old, new)


def read(site: Path) -> list[FinishedPage]:
    """Return all pages of a site, in a steady order."""
    found = []
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        found.append(FinishedPage(file, path.removesuffix("index.html"), file.read_text(encoding="utf-8")))
    return found


def write(pages: list[FinishedPage]) -> None:
    """Write all pages back."""
    for page in pages:
        page.file.write_text(page.text, encoding="utf-8")
