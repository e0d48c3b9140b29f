"""Following a server by asking for its whole state again and again, where nothing else works."""

from __future__ import annotations

import asyncio

from flux_tui.client.session.context import Context
from flux_tui.client.session.loading import Take, load_snapshot
from flux_tui.client.snapshot import SnapshotHead, take_newer_snapshot
from flux_tui.client.status import Phase

THRIFT = 20.0
"""So many times as long as a poll took is waited for the next."""


class FollowPolling:
    """Snapshots every few seconds; what is equal keeps its age."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._etag: str | None = None

    async def follow(self, seconds: float | None) -> None:
        """Poll until a poll fails, which raises, or until it is time to look for a better feed."""
        context = self._context
        began = context.clock.monotonic()
        context.begin_loading()
        while seconds is None or context.clock.monotonic() - began < seconds:
            asked_at, asked = context.clock.now(), context.clock.monotonic()
            await self._poll()
            context.board.enter(Phase.LIVE)
            context.board.verify(asked_at)
            took = context.clock.monotonic() - asked
            await asyncio.sleep(max(context.settings.poll, THRIFT * took))

    async def _poll(self) -> None:
        context = self._context

        async def newer(take: Take) -> SnapshotHead | None:
            return await take_newer_snapshot(context.client, take, self._etag)

        head = await load_snapshot(context, newer)
        if head is None:
            return
        self._etag = head.etag
        if head.date is not None:
            context.server_clock.hear(head.date)
