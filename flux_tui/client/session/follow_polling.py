"""Following a server by asking for its whole state again and again, where nothing else works."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flux_tui.client.session.context import Context
from flux_tui.client.session.loading import load_snapshot
from flux_tui.client.snapshot import SnapshotHead, take_newer_snapshot
from flux_tui.client.status import Phase
from flux_tui.model.entity import Entity
from flux_tui.replica.scope import Take

THRIFT = 20.0
"""So many times as long as a poll took is waited for the next, to ``longest_rest``."""


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
            await asyncio.sleep(max(context.settings.poll, context.settings.rest(THRIFT, took)))

    async def _poll(self) -> None:
        with self._expecting() as heard:

            async def newer(take: Take) -> SnapshotHead | None:
                def hear(entities: list[Entity]) -> None:
                    heard()
                    take(entities)

                return await take_newer_snapshot(
                    self._context.client, hear, self._etag, params=self._context.scope.params
                )

            head = await load_snapshot(self._context, newer)
        if head is None:
            return
        self._etag = head.etag
        if head.date is not None:
            self._context.server_clock.hear(head.date)

    @contextmanager
    def _expecting(self) -> Iterator[Callable[[], None]]:
        """Say that the server is silent once nothing was ``heard`` of it for a while."""
        context, loop = self._context, asyncio.get_running_loop()

        def suspect() -> None:
            if context.board.status.phase is Phase.LIVE:
                context.board.enter(Phase.STALE, problem=f"{context.client.url} has fallen silent")

        timer = loop.call_later(context.settings.silence, suspect)

        def heard() -> None:
            nonlocal timer
            timer.cancel()
            timer = loop.call_later(context.settings.silence, suspect)

        try:
            yield heard
        finally:
            timer.cancel()
