"""Ids for events that came without one."""

from __future__ import annotations

import os
from collections.abc import Callable

_RANDOM_BYTES = 10
"""What one id takes; six bits of it give way to the version and the variant."""

_READ_BYTES = 400 * _RANDOM_BYTES
"""Randomness is read for many ids at once: a system call for each would cost more than the id."""

_VARIANT = "89ab"


class EventIds:
    """Makes UUIDv7s (RFC 9562, 5.7), as Flux gives them."""

    def __init__(self, random: Callable[[int], bytes] = os.urandom) -> None:
        self._random = random
        self._digits = ""
        self._used = 0

    def next(self, now_ms: int) -> str:
        """An id of this millisecond."""
        start = self._used
        if start == len(self._digits):
            self._digits = self._random(_READ_BYTES).hex()
            start = 0
        self._used = start + 2 * _RANDOM_BYTES
        time, low = f"{now_ms & 0xFFFF_FFFF_FFFF:012x}", self._digits[start : self._used]
        variant = _VARIANT[int(low[3], 16) & 3]
        return f"{time[:8]}-{time[8:]}-7{low[:3]}-{variant}{low[4:7]}-{low[7:19]}"
