"""Where the bracket is that belongs to another one."""

from __future__ import annotations

from collections.abc import Sequence

from flux_tui.tui.json_editor.colours import PAIRS, brackets

LOOKED_AT = 60_000
"""Characters that are gone through at a key: a few milliseconds' worth. Farther ones stay dark."""

Place = tuple[int, int]
"""A row and a column, both counted from 0."""


def matching(lines: Sequence[str], row: int, column: int) -> Place | None:
    """The place of the bracket that belongs to the one at a place.

    None when there is none at either place, or the other one is far away.
    """
    if row >= len(lines) or lines[row][column : column + 1] not in "[]{}":
        return None
    step = 1 if lines[row][column : column + 1] in PAIRS else -1
    open_ones = 0
    left = LOOKED_AT
    at = row
    while 0 <= at < len(lines) and (left := left - len(lines[at]) - 1) >= 0:
        for place, sign in brackets(lines[at])[::step]:
            if at == row and (place - column) * step < 0:
                continue
            if at == row and place == column:
                open_ones = 1
            elif open_ones:
                open_ones += 1 if (sign in PAIRS) is (step > 0) else -1
                if not open_ones:
                    return (at, place) if _belong(lines, (row, column), (at, place)) else None
        if not open_ones:
            return None
        at += step
    return None


def _belong(lines: Sequence[str], one: Place, other: Place) -> bool:
    first, last = sorted((one, other))
    return PAIRS[lines[first[0]][first[1]]] == lines[last[0]][last[1]]
