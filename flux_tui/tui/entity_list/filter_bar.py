"""The filter bar: the query language as you type, never active unseen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from flux_tui.tui.entity_list.filter_history import FILTERS, FilterHistory
from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.remembered.remembered import Remembered

if TYPE_CHECKING:
    from flux_tui.replica.query import Query


class FilterBar(ExactInput):
    """One line of the query language. Posts ``Filtered`` while it is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear_or_leave", "Clear filter", id="filter.clear"),
        Binding("enter", "leave", "To the list", show=False, id="filter.leave"),
        Binding("up", "older", "A filter used before", show=False, id="filter.older"),
        Binding("down", "newer", "A later one, or to the list", show=False, id="filter.newer"),
    ]

    class Filtered(Message):
        """The filter changed: None shows everything; ``problem`` says what is wrong with it."""

        def __init__(self, query: Query | None, problem: str | None) -> None:
            super().__init__()
            self.query = query
            self.problem = problem

    def __init__(
        self,
        leave: Callable[[], None],
        remembered: Remembered,
        id: str = "filter",  # noqa: A002 - as Textual calls it
    ) -> None:
        """``leave`` gives the keys back, at once: the next one is not for the filter."""
        super().__init__(
            id=id,
            placeholder="part of an id, temp>=30, status=error, @age<1m …",
        )
        self._leave = leave
        self._remembered = remembered
        self._history = FilterHistory(remembered.get(FILTERS))
        self.display = False

    def open(self) -> None:
        """Show the bar and take the keys."""
        self.display = True
        self.screen.set_focus(self)

    def set(self, text: str) -> None:
        """Filter by a text given from elsewhere."""
        self.value = text
        self.display = bool(text)

    def action_clear_or_leave(self) -> None:
        """First clear the filter, then leave."""
        if self.value:
            self._keep()
            self.value = ""
        self.action_leave()

    def action_leave(self) -> None:
        """Back to the list; an empty bar goes away."""
        self.display = bool(self.value)
        self._keep()
        self._leave()

    def action_older(self) -> None:
        """A filter that was used before."""
        self._recall(self._history.older(self.value))

    def action_newer(self) -> None:
        """From a filter used before towards what was typed; from there to the list."""
        newer = self._history.newer()
        if newer is None:
            self.action_leave()
        else:
            self._recall(newer)

    def _keep(self) -> None:
        """A filter that is one was used."""
        if not self.has_class("-invalid"):
            self._history.use(self.value)
            self._remembered.put(FILTERS, self._history.used)

    def _recall(self, text: str | None) -> None:
        if text is not None:
            self.value = text
            self.cursor_position = len(text)

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        from flux_tui.replica.query import QueryError, parse

        event.stop()
        text = event.value.strip()
        try:
            query = parse(text) if text else None
        except QueryError as error:
            self.add_class("-invalid")
            self.post_message(self.Filtered(None, str(error)))
            return
        self.remove_class("-invalid")
        self.post_message(self.Filtered(query, None))
