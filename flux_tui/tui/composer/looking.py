"""Looking for what of a batch may be in the server's log already, while it is asked to send it."""

from __future__ import annotations

from collections.abc import Callable

from flux_tui.client.publishing.settling import SettleSettings, Settling, sought
from flux_tui.errors import FluxTuiError
from flux_tui.model.event import Event
from flux_tui.model.instant import NS
from flux_tui.tui.composer.asking import Extent
from flux_tui.tui.composer.delivering.outbox import Outbox
from flux_tui.tui.workspace import Workspace

MARGIN = 60 * NS
"""How far before its sending an event is looked for in a history: clocks differ."""

AT_ONCE = 20
"""Entities that are looked for before the question says what was found."""


async def look_for_doubtful(
    workspace: Workspace, extent: Extent, outbox: Outbox, told: Callable[[], None]
) -> None:
    """Count what is there of what may be; ``told`` is called whenever more is known.

    Nothing is sent, and nothing else depends on it: the sending looks again. A server that cannot
    be asked leaves it unknown.
    """
    ahead = workspace.session.server_now() - workspace.clock.now()
    settling, doubts = Settling(workspace.client, workspace.clock, SettleSettings()), outbox.doubts
    of_entity: dict[str, list[Event]] = {}
    for event in extent.doubtful:
        of_entity.setdefault(event.entity_id or "", []).append(event)
    entities = list(of_entity.values())
    try:
        for start in range(0, len(entities), AT_ONCE):
            some = [event for each in entities[start : start + AT_ONCE] for event in each]
            since = min(doubts.get(event.event_id or "", 0) for event in some) + ahead - MARGIN
            found = await settling.find(some, max(0, since), looks=1)
            wanted = list(map(sought, some))
            extent.there += sum(one in found.arrived for one in wanted)
            extent.lost += sum(one in found.absent for one in wanted)
            told()
    except FluxTuiError:
        return
