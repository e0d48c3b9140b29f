"""``python -m flux_tui`` is ``flux-tui``."""

from __future__ import annotations

import gc
import sys


def run() -> int:
    """Load the command line and run it; the answer is the exit code.

    Meanwhile no garbage is looked for: what is loaded stays, and looking takes a tenth of it.
    """
    gc.disable()
    from flux_tui.cli.main import main

    gc.freeze()
    gc.enable()
    return main()


if __name__ == "__main__":
    sys.exit(run())
