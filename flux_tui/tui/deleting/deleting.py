"""The deletions of one explorer: they go on when the screen that began them is closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import App

from flux_tui.client.deleting.deleter import Deleter
from flux_tui.client.deleting.deletion import Deletion
from flux_tui.client.deleting.restoring import Restoration, Restorer
from flux_tui.model.printable import printable
from flux_tui.tui.copying.commands import source
from flux_tui.tui.deleting.ledger import Deleted, Ledger
from flux_tui.tui.deleting.wording import deleted_line, restored_line
from flux_tui.tui.workspace import Workspace
from flux_tui.tui.writing import require_writable


class Deleting:
    """Deletes, remembers what was there, and brings it back."""

    def __init__(self, app: App[None], workspace: Workspace) -> None:
        self._app = app
        self.workspace = workspace
        self.ledger = workspace.desk.deleted = workspace.desk.deleted or Ledger()
        self._deleter = Deleter(workspace.client, workspace.world, clock=workspace.clock)
        self.restorer = Restorer(
            workspace.client, workspace.world, workspace.open_publisher(), source=source()
        )

    def begin(self, ids: Sequence[str], is_seen: Callable[[], bool]) -> Deletion:
        """Delete; its end is told where nobody looks at it. Raises ReadOnly."""
        require_writable(self.workspace)
        deletion = Deletion(ids)

        async def delete() -> None:
            try:
                await self._deleter.run(deletion)
            finally:
                gone = {i: r for i, r in deletion.before.items() if i in deletion.gone}
                self.ledger.take(self.workspace.clock.now(), gone)
            back = deletion.back(self.workspace.world)
            if not deletion.left or not is_seen():
                self._tell(deleted_line(deletion, back), deletion.left and deletion.problem)

        self._app.run_worker(delete(), group="deletions", name="deletion")
        return deletion

    def bring_back(
        self, entry: Deleted, restoration: Restoration, is_seen: Callable[[], bool]
    ) -> None:
        """Bring back what is left; its end is told where nobody looks at it. Raises ReadOnly."""
        require_writable(self.workspace)

        async def restore() -> None:
            await self.restorer.run(restoration)
            self.ledger.settle(entry, restoration.restored | restoration.occupied)
            if not restoration.left or not is_seen():
                self._tell(restored_line(restoration), restoration.left and restoration.problem)

        self._app.run_worker(restore(), group="deletions", name="restoration")

    def _tell(self, line: str, problem: object) -> None:
        if not problem:
            self._app.notify(line, markup=False)
            return
        reason = printable(str(problem), limit=200)
        self._app.notify(f"{line}: {reason}", severity="error", markup=False)
