"""What the detail shows while rows come and go: it follows the list, but not while it is read."""

from __future__ import annotations

from flux_tui.model.json import Path
from flux_tui.tui.acting.place import Place
from flux_tui.tui.detail.detail import Detail
from flux_tui.tui.workspace import Workspace


class Following:
    """The detail shows the list's focus. What somebody has opened stays until it is left.

    A row that moves, is filtered out, or is deleted leaves its entity to who reads about it; only
    when the keys are elsewhere again does the detail go on to where the focus is by then.
    """

    def __init__(self, workspace: Workspace, detail: Detail) -> None:
        self._view = workspace.view
        self._session = workspace.session
        self._detail = detail
        self._is_held = False
        self._has_missed = False

    @property
    def shown(self) -> str | None:
        """The entity that the detail shows."""
        return self._detail.entity_id

    @property
    def place(self) -> Place | None:
        """Where in it the cursor is; None while the keys are elsewhere."""
        return self._detail.place

    def follow(self) -> None:
        """Show what has the focus, unless something is held; a group's header shows nothing new."""
        focus = self._view.focus
        if focus is not None and focus.entity is None:
            return
        entity_id = None if focus is None else focus.entity
        if self._is_held:
            self._has_missed = entity_id != self._detail.entity_id
        else:
            self.show(entity_id)

    def show(self, entity_id: str | None) -> None:
        """Show an entity, which the audit looks at first from now on."""
        self._session.focus = entity_id
        self._detail.show(entity_id)

    def point_at(self, path: Path) -> None:
        """Have the cursor on a property of what is shown."""
        self._detail.point_at(path)

    def hold(self) -> None:
        """Stay on what has the focus now: somebody reads it."""
        if not self._is_held:
            self.follow()
            self._view.stay()
        self._is_held = True

    def let_go(self) -> None:
        """Nobody reads any more."""
        self._is_held = False
        if self._has_missed:
            self._has_missed = False
            self.follow()
