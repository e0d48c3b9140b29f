"""What every tab of the detail can do."""

from __future__ import annotations

from textual.containers import Vertical
from textual.widget import Widget

from flux_tui.model.event import Event
from flux_tui.model.json import Path
from flux_tui.tui.acting.place import Setting


class DetailPane(Vertical):
    """One way to look at an entity. Only the chosen tab's pane is shown and kept up to date."""

    @property
    def focus_target(self) -> Widget:
        """Who gets the keys when the tab does."""
        raise NotImplementedError

    @property
    def path(self) -> Path:
        """Where in the entity the cursor is; empty where it is on nothing in it."""
        return ()

    @property
    def event(self) -> Event | None:
        """The event that the cursor is on, in a tab of events."""
        return None

    @property
    def setting(self) -> Setting | None:
        """What that event did to the property that the cursor is on."""
        return None

    def show(self, entity_id: str | None) -> None:
        """Show an entity; None shows nothing. Called again when the tab is chosen again."""
        raise NotImplementedError

    def update_changed(self) -> bool:
        """Follow what the world did to the entity; whether it did anything."""
        raise NotImplementedError

    def refresh_times(self) -> None:
        """Bring up to date what changes by time alone."""

    def leave(self) -> None:
        """Another tab was chosen: end what goes on for this one."""
