"""The query that decides what is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from flux_tui.client import FeedKind, SessionStatus
from flux_tui.replica.grouping import Grouping
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.view import Answering, Filter, ViewChange
from flux_tui.tui.explorer.doubting import Doubting
from flux_tui.tui.explorer.misnaming import Misnaming
from flux_tui.tui.explorer.view_context import ViewContext
from flux_tui.tui.filter_bar.counts import Counts
from flux_tui.tui.slices import AT_ONCE, Slices
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


class _Look(NamedTuple):
    """A look at all entities, from when it began: what changed since is asked anew."""

    query: Query | None
    suspended: bool
    done: Callable[[], None]
    now: int
    marked: frozenset[str]
    silent: frozenset[str]
    grouping: Grouping
    is_being_typed: bool


class Filtering:
    """The query that decides what is shown, kept true as time goes on and marks come and go.

    Suspended, it shows everything and stays as it is. A large world is asked in slices; until all
    have answered, what was shown before is shown, and kept true. So it is while a query is being
    typed that matches nothing yet.
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
        self._slices = Slices(lambda: workspace.session.rest)
        self._answering: Answering[bool] | None = None
        self._look: _Look | None = None
        self._doubting = Doubting(workspace.view, lambda: workspace.session.rest)
        self._misnaming = Misnaming(workspace.view, lambda: workspace.session.rest)
        self._finds_nothing_yet = False
        self.suspended = False

    def close(self) -> None:
        """Ask nobody any more."""
        self._slices.stop()
        self._doubting.close()
        self._misnaming.close()

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

    def ask(
        self,
        query: Query | None,
        done: Callable[[], None] = lambda: None,
        *,
        is_being_typed: bool = False,
    ) -> None:
        """Show what a query matches, and call ``done`` then; another one is never suspended.

        One that is being typed is shown only if it matches something; the same once more, no
        longer being typed, is shown whatever it matches.
        """
        if not is_being_typed and self._is_asked(query):
            return
        self._begin(query, False, done, is_being_typed=is_being_typed)

    def _is_asked(self, query: Query | None) -> bool:
        """Whether it is shown, or will be as soon as all have answered."""
        if self._look is not None and self._look.query is query:
            self._look = self._look._replace(is_being_typed=False)
            return True
        is_on = self._look is None and not self._finds_nothing_yet and not self.suspended
        return query is not None and query is self._query and is_on

    def suspend(self, suspended: bool, done: Callable[[], None] = lambda: None) -> None:
        """Show everything for a while, or again what the query matches."""
        query = self._query if self._look is None else self._look.query
        self._begin(query, suspended, done)

    def once_shown(self, do: Callable[[], None]) -> None:
        """Do something with what is shown once that is what was asked for last: at once, where all
        have answered; never, where something else is asked for before they have."""
        look = self._look
        if look is None:
            do()
            return

        def done() -> None:
            look.done()
            do()

        self._look = look._replace(done=done)

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
    def hint(self) -> str:
        """Why it may show nothing, in one printable sentence; empty where nothing is to be said."""
        return self._misnaming.hint

    @property
    def counts(self) -> Counts:
        """What the query does, in numbers."""
        shown, total, unknown = self._view.shown, self._view.total, self._doubting.unknown
        hidden = max(0, total - shown - unknown)
        looking = None if self._answering is None else self._answering.percent
        if self._finds_nothing_yet:
            return Counts(shown, hidden, unknown, finds_nothing_yet=True)
        return Counts(shown, hidden, unknown, is_off=self.suspended, looking=looking)

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

    def _begin(
        self,
        query: Query | None,
        suspended: bool,
        done: Callable[[], None],
        *,
        is_being_typed: bool = False,
    ) -> None:
        """Ask all: at once where that is quick, else in slices."""
        self._slices.stop()
        self._finds_nothing_yet = False
        self._context.look_at_clock()
        view = self._view
        marked, silent = frozenset(view.marks), frozenset(self._cadence.silent)
        look = _Look(
            query, suspended, done, self._context.now, marked, silent, view.grouping, is_being_typed
        )
        wanted = None
        if query is not None and not suspended and not query.is_everything:
            matches = query.within(self._context)
            wanted = Filter(matches, _needle(query), reads_groups=query.reads_groups)
        if wanted is None or wanted.needle is not None:
            self._show(look, wanted)
            return
        self._look, self._answering = look, view.ask(wanted.matches)
        finish = partial(self._finish, wanted, self._answering)
        self._slices.start(self._answering.steps(), finish, at_once=AT_ONCE)

    def _finish(self, wanted: Filter, answering: Answering[bool]) -> None:
        """All have answered: show it, unless the world has been grouped otherwise meanwhile."""
        look = self._look
        if look is None:
            return
        if look.grouping != self._view.grouping:
            typed = look.is_being_typed
            self._begin(look.query, look.suspended, look.done, is_being_typed=typed)
            return
        answering.forget(look.marked ^ frozenset(self._view.marks))
        self._show(look, wanted._replace(known=answering.answers))

    def _show(self, look: _Look, wanted: Filter | None) -> None:
        from flux_tui.replica.view.passing_time import suspects_of

        self._context.look_at_clock()
        self._look = self._answering = None
        if look.is_being_typed and wanted is not None and not self._view.finds(wanted):
            self._finds_nothing_yet = True
            return
        self._query, self.suspended = look.query, look.suspended
        self._suspects = None if look.query is None else suspects_of(look.query)
        self._asked_at, self._silent = look.now, look.silent
        self._marked = frozenset(self._view.marks)
        self._view.show(wanted)
        self._doubting.ask(self.shown, self._context)
        self._misnaming.ask(self.shown)
        look.done()


def _needle(query: Query) -> str | None:
    """The text, casefolded, of a query that only asks for ids that hold it."""
    from flux_tui.replica.query.syntax import IdHolds

    expression = query.expression
    return expression.text.casefold() if isinstance(expression, IdHolds) else None
