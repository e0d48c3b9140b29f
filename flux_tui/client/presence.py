"""Some entities as a server has them, now."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from flux_tui.client.flux_client import FluxClient
from flux_tui.client.snapshot import take_snapshot
from flux_tui.errors import NotFound
from flux_tui.model.entity import Entity

MANY = 20
"""Entities above which the whole state is asked for instead of each."""


async def look_up(client: FluxClient, ids: Collection[str]) -> dict[str, Entity]:
    """Those that there are, by id; raises what a Connection raises."""
    wanted, found = frozenset(ids), dict[str, Entity]()
    if len(wanted) > MANY:

        def take(entities: list[Entity]) -> None:
            found.update((entity.id, entity) for entity in entities if entity.id in wanted)

        await take_snapshot(client, take)
        return found
    for entity_id in wanted:
        with suppress(NotFound):
            found[entity_id] = await client.entity(entity_id)
    return found
