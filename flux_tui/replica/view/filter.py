"""What decides whether an entity is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeAlias

from flux_tui.replica.record import EntityRecord

Predicate: TypeAlias = Callable[[EntityRecord], bool]
"""Whether an entity is to be shown."""


class Filter(NamedTuple):
    """``matches`` tells what is shown.

    ``needle`` is given where it tells nothing else than that the id holds it, in any case
    (casefolded): then a hundred thousand ids are looked through without their entities. ``known``
    are answers that were gathered before, and hold now. ``reads_groups`` where an answer depends on
    how entities are grouped.
    """

    matches: Predicate
    needle: str | None = None
    known: Mapping[str, bool] | None = None
    reads_groups: bool = False

    def narrows(self, other: Filter | None) -> bool:
        """Whether it surely shows nothing that the other does not."""
        if other is None:
            return True
        return self.needle is not None and other.needle is not None and other.needle in self.needle

    def from_now_on(self) -> Filter:
        """The same without what was known at one moment."""
        return self if self.known is None else self._replace(known=None)

    def finds(self, ids: Iterable[str], records: Mapping[str, EntityRecord]) -> bool:
        """Whether any of some ids is shown; asks no further than it must."""
        return any(self.of((entity_id,), records) for entity_id in ids)

    def of(self, ids: Iterable[str], records: Mapping[str, EntityRecord]) -> list[str]:
        """Those of some ids that are shown, in their order."""
        needle = self.needle
        if needle is not None:
            return [entity_id for entity_id in ids if needle in entity_id.casefold()]
        matches, known = self.matches, self.known
        if known is not None:
            return [
                entity_id
                for entity_id in ids
                if (
                    answer
                    if (answer := known.get(entity_id)) is not None
                    else matches(records[entity_id])
                )
            ]
        return [entity_id for entity_id in ids if matches(records[entity_id])]
