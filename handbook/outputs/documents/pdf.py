"""Write a document as PDF: tagged, to PDF/UA-1, which Typst enforces."""

from __future__ import annotations

from datetime import UTC, datetime

from handbook.outputs.documents.composing import Composed
from handbook.outputs.documents.imprint import Imprint
from handbook.outputs.documents.setting import Room, room_for, too_long

_TEMPLATE_OF = {"policy": "policy", "short": "form", "form": "form", "booklet": "booklet", "sheet": "sheet", "card": "sheet"}
# Half points that the letters of a sheet in columns may become smaller.
_STEPS = 8
# How far down the page the last lines of a part go when that page is worth saving, of its height; its margin counts.
_NEARLY_EMPTY = 0.3


def write(composed: Composed, imprint: Imprint) -> bytes:
    """Return a document as PDF. The same document gives the same bytes.

    Raises:
        DocumentError: It cannot be written so that everybody can read it.
    """
    with room_for(composed, imprint, _TEMPLATE_OF[composed.document.kind]) as room:
        if composed.document.columns > 1:
            _fit(room, composed.document.paper)
        if composed.document.kind not in ("sheet", "card"):
            _save_pages(room)
        return room.pdf(datetime(imprint.day.year, imprint.day.month, imprint.day.day, tzinfo=UTC))


def _save_pages(room: Room) -> None:
    """Set those parts tighter that would end with a few lines on a page of their own, where that saves the page."""
    before = room.ask("parts")
    tried = [part["pages"] > 1 and part["filled"] < _NEARLY_EMPTY for part in before]
    if not any(tried):
        return
    room.tell_tighter(tried)
    now = room.ask("parts")
    room.tell_tighter([tight and now[index]["pages"] < before[index]["pages"] for index, tight in enumerate(tried)])


def _fit(room: Room, paper: str) -> None:
    """Make the letters of a sheet in columns smaller until it has one side: how evenly columns fill shows only when they are set."""
    for smaller in range(_STEPS):
        room.tell_smaller(smaller)
        if room.ask("page-count") == 1:
            return
    raise too_long(paper)
