"""Looking at one entity's past: it is read meanwhile, and what is new is heard of."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from textual.widget import Widget

from flux_tui.client import Phase, SessionStatus
from flux_tui.client.past.reader import PastReader
from flux_tui.client.past.status import Reading
from flux_tui.replica.outcome import Outcome, concerning
from flux_tui.tui.workspace import Workspace

REST = 0.25
"""Seconds that an entity must be looked at before a server is asked: one goes through a list."""

PAST = "past"
"""The group of the workers that read."""


class Looking:
    """From its making until ``end``; ``pane`` owns the worker that reads."""

    def __init__(
        self,
        pane: Widget,
        workspace: Workspace,
        entity_id: str,
        reader: PastReader,
        changed: Callable[[], None],
    ) -> None:
        """``changed`` is called when there is more to show, or it is worth something else."""
        self.reader = reader
        self._pane = pane
        self._entity_id = entity_id
        self._changed = changed
        self._touched = False
        self._phase = workspace.session.status.phase
        world = workspace.world
        record = world.get(entity_id)
        reader.last_seen = world.deleted_at(entity_id) if record is None else record.updated
        self._endings = [
            reader.observe(changed),
            world.observe(self._on_outcomes),
            workspace.session.observe(self._on_status),
        ]

    def read(self) -> None:
        """Read on from where it ended; no server can be asked about the empty id."""
        if self._entity_id:
            self._pane.run_worker(self._read(), group=PAST, exclusive=True, name=PAST)

    def stop(self) -> None:
        """Read no further; what was read stays."""
        self._pane.workers.cancel_group(self._pane, PAST)

    def end(self) -> None:
        """Nobody looks any more: nothing is asked for."""
        self.stop()
        for end in self._endings:
            end()

    def look_for_news(self) -> bool:
        """Have the reader look for what is new, if the entity was touched; whether it was."""
        touched, self._touched = self._touched, False
        if touched:
            self.reader.nudge()
        return touched

    async def _read(self) -> None:
        await asyncio.sleep(REST)
        await self.reader.run()

    def _on_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        self._touched = self._touched or any(concerning(self._entity_id, outcomes))

    def _on_status(self, status: SessionStatus) -> None:
        """A connection that is back goes on with what had failed; one that stays does not."""
        before, self._phase = self._phase, status.phase
        is_back = status.phase is Phase.LIVE is not before
        if is_back and self.reader.status.reading is Reading.FAILED:
            self.read()
        if status.phase is not before:
            self._changed()
