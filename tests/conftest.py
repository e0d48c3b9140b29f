"""Settings that hold for every test."""

from __future__ import annotations

import gc

from hypothesis import HealthCheck, settings

settings.register_profile(
    "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("patient")

gc.set_threshold(50_000, 20, 50)
"""Objects until the garbage is looked through, as in the explorer (``explorer.py``): the usual
700 have a third of a run's time go to it, since all that pytest knows lies in the way."""
