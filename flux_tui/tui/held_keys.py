"""Keys that a terminal repeats because one is held: what nobody looks at any more is not acted on.

While the screen is busy repeats pile up, and would run on for seconds after the key was let go.
"""

from __future__ import annotations

FASTEST, SLOWEST = 0.015, 0.06
"""Seconds from one repeat of a held key to the next: macros are faster, hands are slower."""

SURE = 3
"""So many repeats in a row are those of a held key."""

TOO_LATE = 0.15
"""Seconds after which a repeat is no longer what somebody wants who looks at the screen."""


class HeldKey:
    """Is told every key in order, and knows which of them are repeats that come too late."""

    def __init__(self) -> None:
        self._key = ""
        self._pressed = 0.0
        self._repeats = 0

    def is_too_late(self, key: str, pressed: float, now: float) -> bool:
        """Whether a key, pressed at an instant in seconds, is only a repeat that waited too long.

        Never of a key that is pressed anew, by a hand or a macro, however late it is acted on.
        """
        since, self._pressed = pressed - self._pressed, pressed
        repeats = self._repeats + 1 if key == self._key and FASTEST <= since <= SLOWEST else 0
        self._key, self._repeats = key, repeats
        return repeats >= SURE and now - pressed > TOO_LATE
