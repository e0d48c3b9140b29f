"""Making the World equal to a snapshot that nothing else bears upon."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from flux_tui.client.session.context import Context
from flux_tui.client.session.world_size import WorldSize
from flux_tui.client.snapshot import SnapshotHead
from flux_tui.client.turns import Turns
from flux_tui.model.entity import Entity
from flux_tui.replica.acquaintance import Verdict
from flux_tui.replica.audit import Loading
from flux_tui.replica.scope import Take

SLICE = 0.004
"""Seconds of forgetting entities between two turns of the loop."""

Head = TypeVar("Head", SnapshotHead, SnapshotHead | None)


async def load_snapshot(context: Context, snapshot: Callable[[Take], Awaitable[Head]]) -> Head:
    """Load what ``snapshot`` hands on, saying how far it is, and forget what it lacks.

    One that lacks all that was here is taken once more first, after a while. The answer may be
    None, for a state that has not changed. Raises what ``take_all`` raises.
    """
    loading = context.begin()
    head = await take_all(context, loading, snapshot)
    if head is None:
        return head
    in_doubt = identify(context, head, loading)
    if in_doubt:
        await asyncio.sleep(context.settings.audit.settle)
        again = context.begin()
        newer = await take_all(context, again, snapshot)
        if newer is not None:
            head, loading = newer, again
    turns = Turns(SLICE)
    for entity_id in loading.missing:
        context.remove(entity_id)
        await turns.give()
    context.meet()
    return head


def identify(context: Context, head: SnapshotHead, loading: Loading) -> bool:
    """Work out whose world a snapshot is of, by its log or by who is in it; whether that is in
    doubt still."""
    verdict = context.board.recognize(head.log)
    if verdict is not None:
        context.acquaintance.believe(is_other=verdict is Verdict.OTHER)
        return False
    return context.acquaintance.compare(loading)


async def take_all(
    context: Context, loading: Loading, snapshot: Callable[[Take], Awaitable[Head]]
) -> Head:
    """Load what ``snapshot`` hands on, saying how far it is, and forget nothing.

    Raises what ``snapshot`` raises, and WorldTooLarge; then the World has a part of it, and all
    that it had before.
    """
    size = WorldSize(context.settings.world_bytes, context.client.url)

    def take(entities: list[Entity]) -> None:
        size.take(entities)
        loading.take(entities)
        context.board.load(loading.taken)

    return await snapshot(context.scope.narrow(take))
