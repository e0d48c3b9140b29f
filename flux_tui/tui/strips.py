"""Which cells of a line have to be painted again."""

from __future__ import annotations

from textual.strip import Strip


def difference(before: Strip, after: Strip) -> tuple[int, int]:
    """The cells from the first to past the last that differ between two strips of one length."""
    old, new = list(before), list(after)
    if len(old) != len(new):
        return 0, after.cell_length
    first, last, at = after.cell_length, 0, 0
    for left, right in zip(old, new, strict=True):
        width = right.cell_length
        if left != right:
            first, last = min(first, at), at + width
        if left.cell_length != width:
            return min(first, at), after.cell_length
        at += width
    return first, last
