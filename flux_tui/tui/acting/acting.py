"""The actions on entities, each imported when it is first wanted."""

from __future__ import annotations

from textual.app import App

from flux_tui.model.json import Path
from flux_tui.tui.workspace import Workspace


class Acting:
    """The actions of one explorer; keeps what lasts from one to the next."""

    def __init__(self, app: App[None], workspace: Workspace) -> None:
        self._app = app
        self._workspace = workspace

    def act(self, what: str, place: tuple[str, Path] | None) -> None:
        """Do ``what`` is named; ``place`` is where the cursor is, if it is in a detail."""
        if what == "copy":
            from flux_tui.tui.copying.copying import Copying

            Copying(self._app, self._workspace).ask(place)
