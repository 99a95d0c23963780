#!/usr/bin/env python3
"""The one command of the handbook: python3 scripts/handbook.py COMMAND

Windows: py scripts\\handbook.py COMMAND. Needs nothing but Python 3.11 or newer.
"""

import gc
import sys

# Kept free of newer syntax, so that an old Python reads as far as this message.
if sys.version_info < (3, 11):  # noqa: UP036 (this is the one line that an old Python reads)
    sys.exit(
        "The handbook needs Python 3.11 or newer; this is Python {}.{}.\n"
        "Install a newer one from your software centre or python.org, then run the command again.".format(*sys.version_info[:2])
    )

from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from handbook.cli import main

if __name__ == "__main__":
    code = main()
    # Whatever is in memory goes with the process: looking through it once more for what nobody needs would take a tenth of a short run.
    gc.freeze()
    sys.exit(code)
