"""Which entities a query may answer otherwise though nothing happened to them but time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flux_tui.replica.record import EntityRecord

if TYPE_CHECKING:
    from flux_tui.replica.query import Query

Suspects = Callable[[Iterable[EntityRecord], int, int], list[str]]
"""Of some records, the ids of those whose answer may differ between two instants in ns."""


def suspects_of(query: Query) -> Suspects | None:
    """What finds them; None where time changes no answer.

    ``@age`` turns when a last change crosses the bound, so one comparison tells. The rates and the
    rhythms are of entities that were heard of since the snapshot, and those alone are asked anew;
    what is new is any entity that a snapshot found too.
    """
    from flux_tui.replica.query.syntax import TermIs, leaves
    from flux_tui.replica.query.terms import CLOCK_NEEDS, Need

    terms = [leaf for leaf in leaves(query.expression) if isinstance(leaf, TermIs)]
    ages = [
        term.wanted for term in terms if term.term.need is Need.AGE and isinstance(term.wanted, int)
    ]
    asks_rhythm = not query.needs.isdisjoint(CLOCK_NEEDS - {Need.AGE})
    if not ages and not asks_rhythm:
        return None

    def suspects(records: Iterable[EntityRecord], before: int, now: int) -> list[str]:
        records = list(records)
        first, last = min(before, now), max(before, now)
        found = [
            record.id
            for age in ages
            for record in records
            if first - age <= (record.changed or record.base) <= last - age
        ]
        if Need.NEW in query.needs:
            found = [record.id for record in records]
        elif asks_rhythm:
            found += [record.id for record in records if record.trails is not None]
        return found

    return suspects
