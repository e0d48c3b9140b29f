"""A tether: a process that ends when the one that started it is gone, however that went.

The parent holds the other end of the child's standard input. Whatever ends the parent, a kill
included, closes it, and the child sees that its input is over.
"""

from __future__ import annotations

import os
import signal
import threading
import time

VARIABLE = "FLUX_TUI_TETHERED"
"""Set in the environment of a tethered process."""

GRACE = 1.5
"""Seconds that a process has to end by itself once it was told to."""


def hold_tether() -> None:
    """In a tethered process: end when standard input does. Elsewhere: nothing."""
    if os.environ.pop(VARIABLE, None):
        threading.Thread(target=_end_with_input, name="tether", daemon=True).start()


def _end_with_input() -> None:
    try:
        while os.read(0, 1024):
            pass
    except OSError:
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
