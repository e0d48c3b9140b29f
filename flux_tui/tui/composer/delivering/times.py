"""How long the events of a delivery took."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import NamedTuple

from flux_tui.client.publishing.receipts import Receipts

MOST_READ = 10_000
"""Times that are looked at, evenly spread: more would say the same, and hold up a key."""


class Took(NamedTuple):
    """Milliseconds that events took, and of how many events these are."""

    events: int
    median: float
    slow: float
    """What 99 of 100 were quicker than."""


class Times(NamedTuple):
    """From sending to the answer, and to the state; None where no event has come so far."""

    accepted: Took | None
    materialised: Took | None


def times_of(receipts: Receipts) -> Times:
    """The times of the events that have come so far."""
    return Times(_took(receipts.accepted_ms), _took(receipts.materialised_ms))


def _took(times: Sequence[float]) -> Took | None:
    spread = times[:: 1 + len(times) // MOST_READ]
    found = sorted(time for time in spread if not isnan(time))
    count = len(found)
    return Took(count, found[count // 2], found[count * 99 // 100]) if found else None
