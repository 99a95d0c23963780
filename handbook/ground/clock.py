"""Which day it is."""

from __future__ import annotations

import os
from datetime import date

# Lets a test, or a maintainer planning ahead, see the handbook as of another day.
TODAY_VARIABLE = "HANDBOOK_TODAY"


def today() -> date:
    """Return the day that counts as today.

    Raises:
        ValueError: ``HANDBOOK_TODAY`` is set to something that is not a date.
    """
    chosen = os.environ.get(TODAY_VARIABLE)
    return date.fromisoformat(chosen) if chosen else date.today()
