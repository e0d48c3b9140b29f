"""Where the parts of a row stand in the detail pane, and which of them there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flux_tui.tui.cells import fit, fit_right, width_of
from flux_tui.tui.detail.rows import DetailRow, shown

AGE = 5
"""Cells of the age, its gap included."""

RATE = 7
"""Cells of the rate at the right edge, its gap included."""

DELTA = 9
"""Cells of the difference from the value before, its gap included."""

TREND = 10
"""Cells of the last values as blocks, their gap included."""

GAP = 2
"""Cells before the value and before the value before."""

DEEPEST_INDENT = 10
"""Levels that are indented; deeper ones stand below each other."""

NARROW = 56
"""Cells below which the value before is left out."""

LEAST, MOST = 8, 32
"""Cells that a value is left for itself, be it short or long, before there is room for more."""


class DetailColumns(NamedTuple):
    """The widths of a row's parts; those that there is no room for are 0 wide."""

    name: int
    value: int
    before: int
    delta: int = 0
    trend: int = 0
    rate: int = 0

    @classmethod
    def fitting(cls, rows: Sequence[DetailRow], width: int) -> DetailColumns:
        """Columns for some rows in ``width`` cells: rate, difference and trend are the extras."""
        longest = max((indent(row) + width_of(row.label) for row in rows[:500]), default=0)
        name = max(11, min(longest + 1, int(width * 0.38)))
        left = max(0, width - 1 - name - GAP - AGE)
        if width < NARROW:
            return cls(name, left, 0)
        value = max((width_of(shown(r)) for r in rows[:500] if _is_plain(r)), default=0)
        wanted = max(LEAST, min(value, MOST))
        spare = left - wanted - GAP - max(LEAST, min(value, MOST) * 2 // 3)
        extras = [0, 0, 0]
        for place, size in enumerate((RATE, DELTA, TREND)):
            if spare < size:
                break
            extras[place] = size
            spare -= size
            left -= size
        rate, delta, trend = extras
        before = (left - GAP) * 2 // 5
        return cls(name, left - before - GAP, before, delta, trend, rate)

    @property
    def after_name(self) -> int:
        """All cells behind a row's name."""
        before = self.before + GAP if self.before else 0
        return GAP + self.value + before + self.delta + self.trend + AGE + self.rate


def indent(row: DetailRow) -> int:
    """Cells before a row's label: its depth, and the sign that tells that it can be folded."""
    return 2 + 2 * min(row.depth, DEEPEST_INDENT)


def header(columns: DetailColumns) -> str:
    """The columns' titles."""
    before = " " * GAP + fit("before", columns.before) if columns.before else ""
    delta, rate = (
        fit_right(title, size) if size else ""
        for title, size in (("Δ", columns.delta), ("rate", columns.rate))
    )
    name, value = fit("  property", columns.name), fit("value", columns.value)
    age = fit_right("age", AGE)
    return f" {name}{' ' * GAP}{value}{before}{delta}{' ' * columns.trend}{age}{rate}"


def _is_plain(row: DetailRow) -> bool:
    """Whether it is of one line that is to be seen whole, if that can be."""
    return row.text is None and row.folded is None
