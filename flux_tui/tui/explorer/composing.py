"""The composer of one explorer, imported when it is first wanted: the list comes before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from flux_tui.model.change import StateChange
from flux_tui.tui.workspace import Workspace

if TYPE_CHECKING:
    from flux_tui.tui.composer.composer import Composer


class Composing:
    """Opens the composer's screens; its drafts last as long as the explorer."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._kept: Composer | None = None

    def event(self, app: App[None]) -> None:
        """A new event."""
        from flux_tui.tui.composer.opening import open_event

        open_event(app, self._composer())

    def batch(self, app: App[None]) -> None:
        """A batch of events."""
        from flux_tui.tui.composer.opening import open_batch

        open_batch(app, self._composer())

    def edit(self, app: App[None], entity_id: str | None) -> None:
        """An event from an entity as it is."""
        from flux_tui.tui.composer.opening import open_edit

        open_edit(app, self._composer(), entity_id)

    def repeat(self, app: App[None], change: StateChange) -> None:
        """A new event that does what a change has done."""
        from flux_tui.tui.composer.opening import open_change

        open_change(app, self._composer(), change)

    def _composer(self) -> Composer:
        from flux_tui.tui.composer.composer import Composer

        if self._kept is None:
            self._kept = Composer(self._workspace)
        return self._kept
