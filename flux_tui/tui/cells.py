"""Text in a given number of terminal cells."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

CUT = "…"
"""What marks a cut."""

BLOCKS = "▁▂▃▄▅▆▇█"
"""The eight heights of a sparkline."""


def width_of(text: str) -> int:
    """How many cells a text takes."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, width: int) -> str:
    """Exactly ``width`` cells: padded on the right, or cut at the end."""
    return _pad(cut_end(text, width), width)


def fit_right(text: str, width: int) -> str:
    """Exactly ``width`` cells: padded on the left, or cut at the end."""
    text = cut_end(text, width)
    return " " * (width - width_of(text)) + text


def fit_middle(text: str, width: int) -> str:
    """Exactly ``width`` cells: padded on the right, or cut in the middle, as ids want it."""
    return _pad(cut_middle(text, width), width)


def cut_end(text: str, width: int) -> str:
    """At most ``width`` cells; what is cut at the end is marked."""
    if width_of(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + CUT if width > 0 else ""


def cut_middle(text: str, width: int) -> str:
    """At most ``width`` cells; what is cut in the middle is marked."""
    if width_of(text) <= width:
        return text
    if width < 4:
        return cut_end(text, width)
    head = (width - 1) // 2
    tail = width - 1 - head
    return set_cell_size(text, head) + CUT + set_cell_size(text[::-1], tail)[::-1]


def sparkline(values: list[float]) -> str:
    """One block a value, from 0 to the highest; nothing but the lowest block when all are 0."""
    highest = max(values, default=0)
    if highest <= 0:
        return BLOCKS[0] * len(values)
    return "".join(BLOCKS[min(7, int(8 * max(0.0, value) / highest))] for value in values)


def trend(values: Sequence[float]) -> str:
    """One block a value, from the lowest of them to the highest; the middle when all are equal."""
    low, high = min(values, default=0.0) / 2, max(values, default=0.0) / 2
    span = high - low
    if span <= 0:
        return BLOCKS[3] * len(values)
    return "".join(BLOCKS[min(7, int(8 * ((value / 2 - low) / span)))] for value in values)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))
