"""When the garbage is looked through: never while a world is loaded, then seldom."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OFTEN_ENOUGH = (5_000, 8, 1_250)
"""Allocations between two looks through what is new, such looks until what is older is looked
through, and those until all is: a look takes as long as there is much to look through, and no key
may wait for it."""


def put_off() -> None:
    """Look for none until the world is loaded: nothing that is made before that is garbage."""
    gc.disable()


def go_on() -> None:
    """Look for it again, but no more through what was made until now."""
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(*OFTEN_ENOUGH)
        gc.enable()


@contextmanager
def held_off() -> Iterator[None]:
    """Look for none while much is made that stays, and pass over it from then on.

    Looking through a hundred thousand events takes a fifth of a second, in which no key is served.
    """
    was_looked_for = gc.isenabled()
    put_off()
    try:
        yield
    finally:
        if was_looked_for:
            go_on()


def forget() -> None:
    """Free a world that is left, over which the looks passed while it was open; then put off."""
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
        put_off()
