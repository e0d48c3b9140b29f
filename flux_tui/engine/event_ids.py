"""Ids for events that came without one."""

from __future__ import annotations

import os
from collections.abc import Callable

_RANDOM_BYTES = 8
"""What one id takes; two bits of it give way to the variant."""

_READ_BYTES = 512 * _RANDOM_BYTES
"""Randomness is read for many ids at once: a system call for each would cost more than the id."""

_TO_VARIANT = bytes(0x80 | (byte & 0x3F) for byte in range(256))
"""Puts the variant's two bits over the first two of a byte."""


class EventIds:
    """Makes UUIDv7s (RFC 9562, 5.7), as Flux gives them: 62 bits of each are its own, the 12 bits
    before them those of its millisecond."""

    def __init__(self, random: Callable[[int], bytes] = os.urandom) -> None:
        self._random = random
        self._digits = ""
        self._used = 0
        self._millisecond = -1
        self._prefix = ""

    def next(self, now_ms: int) -> str:
        """An id of this millisecond."""
        if now_ms != self._millisecond:
            self._begin(now_ms)
        digits = self._next_digits()
        return f"{self._prefix}{digits[:4]}-{digits[4:]}"

    def _begin(self, now_ms: int) -> None:
        self._millisecond = now_ms
        time, low = f"{now_ms & 0xFFFF_FFFF_FFFF:012x}", self._next_digits()[1:4]
        self._prefix = f"{time[:8]}-{time[8:]}-7{low}-"

    def _next_digits(self) -> str:
        """Sixteen hexadecimal digits, which begin with the variant."""
        start = self._used
        if start == len(self._digits):
            random = bytearray(self._random(_READ_BYTES))
            random[::_RANDOM_BYTES] = random[::_RANDOM_BYTES].translate(_TO_VARIANT)
            self._digits, start = random.hex(), 0
        self._used = start + 2 * _RANDOM_BYTES
        return self._digits[start : self._used]
