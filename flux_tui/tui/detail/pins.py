"""Properties that a person wants first, by the kind of entity, remembered."""

from __future__ import annotations

from flux_tui.model.json import Json
from flux_tui.replica.grouping import group_of
from flux_tui.tui.remembered.item import Item, table, texts
from flux_tui.tui.remembered.remembered import Remembered

MOST = 200
"""Groups whose pins are remembered, those pinned last: all are written when one is."""


def _read(saved: Json) -> dict[str, tuple[str, ...]]:
    return {group: texts(names) for group, names in table(saved).items()}


def _write(pins: dict[str, tuple[str, ...]]) -> Json:
    return {group: list(names) for group, names in pins.items()}


PINS: Item[dict[str, tuple[str, ...]]] = Item("pins", _read, _write, {})


class Pins:
    """Names by group, in the order in which they were pinned."""

    def __init__(self, remembered: Remembered) -> None:
        self._remembered = remembered

    def of(self, entity_id: str) -> tuple[str, ...]:
        """The pinned names for entities of this one's kind."""
        return self._remembered.get(PINS).get(group_of(entity_id), ())

    def toggle(self, entity_id: str, name: str) -> None:
        """Pin a name behind those that are, or unpin it."""
        group, before = group_of(entity_id), self.of(entity_id)
        names = tuple(n for n in before if n != name) if name in before else (*before, name)
        pins = {g: those for g, those in self._remembered.get(PINS).items() if g != group}
        if names:
            pins[group] = names
        self._remembered.put(PINS, dict(list(pins.items())[-MOST:]))
