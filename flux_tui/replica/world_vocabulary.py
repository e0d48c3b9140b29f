"""The names and values that occur in a world, for whoever types a query about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import chain, islice
from typing import TypeVar

from flux_tui.model.entity import namespace_of
from flux_tui.replica.query.syntax import Scalar
from flux_tui.replica.query.vocabulary import Saying
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.world import World

_Word = TypeVar("_Word", bound=Hashable)

SAMPLE = 5_000
"""How many entities are looked at for names and values: some milliseconds' worth."""

LONGEST = 80
"""The longest text that is offered as a value, in characters."""


class WorldVocabulary:
    """What occurs in the first entities of a World, the most frequent first; of all the ids."""

    def __init__(self, world: World, group_of: Callable[[str], str]) -> None:
        self._world = world
        self._group_of = group_of

    def ids(self, part: str, /) -> Iterable[str]:
        """The ids that hold a text, in any case, in the World's order; they are all looked at."""
        needle = part.casefold()
        return [entity_id for entity_id in self._world.entities if needle in entity_id.casefold()]

    def properties(self) -> Iterable[str]:
        """The properties' names."""
        return _frequent(name for record in self._sample() for name in record.properties)

    def values(self, property_name: str, /) -> Iterable[Scalar]:
        """The property's values, but for lists, objects and long texts."""
        found = (telling_values(record, property_name) for record in self._sample())
        return [value for _, value in _frequent(chain.from_iterable(found))]

    def sayings(self, part: str, /) -> Iterable[Saying]:
        """The properties with texts of theirs that hold a part, but for long ones."""
        return _frequent(said for record in self._sample() for said in sayings_of(record, part))

    def namespaces(self) -> Iterable[str]:
        """The namespaces."""
        names = (namespace_of(record.id) for record in self._sample())
        return _frequent(name for name in names if name is not None)

    def groups(self) -> Iterable[str]:
        """The groups."""
        return _frequent(self._group_of(record.id) for record in self._sample())

    def sources(self) -> Iterable[str]:
        """The sources; none where the feed does not carry them."""
        return _frequent(source for record in self._sample() for source in record.sources())

    def _sample(self) -> Iterator[EntityRecord]:
        return islice(self._world.entities.values(), SAMPLE)


def telling_values(record: EntityRecord, property_name: str) -> Iterable[tuple[type, Scalar]]:
    """A property's value with its type, if it has one that a query would name.

    1, 1.0 and true are one key of a dict, and three values.
    """
    value = record.properties.get(property_name, [])
    if isinstance(value, (list, dict)) or (isinstance(value, str) and len(value) > LONGEST):
        return ()
    return ((type(value), value),)


def sayings_of(record: EntityRecord, part: str) -> Iterator[Saying]:
    """The texts that an entity says and that hold a part, in any case, but for long ones."""
    needle = part.casefold()
    for name, value in record.properties.items():
        if isinstance(value, str) and len(value) <= LONGEST and needle in value.casefold():
            yield name, value


def _frequent(words: Iterable[_Word]) -> list[_Word]:
    return [word for word, _ in Counter(words).most_common()]
