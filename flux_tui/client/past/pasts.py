"""The pasts that were looked at lately."""

from __future__ import annotations

from collections.abc import Callable

from flux_tui.client.flux_client import FluxClient
from flux_tui.client.past.page import Pages
from flux_tui.client.past.reader import PastReader
from flux_tui.model.clock import Clock

KEPT = 8
"""Entities whose past is kept."""

BUDGET = 64_000_000
"""Bytes, as sent, above which those that were not looked at lately go."""


class Pasts:
    """A reader for each entity; those that were looked at last are kept as they are.

    Those that have read nothing go first: one goes through a list without waiting.
    """

    def __init__(self, client: FluxClient, now: Callable[[], int], clock: Clock) -> None:
        """``now`` is the server's time in ns."""
        self._client = client
        self._now = now
        self._clock = clock
        self._readers: dict[str, PastReader] = {}

    def of(self, entity_id: str) -> PastReader:
        """An entity's reader, which is not running unless somebody runs it."""
        reader = self._readers.pop(entity_id, None)
        if reader is None:
            pages = Pages(self._client, entity_id)
            reader = PastReader(pages.ask, self._now, self._clock)
        self._readers[entity_id] = reader
        others = [other for other in self._readers if other != entity_id]
        others.sort(key=lambda other: self._readers[other].size > 0)
        while others and (len(self._readers) > KEPT or self._size > BUDGET):
            del self._readers[others.pop(0)]
        return reader

    @property
    def _size(self) -> int:
        return sum(reader.size for reader in self._readers.values())
