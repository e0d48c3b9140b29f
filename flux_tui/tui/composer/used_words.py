"""The words that were sent before."""

from __future__ import annotations

from collections.abc import Sequence

from flux_tui.model.event import Event

MOST_USED = 50
"""Words of a field that are remembered."""


class UsedWords:
    """Words that were sent before, the last first: what a field completes from."""

    def __init__(self) -> None:
        self.streams: dict[str, None] = {}
        self.sources: dict[str, None] = {}
        self.entities: dict[str, None] = {}
        self.properties: dict[str, None] = {}

    def take(self, event: Event) -> None:
        """Remember the words of an event."""
        self._take(self.streams, event.stream)
        self._take(self.sources, event.source)
        if event.entity_id is not None:
            self._take(self.entities, event.entity_id)
        for name in list(event.properties or {})[:MOST_USED]:
            self._take(self.properties, name)

    def recall(self, events: Sequence[Event]) -> None:
        """Have the words of events that earlier explorers sent, newest first, behind all own."""
        earlier = UsedWords()
        for event in reversed(events):
            earlier.take(event)
        for own, before in zip(self._fields, earlier._fields, strict=True):
            words = [word for word in before if word not in own] + list(own)
            own.clear()
            own.update(dict.fromkeys(words[-MOST_USED:]))

    @property
    def _fields(self) -> tuple[dict[str, None], ...]:
        return self.streams, self.sources, self.entities, self.properties

    def _take(self, words: dict[str, None], word: str) -> None:
        """Newest last in the dict; readers go backwards."""
        words.pop(word, None)
        words[word] = None
        if len(words) > MOST_USED:
            del words[next(iter(words))]
