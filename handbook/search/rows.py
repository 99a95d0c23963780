"""Rows of questions in their usual form, read many times as fast as YAML in general: there are thousands of them.

Whatever is not in this form is for the general reader, which also tells what is wrong with it. What comes of both is the same.
"""

from __future__ import annotations

import json
import re
from typing import Any

from handbook.ground.characters import unseen
from handbook.ground.yaml_slips import in_text

_KEY = re.compile(r"([a-z]+):")
_ITEM = re.compile(r"  - ([a-z0-9/-]+)")
_WORDS = r"[a-z]+(?: [a-z]+)*"
_HEAD = rf"(?P<words>[a-z]+: {_WORDS}(?:, [a-z]+: {_WORDS})*)"
_PAGES = r"(?P<pages>[a-z0-9/-]+(?:, [a-z0-9/-]+)*)"
_ROW = re.compile(rf'  - \{{{_HEAD}, ask: (?P<ask>"(?:[^"\\\x00-\x1f]|\\")+"), pages: \[{_PAGES}\]\}}')
_NO_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})


def in_usual_form(text: str) -> dict[str, list[Any]] | None:
    """Return what a file of questions holds, if every line of it is in the usual form; otherwise nothing."""
    if any(in_text(text)) or unseen(text):
        return None
    found: dict[str, list[Any]] = {}
    rows: list[Any] | None = None
    for line in text.split("\n"):
        if not line or line.startswith("#"):
            continue
        if (key := _KEY.fullmatch(line)) and key[1] not in found:
            rows = found[key[1]] = []
        elif rows is not None and (row := _ROW.fullmatch(line)):
            words = dict(one.split(": ") for one in row["words"].split(", "))
            # A key that stands twice, or a word that YAML takes for something else.
            if len(words) != row["words"].count(": ") or words.keys() & {"ask", "pages"} or _NO_WORDS & set(words.values()):
                return None
            rows.append({**words, "ask": json.loads(row["ask"]), "pages": row["pages"].split(", ")})
        elif rows is not None and (item := _ITEM.fullmatch(line)):
            rows.append(item[1])
        else:
            return None
    return found
