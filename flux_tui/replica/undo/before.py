"""What stood before an event: the values that it replaced, or that there were none."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from flux_tui.model.event import DELETED, Event
from flux_tui.model.json import Json
from flux_tui.replica.past.steps import Was
from flux_tui.replica.world import World

_NOTHING: dict[str, Json] = {}


class Before(NamedTuple):
    """What is known of an entity before an event, as far as the event changes it.

    ``there`` is whether it existed, None where nobody knows. ``values`` are those of the
    properties that the event sets, or of all where it deletes. Of the names in ``unknown`` it is
    not known what they were, though not ``whole`` there may have been more than is named here.
    """

    there: bool | None
    values: Mapping[str, Json] = MappingProxyType({})
    unknown: frozenset[str] = frozenset()
    whole: bool = True

    def was(self, name: str) -> Was:
        """What is known of a property that the event sets."""
        if name in self.unknown or self.there is None:
            return Was.UNKNOWN
        return Was.VALUE if name in self.values else Was.ABSENT


ABSENT = Before(False)
"""The entity was not there."""

UNKNOWN = Before(None, whole=False)
"""Nobody knows."""


class Deed(NamedTuple):
    """An event that was applied, or may have been, and what stood before it.

    Of a ``masked`` one some values are not known any more: placeholders stand for them. One that
    was not ``applied`` (it failed) still counts for what those after it were expected to find.
    """

    event: Event
    before: Before
    masked: bool = False
    applied: bool = True


class Standing:
    """What stands before each of some events that will be applied one after another."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._meanwhile: dict[str, dict[str, Json] | None] = {}

    def take(self, event: Event) -> Before:
        """What stands before ``event``; the next one finds what this one will have done."""
        entity_id, properties = event.entity_id, event.properties
        if entity_id is None or not properties:
            return UNKNOWN
        own = self._meanwhile.get(entity_id)
        stands: Mapping[str, Json] | None = own
        if own is None and entity_id not in self._meanwhile:
            record = self._world.get(entity_id)
            if record is None and self._world.is_blind_to(entity_id):
                return UNKNOWN
            stands = None if record is None else record.properties
        if properties.get(DELETED) is True:
            self._meanwhile[entity_id] = None
            return ABSENT if stands is None else Before(True, dict(stands))
        before = ABSENT
        if stands is not None:
            before = Before(True, {name: stands[name] for name in properties if name in stands})
        if own is None:
            own = self._meanwhile[entity_id] = dict(stands or _NOTHING)
        own.update(properties)
        return before
