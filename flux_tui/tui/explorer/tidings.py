"""What happens to a session once and is to be heard once, wherever a person looks."""

from __future__ import annotations

from typing import Any

from textual.app import App

from flux_tui.client import SessionStatus
from flux_tui.model.inline import clock_text
from flux_tui.model.printable import printable
from flux_tui.tui.workspace import Workspace


class Tidings:
    """Says that another world answers now, and that audits have found the first differences."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._replaced = workspace.session.status.replaced
        self._healed = workspace.session.status.healed

    def take(self, status: SessionStatus, app: App[Any]) -> None:
        """Say what is new in a status."""
        if status.replaced is not None and status.replaced != self._replaced:
            since = clock_text(status.replaced, utc=self._workspace.options.utc)[:-2]
            where = printable(self._workspace.client.url, limit=200)
            app.notify(
                f"since {since} another world answers at {where}: what is shown is that one, and "
                "what was known of the one before is gone",
                severity="warning",
                markup=False,
            )
        if status.healed and not self._healed:
            found = f"{status.healed:,} {'difference' if status.healed == 1 else 'differences'}"
            app.notify(
                f"an audit found {found} from the server's state and healed them: the feed had "
                "lost changes; the status bar counts on",
                severity="warning",
                markup=False,
            )
        self._replaced, self._healed = status.replaced, status.healed
