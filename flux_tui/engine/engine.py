"""The engine: one log, the state that follows it, and those who hear of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from pydantic_core import to_json

from flux_tui.engine.door import Door
from flux_tui.engine.ending import end
from flux_tui.engine.entry_text import event_of
from flux_tui.engine.event_ids import EventIds
from flux_tui.engine.log.event_log import Commit, Entry, EventLog, Retention
from flux_tui.engine.metrics import INTERVAL, Traffic
from flux_tui.engine.past import Past
from flux_tui.engine.publishing import Publisher
from flux_tui.engine.receipts import RETRY_WINDOW, Receipts
from flux_tui.engine.snapshots import Snapshotter, unpack
from flux_tui.engine.state import State
from flux_tui.engine.tail import Tail
from flux_tui.engine.websockets import WebSocketHub
from flux_tui.model.change import EntityDeleted, Metrics, StateChange
from flux_tui.model.clock import Clock
from flux_tui.replica.projection import project

LOGGER = logging.getLogger(__name__)


class Engine:
    """Owns the log and the state; everything happens on one event loop."""

    def __init__(self, log: EventLog, clock: Clock, retention: Retention | None = None) -> None:
        """``retention`` None keeps everything."""
        self.log = log
        self.state = State()
        self.websockets = WebSocketHub()
        self.tail = Tail(log)
        self.past = Past(log, self.state)
        self._clock = clock
        self._traffic = Traffic()
        self._receipts = Receipts()
        self.publisher = Publisher(log, Door(EventIds()), self._receipts, clock)
        self._started = clock.monotonic()
        self._snapshotter = Snapshotter(log, self.state, clock, retention)
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Bring the state up to the log, then follow it; raises LogError for a damaged log."""
        state = self.state
        snapshot = await self.log.snapshot_at(self.log.newest)
        if snapshot is not None:
            state.load(unpack(snapshot), snapshot.sequence, snapshot.received)
            self._snapshotter.loaded(snapshot)
        while entries := await self.log.read(state.sequence):
            for entry in entries:
                state.apply(event_of(entry), entry.received)
            state.advance(entries[-1].sequence, entries[-1].received)
        for received, receipt in await self.log.receipts(self._clock.now() - RETRY_WINDOW):
            self._receipts.remember(received, receipt)
        await self.log.follow(state.sequence, self._on_commit, self._begin_again)
        LOGGER.info(
            "events %d to %d are kept; they make %d entities",
            self.log.oldest,
            self.log.newest,
            len(state),
        )
        self._tasks = [
            asyncio.create_task(self._tick(), name="metrics"),
            asyncio.create_task(self._snapshotter.run(), name="snapshots"),
        ]
        for task in self._tasks:
            task.add_done_callback(_tell_of_an_end)

    async def close(self) -> None:
        """Tell the readers, stop the metrics, finish what is under way, close the log."""
        self.tail.close()
        for task in self._tasks:
            await end(task)
        if self._tasks:
            await self._snapshotter.close()
        await self.log.close()

    @property
    def now(self) -> int:
        """Nanoseconds since 1970 by the engine's clock."""
        return self._clock.now()

    @property
    def uptime(self) -> float:
        """Seconds since the engine was made."""
        return self._clock.monotonic() - self._started

    def metrics(self) -> Metrics:
        """Flux's figures, as they are now."""
        now = self._clock.now()
        return Metrics(
            at=now,
            entities=len(self.state),
            events=self.log.newest,
            rate=self._traffic.rate,
            connections=len(self.websockets) + len(self.tail),
            publishers=self._traffic.publishers(now),
        )

    async def history(self, entity_id: str, since: int, limit: int) -> Sequence[Entry]:
        """The oldest ``limit`` events of an entity received at or after ``since`` ns."""
        fragment = b'"entity_id":' + to_json(entity_id)
        after, entries = since, list[Entry]()
        while found := await self.log.find(fragment, after, limit):
            entries += [entry for entry in found if event_of(entry).entity_id == entity_id]
            if len(entries) >= limit or len(found) < limit:
                break
            after = found[-1].received + 1
        return entries[:limit]

    def _on_commit(self, commit: Commit) -> None:
        changes: list[StateChange] = []
        heard = len(self.websockets) > 0
        for at, draft in zip(commit.received, commit.drafts, strict=True):
            event = draft.event
            if self.state.apply(event, at) and heard:
                changes += project(event, at)
            if draft.receipt is not None:
                self._receipts.remember(at, draft.receipt)
            self._traffic.saw(event.source, at)
        self.state.advance(commit.last, commit.received[-1])
        self._snapshotter.look()
        self._traffic.count(commit.received[0], len(commit.drafts))
        if changes:
            self.websockets.tell(changes)
        self.tail.extend(commit)

    def _begin_again(self) -> None:
        """The log is another one: the world is empty until its events are heard."""
        now = self._clock.now()
        gone = [EntityDeleted(held.id, now) for held in self.state.select(None, None)]
        self.state.load((), 0, 0)
        self.past.forget()
        self._receipts.forget()
        self._snapshotter.forget()
        self.tail.begin_again()
        self.websockets.tell(gone)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(INTERVAL)
            metrics = self.metrics()
            self.websockets.tell_metrics(metrics)
            self.tail.tell_metrics(metrics)


def _tell_of_an_end(task: asyncio.Task[None]) -> None:
    """A task of the engine goes on until it is cancelled: any other end is a defect of ours."""
    if not task.cancelled():
        LOGGER.critical(
            "the engine's %s have ended: start it again and report this",
            task.get_name(),
            exc_info=task.exception(),
        )
