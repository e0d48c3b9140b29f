"""How much memory a world takes while it is loaded, and how much it may."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence

from flux_tui.errors import WorldTooLarge
from flux_tui.model.entity import Entity

ENTITY = 400
"""Bytes that an entity takes beside its properties: its record, its row, its places in indexes."""

PROPERTY = 60
"""Bytes that a property takes beside its value as text."""

SAMPLES = 4
"""Entities of a slice that are measured; the others are taken to be like them."""


def half_of_memory() -> int:
    """Half of what this machine has, in bytes: what a world may take unless told otherwise."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2


class WorldSize:
    """Estimates as entities come; raises WorldTooLarge once they are more than ``most`` bytes."""

    def __init__(self, most: int, url: str) -> None:
        self.bytes = 0
        self._most = most
        self._url = url

    def take(self, entities: Sequence[Entity]) -> None:
        """Count some more."""
        if not entities:
            return
        step = max(1, len(entities) // SAMPLES)
        measured = [_size(entity) for entity in entities[::step]]
        self.bytes += sum(measured) * len(entities) // len(measured)
        if self.bytes > self._most:
            raise WorldTooLarge(
                f"the world of {self._url} takes more than {self._most // 1_000_000:,} MB of "
                "memory; open a part of it with --prefix, --namespace or --scope, or allow more "
                "with --world-mb"
            )


def _size(entity: Entity) -> int:
    text = json.dumps(entity.properties, separators=(",", ":"))
    return ENTITY + PROPERTY * len(entity.properties) + len(text)
