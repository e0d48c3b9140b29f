"""What decides whether an entity is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from flux_tui.replica.record import EntityRecord

Predicate: TypeAlias = Callable[[EntityRecord], bool]
"""Whether an entity is to be shown."""


@dataclass(frozen=True, slots=True)
class Filter:
    """``matches`` tells what is shown.

    ``needle`` is given where it tells nothing else than that the id holds it, in any case
    (casefolded): then a hundred thousand ids are looked through without their entities.
    """

    matches: Predicate
    needle: str | None = None

    def narrows(self, other: Filter | None) -> bool:
        """Whether it surely shows nothing that the other does not."""
        if other is None:
            return True
        return self.needle is not None and other.needle is not None and other.needle in self.needle

    def of(self, ids: Iterable[str], records: Mapping[str, EntityRecord]) -> list[str]:
        """Those of some ids that are shown, in their order."""
        needle = self.needle
        if needle is not None:
            return [entity_id for entity_id in ids if needle in entity_id.casefold()]
        matches = self.matches
        return [entity_id for entity_id in ids if matches(records[entity_id])]
