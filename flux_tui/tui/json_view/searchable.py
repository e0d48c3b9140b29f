"""A text with a search: / asks, n and N go on, and how many there are is said."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from flux_tui.tui.exact_input import ExactInput
from flux_tui.tui.json_view.json_view import JsonView
from flux_tui.tui.json_view.occurrences import MOST


class SearchField(ExactInput):
    """What is looked for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave(True)", "End the search", id="search.end"),
        Binding("enter,down", "leave(False)", "To the text", id="search.leave"),
    ]

    def action_leave(self, end: bool) -> None:
        """Back to the text, with or without what was looked for."""
        if end:
            self.value = ""
        self.post_message(Input.Submitted(self, self.value))


class SearchableJson(Vertical):
    """A JSON view and, while somebody searches, a line beneath it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", id="search.open", tooltip="Search in the text"),
        Binding("n", "go_on(1)", "Next", id="search.next", tooltip="The next place"),
        Binding("N", "go_on(-1)", "Before", show=False, id="search.previous"),
    ]

    def __init__(self, view: JsonView) -> None:
        super().__init__()
        self.view = view
        self._field = SearchField(placeholder="search")
        self._count = Static("", classes="count")
        self._line = Horizontal(self._field, self._count, classes="search")
        self._line.display = False

    def compose(self) -> ComposeResult:
        """The text, and the search under it."""
        yield self.view
        yield self._line

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is a next place where there is a search."""
        return action != "go_on" or bool(self._field.value)

    def action_search(self) -> None:
        """Ask for something, or for something else."""
        self._line.display = True
        self.screen.set_focus(self._field)

    def action_go_on(self, by: int) -> None:
        """To the next place, or the one before, round and round."""
        self.view.go_on(by)
        self._say()

    def follow(self) -> None:
        """The text is another now."""
        if self._field.value:
            self.view.find(self._field.value)
            self._say()

    @on(Input.Changed)
    def _on_typed(self, event: Input.Changed) -> None:
        event.stop()
        self.view.find(event.value)
        self.view.go_on(0)
        self._say()

    @on(Input.Submitted)
    def _on_left(self, event: Input.Submitted) -> None:
        event.stop()
        self._line.display = bool(self._field.value)
        self.screen.set_focus(self.view)
        self.refresh_bindings()

    def _say(self) -> None:
        count = self.view.found
        more = "+" if count == MOST else ""
        number = f"{self.view.current + 1:,} of {count:,}{more}" if count else "nothing found"
        self._count.update(Content(number if self._field.value else ""))
