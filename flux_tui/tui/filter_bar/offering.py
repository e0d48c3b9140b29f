"""Finding out what could come next while somebody types, and having it offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flux_tui.tui.filter_bar.completing import Completing
from flux_tui.tui.filter_bar.field import FilterField
from flux_tui.tui.filter_bar.offers import Offers

if TYPE_CHECKING:
    from textual.worker import Worker


class Offering:
    """One search at a time; what the field no longer asks for is dropped."""

    def __init__(
        self,
        field: FilterField,
        offers: Offers,
        completing: Completing,
        when_found: Callable[[bool], None],
    ) -> None:
        """``when_found`` hears that a search has ended, and whether its first offer is wanted."""
        self._field = field
        self._offers = offers
        self._completing = completing
        self._when_found = when_found
        self._search: Worker[None] | None = None
        self._takes_first = False

    @property
    def is_under_way(self) -> bool:
        """Whether offers may still come."""
        return self._search is not None and self._search.is_running

    def begin(self) -> None:
        """Look for what fits at the cursor."""
        self._offers.close()
        self._search = self._offers.run_worker(self._find(), group="offers", exclusive=True)

    def take_first(self) -> None:
        """The first offer is wanted as soon as it is found."""
        self._takes_first = True

    def stop(self) -> None:
        """Offer nothing more."""
        self._takes_first = False
        if self._search is not None:
            self._search.cancel()
            self._search = None
        self._offers.close()

    async def _find(self) -> None:
        field = self._field
        asked = text, cursor = field.value, field.cursor_position
        offered = await self._completing.find(text, cursor)
        self._search = None
        takes_first, self._takes_first = self._takes_first, False
        if asked != (field.value, field.cursor_position) or not field.has_focus:
            return
        place = min((found.start for found in offered.completions), default=cursor)
        self._offers.show(offered, field.cell_of(place))
        self._when_found(takes_first)
