"""What changes did to a World, as its observers are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple, overload

from flux_tui.model.change import PropertySet, StateChange
from flux_tui.model.json import Json
from flux_tui.replica.record import EntityRecord


class Kind(Enum):
    """What a change did to the World."""

    CREATED = auto()
    """The entity is new, or made anew after a deletion; more of its properties may follow."""
    CHANGED = auto()
    """A property got another value, or its first."""
    REPEATED = auto()
    """A property was reported with the value it had: a sign of life, not a change."""
    DELETED = auto()
    """The entity is gone."""
    LEFT = auto()
    """The entity is no longer of the part of the world that is followed; it may still exist."""


class Outcome(NamedTuple):
    """What one change did: ``before`` is None where ``had`` says that there was no value."""

    kind: Kind
    change: StateChange
    had: bool
    before: Json


Observer = Callable[[Sequence[Outcome]], None]
"""Told of every outcome, in order and in batches, once the World is as the last of them left it.

Must be quick: in a flood there are tens of thousands of outcomes a second.
"""


def made(record: EntityRecord) -> Outcome:
    """The outcome of an entity that was found whole: it names the first of its properties."""
    name = next(iter(record.properties), "")
    known = PropertySet(record.id, name, record.properties.get(name), record.updated)
    return Outcome(Kind.CREATED, known, False, None)


class Newcomers(Sequence[Outcome]):
    """Entities that a snapshot brought, as outcomes that are made only for who reads them.

    There may be a hundred thousand, and most observers need nothing but the ``records``.
    """

    def __init__(self, records: Sequence[EntityRecord]) -> None:
        self.records = records

    def __len__(self) -> int:
        return len(self.records)

    def __iter__(self) -> Iterator[Outcome]:
        return map(made, self.records)

    @overload
    def __getitem__(self, index: int) -> Outcome: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Outcome]: ...

    def __getitem__(self, index: int | slice) -> Outcome | Sequence[Outcome]:
        if isinstance(index, slice):
            return Newcomers(self.records[index])
        return made(self.records[index])


def concerning(entity_id: str | None, outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
    """Those of one entity: of newcomers no others are made."""
    if isinstance(outcomes, Newcomers):
        return [made(record) for record in outcomes.records if record.id == entity_id]
    return [outcome for outcome in outcomes if outcome.change.entity_id == entity_id]
