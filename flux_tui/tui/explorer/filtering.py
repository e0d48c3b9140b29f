"""What a query may look at beyond an entity itself, in the explorer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flux_tui.client import FeedKind, SessionStatus
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view import Filter, Marks, View, ViewChange
from flux_tui.tui.filter_bar.counts import Counts
from flux_tui.tui.workspace import Workspace

if TYPE_CHECKING:
    from flux_tui.replica.query import Need, Query
    from flux_tui.replica.view.passing_time import Suspects


def _known(status: SessionStatus) -> frozenset[Need]:
    """What a query may look at by the feed that is followed now; all of it until there is one."""
    from flux_tui.replica.query import Need

    unknown = set()
    if status.feed not in (FeedKind.SSE, None):
        unknown.add(Need.SOURCE)
    if status.feed is FeedKind.POLLING or status.mute:
        unknown.add(Need.RHYTHM)
    return frozenset(Need) - unknown


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


class Filtering:
    """The query that decides what is shown, kept true as time goes on and marks come and go.

    Suspended, it shows everything and stays as it is.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._view = workspace.view
        self._cadence = workspace.learning.cadence
        self._context = ViewContext(workspace)
        self._query: Query | None = None
        self._suspects: Suspects | None = None
        self._asked_at = 0
        self._marked: frozenset[str] = frozenset()
        self._silent: frozenset[str] = frozenset()
        self.suspended = False

    @property
    def query(self) -> Query | None:
        """The query, whether it is suspended or not; None shows everything."""
        return self._query

    def unknown_terms(self, status: SessionStatus) -> str | None:
        """Which terms match nothing now, in one clause; None when all can be known.

        What was known before, by another feed, still matches until it changes.
        """
        if self._query is None or self.suspended:
            return None
        unsupported = self._query.unsupported(_known(status))
        terms = ", ".join(dict.fromkeys(term.term for term in unsupported))
        return f"{terms} cannot be known here and matches nothing new" if terms else None

    def ask(self, query: Query | None) -> None:
        """Show what a query matches from now on; another one is never suspended."""
        from flux_tui.replica.view.passing_time import suspects_of

        self._query, self.suspended = query, False
        self._suspects = None if query is None else suspects_of(query)
        self._apply()

    def suspend(self, suspended: bool) -> None:
        """Show everything for a while, or again what the query matches."""
        self.suspended = suspended
        self._apply()

    @property
    def shown(self) -> Query | None:
        """The query that decides now what is shown; None while everything is."""
        query = self._query
        return None if query is None or self.suspended or query.is_everything else query

    @property
    def text(self) -> str:
        """The query as it was typed, suspended or not; empty while everything is shown."""
        return "" if self._query is None else self._query.text

    @property
    def counts(self) -> Counts:
        """What the query does, in numbers."""
        shown, total = self._view.shown, self._view.total
        return Counts(shown, total - shown, is_off=self.suspended)

    def matches(self, query: Query) -> Callable[[EntityRecord], bool]:
        """What tells whether an entity matches a query, as things are when it is asked."""
        return query.within(self._context)

    def update(self) -> ViewChange:
        """Bring the View up to date with the World."""
        self._context.look_at_clock()
        return self._view.update()

    def pass_time(self) -> ViewChange | None:
        """Ask anew of whatever time alone may have changed; None where it changed nothing."""
        if self._view.picture.paused:
            return None
        self._context.look_at_clock()
        ids = self._view.drifting()
        if self._suspects is not None and not self.suspended:
            before, self._asked_at = self._asked_at, self._context.now
            records = self._view.picture.entities.values()
            ids += self._suspects.between(records, before, self._asked_at)
            ids += self._turned_silent()
        return self._view.reconsider(ids) if ids else None

    def _turned_silent(self) -> frozenset[str]:
        """Who fell silent or no longer is, since last asked: exactly these, however many there are.

        A report that ends a silence is a change that the View follows anyway.
        """
        if self._query is None or "rhythm" not in self._query.needs:
            return frozenset()
        before, self._silent = self._silent, frozenset(self._cadence.silent)
        return before ^ self._silent

    def marks_changed(self) -> ViewChange | None:
        """Ask anew of whatever was marked or no longer is; None where the query asks no marks."""
        if self._query is None or self.suspended or "marks" not in self._query.needs:
            return None
        before, self._marked = self._marked, frozenset(self._view.marks)
        return self._view.reconsider(before ^ self._marked)

    def _apply(self) -> None:
        self._context.look_at_clock()
        self._asked_at = self._context.now
        self._marked = frozenset(self._view.marks)
        self._silent = frozenset(self._cadence.silent)
        query = self.shown
        if query is None:
            self._view.show(None)
        else:
            self._view.show(Filter(query.within(self._context), _needle(query)))


def _needle(query: Query) -> str | None:
    """The text, casefolded, of a query that only asks for ids that hold it."""
    from flux_tui.replica.query.syntax import IdHolds

    expression = query.expression
    return expression.text.casefold() if isinstance(expression, IdHolds) else None
