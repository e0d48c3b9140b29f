"""What a query is told about the world around an entity."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Protocol

from flux_tui.replica.grouping import group_of
from flux_tui.replica.record import EntityRecord


class Context(Protocol):
    """What is known beside the entity itself.

    None means that it cannot be known here: neither the term nor its negation then matches.
    """

    @property
    def now(self) -> int:
        """Nanoseconds since 1970 by the server's clock."""

    @property
    def marked(self) -> Container[str]:
        """The marked ids."""

    def group_of(self, entity_id: str, /) -> str:
        """The group that an entity is listed in."""

    def rate_of(self, record: EntityRecord, /) -> float | None:
        """Changes per second, lately."""

    def is_stale(self, record: EntityRecord, /) -> bool | None:
        """Whether it is overdue by its own rhythm; None when none has been learned."""

    def is_new(self, record: EntityRecord, /) -> bool | None:
        """Whether it has appeared lately."""


@dataclass(frozen=True, slots=True)
class BareContext:
    """The context of one look at a state: nothing is marked, nothing was seen to happen."""

    now: int
    marked: Container[str] = frozenset()

    def group_of(self, entity_id: str, /) -> str:
        """The group by the shape of the id."""
        return group_of(entity_id)

    def rate_of(self, record: EntityRecord, /) -> float | None:
        """Unknown."""
        return None

    def is_stale(self, record: EntityRecord, /) -> bool | None:
        """Unknown."""
        return None

    def is_new(self, record: EntityRecord, /) -> bool | None:
        """Unknown."""
        return None
