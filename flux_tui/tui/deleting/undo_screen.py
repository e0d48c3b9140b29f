"""Brings back what was deleted: first it says what, and what is there again and stays."""

from __future__ import annotations

from textual.content import Content

from flux_tui.client.deleting.restoring import Restoration
from flux_tui.model.inline import clock_text
from flux_tui.model.printable import printable
from flux_tui.tui.acting.decision import Decision
from flux_tui.tui.deleting.deleting import Deleting
from flux_tui.tui.deleting.ledger import Deleted
from flux_tui.tui.deleting.wording import (
    RESTORATION,
    entities_text,
    occupied_text,
    restored_line,
    restoring_line,
)
from flux_tui.tui.frame import FrameBudget
from flux_tui.tui.writing import host_demand, production_line


class UndoScreen(Decision):
    """Looks what is there, asks, and shows how far it is; closes when all is back."""

    def __init__(self, deleting: Deleting, entry: Deleted) -> None:
        super().__init__(deleting.workspace, "undo a deletion")
        self._deleting = deleting
        self._entry = entry
        self._restoration = Restoration(entry.records)
        self._has_begun = False
        self._frames = FrameBudget(self._show_progress)
        self.set_class(deleting.workspace.options.production, "-grave")

    async def on_mount(self) -> None:
        """Look which are there again before anything is offered."""
        self._restoration.observe(self._follow)
        self.do.disabled = True
        self.call_it("Bring back")
        self.ids.show(list(self._entry.records))
        self.say("Looking which of them are there again …")
        self._show_summary()
        self.run_worker(self._look(), group="look", exclusive=True)

    def on_unmount(self) -> None:
        """What has begun goes on."""
        self._frames.close()

    async def _look(self) -> None:
        restoration = self._restoration
        await self._deleting.restorer.look(restoration)
        self.ids.show(restoration.left)
        self._show_summary()
        if restoration.problem is not None:
            reason = printable(restoration.problem, limit=300)
            self.say(f"It cannot be known which are there again: {reason}", problem=True)
            return
        if not restoration.left:
            self._deleting.ledger.settle(self._entry, restoration.occupied)
            self.say("There is nothing to bring back.")
            return
        self.say(RESTORATION)
        self.call_it(f"Bring back {entities_text(len(restoration.left))}")
        await self.demands.ask_for(host_demand(self.workspace))
        self.follow_typing()
        if not self.demands.focus_empty():
            self.do.focus()

    def decided(self) -> None:
        """Bring back what is left."""
        restoration = self._restoration
        restoration.is_done = restoration.is_stopped = False
        self._has_begun = True
        self._deleting.bring_back(self._entry, restoration, lambda: self.is_attached)
        self.demands.display = False
        self.do.disabled = True
        self._show_progress()

    def action_leave(self) -> None:
        """While it runs, send no more; the second time close."""
        restoration = self._restoration
        if not self._has_begun or restoration.is_done or restoration.is_stopped:
            super().action_leave()
        else:
            restoration.stop()

    def _show_summary(self) -> None:
        count = len(self._entry.records)
        at = clock_text(self._entry.at, utc=self.workspace.options.utc)
        parts = [f"{entities_text(count)}, deleted at {at}"]
        parts += [text for text in [occupied_text(len(self._restoration.occupied))] if text]
        lines = [production_line(self.workspace), Content("; ".join(parts))]
        self.summary.update(Content("\n").join([line for line in lines if line]))

    def _follow(self) -> None:
        """Its steps a frame at a time, its end at once."""
        if self._restoration.is_done:
            self._show_progress()
        else:
            self._frames.request()

    def _show_progress(self) -> None:
        restoration = self._restoration
        if not self._has_begun or not self.is_attached:
            return
        if not restoration.is_done:
            self.say(restoring_line(restoration))
            return
        if not restoration.left:
            self._frames.close()
            self.finish()
            return
        reason = printable(restoration.problem or "", limit=300)
        self.say(f"{restored_line(restoration)}\n{reason}".rstrip(), problem=True)
        self.ids.show(restoration.left)
        self._show_summary()
        self.call_it(f"Bring back {entities_text(len(restoration.left))}")
        self.do.disabled = False
        self.do.focus()
