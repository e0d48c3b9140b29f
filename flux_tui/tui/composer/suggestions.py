"""What a field completes from: what was used before, then what the world holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from textual.suggester import Suggester

from flux_tui.model.printable import printable
from flux_tui.replica.world import World
from flux_tui.tui.composer.drafts import Used

LOOKED_AT = 2_000
"""Entities whose sources and property names are looked through: a key must not wait for more."""

LONGEST = 200
"""Characters of a word that is worth completing."""

Words = Callable[[], Iterable[str]]
"""Words, the likeliest first; asked for anew at each key."""


class Completion(Suggester):
    """Completes a word to the first that starts with it; only what reads as what it is."""

    def __init__(self, words: Words) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._words = words

    async def get_suggestion(self, value: str) -> str | None:
        """The likeliest word that goes on from ``value``."""
        for word in self._words():
            if (
                word.startswith(value)
                and len(value) < len(word) <= LONGEST
                and printable(word) == word
            ):
                return word
        return None


class Vocabulary:
    """The words of one world, and those that were used before."""

    def __init__(self, world: World, used: Used) -> None:
        self._world = world
        self._used = used

    def streams(self) -> Iterable[str]:
        """Streams: a world does not know those of its entities."""
        return reversed(self._used.streams)

    def sources(self) -> Iterable[str]:
        """Sources that were used, then those that set something lately."""
        return chain(reversed(self._used.sources), self._seen_sources())

    def entities(self) -> Iterable[str]:
        """Ids that were used, then all."""
        return chain(reversed(self._used.entities), self._world.entities)

    def properties(self, entity_id: str) -> Iterable[str]:
        """The entity's own property names, then those that were used, then those of others."""
        record = self._world.get(entity_id)
        own: Iterable[str] = () if record is None else record.properties
        return chain(own, reversed(self._used.properties), self._seen_properties())

    def suggester(self, path: tuple[str, ...], entity_id: str) -> Suggester | None:
        """What completes a cell of an event about an entity, by where it stands in the event."""
        match path:
            case ("stream",):
                return Completion(self.streams)
            case ("source",):
                return Completion(self.sources)
            case ("payload", "entity_id"):
                return Completion(self.entities)
            case ("payload", "properties"):
                return Completion(lambda: self.properties(entity_id))
            case _:
                return None

    def _seen_sources(self) -> Iterator[str]:
        for record in islice(self._world.entities.values(), LOOKED_AT):
            yield from record.sources()

    def _seen_properties(self) -> Iterator[str]:
        for record in islice(self._world.entities.values(), LOOKED_AT):
            yield from record.properties
