"""What a query may look at beyond an entity itself, in the explorer."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from flux_tui.client import FeedKind
from flux_tui.replica.grouping import group_of
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view import Predicate
from flux_tui.tui.workspace import Workspace

if TYPE_CHECKING:
    from flux_tui.replica.query import Query


def unknown_terms(query: Query, feed: FeedKind | None) -> str | None:
    """Which terms match nothing here, and why, in one clause; None when all can be known."""
    from flux_tui.replica.query import Need

    known = {Need.AGE, Need.GROUP, Need.MARKS}
    if feed is FeedKind.SSE:
        known.add(Need.SOURCE)
    terms = dict.fromkeys(unsupported.term for unsupported in query.unsupported(known))
    return f"{', '.join(terms)} cannot be known here and matches nothing" if terms else None


class ViewContext:
    """The query language's context: the server's clock and the list's groups."""

    def __init__(self, workspace: Workspace) -> None:
        self._server_now = workspace.session.server_now
        self.marked: Container[str] = frozenset()

    @property
    def now(self) -> int:
        """Nanoseconds since 1970 by the server's clock."""
        return self._server_now()

    def predicate(self, query: Query | None) -> Predicate | None:
        """What decides which entities are shown; None shows everything."""
        return None if query is None else query.within(self)

    def group_of(self, entity_id: str, /) -> str:
        """The group that an entity is listed in."""
        return group_of(entity_id)

    def rate_of(self, record: EntityRecord, /) -> float | None:
        """Not measured yet."""
        return None

    def is_stale(self, record: EntityRecord, /) -> bool | None:
        """Not learned yet."""
        return None

    def is_new(self, record: EntityRecord, /) -> bool | None:
        """Not remembered yet."""
        return None
