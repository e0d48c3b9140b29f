"""Asking the server for entities of the scope, as it has them now."""

from __future__ import annotations

from collections.abc import Iterable

from flux_tui.client.session.context import Context
from flux_tui.client.snapshot import SnapshotHead, take_snapshot
from flux_tui.errors import NotFound
from flux_tui.replica.scope import Take


async def ask_for_all(context: Context, take: Take) -> SnapshotHead:
    """Hand on those that the server selects, as they come, resting for who is to go first.

    Raises what a Connection raises, and Nonsense when the answer is no list of entities.
    """
    return await take_snapshot(
        context.client, take, params=context.scope.params, courtesy=context.courtesy
    )


async def ask_for(context: Context, ids: Iterable[str], take: Take) -> None:
    """Hand on those that there are and that belong; raises what a Connection raises."""
    take = context.scope.narrow(take)
    for entity_id in ids:
        try:
            entity = await context.client.entity(entity_id)
        except NotFound:
            continue
        take([entity])
