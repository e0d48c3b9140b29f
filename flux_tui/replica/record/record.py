"""One entity of the world as the replica keeps it: its properties, and what is known of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, cast

from flux_tui.model.json import Json
from flux_tui.replica.record.places import NOWHERE, STRIDE, Places
from flux_tui.replica.record.report import Packed, Report, source_of, time_of, unpack

_NO_FACTS: list[object] = []
"""Of an entity that was never heard of; never written to."""


class Trail(NamedTuple):
    """What is known of one property beyond its value, since it was seen to be set.

    ``before`` is the value before the last of its ``changes``, meaningful when they are not 0.
    """

    report: Report
    before: Json
    changes: int

    @property
    def reported(self) -> int:
        """When it was last reported, in ns by the server's clock."""
        return self.report.at

    @property
    def source(self) -> str | None:
        """Who reported it; None where that is not known."""
        return self.report.source

    @property
    def event_id(self) -> str | None:
        """The event that reported it; None where that is not known."""
        return self.report.event_id


class EntityRecord:
    """One entity of the world.

    ``base`` stamps the properties that were never seen to be set: the snapshot's time.
    ``updated`` is the newest report of any property, ``changed`` the newest real change (0 when
    none was seen), ``changes`` their number. ``properties`` is read by everybody and written by
    the World alone.

    What is known of reports stands in ``facts``, three for each property: its last report (packed,
    None before the first), the value before, and how often it changed. ``places`` tells where.
    """

    __slots__ = ("base", "changed", "changes", "facts", "id", "places", "properties", "updated")

    def __init__(self, entity_id: str, properties: dict[str, Json], base: int) -> None:
        self.id = entity_id
        self.properties = properties
        self.base = base
        self.updated = base
        self.changed = 0
        self.changes = 0
        self.places: Places = NOWHERE
        self.facts = _NO_FACTS

    @property
    def was_heard_of(self) -> bool:
        """Whether any property was seen to be set."""
        return self.places is not NOWHERE

    def stamp(self, name: str) -> int:
        """When a property was last reported, in ns by the server's clock."""
        packed = self._packed(name)
        return self.base if packed is None else time_of(packed)

    def trail(self, name: str) -> Trail | None:
        """What is known of a property beyond its value; None when it was never seen to be set."""
        packed = self._packed(name)
        if packed is None:
            return None
        place = self.places[name]
        before, changes = self.facts[place + 1 : place + STRIDE]
        return Trail(unpack(packed), cast("Json", before), cast("int", changes))

    def changes_of(self, name: str) -> int:
        """How often a property was seen to change."""
        place = self.places.get(name)
        return 0 if place is None else cast("int", self.facts[place + 2])

    def source(self, name: str) -> str | None:
        """Who last reported a property; None where that is not known."""
        packed = self._packed(name)
        return None if packed is None else source_of(packed)

    def sources(self) -> Iterator[str]:
        """Who last reported the properties, as far as that is known; each report counts once."""
        for packed in dict.fromkeys(self._reports()):
            source = None if packed is None else source_of(packed)
            if source is not None:
                yield source

    def last_source(self) -> str | None:
        """Who reported of it last; None where that is not known."""
        packed = [report for report in self._reports() if report is not None]
        return source_of(max(packed, key=time_of)) if packed else None

    def copy(self) -> EntityRecord:
        """The same, which further changes of the World do not touch."""
        copy = EntityRecord(self.id, dict(self.properties), self.base)
        copy.updated, copy.changed, copy.changes = self.updated, self.changed, self.changes
        copy.places = self.places if self.places is NOWHERE else dict(self.places)
        copy.facts = self.facts if self.facts is _NO_FACTS else self.facts.copy()
        return copy

    def _packed(self, name: str) -> Packed | None:
        place = self.places.get(name)
        return None if place is None else cast("Packed | None", self.facts[place])

    def _reports(self) -> list[Packed | None]:
        return cast("list[Packed | None]", self.facts[::STRIDE])
