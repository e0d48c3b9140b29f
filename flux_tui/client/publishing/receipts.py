"""What became of many events, in columns: a hundred thousand receipts are made for nobody."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from math import isnan, nan
from typing import overload

from flux_tui.client.publishing.receipt import Advance, Receipt, Step
from flux_tui.model.event import Event

LOST = frozenset({Step.FAILED, Step.UNKNOWN})
"""The steps of an event that has to be sent again, or looked after."""


class Receipts(Sequence[Receipt]):
    """The receipts of events, each made for who reads it; ``counts`` says how many came how far."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = events
        self.steps = [Step.WAITING] * len(events)
        """How far each event has come."""
        self.counts: Counter[Step] = Counter({Step.WAITING: len(events)})
        self.accepted_ms = array("d", [nan]) * len(events)
        """When each was accepted, in ms since it was sent; no number where it was not."""
        self.materialised_ms = array("d", [nan]) * len(events)
        """When each was seen, likewise."""
        self._reasons: dict[int, str] = {}
        self._lost: dict[int, None] = {}
        self._unsent: set[int] = set()

    @property
    def lost(self) -> list[Receipt]:
        """Those of the events that failed, or of which nobody knows."""
        return [self[place] for place in sorted(self._lost)]

    @property
    def unsent(self) -> int:
        """How many of those that failed never left."""
        return len(self._unsent)

    @property
    def first_lost(self) -> Receipt | None:
        """The one that failed first; None while none has."""
        place = next(iter(self._lost), None)
        return None if place is None else self[place]

    def take(self, advance: Advance) -> None:
        """Some events have come a step further."""
        places, step, reason, ms = advance
        steps = self.steps
        for before, number in Counter(map(steps.__getitem__, places)).items():
            self.counts[before] -= number
        self.counts[step] += len(places)
        if self._unsent:
            self._unsent.difference_update(places)
        if step is Step.FAILED:
            self._unsent.update(place for place in places if steps[place] is Step.WAITING)
        for place in places:
            steps[place] = step
        times = self.accepted_ms if step is Step.ACCEPTED else self.materialised_ms
        for place, time in zip(places, ms, strict=False):
            times[place] = time
        if reason is not None:
            self._reasons.update(dict.fromkeys(places, reason))
        elif self._reasons:
            for place in places:
                self._reasons.pop(place, None)
        if step in LOST:
            self._lost.update(dict.fromkeys(places))
        elif self._lost:
            for place in places:
                self._lost.pop(place, None)

    def __len__(self) -> int:
        return len(self.events)

    @overload
    def __getitem__(self, index: int) -> Receipt: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Receipt]: ...

    def __getitem__(self, index: int | slice) -> Receipt | Sequence[Receipt]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        place = range(len(self))[index]
        return Receipt(
            place,
            self.events[place],
            self.steps[place],
            _known(self.accepted_ms[place]),
            _known(self.materialised_ms[place]),
            self._reasons.get(place),
        )


def _known(time: float) -> float | None:
    return None if isnan(time) else time
