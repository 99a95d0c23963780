"""What is written from records and kept in the project, so that nobody copies it by hand: pages of platforms, and their lines in the menu."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from handbook.facts.load import Facts
from handbook.facts.records import Platform
from handbook.ground.paths import DOCS, MKDOCS_CONFIG, ROOT

_TEMPLATE = ROOT / "macros" / "templates" / "platform.md"
# The menu's group of platforms: pages written by hand come first, and the one of closed platforms last.
_GROUP = re.compile(r"(?<=      - platforms/routes\.md\n)(?:      - platforms/(?!closed\.md)[a-z0-9-]+\.md\n)*(?=      - platforms/closed\.md\n)")


def files(facts: Facts) -> dict[Path, str]:
    """Return every file that is written from records, with the text it should have."""
    open_ones = sorted((one for one in facts.platforms.values() if one.status == "open"), key=lambda one: one.order)
    found = {DOCS / "platforms" / f"{one.id}.md": page_of(one) for one in open_ones}
    lines = "".join(f"      - platforms/{one.id}.md\n" for one in open_ones)
    return found | {MKDOCS_CONFIG: _GROUP.sub(lines, MKDOCS_CONFIG.read_text(encoding="utf-8"))}


def stale(facts: Facts) -> list[Path]:
    """Return the files that are not as their records say, pages of platforms without a record among them."""
    wanted = files(facts)
    late = [path for path, text in wanted.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    by_hand = {"index", "before-you-report", "routes", "closed"}
    return late + [path for path in sorted((DOCS / "platforms").glob("*.md")) if path not in wanted and path.stem not in by_hand]


def write(facts: Facts) -> list[Path]:
    """Write the stale files again, take away pages without a record, and return which they were."""
    wanted, late = files(facts), stale(facts)
    for path in late:
        if path in wanted:
            path.write_text(wanted[path], encoding="utf-8")
        else:
            path.unlink()
    return late


def page_of(one: Platform) -> str:
    """Return the page of a platform."""
    text = _TEMPLATE.read_text(encoding="utf-8")
    summary = "\n  ".join(textwrap.wrap(one.summary or "", 110, break_long_words=False, break_on_hyphens=False))
    tags = f"tags: [{', '.join(one.tags)}]\n" if one.tags else ""
    return text.replace("SUMMARY", summary).replace("TAGS", tags).replace("HEADING", f"{one.name}: {one.heading}").replace('"ID"', f'"{one.id}"')
