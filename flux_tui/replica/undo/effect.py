"""What some events together did to one entity: what was before the first, what the last left."""

from __future__ import annotations

from collections.abc import Iterable

from flux_tui.model.json import Json
from flux_tui.protocol.json_text import encode
from flux_tui.replica.past.steps import Was
from flux_tui.replica.undo.before import Deed

PLACEHOLDER = "{{env:"
"""What a value of a masked event has in it where a secret was: the others are as they were sent."""


class Effect:
    """The deeds of one entity, folded in the order in which they happened.

    ``there`` is whether it existed before them. ``values`` are the properties that there were,
    ``absent`` those that were not, ``unknown`` those of which nobody knows. ``left`` is what the
    deeds have set and not deleted since; with ``gone`` the last of them has deleted the entity.
    ``touched`` are the properties that any of them changed; those that failed change none.
    """

    __slots__ = (
        "absent",
        "applied",
        "gone",
        "hidden",
        "left",
        "there",
        "touched",
        "unknown",
        "values",
        "whole",
    )

    def __init__(self, there: bool | None) -> None:
        self.there = there
        self.values: dict[str, Json] = {}
        self.absent: set[str] = set()
        self.unknown: set[str] = set()
        self.touched: dict[str, None] = {}
        self.left: dict[str, Json] = {}
        self.hidden: set[str] = set()
        """Properties that were set to a value that is not known any more."""
        self.gone = False
        self.whole = True
        """False where it was deleted and had, or may have had, more than is known."""
        self.applied = False
        """Whether any of the deeds had an effect."""

    def was(self, name: str) -> Was:
        """What is known of a property before all of them."""
        if name in self.values:
            return Was.VALUE
        return Was.ABSENT if name in self.absent else Was.UNKNOWN

    def add(self, deed: Deed) -> None:
        """One more deed."""
        self.applied = self.applied or deed.applied
        if deed.event.is_tombstone:
            self._delete(deed)
        else:
            self._set(deed)

    def _delete(self, deed: Deed) -> None:
        before = deed.before
        for name, value in before.values.items():
            if not self._knows(name):
                self.values[name] = value
        self.unknown.update(name for name in before.unknown if not self._knows(name))
        self.whole = self.whole and before.whole
        if deed.applied:
            # what an earlier deletion was expected to have taken is there when that one failed
            gone = [*self.values, *before.values, *self.unknown]
            self.touched.update(dict.fromkeys(gone))
            self.left.clear()
            self.hidden.clear()
            self.gone = True

    def _set(self, deed: Deed) -> None:
        for name, value in (deed.event.properties or {}).items():
            if not self._knows(name):
                self._learn(name, deed)
            if deed.applied:
                self.touched[name] = None
                self.left[name] = value
                is_hidden = deed.masked and PLACEHOLDER in encode(value)
                (self.hidden.add if is_hidden else self.hidden.discard)(name)
        if deed.applied:
            self.gone = False

    def _learn(self, name: str, deed: Deed) -> None:
        was = deed.before.was(name)
        if was is Was.VALUE:
            self.values[name] = deed.before.values[name]
        elif was is Was.ABSENT and self.whole:
            self.absent.add(name)
        else:
            self.unknown.add(name)

    def _knows(self, name: str) -> bool:
        return name in self.values or name in self.absent or name in self.unknown


class Effects:
    """The effects of many deeds, by entity, in the order in which the entities come up."""

    def __init__(self, deeds: Iterable[Deed] = ()) -> None:
        self.of_entity: dict[str, Effect] = {}
        for deed in deeds:
            self.add(deed)

    def add(self, deed: Deed) -> None:
        """The next deed; one that no projection does anything with is nothing."""
        entity_id = deed.event.entity_id
        if entity_id is None or not deed.event.has_effect:
            return
        effect = self.of_entity.get(entity_id)
        if effect is None:
            effect = self.of_entity[entity_id] = Effect(deed.before.there)
        effect.add(deed)
