"""Make a site work from a folder: no server adds index.html to an address, and no script may fetch a file."""

from __future__ import annotations

import json
import re
from pathlib import Path

from handbook.finish.pages import FinishedPage
from handbook.search.index import INDEX
from handbook.search.meaning import TABLE

# An address of this site (no scheme, no leading slash) that ends in a folder.
_FOLDER = re.compile(r'(<a\b[^>]*?\shref=")((?:[^":#?/][^":#?]*/)?(?:\.{1,2})?)(?<!=")((?:#[^"]*)?")')


# What a page says of itself when it was built for a web server and is opened as a file.
_FOR_A_SERVER = re.compile(r'<aside class="[^"]*\bopened-as-file\b.*?</aside>\s*<script>[^<]*</script>\s*', re.S)


def prepare(site: Path, pages: list[FinishedPage]) -> None:
    """Name the file in every link to a page."""
    for page in pages:
        page.text = _FOR_A_SERVER.sub("", page.text)
        page.text = _FOLDER.sub(lambda match: match.group(1) + with_file(match.group(2)) + match.group(3), page.text)
    # Its addresses begin at the root of a web space; a folder has none.
    (site / "404.html").unlink(missing_ok=True)
    pages[:] = [page for page in pages if page.path != "404.html"]


def search_in_scripts(site: Path) -> None:
    """Put what search fetches into scripts."""
    path = site / INDEX
    index = json.loads(path.read_text(encoding="utf-8"))
    index["docs"]["location"] = [one if one.startswith("#") else with_file(one) for one in index["docs"]["location"]]
    for file, held in ((path, index), (site / TABLE, json.loads((site / TABLE).read_text(encoding="utf-8")))):
        text = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
        file.with_suffix(".js").write_text(f"var __{file.stem}={text};\n", encoding="utf-8")


def with_file(address: str) -> str:
    """Return the address of a folder's page with its file's name."""
    if address in ("", "."):
        return "index.html"
    return address.rstrip("/") + "/index.html"
