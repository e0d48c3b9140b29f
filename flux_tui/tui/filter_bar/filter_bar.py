"""The filter bar: the query language as you type, never active unseen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from flux_tui.tui.filter_bar.counts import Counts, CountsLabel
from flux_tui.tui.filter_bar.field import FilterField
from flux_tui.tui.filter_bar.filter_history import FILTERS, FilterHistory
from flux_tui.tui.filter_bar.problem_line import ProblemLine
from flux_tui.tui.remembered.remembered import Remembered

if TYPE_CHECKING:
    from flux_tui.replica.query import Query


class FilterBar(Vertical):
    """One line of the query language, and what is wrong with it. Posts ``Filtered`` while typed."""

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
        super().__init__(id=f"{id}-bar")
        self._field = FilterField(
            placeholder="part of an id, temp>=30, status=error, @age<1m …", id=id
        )
        self._counts = CountsLabel()
        self._problem = ProblemLine()
        self._leave = leave
        self._remembered = remembered
        self._history = FilterHistory(remembered.get(FILTERS))
        self.display = False

    def compose(self) -> ComposeResult:
        """The text, what it does in numbers, and what is wrong with it."""
        with Horizontal(classes="line"):
            yield self._field
            yield self._counts
        yield self._problem

    @property
    def value(self) -> str:
        """The text, as it is typed."""
        return self._field.value

    def open(self) -> None:
        """Show the bar and take the keys."""
        self.display = True
        self.screen.set_focus(self._field)

    def set(self, text: str) -> None:
        """Filter by a text given from elsewhere."""
        self._recall(text)
        self.display = bool(text)

    def tell(self, counts: Counts) -> None:
        """Show what the filter does."""
        if self.display:
            self._counts.tell(counts.text(self.size.width) if self.value.strip() else "")

    def action_clear_or_leave(self) -> None:
        """First clear the filter, then leave."""
        if self.value:
            self._keep()
            self._field.value = ""
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
        if self._field.error is None:
            self._history.use(self.value)
            self._remembered.put(FILTERS, self._history.used)

    def _recall(self, text: str | None) -> None:
        if text is not None:
            self._field.value = text
            self._field.cursor_position = len(text)

    @on(Input.Changed)
    def _on_typed(self, event: Input.Changed) -> None:
        from flux_tui.replica.query import parse

        event.stop()
        error, text = self._field.error, event.value.strip()
        self.set_class(error is not None, "-invalid")
        self._problem.show(error, 0 if error is None else self._field.cell_of(error.column))
        if error is not None:
            self.post_message(self.Filtered(None, str(error)))
        else:
            self.post_message(self.Filtered(parse(text) if text else None, None))
