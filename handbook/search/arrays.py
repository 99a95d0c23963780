"""numpy, kept to one processor: a second one would mostly wait for work, and take it from whatever is done meanwhile.

Nothing else loads numpy: it asks for these names when it is loaded first, and never again.
"""

from __future__ import annotations

import os

for _name in ("OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np  # noqa: E402 (as above)
from numpy.typing import NDArray  # noqa: E402 (as above)

__all__ = ["NDArray", "np"]
