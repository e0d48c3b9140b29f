"""A slow reader's backlog in a real Flux: three queues, skipped forward, emptied in any order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from random import Random

from flux_tui.model.change import EntityDeleted, Metrics, PropertySet, StateChange

SIZES = (1000, 100, 10)
"""Sets, deletions and metrics that wait at most in a real one (``wire/README.md``, trap 1)."""


class ThreeQueues:
    """Keeps what a reader does not take yet: order holds within a queue, not among them."""

    def __init__(self, random: Random, sizes: tuple[int, int, int] = SIZES) -> None:
        self._random = random
        self._queues: dict[type, deque[StateChange | Metrics]] = {
            kind: deque(maxlen=size)
            for kind, size in zip((PropertySet, EntityDeleted, Metrics), sizes, strict=True)
        }
        self.skipped = 0
        """Messages that nobody will ever get."""

    def put(self, message: StateChange | Metrics) -> None:
        """One more; the oldest of its kind is lost when there are too many."""
        queue = self._queues[type(message)]
        self.skipped += len(queue) == queue.maxlen
        queue.append(message)

    def drain(self) -> Iterator[StateChange | Metrics]:
        """Take all, as a server does that picks among the queues at random."""
        while waiting := [queue for queue in self._queues.values() if queue]:
            yield self._random.choice(waiting).popleft()
