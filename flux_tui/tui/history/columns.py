"""Where the parts of a step stand in the history."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from flux_tui.model.printable import printable
from flux_tui.tui.cells import fit, width_of

TIME = 11
"""Cells of a time of day with tenths, or of a date with the minute."""

GAP = "  "
"""Between two columns."""

LEAST = 8
"""Cells that a source or a property takes at least, where there is room: so long are the titles."""

MOST_MEASURED = 1_000
"""Words that are looked at for how wide a column has to be."""


def widest(words: Iterable[str]) -> int:
    """The cells of the longest word."""
    shown = (printable(word, limit=200) for word in islice(words, MOST_MEASURED))
    return max(map(width_of, shown), default=0)


class HistoryColumns(NamedTuple):
    """The widths of source, property and change."""

    source: int
    name: int
    change: int

    @classmethod
    def fitting(cls, width: int, source: int = LEAST, name: int = LEAST) -> HistoryColumns:
        """Columns in so many cells, for sources and properties as wide as that.

        Two fifths are the change's, as far as the others can do without. The source gives way
        first; the last cell is the scrollbar's.
        """
        left = max(0, width - 2 - TIME - len(GAP))
        has_source = width >= 44
        gaps = len(GAP) * (2 if has_source else 1)
        room = left - gaps - left * 2 // 5
        name = min(max(name, left // 4, LEAST), max(name, 24), max(24, left // 4))
        source = min(max(source, LEAST), max(left // 5, min(room - name, 24)))
        source = source if has_source else 0
        name = min(name, max(left // 4, room - source))
        return cls(source, name, max(0, left - gaps - source - name))

    @property
    def header(self) -> str:
        """The columns' titles."""
        source = fit("source", self.source) + GAP if self.source else ""
        name = fit("property", self.name)
        return f" {fit('time', TIME)}{GAP}{source}{name}{GAP}{fit('change', self.change)}"
