"""Following an engine by SSE: the snapshot at a sequence of the log, then the log after it."""

from __future__ import annotations

from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING

from flux_tui.client.feeds.feed import NotOffered, PositionLost, Unread
from flux_tui.client.session.asking import ask_for_all
from flux_tui.client.session.auditor import Auditor
from flux_tui.client.session.context import Context
from flux_tui.client.session.gate import Gate
from flux_tui.client.session.loading import load_snapshot
from flux_tui.client.session.place import Place
from flux_tui.client.session.pulse import Pulse
from flux_tui.client.session.together import run_together
from flux_tui.client.status import Phase
from flux_tui.client.turns import Turns, import_aside
from flux_tui.model.change import EventApplied, Metrics, StateChange
from flux_tui.replica.projection import project

if TYPE_CHECKING:
    from flux_tui.client.feeds.sse import SseFeed, SseItem


class FollowSse:
    """One connection, which begins at ``place`` and moves it on."""

    def __init__(self, context: Context, place: Place) -> None:
        self._context = context
        self._place = place
        self._pulse = Pulse(context.clock, context.server_clock)
        self._auditor = Auditor(context, self._pulse, lossy=False)
        self._gate = Gate(context, context.world.apply_all)

    async def follow(self) -> None:
        """Keep the World equal to the server's until the connection is lost, which raises.

        A place that the log no longer has is forgotten: the next attempt takes a new snapshot.
        """
        if not self._place.known:
            await self._load()
        await import_aside("flux_tui.client.feeds.sse")
        from flux_tui.client.feeds.sse import open_sse

        place, settings = self._place, self._context.settings
        try:
            async with open_sse(
                self._context.client,
                place.sequence,
                place.log,
                settings.stream_silence,
                params=self._context.scope.params,
            ) as feed:
                self._context.board.enter(Phase.LIVE)
                self._auditor.begin()
                await run_together(self._read(feed), self._auditor.run(), self._gate.welcome())
        except PositionLost:
            place.lose()
            self._context.server_clock.forget()
            raise

    async def _read(self, feed: SseFeed) -> None:
        turns = Turns(courtesy=self._context.courtesy)
        async with aclosing(feed.batches(turns)) as batches:
            async for batch in batches:
                for item in batch:
                    self._take(item)
                self._place.sequence = feed.position

    def _take(self, item: SseItem) -> None:
        match item:
            case list():
                self._apply(item)
            case Metrics():
                self._context.board.measure(item)
                self._pulse.measure(item, self._context.total)
                self._auditor.measure()
            case Unread():
                self._pulse.unread = item.reason

    def _apply(self, entries: list[EventApplied]) -> None:
        last = self._place.sequence
        changes: list[StateChange] = []
        for entry in entries:
            if entry.sequence > last:
                last = entry.sequence
                changes += project(entry.event, entry.received)
        self._place.sequence = last
        if entries:
            self._context.streams.hear(entries[-1].event.stream)  # one of many: a flood is no news
        if changes:
            self._pulse.take(len(changes), changes[-1].at)
            self._gate.take(changes)

    async def _load(self) -> None:
        context = self._context
        context.begin_loading()
        asked_at = context.clock.now()
        head = await load_snapshot(context, partial(ask_for_all, context))
        if head.sequence is None:
            url = context.client.url
            raise NotOffered(f"{url} gives a state without its sequence; use --feed ws or poll")
        self._place.reach(head.sequence, head.log)
        context.board.verify(asked_at)
