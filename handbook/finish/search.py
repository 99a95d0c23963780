"""The search index without what no search needs."""

from __future__ import annotations

import json
import re
from pathlib import Path

INDEX = "search/search_index.json"


def trim(site: Path) -> None:
    """Rewrite the index that the engine's search plugin wrote: the same sections, without tags and runs of spaces.

    The texts stay escaped: a mark that a school typed is never markup, in the file as on the page.
    """
    path = site / INDEX
    if not path.is_file():
        return
    index = json.loads(path.read_text(encoding="utf-8"))
    for entry in index["docs"]:
        # The label of the summary says nothing in a list of results.
        entry["text"] = " ".join(re.sub(r"<[^>]*>", " ", entry["text"]).split()).removeprefix("In short ")
    # Pages first met first: the order of the navigation, which search uses to tell a page's first section.
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
