"""Which entities a query may answer otherwise though nothing happened to them but time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flux_tui.replica.record import EntityRecord

if TYPE_CHECKING:
    from flux_tui.replica.query import Query

TURN = 25_000
"""Entities that are asked about their rates at a time: about 10 ms' worth."""


class Suspects:
    """Finds them, tick by tick.

    ``@age`` turns when a last change crosses a bound, so one comparison tells. Rates are of
    entities that were heard of since the snapshot; what is new may be any that a snapshot found.
    Of these all are suspects, and where they are more than a ``TURN`` they take turns. Who falls
    silent is known by name (``Cadence.silent``), and nobody is suspected of it.
    """

    def __init__(self, ages: list[int], *, asks_rate: bool, asks_new: bool) -> None:
        self._ages = ages
        self._asks_rate = asks_rate
        self._asks_new = asks_new
        self._next = 0

    def between(self, records: Iterable[EntityRecord], before: int, now: int) -> list[str]:
        """Of some records, the ids of those whose answer may differ between two instants in ns."""
        records = list(records)
        first, last = min(before, now), max(before, now)
        found = [
            record.id
            for age in self._ages
            for record in records
            if first - age <= (record.changed or record.base) <= last - age
        ]
        if self._asks_new:
            found += self._turn([record.id for record in records])
        elif self._asks_rate:
            found += self._turn([record.id for record in records if record.was_heard_of])
        return found

    def _turn(self, ids: list[str]) -> list[str]:
        """Those whose turn it is."""
        if len(ids) <= TURN:
            return ids
        start = self._next if self._next < len(ids) else 0
        self._next = start + TURN
        return ids[start : start + TURN]


def suspects_of(query: Query) -> Suspects | None:
    """What finds a query's; None where time changes no answer."""
    from flux_tui.replica.query.syntax import TermIs, leaves
    from flux_tui.replica.query.terms import CLOCK_NEEDS, Need

    if query.needs.isdisjoint(CLOCK_NEEDS):
        return None
    return Suspects(
        [
            leaf.wanted
            for leaf in leaves(query.expression)
            if isinstance(leaf, TermIs) and leaf.term.need is Need.AGE
            if isinstance(leaf.wanted, int)
        ],
        asks_rate=Need.RATE in query.needs,
        asks_new=Need.NEW in query.needs,
    )
