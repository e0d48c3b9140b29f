"""What a field completes from: what was used before, then all that the world holds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from itertools import islice

from textual.suggester import Suggester

from flux_tui.model.inline import value_text
from flux_tui.model.printable import printable
from flux_tui.replica.world import World
from flux_tui.tui.composer.knowledge import Knowledge
from flux_tui.tui.composer.used_words import UsedWords

LONGEST = 200
"""Characters of a word that is worth completing."""

MOST_OFFERED = 300
"""Words that are offered to choose from."""

Words = Callable[[], Iterable[str]]
"""Words that are at hand, the likeliest first."""

Asked = Callable[[str], Awaitable[Iterable[str]]]
"""Words of the world that go with what is typed; found in slices, so it may take a moment."""


async def nothing(typed: str) -> Iterable[str]:
    """A world that has no such words."""
    return ()


class Completion(Suggester):
    """Completes a word to the first that starts with it; only what reads as what it is."""

    def __init__(self, at_hand: Words, in_world: Asked = nothing) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._at_hand = at_hand
        self._in_world = in_world

    async def get_suggestion(self, value: str) -> str | None:
        """The likeliest word that goes on from ``value``."""
        found = _going_on(self._at_hand(), value)
        return found or _going_on(await self._in_world(value), value)

    async def offers(self, typed: str) -> list[tuple[str, str]]:
        """All words to choose from, each with where it is from, the likeliest first."""
        found = dict.fromkeys(self._at_hand(), "at hand")
        for word in await self._in_world(typed):
            found.setdefault(word, "in the world")
        return list(islice(found.items(), MOST_OFFERED))


def _going_on(words: Iterable[str], value: str) -> str | None:
    for word in words:
        is_longer = len(value) < len(word) <= LONGEST
        if is_longer and word.startswith(value) and printable(word) == word:
            return word
    return None


class Vocabulary:
    """The words of one world, and those that were used before."""

    def __init__(self, world: World, used: UsedWords, streams: Iterable[str] = ()) -> None:
        """``streams`` are those that others were heard to write to."""
        self._world = world
        self._used = used
        self._streams = streams
        self._knowledge = Knowledge(world)

    def streams(self) -> Completion:
        """Streams that were used, then those of others: a world does not know its entities'."""

        async def heard(typed: str) -> Iterable[str]:
            return self._streams

        return Completion(lambda: reversed(self._used.streams), heard)

    def sources(self) -> Completion:
        """Sources that were used, then those that have set something, the busiest first."""
        return Completion(lambda: reversed(self._used.sources), self._knowledge.sources)

    def entities(self) -> Completion:
        """Ids that were used, then all."""
        return Completion(lambda: reversed(self._used.entities), self._knowledge.ids)

    def properties(self, entity_id: Callable[[], str]) -> Completion:
        """The entity's own property names, then those that were used, then those of others."""

        def at_hand() -> Iterable[str]:
            record = self._world.get(entity_id())
            return [*(record.properties if record else ()), *reversed(self._used.properties)]

        return Completion(at_hand, self._knowledge.properties)

    def values(self, name: Callable[[], str]) -> Completion:
        """The values that a property has anywhere in the world, the most frequent first."""

        async def in_world(typed: str) -> Iterable[str]:
            return [value_text(value) for value in await self._knowledge.values(name())]

        return Completion(lambda: (), in_world)

    def suggester(self, path: tuple[str, ...], entity_id: str) -> Suggester | None:
        """What completes a cell of an event about an entity, by where it stands in the event."""
        match path:
            case ("stream",):
                return self.streams()
            case ("source",):
                return self.sources()
            case ("payload", "entity_id"):
                return self.entities()
            case ("payload", "properties"):
                return self.properties(lambda: entity_id)
            case ("payload", "properties", name):
                return self.values(lambda: name)
            case _:
                return None
