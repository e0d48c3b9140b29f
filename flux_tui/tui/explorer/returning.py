"""What is done by itself once a server that was lost is back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.app import App

from flux_tui.client import Phase, SessionStatus
from flux_tui.tui.workspace import Workspace

if TYPE_CHECKING:
    from flux_tui.tui.composer.delivering.delivery import Delivery


class Returning:
    """Has it found out then whether arrived what was sent while the server went away."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._was_lost = False

    def take(self, status: SessionStatus, app: App[Any]) -> None:
        """Follow the session; only who has sent something in this run may be in doubt."""
        if status.phase is Phase.OFFLINE:
            self._was_lost = True
        elif status.phase is Phase.LIVE and self._was_lost:
            self._was_lost = False
            if self._workspace.desk.sent is not None:
                app.run_worker(self._settle(app), name="doubts", group="doubts", exclusive=True)

    async def _settle(self, app: App[Any]) -> None:
        from flux_tui.tui.ledger.looking_after import settle_doubts

        for delivery in tuple(self._workspace.desk.deliveries):
            await _until_settled(delivery)
        await settle_doubts(app, self._workspace)


async def _until_settled(delivery: Delivery) -> None:
    """Wait for what is still on its way: it finds out by itself, as long as it can."""
    settled = asyncio.Event()
    end = delivery.observe(lambda: settled.set() if delivery.is_settled else None)
    try:
        if not delivery.is_settled:
            await settled.wait()
    finally:
        end()
