"""Following a server by WebSocket: subscribe, take the snapshot, reconcile, and never believe."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from functools import partial

from flux_tui.client.feeds.feed import BATCH, Unread
from flux_tui.client.feeds.websocket import WebSocketFeed, WebSocketItem, open_websocket
from flux_tui.client.session.asking import ask_for_all
from flux_tui.client.session.auditor import Auditor
from flux_tui.client.session.context import Context
from flux_tui.client.session.gate import Gate
from flux_tui.client.session.loading import identify, take_all
from flux_tui.client.session.pulse import Pulse
from flux_tui.client.session.together import run_together
from flux_tui.client.status import Phase
from flux_tui.client.turns import Turns
from flux_tui.errors import Unreachable
from flux_tui.model.change import Metrics, StateChange
from flux_tui.replica.reconcile import Reconciler

MANY = 20
"""Doubtful entities above which one snapshot is cheaper than asking for each."""


class FollowWebSocket:
    """One connection. Frames wait while a snapshot arrives, then the Reconciler judges them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._pulse = Pulse(context.clock, context.server_clock)
        self._reconciler = Reconciler(context.world)
        self._auditor = Auditor(context, self._pulse, lossy=True)
        self._gate = Gate(context, self._reconciler.apply_all)
        self._waiting: list[StateChange] | None = []
        self._applying = asyncio.Lock()

    async def follow(self) -> None:
        """Keep the World equal to the server's until the connection is lost, which raises."""
        settings = self._context.settings
        async with open_websocket(self._context.client, settings.keepalive) as feed:
            await run_together(self._read(feed), self._keep_true(), self._gate.welcome())

    async def _read(self, feed: WebSocketFeed) -> None:
        turns = Turns(courtesy=self._context.courtesy)
        async with aclosing(feed.batches(turns)) as batches:
            async for batch in batches:
                async with self._applying:
                    for item in batch:
                        self._take(item)

    def _take(self, item: WebSocketItem) -> None:
        match item:
            case list():
                self._pulse.take(len(item), item[-1].at)
                self._auditor.spoke()
                if self._waiting is None:
                    self._gate.take(item)
                else:
                    self._wait(item, self._waiting)
            case Metrics():
                self._measure(item)
            case Unread():
                self._pulse.unread = item.reason

    def _wait(self, changes: list[StateChange], waiting: list[StateChange]) -> None:
        waiting.extend(changes)
        if len(waiting) > self._context.settings.longest_buffer:
            url = self._context.client.url
            raise Unreachable(f"{url} sends changes faster than its own snapshot arrives")

    def _measure(self, metrics: Metrics) -> None:
        self._context.board.measure(metrics)
        if self._waiting is None:
            self._reconciler.hear(metrics)
            self._pulse.measure(metrics, self._context.total)
            self._auditor.measure()

    async def _keep_true(self) -> None:
        asked_at = self._context.clock.now()
        doubtful = await self._load()
        self._auditor.begin()
        if doubtful:
            await self._auditor.look_again(None if len(doubtful) > MANY else doubtful)
        self._context.meet()
        self._context.board.enter(Phase.LIVE)
        self._context.board.verify(asked_at)
        await self._auditor.run()

    async def _load(self) -> list[str]:
        """Take the snapshot and what came meanwhile; the answer is what it left in doubt.

        What it lacks, a server that is still reading its log may only not have reached yet; what
        it lacks and an old frame made may be gone. Both are looked at once more.
        """
        context = self._context
        context.begin_loading()
        stamps: dict[str, int] = {}
        loading = context.begin(stamps)
        head = await take_all(context, loading, partial(ask_for_all, context))
        identify(context, head, loading)
        self._reconciler.loaded(stamps)
        await self._replay()
        missing = [entity_id for entity_id in loading.missing if entity_id in context.world]
        return [*missing, *self._reconciler.unconfirmed]

    async def _replay(self) -> None:
        """Apply what waited; the feed is not read meanwhile."""
        turns = Turns()
        async with self._applying:
            waiting, self._waiting = self._waiting or [], None
            for start in range(0, len(waiting), BATCH):
                self._gate.take(waiting[start : start + BATCH])
                await turns.give()
