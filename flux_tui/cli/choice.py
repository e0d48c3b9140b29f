"""``--where`` on a single look at the state."""

from __future__ import annotations

import time
from collections.abc import Callable

from flux_tui.errors import UsageError
from flux_tui.model.entity import Entity
from flux_tui.replica.query.context import BareContext
from flux_tui.replica.query.query import parse
from flux_tui.replica.query.terms import Need
from flux_tui.replica.record import EntityRecord

KNOWN = frozenset({Need.AGE, Need.GROUP})
"""What one look tells beside ids and properties; the rest takes watching, or a person's marks."""


def chooser(where: str) -> Callable[[Entity], bool]:
    """Whether an entity matches a query; raises UsageError for one that cannot be answered."""
    query = parse(where)
    for unsupported in query.unsupported(KNOWN):
        raise UsageError(
            f"{unsupported.term} cannot be known from a single look at the state; leave it out"
        )
    context = BareContext(now=time.time_ns())

    def matches(entity: Entity) -> bool:
        record = EntityRecord(entity.id, dict(entity.properties), entity.updated)
        return query.matches(record, context)

    return matches
