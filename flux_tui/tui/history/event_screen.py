"""One event, whole, as JSON."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from flux_tui.model.event import Event
from flux_tui.model.printable import printable
from flux_tui.protocol.events import write_event
from flux_tui.tui.acting.place import Setting
from flux_tui.tui.json_view.json_view import JsonView
from flux_tui.tui.json_view.searchable import SearchableJson
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.sparing_screen import SparingModal
from flux_tui.tui.workspace import Workspace


class PastEventScreen(SparingModal[None]):
    """Shows an event as the server gave it; nothing in it can drive the terminal."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss", "Close", id="event.close"),
        Binding("y", "copy", "Copy", id="event.copy", tooltip="Copy the event, or a command"),
        Binding("question_mark", "app.help", "Help", id="app.help"),
    ]

    def __init__(self, workspace: Workspace, event: Event, setting: Setting | None = None) -> None:
        """``setting`` is what of it was looked at when it was opened."""
        super().__init__()
        self._workspace = workspace
        self._event = event
        self._setting = setting
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

    def action_copy(self) -> None:
        """Ask in what form to copy it."""
        from flux_tui.tui.copying.copying import Copying

        Copying(self.app, self._workspace).ask_of_event(self._event, self._setting)
