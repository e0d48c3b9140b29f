"""A Flux in memory, with a real one's faults on demand.

It answers over real HTTP and a real WebSocket (or SSE, as the engine), and does what it is told:
skip frames, fall mute, stamp anew, forget, answer nonsense.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from flux_tui.model.change import EventApplied, Metrics, PropertySet, StateChange
from flux_tui.model.event import DELETED, Event, setting
from flux_tui.model.instant import NS
from flux_tui.model.json import Json
from flux_tui.protocol.events import new_event_id, read_event
from flux_tui.replica.projection import project
from flux_tui.replica.world import World
from tests.faults.answers import entry_text, frame
from tests.faults.fake_routes import Routes
from tests.faults.quick_server import serving
from tests.faults.three_queues import SIZES, ThreeQueues

START = 1_795_569_491 * NS
"""The fake's clock begins here, ns since 1970."""

CLOSE = None
"""In a subscriber's queue: close the connection."""

Fault = Callable[[Request], Response | None]
"""What a request is answered instead; None for the usual."""


@dataclass
class FakeFlux:
    """State, log and subscribers; with ``engine`` it also speaks as the embedded engine does."""

    engine: bool = False
    log_id: str = "log-1"
    now: int = START
    events: list[EventApplied] = field(default_factory=list)
    world: World = field(default_factory=World)
    skipping: bool = False
    """Frames are skipped, as for a reader that falls behind."""
    mute: bool = False
    """No changes are sent, as after a restart under steady traffic."""
    backlog: ThreeQueues | None = None
    """What the reader does not take yet; ``release`` sends it."""
    fault: Fault | None = None
    """Decides on the answer once the request has had its effect."""
    doorkeeper: Fault | None = None
    """Decides before: what it answers has no effect."""
    oldest: int = 1
    history_by_arrival: bool = False
    """The history is cut at ``since``, by this clock; else it is always the whole."""
    greeting: list[str] = field(default_factory=list)
    """Frames for whoever subscribes to the WebSocket."""
    asked: list[str] = field(default_factory=list)
    streamed: list[str] = field(default_factory=list)
    """The queries with which the stream was asked for; what they select is not left out."""
    posted: list[Event] = field(default_factory=list)
    foreign: str | None = None
    """A namespace of somebody else: a batch with one of its ids is not deleted."""
    deletions: list[list[str]] = field(default_factory=list)
    """The ids of each batch that was deleted."""
    _queues: list[asyncio.Queue[str | None]] = field(default_factory=list)

    # -- what happens to the world -------------------------------------------------------------

    def set(self, entity_id: str, **properties: Json) -> Event:
        """An event that sets properties."""
        event = setting("fake", "test", entity_id, properties, timestamp=1)
        return self.apply(event._replace(event_id=new_event_id(1)))

    def delete(self, entity_id: str) -> None:
        """A tombstone."""
        self.apply(setting("flux.events.deletions", "api", entity_id, {DELETED: True}))

    def apply(self, event: Event) -> Event:
        """Log an event, apply it, tell the subscribers."""
        self.now += 1_000_000
        entry = EventApplied(len(self.events) + 1, self.now, event)
        self.events.append(entry)
        for offset, change in enumerate(project(event, self.now)):
            if isinstance(change, PropertySet):
                change = PropertySet(
                    change.entity_id, change.property, change.value, self.now + offset
                )
            known = self.world.apply(change) is not None
            if known and not self.engine:
                self.send(change)
        if self.engine:
            self._tell_entry(entry)
        return event

    def send(self, change: StateChange) -> None:
        """A frame to every subscriber, unless they are to miss it or to wait for it."""
        if self.skipping or self.mute:
            return
        if self.backlog is not None:
            self.backlog.put(change)
        else:
            self._tell(frame(change))

    def hold(self, random: Random, sizes: tuple[int, int, int] = SIZES) -> None:
        """From now on the reader is too slow: frames wait for it, or are skipped."""
        self.backlog = self.backlog or ThreeQueues(random, sizes)

    def is_foreign(self, entity_id: str) -> bool:
        """Whether only somebody else may delete it."""
        return self.foreign is not None and entity_id.startswith(f"{self.foreign}/")

    def release(self) -> list[StateChange | Metrics]:
        """The reader takes what waits for it; the answer is that, in its order."""
        backlog, self.backlog = self.backlog, None
        told = list(backlog.drain()) if backlog is not None else []
        for message in told:
            self._tell(frame(message))
        return told

    def say(self, text: str) -> None:
        """Any text as a frame."""
        self._tell(text)

    def tick(self) -> None:
        """The metrics that come every 2 s."""
        self.now += 1_000_000
        metrics = Metrics(self.now, len(self.world), len(self.events), 1.0, 1, 1)
        if self.engine:
            self._tell(f"event: metrics\nid: {len(self.events)}\ndata: {frame(metrics)}\n\n")
        elif self.backlog is not None:
            self.backlog.put(metrics)
        else:
            self._tell(frame(metrics))

    def restamp(self) -> None:
        """Stamp every entity anew, as a restart does."""
        self.now += NS
        self.world.load([])
        fresh = World()
        for entry in self.events:
            for change in project(entry.event, self.now):
                fresh.apply(change)
        self.world = fresh

    def restart(self) -> None:
        """What a real one does: every feed closes, all is stamped anew, and it is mute."""
        self.restamp()
        self.backlog, self.mute = None, True
        self.disconnect()

    def repeat(self) -> None:
        """The last event once more."""
        if self.engine and self.events:
            self._tell(entry_text(self.events[-1]))

    def disconnect(self) -> None:
        """Close every feed."""
        for queue in self._queues:
            queue.put_nowait(CLOSE)

    @property
    def subscribers(self) -> int:
        return len(self._queues)

    def state(self) -> dict[str, dict[str, Json]]:
        return {entity_id: dict(p) for entity_id, p in self.world.state().items()}

    # -- serving -------------------------------------------------------------------------------

    @asynccontextmanager
    async def serving(self, port: int | None = None) -> AsyncIterator[str]:
        """Serve until the end; the URL."""
        async with serving(Routes(self).app(), port) as url:
            try:
                yield url
            finally:
                self.disconnect()

    def subscribe(self) -> asyncio.Queue[str | None]:
        """What is told from now on arrives in this queue; None ends it."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._queues.append(queue)
        return queue

    def unsubscribe(self, queue: asyncio.Queue[str | None]) -> None:
        """Nobody takes from it any more."""
        self._queues.remove(queue)

    def receive(self, content: Any) -> Event:
        """An event as it was posted; the engine applies one that it knows no second time."""
        event = read_event(content)
        event = event if event.event_id else event._replace(event_id=new_event_id(1))
        self.posted.append(event)
        return event if self.knows(event) else self.apply(event)

    def knows(self, event: Event) -> bool:
        """Whether it is an engine that has an event in its log already."""
        return self.engine and any(e.event.event_id == event.event_id for e in self.events)

    def _tell_entry(self, entry: EventApplied) -> None:
        if not self.skipping and not self.mute:
            self._tell(entry_text(entry))

    def _tell(self, text: str) -> None:
        for queue in self._queues:
            queue.put_nowait(text)
