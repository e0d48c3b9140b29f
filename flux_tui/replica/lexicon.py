"""All names and values of a world, gathered bit by bit while somebody types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar

from flux_tui.model.entity import namespace_of
from flux_tui.replica.query.syntax import Scalar
from flux_tui.replica.query.vocabulary import Saying
from flux_tui.replica.record import EntityRecord
from flux_tui.replica.world import World
from flux_tui.replica.world_vocabulary import sayings_of, telling_values

SLICE = 200
"""Entities that are asked at once: less than a millisecond's worth."""

MOST_WORDS = 20_000
"""Different words that are told apart; where there are more, the rare ones are dropped."""

MOST_IDS = 100
"""Ids that are found for a part of them, of those that begin with it and of the others."""

Word = TypeVar("Word", bound=Hashable)


class _Search(Protocol):
    """Something to find out about a world."""

    done: bool

    def take(self, records: Sequence[EntityRecord]) -> None:
        """Look at some entities."""


class _Counting(Generic[Word]):
    """Which words occur, the most frequent first."""

    def __init__(self, words_of: Callable[[EntityRecord], Iterable[Word]]) -> None:
        self.done = False
        self._words_of = words_of
        self._counted: Counter[Word] = Counter()

    def take(self, records: Sequence[EntityRecord]) -> None:
        """Count their words."""
        for record in records:
            self._counted.update(self._words_of(record))
        if len(self._counted) > MOST_WORDS:
            self._counted = Counter(dict(self._counted.most_common(MOST_WORDS // 2)))

    @property
    def words(self) -> list[Word]:
        """What was found; none before all have been looked at."""
        return [word for word, _ in self._counted.most_common()] if self.done else []


class _Finding:
    """Ids that hold a text, in any case; those that begin with it first."""

    def __init__(self, part: str) -> None:
        self.done = False
        self._needle = part.casefold()
        self._beginning: list[str] = []
        self._holding: list[str] = []

    def take(self, records: Sequence[EntityRecord]) -> None:
        """Look at their ids."""
        needle = self._needle
        for record in records:
            folded = record.id.casefold()
            if needle not in folded:
                continue
            found = self._beginning if folded.startswith(needle) else self._holding
            if len(found) < MOST_IDS:
                found.append(record.id)

    @property
    def ids(self) -> list[str]:
        """What was found; none before all have been looked at."""
        return self._beginning + self._holding if self.done else []


class Lexicon:
    """A Vocabulary of a whole world, however large, that learns what it is asked.

    What it does not know it has none of; ``gather`` finds it out, and asked again it knows. What it
    knows it keeps: make a new one when the world has moved on.
    """

    def __init__(self, world: World, group_of: Callable[[str], str]) -> None:
        self._world = world
        self._group_of = group_of
        self._ids: dict[str, _Finding] = {}
        self._words: dict[str, _Counting[str]] = {}
        self._values: dict[str, _Counting[tuple[type, Scalar]]] = {}
        self._sayings: dict[str, _Counting[Saying]] = {}

    def ids(self, part: str, /) -> Iterable[str]:
        """Some ids that hold a text, in any case."""
        if part not in self._ids:
            self._ids[part] = _Finding(part)
        return self._ids[part].ids

    def properties(self) -> Iterable[str]:
        """The properties' names."""
        return self._counted("properties", lambda record: record.properties.keys())

    def values(self, property_name: str, /) -> Iterable[Scalar]:
        """The property's values, but for lists, objects and long texts."""
        if property_name not in self._values:
            self._values[property_name] = _Counting(
                lambda record: telling_values(record, property_name)
            )
        return [value for _, value in self._values[property_name].words]

    def sayings(self, part: str, /) -> Iterable[Saying]:
        """The properties with texts of theirs that hold a part, but for long ones."""
        if part not in self._sayings:
            self._sayings[part] = _Counting(lambda record: sayings_of(record, part))
        return self._sayings[part].words

    def namespaces(self) -> Iterable[str]:
        """The namespaces."""
        return self._counted(
            "namespaces",
            lambda record: () if (name := namespace_of(record.id)) is None else (name,),
        )

    def groups(self) -> Iterable[str]:
        """The groups."""
        return self._counted("groups", lambda record: (self._group_of(record.id),))

    def sources(self) -> Iterable[str]:
        """The sources; none where the feed does not carry them."""
        return self._counted("sources", lambda record: record.sources())

    @property
    def knows(self) -> bool:
        """Whether it has known all that it was asked."""
        return not self._open()

    def gather(self) -> Iterator[None]:
        """Find out what it did not know, a slice of the world at a time."""
        searches = self._open()
        records = list(self._world.entities.values())
        for start in range(0, len(records), SLICE):
            part = records[start : start + SLICE]
            for search in searches:
                search.take(part)
            yield
        for search in searches:
            search.done = True

    def _counted(
        self, question: str, words_of: Callable[[EntityRecord], Iterable[str]]
    ) -> list[str]:
        if question not in self._words:
            self._words[question] = _Counting(words_of)
        return self._words[question].words

    def _open(self) -> list[_Search]:
        searches: list[_Search] = [
            *self._ids.values(),
            *self._words.values(),
            *self._values.values(),
            *self._sayings.values(),
        ]
        return [search for search in searches if not search.done]
