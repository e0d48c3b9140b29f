"""The actions on entities, each imported when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from flux_tui.model.inline import day_text
from flux_tui.tui.acting.aims import aims_of
from flux_tui.tui.acting.nothing import tell_nothing_to
from flux_tui.tui.acting.place import Place
from flux_tui.tui.workspace import Workspace
from flux_tui.tui.writing import may_write

if TYPE_CHECKING:
    from flux_tui.tui.deleting.deleting import Deleting
    from flux_tui.tui.explorer.composing import Composing
    from flux_tui.tui.explorer.going import Going
    from flux_tui.tui.undo.undoing import Undoing


class Acting:
    """The actions of one explorer; keeps what lasts from one to the next."""

    def __init__(
        self,
        app: App[None],
        workspace: Workspace,
        going: Going | None = None,
        composing: Composing | None = None,
    ) -> None:
        """Where one can ``go`` to an entity, and write events, from what is opened here."""
        self._app = app
        self._workspace = workspace
        self._going = going
        self._composing = composing
        self._deleting: Deleting | None = None
        self._undoing: Undoing | None = None

    def act(self, what: str, place: Place | None) -> None:
        """Do ``what`` is named; ``place`` is where the cursor is, outside of the list."""
        match what:
            case "copy":
                self._copy(place)
            case "export":
                self._export(place)
            case "delete":
                self._delete(place)
            case "series":
                self._series(place)
            case "undo":
                self._undo()
            case "ledger":
                self._ledger()
            case "compare":
                self._compare()

    def _copy(self, place: Place | None) -> None:
        from flux_tui.tui.copying.copying import Copying

        Copying(self._app, self._workspace).ask(place)

    def _export(self, place: Place | None) -> None:
        from flux_tui.tui.exporting.export_screen import ExportScreen

        aims = aims_of(self._workspace, place)
        if aims:
            utc = self._workspace.options.utc
            name = f"flux-{day_text(self._workspace.clock.now(), utc=utc)}.json"
            self._app.push_screen(ExportScreen(self._workspace, aims, name))
        else:
            tell_nothing_to(self._app, "export", self._workspace.view)

    def _delete(self, place: Place | None) -> None:
        if not may_write(self._app, self._workspace):
            return
        from flux_tui.tui.deleting.delete_screen import DeleteScreen

        aims = aims_of(self._workspace, place)
        if aims:
            self._app.push_screen(DeleteScreen(self._deletions(), aims))
        else:
            tell_nothing_to(self._app, "delete", self._workspace.view)

    def _series(self, place: Place | None) -> None:
        if self._composing is None or not may_write(self._app, self._workspace):
            return
        from flux_tui.tui.series.opening import open_for_each

        aims = aims_of(self._workspace, place)
        if aims:
            open_for_each(self._app, self._composing.composer(self._app), aims)
        else:
            tell_nothing_to(self._app, "write events about", self._workspace.view)

    def _undo(self) -> None:
        if may_write(self._app, self._workspace):
            from flux_tui.tui.undo.opening import undo_last

            self._app.run_worker(undo_last(self._app, self._undoings()), group="undo")

    def _ledger(self) -> None:
        from flux_tui.tui.ledger.ledger_screen import LedgerScreen

        going, composing = self._going, self._composing
        if going is None or composing is None:
            return

        def go(entity_id: str | None) -> None:
            if entity_id is not None:
                going.to(entity_id)

        screen = LedgerScreen(self._undoings(), lambda: composing.composer(self._app))
        self._app.push_screen(screen, go)

    def _compare(self) -> None:
        from flux_tui.tui.compare.compare_screen import open_comparison

        open_comparison(self._app, self._workspace)

    def _deletions(self) -> Deleting:
        from flux_tui.tui.deleting.deleting import Deleting

        self._deleting = self._deleting or Deleting(self._app, self._workspace)
        return self._deleting

    def _undoings(self) -> Undoing:
        from flux_tui.tui.undo.undoing import Undoing

        self._undoing = self._undoing or Undoing(self._app, self._workspace)
        return self._undoing
