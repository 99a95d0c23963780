"""numpy, kept to one processor: a second one would mostly wait for work, and take it from whatever is done meanwhile."""

from __future__ import annotations

import os

# It asks for these when it is loaded, and in no other way.
for _name in ("OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np  # noqa: E402 (as above)

__all__ = ["np"]
