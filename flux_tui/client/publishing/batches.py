"""Cutting many events into requests that the server takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from zlib import crc32

from flux_tui.model.event import Event
from flux_tui.protocol.rules import MAX_BODY_BYTES, MAX_SINGLE_BYTES

LARGEST_BATCH = 500
"""Events in one request: enough for full speed, few enough to see progress."""

LANES = 4
"""Requests on their way at a time: enough to hide a server's distance, few enough to be kind."""

ENVELOPE = len(b'{"events":[]}')

Sized = tuple[int, int]
"""The place of an event in its publication, and the bytes of its JSON."""


class Requests:
    """Says of one event after another whether another request begins with it, and how many began.

    A request holds at most 2 MiB and 500 events. An event that alone is larger than a single one
    may be gets a request of its own: by that the server says so in its own words.
    """

    def __init__(self) -> None:
        self.number = 0
        self._events = 0
        self._size = 0

    def begins_with(self, length: int) -> bool:
        """Take an event of so many bytes; whether a request begins with it."""
        alone = length > MAX_SINGLE_BYTES
        is_full = self._size + length + 1 > MAX_BODY_BYTES or self._events == LARGEST_BATCH
        begins = alone or is_full or not self._events
        if begins:
            self.number += 1
            self._events, self._size = 0, ENVELOPE
        self._events = 0 if alone else self._events + 1
        self._size += length + 1
        return begins


class RequestCount:
    """Counts the requests into which ``lanes`` would cut events, without keeping them."""

    def __init__(self) -> None:
        self._whole = Requests()
        self._lanes = [Requests() for _ in range(LANES)]

    def add(self, event: Event, length: int) -> None:
        """Count one event more, of so many bytes."""
        self._whole.begins_with(length)
        self._lanes[lane_of(event)].begins_with(length)

    @property
    def number(self) -> int:
        """How many requests it is."""
        whole = self._whole.number
        return whole if whole <= 1 else sum(lane.number for lane in self._lanes)


def batches(sized: Iterable[Sized]) -> Iterator[list[int]]:
    """The events in their order, a request after another."""
    requests = Requests()
    batch: list[int] = []
    for place, length in sized:
        if requests.begins_with(length) and batch:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def lane_of(event: Event) -> int:
    """Which lane an event goes by: all of an entity go by the same."""
    return crc32((event.entity_id or "").encode("utf-8", "surrogatepass")) % LANES


class Partition:
    """Parts events into lanes that are sent side by side, taking one after another.

    All events of an entity are of one lane, so none overtakes another. What fits one request
    stays one, in its order.
    """

    def __init__(self) -> None:
        self._whole: list[Sized] = []
        self._lanes: list[list[Sized]] = [[] for _ in range(LANES)]

    def add(self, event: Event, length: int) -> None:
        """One event more, of so many bytes."""
        sized = len(self._whole), length
        self._whole.append(sized)
        self._lanes[lane_of(event)].append(sized)

    @cached_property
    def is_many(self) -> bool:
        """Whether it is more than one request; to be asked once all were added."""
        return len(list(islice(batches(self._whole), 2))) > 1

    @property
    def lanes(self) -> list[list[Sized]]:
        """The events of each lane, in their order."""
        if not self.is_many:
            return [self._whole]
        return [lane for lane in self._lanes if lane]
