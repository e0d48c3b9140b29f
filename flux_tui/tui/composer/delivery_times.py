"""How long the events of a delivery took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flux_tui.client import Receipt

MOST_READ = 10_000
"""Receipts that are looked at, evenly spread: more would say the same, and hold up a key."""


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


def times_of(receipts: Sequence[Receipt]) -> Times:
    """The times of the events that have come so far."""
    receipts = receipts[:: 1 + len(receipts) // MOST_READ]
    return Times(
        _took(receipt.accepted_ms for receipt in receipts),
        _took(receipt.materialised_ms for receipt in receipts),
    )


def _took(times: Iterable[float | None]) -> Took | None:
    found = sorted(time for time in times if time is not None)
    count = len(found)
    return Took(count, found[count // 2], found[count * 99 // 100]) if found else None
