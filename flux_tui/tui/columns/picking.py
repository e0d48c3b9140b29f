"""Which of the offered columns are on, and in what order."""

from __future__ import annotations

from collections.abc import Sequence

from flux_tui.tui.columns.choices import Columns
from flux_tui.tui.columns.offers import ColumnOffer, offer_of
from flux_tui.tui.columns.spec import ColumnSpec


class Picking:
    """Columns in the order in which they stand: those that are on first, to begin with.

    The age has its place at the right edge of the list, and here behind all that can be moved.
    """

    def __init__(self, offers: Sequence[ColumnOffer], on: Columns) -> None:
        by_spec = {offer.spec: offer for offer in offers}
        first = [by_spec.pop(spec) if spec in by_spec else offer_of(spec) for spec in on]
        self._items = [*first, *by_spec.values()]
        self._on = set(on)

    @property
    def items(self) -> Sequence[ColumnOffer]:
        """All of them."""
        return self._items

    @property
    def chosen(self) -> Columns:
        """What is on."""
        return tuple(item.spec for item in self._items if item.spec in self._on)

    def is_on(self, spec: ColumnSpec) -> bool:
        """Whether a column is to be shown."""
        return spec in self._on

    def toggle(self, spec: ColumnSpec) -> None:
        """Show a column, or no longer; it stays where it is."""
        self._on ^= {spec}

    def move(self, spec: ColumnSpec, by: int) -> bool:
        """Let a column that is on trade places with the next (1) or the last (-1) that is on."""
        movable = [s for s in self.chosen if s != ColumnSpec.AGE]
        if spec not in movable or not 0 <= movable.index(spec) + by < len(movable):
            return False
        other = movable[movable.index(spec) + by]
        places = {item.spec: place for place, item in enumerate(self._items)}
        item = self._items.pop(places[spec])
        self._items.insert(places[other], item)
        return True
