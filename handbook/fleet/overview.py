"""The fleet's front page for whoever looks after it: every school with what is missing, its review, its wording, its last build. Private.

One file that opens from a folder, asks no network for anything, and is whole without its short script, which only hides rows.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from pathlib import Path

from handbook.fleet import check, state
from handbook.fleet.check import NEAR, Finding
from handbook.fleet.folder import Fleet
from handbook.fleet.from_register import CLOSED, CLOSING
from handbook.ground.problems import Problem

_STYLE = """
:root{color-scheme:light dark}body{font:1.05rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:80rem;padding:1rem}
h1{font-size:1.6rem;margin:.5rem 0}h2{font-size:1.2rem}.private{border:2px solid;padding:.5rem 1rem}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{border-bottom:1px solid #888;padding:.4rem .6rem;text-align:left;vertical-align:top}thead th{border-bottom-width:2px}
input,select{font:inherit;padding:.4rem;min-height:2.75rem;max-width:100%}label{display:inline-block;margin:.5rem 1rem .5rem 0}
details summary{cursor:pointer;min-height:1.5rem}ul{margin:.3rem 0;padding-left:1.2rem}.wide{overflow-x:auto}
[hidden]{display:none}:focus-visible{outline:3px solid #1a73e8;outline-offset:2px}
"""
_SCRIPT = """
(function () {
  var words = document.getElementById("words"), state = document.getElementById("state"), count = document.getElementById("count")
  var rows = Array.prototype.slice.call(document.querySelectorAll("tbody tr"))
  document.getElementById("find").hidden = false
  function show() {
    var sought = words.value.toLowerCase().trim(), seen = 0
    rows.forEach(function (row) {
      var hit = row.dataset.words.indexOf(sought) >= 0 && (!state.value || row.dataset.state.split(" ").indexOf(state.value) >= 0)
      row.hidden = !hit
      seen += hit ? 1 : 0
    })
    count.textContent = seen + " of " + rows.length + " schools"
  }
  words.addEventListener("input", show)
  state.addEventListener("change", show)
})()
"""
_STATES = (
    ("faults", "with faults"),
    ("blank", "with blanks or doubts"),
    ("review", "review past or near"),
    ("closing", "closed or closing"),
    ("never", "never built"),
    ("older", "with older wording"),
)


def page(
    fleet: Fleet, found: Sequence[Finding], on: date, edition: str, built: Path | None = None, links: bool = False, also: Iterable[Problem] = ()
) -> str:
    """Return the page.

    Args:
        fleet: The fleet.
        found: What there is to say of each school.
        on: The day.
        edition: The edition of the handbook's wording that the project has now.
        built: Where the sites were built, to say when; None if nobody said.
        links: Each school's number leads to its preview.
        also: What is wrong beside the schools' files.
    """
    rows = "\n".join(_row(one, on, edition, state.last(built, one.urn) if built else None, bool(built), links) for one in found)
    head = ["School", "Number", "State", "Next review", *(["Last built", "Wording"] if built else [])]
    name = escape(fleet.file.name)
    table = "" if links else ' The same as a table: <a href="schools.csv">schools.csv</a>.'
    policy = (
        f"default-src 'none'; style-src '{_hash(_STYLE)}'; script-src '{_hash(_SCRIPT)}'; connect-src 'self'; base-uri 'none'; form-action 'none'"
    )
    options = "".join(f'<option value="{value}">{words}</option>' for value, words in _STATES if built or value not in ("never", "older"))
    counts = [
        (sum(one.word == "complete" for one in found), "complete"),
        (sum(bool(one.blanks or one.doubts) for one in found), "with blanks or doubts"),
        (sum(bool(one.faults) for one in found), "with faults"),
        (sum(one.review is not None and one.review <= on + NEAR for one in found), "with a review past or near"),
    ]
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex,nofollow">
<title>{name}: all handbooks</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{name}: all handbooks</h1>
<p class="private">Private: for whoever looks after these handbooks. Do not put it on the web.</p>
<p>On {on.day} {on:%B %Y}: {len(found)} schools, {", ".join(f"{count} {words}" for count, words in counts)}.</p>
<p>The handbook's wording is edition {escape(edition)}.{table}</p>
{_beside([*check.of_all(fleet), *also])}
<form id="find" role="search" hidden>
<label>Name or number <input type="search" id="words" autocomplete="off"></label>
<label>Show <select id="state"><option value="">all schools</option>{options}</select></label>
<p id="count" role="status"></p>
</form>
<div class="wide" role="region" aria-labelledby="schools" tabindex="0">
<table>
<caption id="schools">Schools, by number</caption>
<thead><tr>{"".join(f'<th scope="col">{one}</th>' for one in head)}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</div>
</main>
<script>{_SCRIPT}</script>
</body>
</html>
"""


def _beside(problems: list[Problem]) -> str:
    """Return what is to be mended beside the schools' files; nothing where there is nothing."""
    items = "".join(f"<li>{escape(str(one))}</li>" for one in problems)
    return f'<section aria-labelledby="beside"><h2 id="beside">To mend, for all schools</h2><ul>{items}</ul></section>' if items else ""


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _row(one: Finding, on: date, edition: str, last: state.Built | None, told_built: bool, links: bool) -> str:
    states = [name for name, holds in (
        ("faults", one.faults), ("blank", one.blanks or one.doubts), ("review", one.review is not None and one.review <= on + NEAR),
        ("closing", one.status in (CLOSED, CLOSING)), ("never", last is None), ("older", last is not None and last.edition != edition),
    ) if holds]  # fmt: skip
    number = f'<a href="/{one.urn}/">{one.urn}</a>' if links and not one.faults else one.urn
    cells = [number, _state(one), escape(one.review_word(on))]
    if told_built:
        cells += [f"{last.on}{'' if last.release else ', not a release'}" if last else "never", escape(f"edition {last.edition}") if last else ""]
    name = escape(one.name or "name not known")
    words = escape(f"{one.name} {one.urn}".casefold(), quote=True)
    return f'<tr data-state="{" ".join(states)}" data-words="{words}"><th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _state(one: Finding) -> str:
    items = [str(fault).replace("\n    ", " ") for fault in one.faults] + [f"blank: {place}" for place in one.blanks]
    items += [check.told(point) for point in one.doubts]
    word = escape(one.word) + (f"; {escape(one.status)}" if one.status in (CLOSED, CLOSING) else "")
    if not items:
        return word
    return f"<details><summary>{word}</summary><ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul></details>"


def write(fleet: Fleet, found: Sequence[Finding], on: date, edition: str, out: Path, built: Path | None) -> None:
    """Write the page and its table into a folder.

    Raises:
        OSError: The folder cannot be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    lasts = {one.urn: last for one in found if built and (last := state.last(built, one.urn))}
    more = {
        "last built": {urn: last.on for urn, last in lasts.items()},
        "release": {urn: "yes" if last.release else "no" for urn, last in lasts.items()},
        "wording": {urn: last.edition for urn, last in lasts.items()},
    }
    table = check.as_csv(found, on, more if built else None)
    for name, text in (("index.html", page(fleet, found, on, edition, built)), ("schools.csv", table)):
        draft = out / f".{name}.new"
        draft.write_text(text, encoding="utf-8", newline="")
        draft.replace(out / name)
