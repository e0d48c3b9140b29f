"""What stands above and below a history: the columns' titles, and what narrows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.widget import Widget

from flux_tui.tui.exact_input import ExactInput


class HistoryHeader(Widget):
    """The titles of the columns; ``titles`` says them for a width."""

    def __init__(self, titles: Callable[[int], str]) -> None:
        super().__init__()
        self._titles = titles

    def render(self) -> RenderResult:
        """One line."""
        return Text(self._titles(self.size.width), no_wrap=True)


class HistoryFilter(ExactInput):
    """Narrows the history while it is typed: of the entity that it is typed for, and of no other.

    Whoever comes back to that entity finds it narrowed again.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", "Clear", id="history-filter.clear"),
        Binding("enter,down", "leave", "To the history", show=False, id="history-filter.leave"),
    ]

    def __init__(self, leave: Callable[[], None]) -> None:
        super().__init__(placeholder="part of a property or a source; @part of a source alone")
        self._leave = leave
        self._entity_id: str | None = None
        self._texts: dict[str | None, str] = {}
        self.display = False

    def belong_to(self, entity_id: str | None) -> str:
        """Another entity's history is shown: what narrows that."""
        self._texts.pop(self._entity_id, None)
        if self.value.strip():
            self._texts[self._entity_id] = self.value
        self._entity_id = entity_id
        self.value = self._texts.get(entity_id, "")
        self.display = bool(self.value)
        return self.value

    def action_clear(self) -> None:
        """Show everything again."""
        self.value = ""
        self.action_leave()

    def action_leave(self) -> None:
        """Back to the list; an empty line goes away."""
        self.display = bool(self.value)
        self._leave()
