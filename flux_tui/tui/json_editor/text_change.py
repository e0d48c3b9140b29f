"""Where two texts differ, and edits of a text by its offsets."""

from __future__ import annotations

from dataclasses import dataclass

CHUNK = 1 << 16
"""Characters that are compared at once: megabytes take a millisecond."""


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Put ``text`` in the place of what stands from ``start`` to ``end``."""

    start: int
    end: int
    text: str

    def apply(self, text: str) -> str:
        """The text after the edit."""
        return text[: self.start] + self.text + text[self.end :]


def edit_between(before: str, after: str, offset: int = 0) -> TextEdit:
    """The smallest edit that makes one text of another; ``offset`` is where they begin in all."""
    most = min(len(before), len(after))
    head = _common_head(before, after, most)
    tail = _common_tail(before, after, most - head)
    return TextEdit(offset + head, offset + len(before) - tail, after[head : len(after) - tail])


def _common_head(a: str, b: str, most: int) -> int:
    at, step = 0, CHUNK
    while step:
        while at + step <= most and b.startswith(a[at : at + step], at):
            at += step
        step >>= 1
    return at


def _common_tail(a: str, b: str, most: int) -> int:
    at, step = 0, CHUNK
    last_a, last_b = len(a), len(b)
    while step:
        while at + step <= most and (
            b.startswith(a[last_a - at - step : last_a - at], last_b - at - step)
        ):
            at += step
        step >>= 1
    return at
