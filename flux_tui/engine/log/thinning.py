"""Which snapshots to keep, so that the recent past is near one and the far past not too far."""

from __future__ import annotations

from collections.abc import Sequence

NEWEST = 4
"""So many of the newest snapshots are kept whatever their distance."""


def surplus(sequences: Sequence[int]) -> list[int]:
    """Those of the ascending sequences whose snapshots may go: beyond the newest few, one is kept
    for each doubling of the distance to the head, and always the first, on which all rests."""
    kept_distances: set[int] = set()
    going: list[int] = []
    for place in range(len(sequences) - NEWEST - 1, 0, -1):
        distance = (sequences[-1] - sequences[place]).bit_length()
        if distance in kept_distances:
            going.append(sequences[place])
        kept_distances.add(distance)
    return going
