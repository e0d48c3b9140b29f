"""Following a server by asking for its whole state again and again, where nothing else works."""

from __future__ import annotations

import asyncio

from flux_tui.client.session.context import Context
from flux_tui.client.snapshot import SnapshotHead, take_newer_snapshot
from flux_tui.client.status import Phase
from flux_tui.client.turns import Turns
from flux_tui.model.entity import Entity
from flux_tui.replica.audit import Loading

SLICE = 0.004
"""Seconds of forgetting entities between two turns of the loop."""

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
        loading = Loading(context.world)

        def take(entities: list[Entity]) -> None:
            loading.take(entities)
            context.board.load(len(loading.stamps))

        head: SnapshotHead | None = await take_newer_snapshot(context.client, take, self._etag)
        if head is None:
            return
        self._etag = head.etag
        if head.date is not None:
            context.server_clock.hear(head.date)
        turns = Turns(SLICE)
        for entity_id in loading.missing:
            context.world.forget(entity_id)
            await turns.give()
