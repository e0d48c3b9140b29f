"""The deletions of one explorer: they go on when the screen that began them is closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import App

from flux_tui.client.deleting.deleter import Deleter
from flux_tui.client.deleting.deletion import Deletion
from flux_tui.client.publishing.receipt import Advance, Step
from flux_tui.client.sent.entry import Note, Origin
from flux_tui.client.sent.recording import Recording
from flux_tui.model.event import DELETED, DELETIONS_STREAM, Event, setting
from flux_tui.model.printable import printable
from flux_tui.tui.copying.commands import source
from flux_tui.tui.deleting.wording import deleted_line
from flux_tui.tui.keys.naming import keys_of
from flux_tui.tui.workspace import Workspace
from flux_tui.tui.writing import require_writable


class Deleting:
    """Deletes, and keeps in the ledger what was there."""

    def __init__(self, app: App[None], workspace: Workspace) -> None:
        self._app = app
        self.workspace = workspace
        self._ledger = workspace.open_ledger()
        self._deleter = Deleter(workspace.client, workspace.world, clock=workspace.clock)

    def begin(self, ids: Sequence[str], is_seen: Callable[[], bool]) -> Deletion:
        """Delete; its end is told where nobody looks at it. Raises ReadOnly."""
        require_writable(self.workspace)
        deletion = Deletion(ids)

        async def delete() -> None:
            recording = await self._keep(deletion.ids)
            try:
                await self._deleter.run(deletion)
            finally:
                for place, entity_id in enumerate(deletion.ids):
                    recording.take(Advance([place], *_step(deletion, entity_id)))
                await recording.close()
            back = deletion.back(self.workspace.world)
            if not deletion.left or not is_seen():
                line = deleted_line(deletion, back, keys_of(self._app)("explorer.undo"))
                self._tell(line, deletion.left and deletion.problem)

        self._app.run_worker(delete(), group="deletions", name="deletion")
        return deletion

    async def _keep(self, ids: Sequence[str]) -> Recording:
        now = self.workspace.clock.now() // 1_000_000
        tombstones = [_tombstone(entity_id, now) for entity_id in ids]
        recording = Recording(self._ledger, self.workspace.world, Note(Origin.DELETION))
        await recording.keep(tombstones)
        return recording

    def _tell(self, line: str, problem: object) -> None:
        if not problem:
            self._app.notify(line, markup=False)
            return
        reason = printable(str(problem), limit=200)
        self._app.notify(f"{line}: {reason}", severity="error", markup=False)


def _tombstone(entity_id: str, now_ms: int) -> Event:
    """What the server makes of a deletion, under an id that it does not tell."""
    return setting(DELETIONS_STREAM, source(), entity_id, {DELETED: True}, timestamp=now_ms)


def _step(deletion: Deletion, entity_id: str) -> tuple[Step, str | None]:
    """What became of one; what was sent and is not seen to be gone, nobody knows."""
    if entity_id in deletion.gone:
        return Step.MATERIALISED, None
    step = Step.UNKNOWN if entity_id in deletion.awaited else Step.FAILED
    return step, deletion.problem or "not sent: the deletion was stopped"
