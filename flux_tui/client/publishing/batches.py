"""Cutting many events into requests that the server takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

from flux_tui.model.event import Event
from flux_tui.protocol.rules import MAX_BODY_BYTES, MAX_SINGLE_BYTES

LARGEST_BATCH = 500
"""Events in one request: enough for full speed, few enough to see progress."""

LANES = 4
"""Requests on their way at a time: enough to hide a server's distance, few enough to be kind."""

ENVELOPE = len(b'{"events":[]}')

Batch = list[int]
"""The places of the events of one request, in their order."""


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
    """Counts the requests into which events would be cut, without keeping them."""

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


class Cut:
    """Cuts the events of a lane into requests, in their order, as they come."""

    def __init__(self) -> None:
        self._requests = Requests()
        self._batch: Batch = []

    def add(self, place: int, length: int) -> Batch:
        """One event more, of so many bytes; the request that ends before it, else nothing."""
        ended: Batch = []
        if self._requests.begins_with(length):
            ended, self._batch = self._batch, ended
        self._batch.append(place)
        return ended

    def rest(self) -> Batch:
        """The last request: no event comes any more."""
        return self._batch


class LaneCut:
    """Parts events into lanes that are sent side by side, and each lane into requests.

    All events of an entity are of one lane, so none overtakes another.
    """

    def __init__(self) -> None:
        self._lanes = [Cut() for _ in range(LANES)]

    def add(
        self, events: Sequence[Event], lengths: Sequence[int], first: int
    ) -> Iterator[tuple[int, Batch]]:
        """Events more, the first at this place, each of so many bytes.

        The requests that are full by now, each with its lane.
        """
        for place, (event, length) in enumerate(zip(events, lengths, strict=True), first):
            lane = lane_of(event)
            if batch := self._lanes[lane].add(place, length):
                yield lane, batch

    def rest(self) -> Iterator[tuple[int, Batch]]:
        """The last requests of the lanes: no event comes any more."""
        return ((lane, batch) for lane, cut in enumerate(self._lanes) if (batch := cut.rest()))


def fits_one(lengths: Iterable[int]) -> bool:
    """Whether one request takes all of some events."""
    requests = Requests()
    for length in lengths:
        requests.begins_with(length)
    return requests.number <= 1


def lane_of(event: Event) -> int:
    """Which lane an event goes by: all of an entity go by the same."""
    return crc32((event.entity_id or "").encode("utf-8", "surrogatepass")) % LANES
