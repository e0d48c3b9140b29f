"""Entities with the same properties share one plan of where the facts of each stand."""

from __future__ import annotations

from flux_tui.replica.record.places import NOWHERE, STRIDE, Places
from flux_tui.replica.record.record import EntityRecord
from flux_tui.replica.record.texts import SharedTexts

SHARED = 32
"""Properties up to which a plan is shared, and never changes: to make one costs as much as there
are of them."""

MOST = 1_000
"""Plans that are known; whoever has so many kinds of entities shares little anyway."""


class Plans:
    """Gives properties their places; who is heard of for the first time shares its texts, too."""

    def __init__(self) -> None:
        self._plans: dict[tuple[str, ...], Places] = {}
        self._texts = SharedTexts()

    def place(self, record: EntityRecord, name: str) -> int:
        """Where a property's facts are from now on; all that the entity has get a place with it."""
        places = record.places
        if places is NOWHERE:
            self._texts.share(record.properties)
        if len(places) < SHARED:
            names = dict.fromkeys(places or record.properties)
            names[name] = None
            self._give(record, tuple(names))
        else:
            if len(places) == SHARED:
                places = record.places = dict(places)
            places[name] = len(record.facts)
            record.facts += (None, None, 0)
        return record.places[name]

    def forget(self, record: EntityRecord, name: str) -> None:
        """Forget a property; its place goes once as many are empty as are in use."""
        place = record.places.get(name)
        if place is None:
            return
        record.facts[place : place + STRIDE] = (None, None, 0)
        if len(record.places) > SHARED and len(record.places) > 2 * len(record.properties):
            self._tidy(record)

    def _tidy(self, record: EntityRecord) -> None:
        places, facts = record.places, record.facts
        names = tuple(name for name in places if name in record.properties)
        record.facts = [f for name in names for f in facts[places[name] : places[name] + STRIDE]]
        self._give(record, names)

    def _give(self, record: EntityRecord, names: tuple[str, ...]) -> None:
        """A plan for these names, of which the first ones have their facts already."""
        plan = self._plans.get(names)
        if plan is None:
            plan = {name: STRIDE * number for number, name in enumerate(names)}
            if len(names) <= SHARED:
                if len(self._plans) >= MOST:
                    self._plans.clear()
                self._plans[names] = plan
        record.places = plan
        record.facts = record.facts + [None, None, 0] * (len(names) - len(record.facts) // STRIDE)
