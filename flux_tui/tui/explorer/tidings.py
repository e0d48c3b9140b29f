"""What happens to a session once and is to be heard once, wherever a person looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App

from flux_tui.client import SessionStatus
from flux_tui.model.inline import clock_text
from flux_tui.model.printable import printable
from flux_tui.tui.explorer.returning import Returning
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.workspace import Workspace

READING = 15.0
"""Seconds that stands there what changes all there is."""


class Tidings:
    """Says that another world answers, or nobody is left, and what audits find wrong at first."""

    def __init__(self, workspace: Workspace, forget: Callable[[], None]) -> None:
        """``forget`` is called when what was told so far was of another world."""
        self._forget = forget
        self._workspace = workspace
        self._last = workspace.session.status
        self._returning = Returning(workspace)

    def take(self, status: SessionStatus, app: App[Any]) -> None:
        """Say what is new in a status, and do what waited for it."""
        before, self._last = self._last, status
        self._returning.take(status, app)
        where = printable(self._workspace.client.url, limit=200)
        if status.replaced is not None and status.replaced != before.replaced:
            self._forget()
            since = clock_text(status.replaced, utc=self._workspace.options.utc)[:-2]
            app.notify(
                f"since {since} another world answers at {where}: what is shown is that one, and "
                "what was known of the one before is gone",
                severity="warning",
                timeout=READING,
                markup=False,
            )
        if status.vanished is not None and before.vanished is None:
            app.notify(
                f"{where} has none of the entities that were here, and no others: it may have to "
                "read its log yet, or another world answers there, an empty one",
                severity="warning",
                timeout=READING,
                markup=False,
            )
        if status.healed and not before.healed:
            found = f"{status.healed:,} {'difference' if status.healed == 1 else 'differences'}"
            app.notify(
                f"an audit found {found} from the server's state and healed them: the feed had "
                f"lost changes; {keys_of(app)('explorer.world')} keeps count",
                severity="warning",
                markup=False,
            )
