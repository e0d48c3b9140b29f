"""The subscribers of ``/api/ws``: what each is to hear, and a bounded queue for each.

Flux has three queues a reader, for sets, deletions and metrics, which overtake each other. One
queue keeps what happened in order, which no client of Flux may expect and none minds.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence

from flux_tui.model.change import EntityDeleted, Metrics, StateChange
from flux_tui.protocol.frames import frame_text

QUEUE_CHARACTERS = 4 * 1024 * 1024
"""What may wait for one reader. One that falls further behind is skipped forward, as Flux does."""

SUBSCRIBED_CHARACTERS = 8 * 1024 * 1024
"""What the ids that one reader subscribes to may take; more are ignored."""

ALL_SUBSCRIBED_CHARACTERS = 256 * 1024 * 1024
"""The same for all readers together."""

ID_CHARACTERS = 100
"""What an id takes beside its own characters."""

EVERYTHING = "*"
"""Subscribing to it is subscribing to every entity."""


class Subscriber:
    """One connection: its subscriptions, and the frames that it has not been sent yet."""

    def __init__(self, hub: WebSocketHub) -> None:
        self.subscriptions: set[str] = set()
        self.subscribed = 0
        self.skipped = 0
        self._hub = hub
        self._frames: deque[str] = deque()
        self._size = 0
        self._filled = asyncio.Event()

    @property
    def hears_everything(self) -> bool:
        """Without any subscription everything arrives (``ws.jsonl``)."""
        return not self.subscriptions or EVERYTHING in self.subscriptions

    def subscribe(self, entity_id: str) -> None:
        """Hear of an entity, if there is room for one more id."""
        size = ID_CHARACTERS + len(entity_id)
        if (
            entity_id not in self.subscriptions
            and self.subscribed + size <= SUBSCRIBED_CHARACTERS
            and self._hub.subscribed + size <= ALL_SUBSCRIBED_CHARACTERS
        ):
            self.subscriptions.add(entity_id)
            self.subscribed += size
            self._hub.subscribed += size

    def unsubscribe(self, entity_id: str) -> None:
        """Hear no more of an entity."""
        if entity_id in self.subscriptions:
            self.subscriptions.remove(entity_id)
            self.subscribed -= ID_CHARACTERS + len(entity_id)
            self._hub.subscribed -= ID_CHARACTERS + len(entity_id)

    def offer(self, frames: Iterable[str]) -> None:
        """Queue frames; the oldest go when there are too many."""
        for frame in frames:
            self._frames.append(frame)
            self._size += len(frame)
        while self._size > QUEUE_CHARACTERS and len(self._frames) > 1:
            self._size -= len(self._frames.popleft())
            self.skipped += 1
        self._filled.set()

    async def next_frame(self) -> str:
        """The next frame to send; waits for one."""
        while not self._frames:
            self._filled.clear()
            await self._filled.wait()
        frame = self._frames.popleft()
        self._size -= len(frame)
        return frame


class WebSocketHub:
    """All subscribers."""

    def __init__(self) -> None:
        self.subscribed = 0
        self._subscribers: set[Subscriber] = set()
        self._skipped_before = 0

    def __len__(self) -> int:
        return len(self._subscribers)

    @property
    def skipped(self) -> int:
        """How many frames were not sent because their reader was too slow, ever."""
        return self._skipped_before + sum(one.skipped for one in self._subscribers)

    def join(self) -> Subscriber:
        """A new subscriber, who hears of what happens from now on."""
        subscriber = Subscriber(self)
        self._subscribers.add(subscriber)
        return subscriber

    def leave(self, subscriber: Subscriber) -> None:
        """Forget a subscriber."""
        self._subscribers.discard(subscriber)
        self.subscribed -= subscriber.subscribed
        self._skipped_before += subscriber.skipped

    def tell(self, changes: Sequence[StateChange]) -> None:
        """Tell of changes: sets to those who subscribed, deletions to everybody."""
        frames = [frame_text(change) for change in changes]
        for subscriber in self._subscribers:
            if subscriber.hears_everything:
                subscriber.offer(frames)
                continue
            wanted = subscriber.subscriptions
            subscriber.offer(
                frame
                for change, frame in zip(changes, frames, strict=True)
                if change.entity_id in wanted or isinstance(change, EntityDeleted)
            )

    def tell_metrics(self, metrics: Metrics) -> None:
        """Tell everybody the figures."""
        if self._subscribers:
            frame = frame_text(metrics)
            for subscriber in self._subscribers:
                subscriber.offer((frame,))
