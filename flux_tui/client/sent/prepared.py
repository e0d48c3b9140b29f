"""Events that are packed for a ledger while it is asked whether they are to be sent.

They are in memory alone. Once they are sent they are kept as they were packed, which is quickly
done, so that the first of them leaves at once, and they are kept before it does all the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence, Set
from typing import TYPE_CHECKING

from flux_tui.client.publishing.written import Ready, Span
from flux_tui.client.sent.befores import Befores
from flux_tui.client.sent.entry import Kept, Packed
from flux_tui.model.event import Event
from flux_tui.replica.world import World

if TYPE_CHECKING:
    from flux_tui.client.sent.ledger import Ledger


class Prepared:
    """The first events of a publication, and what stands before each; at first none."""

    def __init__(self, ledger: Ledger, world: World) -> None:
        self.befores = Befores(world)
        self._ledger = ledger
        self.size = 0
        """How many bytes it takes as rows, about."""
        self._ids = list[str | None]()
        self._packed = dict[int, Packed]()
        """By the places of their first events."""
        self._undated = dict[int, int]()
        """Of those pieces that have one, the place of the first event without a time of its own."""

    async def add(self, ready: Ready, times: Sequence[Span | None]) -> None:
        """Pack the next events, aside; ``times`` are where in their texts times stand that hold
        only for now."""
        first = len(self._ids)
        if not first:
            await self._ledger.open()
        befores = await self.befores.look_ahead(ready.events)
        packed = await asyncio.to_thread(
            _packed, Kept(first, ready.events, befores, ready.texts), times
        )
        self._ids += [event.event_id for event in ready.events]
        if packed is not None:
            self._packed[first] = packed
            self.size += packed.size
            undated = next((n for n, span in enumerate(times, first) if span is not None), None)
            if undated is not None:
                self._undated[first] = undated

    def is_of(self, first: int, events: Sequence[Event]) -> bool:
        """Whether the events from the place ``first`` on are those, as far as any are prepared."""
        ids = self._ids[first : first + len(events)]
        return ids == [event.event_id for event in events[: len(ids)]]

    def packed(self, first: int, events: Sequence[Event], anew: Set[int]) -> dict[int, Packed]:
        """What is packed of the events from the place ``first`` on, as they are sent; see ``Kept``.

        ``anew`` are those before which something else stands by now.
        """
        found, end = dict[int, Packed](), first + len(events)
        for start, piece in self._packed.items():
            places = range(start, start + piece.number)
            if first <= start and places.stop <= end and anew.isdisjoint(places):
                undated = self._undated.get(start)
                time = None if undated is None else events[undated - first].timestamp
                found[start] = piece._replace(time=time)
        return found

    def drop(self) -> None:
        """Nothing of it is wanted any more."""
        self.befores.settle()
        self._packed.clear()


def _packed(kept: Kept, times: Sequence[Span | None]) -> Packed | None:
    from flux_tui.client.sent.packed import pack  # with SQLite, which no start waits for

    return pack(kept, times)
