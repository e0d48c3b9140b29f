"""Asking the server for single entities, as it has them now."""

from __future__ import annotations

from collections.abc import Iterable

from flux_tui.client.session.context import Context
from flux_tui.errors import NotFound
from flux_tui.replica.scope import Take


async def ask_for(context: Context, ids: Iterable[str], take: Take) -> None:
    """Hand on those that there are and that belong; raises what a Connection raises."""
    take = context.scope.narrow(take)
    for entity_id in ids:
        try:
            entity = await context.client.entity(entity_id)
        except NotFound:
            continue
        take([entity])
