"""Which of some entities a server has, now."""

from __future__ import annotations

from collections.abc import Collection

from flux_tui.client.flux_client import FluxClient
from flux_tui.client.snapshot import take_snapshot
from flux_tui.errors import NotFound
from flux_tui.model.entity import Entity

MANY = 20
"""Entities above which the whole state is asked for instead of each."""


async def present(client: FluxClient, ids: Collection[str]) -> set[str]:
    """Those that there are; raises what a Connection raises."""
    wanted, found = frozenset(ids), set[str]()
    if len(wanted) > MANY:

        def take(entities: list[Entity]) -> None:
            found.update(entity.id for entity in entities if entity.id in wanted)

        await take_snapshot(client, take)
        return found
    for entity_id in wanted:
        try:
            await client.entity(entity_id)
        except NotFound:
            continue
        found.add(entity_id)
    return found
