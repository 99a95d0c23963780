"""Pictures of our own, put into the page itself so that they take its colours."""

from __future__ import annotations

import re

from handbook.ground.paths import OVERRIDES
from handbook.ground.problems import did_you_mean
from handbook.school.view import PageError

FOLDER = OVERRIDES / "assets" / "images" / "pictures"


def picture(name: str) -> str:
    """Return a drawing: ``{{ picture("four-cs") }}``. It carries its own title and description in words."""
    path = FOLDER / f"{name}.svg"
    if not path.is_file():
        raise PageError(f'There is no picture "{name}". {did_you_mean(name, [one.stem for one in FOLDER.glob("*.svg")])}')
    drawing = re.sub(r"\s*\n\s*", " ", path.read_text(encoding="utf-8")).strip()
    return f'<div class="picture">{drawing}</div>'


FUNCTIONS = (picture,)
