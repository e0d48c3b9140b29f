"""What a query may look at beyond an entity itself, in the explorer."""

from __future__ import annotations

from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view import Marks, View
from flux_tui.tui.workspace import Workspace


class ViewContext:
    """The query language's context: the picture's clock, what was learned, groups and marks.

    ``now`` stands still while a frame is made, so that all entities are asked of one instant.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._view: View = workspace.view
        self.now = self._view.picture.now()
        self.marked: Marks = self._view.marks
        self._learning = workspace.learning

    def look_at_clock(self) -> None:
        """Ask of the present from now on."""
        self.now = self._view.picture.now()

    def group_of(self, entity_id: str, /) -> str:
        """The group that an entity is listed in."""
        return self._view.group_of(entity_id)

    def rate_of(self, record: EntityRecord, /) -> float | None:
        """Changes of its properties per second, the latest counting most."""
        return self._learning.cadence.rate_of(record.id)

    def is_stale(self, record: EntityRecord, /) -> bool | None:
        """Whether it is overdue by its own rhythm; None while that is not known."""
        return self._learning.cadence.is_stale(record.id)

    def is_new(self, record: EntityRecord, /) -> bool:
        """Whether it has appeared within the last minutes."""
        return self._learning.arrivals.is_new(record.id)
