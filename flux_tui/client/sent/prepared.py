"""Events that a ledger has ready while it is asked whether they are to be sent.

They are in no entry yet. Once they are sent they become part of one in a single statement, so that
the first of them leaves at once, and they are kept before it does all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING

from flux_tui.client.publishing.written import Ready, Span
from flux_tui.client.sent.befores import Befores
from flux_tui.client.sent.entry import Kept, Lying
from flux_tui.model.event import Event
from flux_tui.replica.world import World

if TYPE_CHECKING:
    from flux_tui.client.sent.ledger import Ledger

PORTION = 1_000
"""Events, or some more, that are best prepared together: one statement writes them."""

_keys = count(1)


class Prepared:
    """The first events of a publication, and what stands before each; at first none."""

    def __init__(self, ledger: Ledger, world: World) -> None:
        self.befores = Befores(world)
        self._ledger = ledger
        self._key = next(_keys)
        self._ids = list[str | None]()
        self._times = list[Span | None]()
        self._sizes = list[int]()
        self._has_begun = False

    async def add(self, ready: Ready, times: Sequence[Span | None]) -> None:
        """Prepare the next events; ``times`` are where in their texts times stand that hold only
        for now."""
        self._has_begun = True
        first, key = len(self._ids), self._key
        befores = await self.befores.look_ahead(ready.events)
        kept = Kept(first, ready.events, befores, ready.texts)
        sizes = await self._ledger.ask(lambda store: store.prepare(key, kept, times))
        self._ids += [event.event_id for event in ready.events]
        self._times += times
        self._sizes += sizes

    @property
    def size(self) -> int:
        """How many bytes it takes, about."""
        return sum(self._sizes)

    def is_of(self, first: int, events: Sequence[Event]) -> bool:
        """Whether the events from the place ``first`` on are those, as far as any are prepared."""
        ids = self._ids[first : first + len(events)]
        return ids == [event.event_id for event in events[: len(ids)]]

    def lying(self, first: int, events: Sequence[Event], anew: frozenset[int]) -> Lying | None:
        """Where the events from the place ``first`` on lie; None where not all were prepared.

        ``anew`` are those before which something else stands by now.
        """
        end = first + len(events)
        if end > len(self._ids):
            return None
        undated = (n for n, span in enumerate(self._times[first:end]) if span is not None)
        dated = next(undated, None)
        time = None if dated is None else events[dated].timestamp
        return Lying(self._key, time, anew, sum(self._sizes[first:end]))

    def drop(self) -> None:
        """Nothing of it is wanted any more; what is being prepared is forgotten, too."""
        self.befores.settle()
        if self._has_begun:
            self._ledger.drop_prepared(self._key)
