"""The world that is open: its workspace, and the task that follows it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.app import App
from textual.worker import Worker, WorkerError

from flux_tui.model.printable import printable
from flux_tui.tui.badge import color_of
from flux_tui.tui.workspace import Workspace

if TYPE_CHECKING:
    from flux_tui.client.first_look import FirstLook


class OpenWorld:
    """Followed from ``begin`` until ``close``, which leaves nothing running."""

    def __init__(self, workspace: Workspace, first_look: FirstLook | None = None) -> None:
        """What ``first_look`` brings is shown first, and what a feed needs loaded only then."""
        self.workspace = workspace
        self._first_look = first_look
        self._following: Worker[None] | None = None

    def begin(self, app: App[None]) -> None:
        """Follow the world from now on."""
        color = self.workspace.options.color
        if color and color_of(color) is None:
            words = f"the profile's color {printable(color, limit=40)} is none: give #rrggbb"
            app.notify(words, severity="warning", markup=False)
        self._following = app.run_worker(
            self._follow(app), name="session", group="session", exit_on_error=True
        )

    async def close(self) -> None:
        """End the session and its connections."""
        following, self._following = self._following, None
        if following is not None and not following.is_finished:
            following.cancel()
            with suppress(WorkerError):
                await following.wait()
        if self.workspace.desk.sent is not None:
            self.workspace.desk.sent.close()
        await self.workspace.client.aclose()

    async def _follow(self, app: App[None]) -> None:
        session = self.workspace.session
        if self._first_look is not None:
            await session.take(self._first_look)
            painted = asyncio.Event()
            app.screen.call_after_refresh(painted.set)
            await painted.wait()
        await session.run()
