"""One event, whole, as JSON."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from flux_tui.model.event import Event
from flux_tui.model.printable import printable
from flux_tui.protocol.events import write_event
from flux_tui.tui.json_view.json_view import JsonView
from flux_tui.tui.json_view.lines import written
from flux_tui.tui.json_view.searchable import SearchableJson
from flux_tui.tui.keys.naming import keys_of


class PastEventScreen(ModalScreen[None]):
    """Shows an event as the server gave it; nothing in it can drive the terminal."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss", "Close", id="event.close"),
        Binding("y", "copy", "Copy", id="event.copy", tooltip="Copy the event as JSON"),
    ]

    def __init__(self, event: Event) -> None:
        super().__init__()
        self._event = event
        self._view = JsonView(write_event(event), id="event-json")

    def compose(self) -> ComposeResult:
        """Its JSON, under its id."""
        with Vertical(id="event-box") as box:
            identity = printable(self._event.event_id or "without an id", limit=80)
            box.border_title = Content(f"event {identity}")
            box.border_subtitle = Content(
                keys_of(self).say("{event.copy} copies, {event.close} closes")
            )
            yield SearchableJson(self._view)

    async def action_copy(self) -> None:
        """Copy the JSON that is shown; its unsafe characters are escapes there, too."""
        from flux_tui.tui.copying import clipboard

        taken = await clipboard.copy(self.app, written(write_event(self._event)))
        said = f"copied the event to {' and '.join(taken)}"
        self.app.notify(said if taken else "no clipboard takes so much", markup=False)
