"""The words that were sent before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from flux_tui.model.event import Event

MOST_USED = 50
"""Words of a field that are remembered."""

Kept = TypeVar("Kept")


class UsedWords:
    """Words that were sent before, the last first: what a field completes from."""

    def __init__(self) -> None:
        self.streams: dict[str, None] = {}
        self.sources: dict[str, None] = {}
        self.entities: dict[str, tuple[str, str]] = {}
        """With the stream and the source that each had last."""
        self.properties: dict[str, None] = {}

    def words_for(self, entity_id: str) -> tuple[str, str]:
        """The stream and the source of an entity's last event, else of the last; or empty ones."""
        if entity_id in self.entities:
            return self.entities[entity_id]
        return next(reversed(self.streams), ""), next(reversed(self.sources), "")

    def take(self, event: Event) -> None:
        """Remember the words of an event."""
        _take(self.streams, event.stream, None)
        _take(self.sources, event.source, None)
        if event.entity_id is not None:
            _take(self.entities, event.entity_id, (event.stream, event.source))
        for name in list(event.properties or {})[:MOST_USED]:
            _take(self.properties, name, None)

    def recall(self, events: Sequence[Event]) -> None:
        """Have the words of events that earlier explorers sent, newest first, behind all own."""
        earlier = UsedWords()
        for event in reversed(events):
            earlier.take(event)
        self.streams = _behind(self.streams, earlier.streams)
        self.sources = _behind(self.sources, earlier.sources)
        self.entities = _behind(self.entities, earlier.entities)
        self.properties = _behind(self.properties, earlier.properties)


def _take(words: dict[str, Kept], word: str, kept: Kept) -> None:
    """Newest last in the dict; readers go backwards."""
    words.pop(word, None)
    words[word] = kept
    if len(words) > MOST_USED:
        del words[next(iter(words))]


def _behind(own: dict[str, Kept], earlier: dict[str, Kept]) -> dict[str, Kept]:
    """Both, as many as are remembered; what is own is newer, and counts."""
    older = [(word, kept) for word, kept in earlier.items() if word not in own]
    return dict([*older, *own.items()][-MOST_USED:])
