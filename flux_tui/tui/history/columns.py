"""Where the parts of a step stand in the history."""

from __future__ import annotations

from typing import NamedTuple

from flux_tui.tui.cells import fit

TIME = 11
"""Cells of a time of day with tenths, or of a date with the minute."""

GAP = "  "
"""Between two columns."""


class HistoryColumns(NamedTuple):
    """The widths of source, property and change; the source gives way first."""

    source: int
    name: int
    change: int

    @classmethod
    def fitting(cls, width: int) -> HistoryColumns:
        """Columns in so many cells."""
        left = max(0, width - 1 - TIME - len(GAP))
        source = 0 if width < 44 else min(16, left // 5)
        name = min(24, left // 4)
        change = left - name - len(GAP) - (source + len(GAP) if source else 0)
        return cls(source, name, max(0, change))

    @property
    def header(self) -> str:
        """The columns' titles."""
        source = fit("source", self.source) + GAP if self.source else ""
        name = fit("property", self.name)
        return f" {fit('time', TIME)}{GAP}{source}{name}{GAP}{fit('change', self.change)}"
